//! A server that costs as little as it can: fixed bytes, one thread. It knows by what each request came.

mod answer;
mod pages;
mod tls;
mod tunnel;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::{Arc, Mutex};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::rt::{Read, Write};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use serde::{Deserialize, Serialize};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use self::answer::Answer;
use self::pages::Pages;
use self::tls::Authority;
use crate::job::Wire;

/// Where the server is, by one of [`Wire::ALL`].
#[derive(Clone, Deserialize, Serialize)]
pub struct Address {
    pub origin: String,
    pub proxy: Option<String>,
}

/// The host that the crate `webex` speaks to.
const BEHIND_PROXY: &str = "api.ciscospark.com";

/// Prints its addresses, and then, for each line that it is given, how many requests came by what.
pub fn run(folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let authority = Authority::new();
    std::fs::write(folder.join("ca.pem"), authority.pem()).unwrap();
    let shared = Arc::new(Shared {
        pages: Pages::new(),
        served: Mutex::default(),
    });
    let tell = shared.clone();
    std::thread::spawn(move || {
        for _ in std::io::stdin().lines() {
            let served = std::mem::take(&mut *tell.served.lock().unwrap());
            println!("{}", serde_json::to_string(&served).unwrap());
        }
    });
    runtime.block_on(async {
        let mut addresses = Vec::new();
        for wire in Wire::ALL {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let here = listener.local_addr().unwrap();
            let (origin, tls) = match wire {
                Wire::Plain => (format!("http://{here}"), None),
                Wire::Tls => (format!("https://{here}"), Some(&["http/1.1"][..])),
                Wire::Http2 => (format!("https://{here}"), Some(&["h2", "http/1.1"][..])),
                Wire::Tunnel => (format!("https://{BEHIND_PROXY}"), Some(&["http/1.1"][..])),
            };
            let is_proxy = wire == Wire::Tunnel;
            let tls = tls.map(|protocols| authority.acceptor(protocols));
            addresses.push(Address {
                origin,
                proxy: is_proxy.then(|| format!("http://{here}")),
            });
            tokio::spawn(accept(listener, is_proxy, tls, shared.clone()));
        }
        println!("{}", serde_json::to_string(&addresses).unwrap());
        std::future::pending::<()>().await;
    });
}

struct Shared {
    pages: Pages,
    served: Mutex<BTreeMap<String, usize>>,
}

async fn accept(
    listener: TcpListener,
    is_proxy: bool,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (tls, shared) = (tls.clone(), shared.clone());
        tokio::spawn(async move {
            if !is_proxy || tunnel::open(&mut stream).await.is_ok() {
                connection(stream, tls, shared).await;
            }
        });
    }
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let Some(tls) = tls else {
        return serve(TokioIo::new(stream), "http", String::new(), shared).await;
    };
    // One that goes away in the middle had another connection sooner.
    if let Ok(stream) = tls.accept(stream).await {
        let version = stream.get_ref().1.protocol_version().unwrap();
        let over = format!(" over {version:?}");
        serve(TokioIo::new(stream), "https", over, shared).await;
    }
}

async fn serve(
    io: impl Read + Write + Send + Unpin + 'static,
    scheme: &'static str,
    over: String,
    shared: Arc<Shared>,
) {
    let over = Arc::new(over);
    let service = service_fn(move |request: Request<Incoming>| {
        let (over, shared) = (over.clone(), shared.clone());
        async move {
            let by = format!("{:?}{over}", request.version());
            let answer: Response<Answer> = answer::answer(&shared.pages, scheme, request).await;
            // What else a client asks for when it is made is no part of the work.
            if answer.status().is_success() {
                *shared.served.lock().unwrap().entry(by).or_default() += 1;
            }
            Ok::<_, Infallible>(answer)
        }
    });
    // Clients go away without a word.
    let _ = auto::Builder::new(TokioExecutor::new())
        .serve_connection(io, service)
        .await;
}
