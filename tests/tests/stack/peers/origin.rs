//! A server of HTTP/1.1 that notes the heads of requests, connection by connection.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::{Stream, read_head};

/// What came over one connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    pub(crate) heads: Vec<String>,
    /// Whether a client certificate was shown.
    pub(crate) certified: bool,
}

/// The server. It ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) addr: SocketAddr,
    secure: bool,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    connections: Mutex<Vec<Connection>>,
    answers: Mutex<VecDeque<String>>,
}

const PERSON: &str = r#"{"id":"P","displayName":"Ana"}"#;

impl Origin {
    pub(crate) async fn http() -> Self {
        Self::start(None).await
    }

    pub(crate) async fn https(acceptor: TlsAcceptor) -> Self {
        Self::start(Some(acceptor)).await
    }

    async fn start(acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = Self {
            addr: listener.local_addr().unwrap(),
            secure: acceptor.is_some(),
            shared: Arc::default(),
        };
        let shared = origin.shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let index = {
                    let mut connections = shared.connections.lock().unwrap();
                    connections.push(Connection::default());
                    connections.len() - 1
                };
                tokio::spawn(serve(stream, acceptor.clone(), shared.clone(), index));
            }
        });
        origin
    }

    /// `http://127.0.0.1:8080`
    pub(crate) fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.addr)
    }

    /// Answers the next request with these bytes; an empty text closes the connection.
    pub(crate) fn next(&self, answer: impl Into<String>) {
        self.shared.answers.lock().unwrap().push_back(answer.into());
    }

    /// Those over which something came.
    pub(crate) fn connections(&self) -> Vec<Connection> {
        let connections = self.shared.connections.lock().unwrap();
        let used = connections.iter().filter(|one| !one.heads.is_empty());
        used.cloned().collect()
    }

    /// The heads of all requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        let connections = self.connections();
        connections.into_iter().flat_map(|one| one.heads).collect()
    }
}

async fn serve(
    stream: tokio::net::TcpStream,
    acceptor: Option<TlsAcceptor>,
    shared: Arc<Shared>,
    index: usize,
) {
    match acceptor {
        None => answer(stream, shared, index).await,
        Some(acceptor) => {
            let Ok(stream) = acceptor.accept(stream).await else {
                return;
            };
            let certified = stream.get_ref().1.peer_certificates().is_some();
            shared.connections.lock().unwrap()[index].certified = certified;
            answer(stream, shared, index).await;
        }
    }
}

async fn answer(mut stream: impl Stream, shared: Arc<Shared>, index: usize) {
    while let Some(head) = read_head(&mut stream).await {
        shared.connections.lock().unwrap()[index].heads.push(head);
        let next = shared.answers.lock().unwrap().pop_front();
        let answer = next.unwrap_or_else(|| {
            let length = PERSON.len();
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{PERSON}")
        });
        if answer.is_empty() || stream.write_all(answer.as_bytes()).await.is_err() {
            let _ = stream.shutdown().await;
            return;
        }
    }
}
