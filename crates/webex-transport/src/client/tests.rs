//! The transport against peers on sockets that send exact bytes.

use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tower::ServiceExt;

use hyper_util::rt::TokioExecutor;

use super::*;
use crate::ErrorKind;

/// A peer that reads one request and then sends these bytes and closes.
async fn peer(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = socket.read(&mut buffer).await;
            let _ = socket.write_all(answer).await;
        }
    });
    format!("http://{address}/")
}

async fn get(uri: &str) -> Result<Response<Incoming>, Error> {
    let request = Request::get(uri).body(Body::empty()).unwrap();
    HyperTransport::builder()
        .build()
        .unwrap()
        .oneshot(request)
        .await
}

#[tokio::test]
async fn speaks_http() {
    let uri = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
    let answer = get(&uri).await.unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "hi");
}

/// R10, D-28: what is known of the request is what the error says.
#[tokio::test]
async fn faults_are_told_apart() {
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    assert_eq!(get(&refused).await.unwrap_err().kind(), ErrorKind::Connect);
    for half in [&b""[..], b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\ncontent-le"] {
        let uri = peer(half).await;
        assert_eq!(
            get(&uri).await.unwrap_err().kind(),
            ErrorKind::OutcomeUnknown,
            "{half:?}"
        );
    }
    let cut = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await;
    let body = Body::new(get(&cut).await.unwrap().into_body());
    assert_eq!(body.collect().await.unwrap_err().kind(), ErrorKind::Body);
}

#[cfg(feature = "__rustls")]
#[tokio::test]
async fn https_to_a_peer_that_speaks_none_is_a_matter_of_tls() {
    let uri = peer(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        .await
        .replace("http", "https");
    let error = get(&uri).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
}

/// Where no root can be had, http works, and https says what to do.
#[cfg(feature = "__rustls")]
#[tokio::test]
async fn tls_is_set_up_when_it_is_asked_for() {
    let tls = Tls::new().only_added_roots();
    let hyper = HyperTransport::builder().tls(tls).build().unwrap();
    let get = |uri: &str| {
        let request = Request::get(uri).body(Body::empty()).unwrap();
        hyper.clone().oneshot(request)
    };
    let uri = peer(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    get(&uri).await.unwrap();
    let error = get(&uri.replace("http", "https")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    for word in ["cannot be set up", "ca-certificates", "webpki-roots"] {
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[cfg(not(feature = "__rustls"))]
#[tokio::test]
async fn https_without_tls_says_what_is_missing() {
    let error = get("https://webexapis.com/").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls);
    assert!(error.to_string().contains("feature `ring`"), "{error}");
}

/// D-54.
#[test]
fn is_made_outside_of_any_runtime() {
    drop(HyperTransport::new());
}

/// R2: on a connection that stood, a host that is unreachable now says nothing of what it got before.
#[tokio::test]
async fn unreachable_after_sending_is_an_unknown_outcome() {
    use std::io;

    use hyper_util::client::legacy::connect::{Connected, Connection};

    /// Takes what is written, and then is unreachable.
    struct Stands(bool);

    impl Connection for Stands {
        fn connected(&self) -> Connected {
            Connected::new()
        }
    }

    impl hyper::rt::Read for Stands {
        fn poll_read(
            self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            _: hyper::rt::ReadBufCursor<'_>,
        ) -> Poll<io::Result<()>> {
            if self.0 {
                return Poll::Ready(Err(io::ErrorKind::HostUnreachable.into()));
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    }

    impl hyper::rt::Write for Stands {
        fn poll_write(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            self.0 = true;
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    let connector =
        tower::service_fn(|_: http::Uri| std::future::ready(Ok::<_, io::Error>(Stands(false))));
    let client = Client::builder(TokioExecutor::new()).build::<_, Body>(connector);
    let request = Request::post("http://x.example/")
        .body(Body::from("hi"))
        .unwrap();
    let error = classify(client.request(request).await.unwrap_err());
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
}
