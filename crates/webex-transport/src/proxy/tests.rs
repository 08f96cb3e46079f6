//! The layer over connectors in memory.

use std::io;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use http::Uri;
use hyper_util::rt::TokioIo;
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tower::ServiceExt;
use tower_layer::Layer;
use tower_service::Service;

use super::*;
use crate::{BoxError, ErrorKind, classify};

/// A connector whose other end says one thing and is then closed, unless it was told to stay. As strict as tower allows:
/// it panics when it is called unready, and is unready after `clone`.
struct Memory {
    ready: bool,
    says: &'static [u8],
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    hops: Vec<String>,
    bytes: Vec<u8>,
}

impl Memory {
    fn saying(says: &'static [u8]) -> Self {
        Self {
            ready: false,
            says,
            seen: Arc::default(),
        }
    }
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        Self {
            ready: false,
            says: self.says,
            seen: self.seen.clone(),
        }
    }
}

impl Service<Uri> for Memory {
    type Response = TokioIo<DuplexStream>;
    type Error = io::Error;
    type Future = std::future::Ready<Result<Self::Response, io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, hop: Uri) -> Self::Future {
        assert!(std::mem::take(&mut self.ready), "called unready");
        self.seen.lock().unwrap().hops.push(hop.to_string());
        let (ours, mut theirs) = duplex(64 * 1024);
        let (says, seen) = (self.says, self.seen.clone());
        tokio::spawn(async move {
            theirs.write_all(says).await.unwrap();
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = theirs.read(&mut buffer).await {
                seen.lock()
                    .unwrap()
                    .bytes
                    .extend_from_slice(&buffer[..read]);
            }
        });
        std::future::ready(Ok(TokioIo::new(ours)))
    }
}

async fn connect(proxy: Proxy, memory: &Memory, to: &str) -> Result<(), BoxError> {
    let connector = ProxyLayer::new([proxy]).unwrap().layer(memory.clone());
    connector.oneshot(to.parse().unwrap()).await.map(drop)
}

const TUNNEL: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
const SOCKS: &[u8] = &[5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

#[tokio::test]
async fn the_connector_below_is_asked_for_the_next_hop() {
    for (proxy, says, to, hop) in [
        (
            "http://p.example:3128",
            TUNNEL,
            "https://webexapis.com/v1",
            "http://p.example:3128/",
        ),
        (
            "https://p.example",
            TUNNEL,
            "https://webexapis.com/v1",
            "https://p.example:443/",
        ),
        (
            "socks5h://p.example",
            SOCKS,
            "http://webexapis.com/v1",
            "http://p.example:1080/",
        ),
        (
            "http://p.example",
            TUNNEL,
            "https://127.0.0.1/v1",
            "http://127.0.0.1:443/",
        ),
        (
            "http://p.example",
            TUNNEL,
            "http://[::1]:9000/v1",
            "http://[::1]:9000/",
        ),
    ] {
        let memory = Memory::saying(says);
        connect(Proxy::all(proxy).unwrap(), &memory, to)
            .await
            .unwrap();
        assert_eq!(memory.seen.lock().unwrap().hops, [hop], "{proxy} {to}");
    }
}

#[tokio::test]
async fn without_a_host_nothing_is_connected_to() {
    let memory = Memory::saying(TUNNEL);
    let proxy = Proxy::all("p.example").unwrap();
    let error = connect(proxy, &memory, "http://:80/").await.unwrap_err();
    assert_eq!(classify(error).kind(), ErrorKind::InvalidInput);
    assert!(memory.seen.lock().unwrap().hops.is_empty());
}

#[tokio::test]
async fn a_tunnel_is_asked_for_host_and_port() {
    for (to, line) in [
        (
            "https://webexapis.com/v1/rooms?x=1",
            "CONNECT webexapis.com:443 HTTP/1.1",
        ),
        ("http://webexapis.com/", "CONNECT webexapis.com:80 HTTP/1.1"),
        ("https://[fd00::1]:8443/", "CONNECT [fd00::1]:8443 HTTP/1.1"),
    ] {
        let memory = Memory::saying(TUNNEL);
        connect(Proxy::all("p.example").unwrap(), &memory, to)
            .await
            .unwrap();
        tokio::task::yield_now().await;
        let told = String::from_utf8(memory.seen.lock().unwrap().bytes.clone()).unwrap();
        assert_eq!(told.lines().next(), Some(line));
    }
}

#[tokio::test]
async fn socks_is_asked_for_an_address_or_a_name() {
    let asked = async |scheme: &str, host: &str| {
        let memory = Memory::saying(SOCKS);
        let proxy = Proxy::all(format!("{scheme}://p.example")).unwrap();
        let _ = connect(proxy, &memory, &format!("https://{host}/")).await;
        tokio::task::yield_now().await;
        memory.seen.lock().unwrap().bytes.clone()
    };
    for scheme in ["socks5", "socks5h"] {
        let bytes = asked(scheme, "10.1.2.3").await;
        assert_eq!(
            bytes,
            [5, 1, 0, 5, 1, 0, 1, 10, 1, 2, 3, 1, 0xbb],
            "{scheme}"
        );
    }
    for (scheme, named) in [("socks5", false), ("socks5h", true)] {
        let bytes = asked(scheme, "no-such.invalid").await;
        let name = b"no-such.invalid";
        assert_eq!(
            bytes.windows(name.len()).any(|part| part == name),
            named,
            "{scheme}"
        );
    }
}

#[tokio::test]
async fn no_way_through_is_an_error_of_the_proxy() {
    for (scheme, says, again) in [
        (
            "http",
            &b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"[..],
            false,
        ),
        ("http", b"HTTP/1.1 403 Forbidden\r\n\r\n", true),
        ("http", b"HTTP/1.1 502 Bad Gateway\r\n\r\n", true),
        ("http", b"SSH-2.0-nonsense\r\n", true),
        ("socks5h", &[5, 0xff], false),
        ("socks5h", &[5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0], true),
        ("socks5h", b"HTTP/1.1 400 Bad Request\r\n\r\n", true),
    ] {
        let memory = Memory::saying(says);
        let proxy = Proxy::all(format!("{scheme}://p.example:1")).unwrap();
        let error = connect(proxy, &memory, "https://webexapis.com/")
            .await
            .unwrap_err();
        let error = classify(error);
        assert_eq!(error.kind(), ErrorKind::Proxy, "{error:?}");
        assert_eq!(error.is_retryable(), again, "{error:?}");
        assert!(
            error
                .to_string()
                .contains(&format!("{scheme}://p.example:1")),
            "{error}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// I2: whatever the user and the password, the proxy gets three lines, or the client is not built.
    #[test]
    fn credentials_break_out_of_no_line(user in any::<String>(), password in any::<String>()) {
        let proxy = Proxy::all("http://p.example").unwrap().basic_auth(user, password);
        let Ok(layer) = ProxyLayer::new([proxy]) else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let told = runtime.block_on(async {
            let memory = Memory::saying(TUNNEL);
            let connector = layer.layer(memory.clone());
            connector.oneshot("https://webexapis.com".parse().unwrap()).await.unwrap();
            tokio::task::yield_now().await;
            let bytes = memory.seen.lock().unwrap().bytes.clone();
            String::from_utf8(bytes).unwrap()
        });
        let lines: Vec<_> = told.split("\r\n").collect();
        prop_assert_eq!(lines.len(), 5);
        prop_assert!(lines[2].starts_with("Proxy-Authorization: Basic "));
        prop_assert!(lines[2].bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '));
        prop_assert_eq!((lines[3], lines[4]), ("", ""));
    }
}
