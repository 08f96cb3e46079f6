//! https, when it is built in.

use std::sync::Arc;

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use webex_emulator::Emulator;

#[tokio::test]
async fn serves_http_2_under_a_certificate_to_trust() {
    let webex = Emulator::new();
    let admin = webex.add_admin("ana@example.com");
    let _ = webex.add_person("bo@example.com");
    let server = webex.serve_tls("127.0.0.1:0").await.unwrap();
    assert!(
        server
            .certificate_pem()
            .unwrap()
            .starts_with("-----BEGIN CERTIFICATE-----\n")
    );
    let mut roots = RootCertStore::empty();
    roots
        .add(server.certificate_der().unwrap().to_vec().into())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let mut config = config
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect(server.addr()).await.unwrap();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let http2 = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
    let (mut sender, connection) = http2.await.unwrap();
    tokio::spawn(connection);
    let request = Request::get(format!("{}/people?max=1", server.base_url()));
    let request = request
        .header("authorization", format!("Bearer {}", admin.token()))
        .body(Body::empty())
        .unwrap();
    let response = sender.send_request(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let link = response.headers()["link"].to_str().unwrap().to_owned();
    assert!(
        link.starts_with(&format!("<{}/people?", server.base_url()))
            && link.starts_with("<https://"),
        "{link}"
    );
    response.into_body().collect().await.unwrap();
}
