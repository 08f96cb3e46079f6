//! T6: whatever a proxy answers, there is a way through only after its yes, and it was told no more than it had to be.
#![no_main]

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use http::Uri;
use libfuzzer_sys::fuzz_target;
use tower::{Layer, ServiceExt, service_fn};
use webex_transport::{ErrorKind, Proxy, ProxyLayer, classify};

#[path = "../stream.rs"]
mod stream;
use stream::Stream;

// The first byte chooses the scheme and whether there is a password; the rest is what the proxy says.
fuzz_target!(|data: &[u8]| {
    let Some((&how, says)) = data.split_first() else {
        return;
    };
    let is_http = how & 1 == 0;
    let mut proxy = Proxy::all(if is_http {
        "http://p.example:1"
    } else {
        "socks5h://p.example:1"
    })
    .unwrap();
    if how & 2 == 2 {
        proxy = proxy.basic_auth("ana", "SENTINEL");
    }
    let told = Arc::new(Mutex::new(Vec::new()));
    let stream = Stream {
        says: says.to_vec(),
        told: Arc::clone(&told),
    };
    let stream = Mutex::new(Some(stream));
    let connector = service_fn(move |_: Uri| {
        ready(Ok::<_, Infallible>(stream.lock().unwrap().take().unwrap()))
    });
    let connector = ProxyLayer::new([proxy]).unwrap().layer(connector);
    let through = connector.oneshot(Uri::from_static("https://webexapis.com/v1/rooms"));
    let through = through.now_or_never().expect("nothing here waits");

    let told = told.lock().unwrap().clone();
    if is_http {
        let told = String::from_utf8(told).unwrap();
        assert!(
            told.starts_with("CONNECT webexapis.com:443 HTTP/1.1\r\nHost: webexapis.com:443\r\n")
        );
        assert_eq!(
            told.matches("\r\n").count(),
            if how & 2 == 2 { 4 } else { 3 }
        );
    } else {
        assert_eq!(told[0], 5);
        assert!(told.len() < 3 + 64 + 64);
    }
    match through {
        Ok(_) if is_http => {
            // Empty lines may come first: RFC 9112, 2.2.
            let says = String::from_utf8_lossy(says);
            let line = says.trim_start_matches(['\r', '\n']);
            assert!(
                line.starts_with("HTTP/1.") && line[8..].trim_start().starts_with("200"),
                "{line:?}"
            );
            assert!(line.contains("\n\r\n") || line.contains("\n\n"));
        }
        Ok(_) => assert!(says[0] == 5 && [0, 2].contains(&says[1])),
        Err(error) => {
            let error = classify(error);
            assert_eq!(error.kind(), ErrorKind::Proxy);
            assert!(error.to_string().contains("p.example:1"));
            assert!(!format!("{error} {error:?}").contains("SENTINEL"));
        }
    }
});
