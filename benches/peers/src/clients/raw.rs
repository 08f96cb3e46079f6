//! hyper-util's client and serde_json, by hand: the least that it can cost in Rust without a library of one's own.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use http::{Request, Response, Uri, header};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use tokio::fs::File;
use tokio_util::io::ReaderStream;
use webex_models::{Message, Person};

use super::by_hand::{Page, Sink, first_page, next_page};
use super::{Client, Source};
use crate::job::{FILE, List};

type Body = UnsyncBoxBody<Bytes, std::io::Error>;

pub struct Raw {
    pool: Pools,
    origin: String,
    me: Uri,
}

enum Pools {
    Direct(Pool<HttpsConnector<HttpConnector>, Body>),
    Tunnel(Pool<HttpsConnector<Tunnel<HttpConnector>>, Body>),
}

impl Raw {
    async fn send(&self, method: &str, uri: Uri) -> Response<Incoming> {
        let empty = Empty::new().map_err(|never| match never {}).boxed_unsync();
        self.send_body(Request::builder().method(method).uri(uri), empty)
            .await
    }

    async fn send_body(&self, request: http::request::Builder, body: Body) -> Response<Incoming> {
        let request = request
            .header("authorization", "Bearer token")
            .header("accept", "application/json")
            .header("user-agent", "raw")
            .body(body)
            .unwrap();
        let answer = match &self.pool {
            Pools::Direct(pool) => pool.request(request),
            Pools::Tunnel(pool) => pool.request(request),
        };
        let answer = answer.await.unwrap();
        assert!(answer.status().is_success());
        answer
    }
}

impl Client for Raw {
    type Me = Person;

    async fn new(origin: &str, ca: &[u8]) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        let secure = HttpsConnectorBuilder::new()
            .with_tls_config(tls(origin, ca))
            .https_or_http()
            .enable_all_versions();
        let pool = Pool::builder(TokioExecutor::new());
        let pool = match std::env::var("HTTPS_PROXY") {
            Ok(proxy) => {
                let tunnel = Tunnel::new(proxy.parse().unwrap(), tcp);
                Pools::Tunnel(pool.build(secure.wrap_connector(tunnel)))
            }
            Err(_) => Pools::Direct(pool.build(secure.wrap_connector(tcp))),
        };
        Self {
            pool,
            me: format!("{origin}/v1/people/me").parse().unwrap(),
            origin: origin.to_owned(),
        }
    }

    async fn me(&self) -> Person {
        let answer = self.send("GET", self.me.clone()).await;
        let body = answer.into_body().collect().await.unwrap();
        serde_json::from_slice(&body.to_bytes()).unwrap()
    }

    async fn list(&self, list: List) -> usize {
        let mut items = 0;
        let mut next = Some(first_page(&self.origin, list));
        while let Some(uri) = next.take() {
            let answer = self.send("GET", uri.parse().unwrap()).await;
            next = next_page(answer.headers());
            let body = answer.into_body().collect().await.unwrap();
            let page: Page = serde_json::from_slice(&body.to_bytes()).unwrap();
            items += page.read(list).await;
        }
        items
    }

    async fn upload(&self, file: Source) {
        let body = match file {
            Source::Memory(bytes) => form(stream::iter([Ok(bytes)])),
            Source::Disk(path) => {
                let file = File::open(path).await.unwrap();
                form(ReaderStream::with_capacity(file, 128 << 10))
            }
        };
        let request = Request::post(format!("{}/v1/messages", self.origin))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
            .header(header::CONTENT_LENGTH, HEAD.len() + FILE + TAIL.len());
        let answer = self.send_body(request, body).await;
        let body = answer.into_body().collect().await.unwrap();
        serde_json::from_slice::<Message>(&body.to_bytes()).unwrap();
    }

    async fn download(&self, to: Option<&Path>) -> usize {
        let uri = format!("{}/v1/contents/FILE", self.origin);
        let mut body = self.send("GET", uri.parse().unwrap()).await.into_body();
        let mut sink = Sink::new(to).await;
        while let Some(frame) = body.frame().await {
            if let Ok(bytes) = frame.unwrap().into_data() {
                sink.take(&bytes).await;
            }
        }
        sink.end().await
    }
}

/// Where nothing is to be verified, no roots are read: that would be memory for nothing.
fn tls(origin: &str, ca: &[u8]) -> ClientConfig {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .unwrap();
    if origin.starts_with("http:") {
        let nobody = RootCertStore::empty();
        return config.with_root_certificates(nobody).with_no_client_auth();
    }
    let ca = CertificateDer::from_pem_slice(ca).unwrap();
    let verifier = Verifier::new_with_extra_roots([ca], provider).unwrap();
    config
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth()
}

const HEAD: &str = "--XX\r\nContent-Disposition: form-data; name=\"roomId\"\r\n\r\nroom\r\n\
    --XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"source.bin\"\r\n\
    Content-Type: application/octet-stream\r\n\r\n";
const TAIL: &str = "\r\n--XX--\r\n";

fn form(file: impl Stream<Item = std::io::Result<Bytes>> + Send + 'static) -> Body {
    let one = |text: &'static str| stream::iter([Ok(Bytes::from_static(text.as_bytes()))]);
    let body = one(HEAD).chain(file).chain(one(TAIL));
    StreamBody::new(body.map_ok(Frame::data)).boxed_unsync()
}
