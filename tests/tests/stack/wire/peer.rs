//! HTTP/1.1 peers written by hand: a test decides about each byte they send, and sees each that they got.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use webex_sdk::{WebexApi, WebexApiBuilder};

/// A request, as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    /// How many requests came before it on its connection.
    pub(crate) nth: usize,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Arrived {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// What is sent for a request, and what becomes of the connection then.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) bytes: Vec<u8>,
    pub(crate) then: Then,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    Keep,
    Close,
    Reset,
}

impl Act {
    pub(crate) fn send(bytes: impl Into<Vec<u8>>, then: Then) -> Self {
        let bytes = bytes.into();
        Self { bytes, then }
    }

    /// An orderly answer with a JSON body.
    pub(crate) fn answer(status: u16, body: &str) -> Self {
        let length = body.len();
        let bytes = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{body}");
        Self::send(bytes, Then::Keep)
    }

    pub(crate) fn ok() -> Self {
        Self::answer(200, "{}")
    }
}

/// A peer on a port of its own. When it is dropped it stops, and its connections with it.
pub(crate) struct Peer {
    address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    task: JoinHandle<()>,
}

impl Peer {
    pub(crate) async fn new(script: impl Fn(&Arrived) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self::on(listener, script)
    }

    pub(crate) fn on(
        listener: TcpListener,
        script: impl Fn(&Arrived) -> Act + Send + Sync + 'static,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let (script, log) = (Arc::new(script), arrived.clone());
        let task = serve(listener, move |socket| {
            let (script, log) = (script.clone(), log.clone());
            async move {
                // A client that goes away is its own affair.
                let _ = converse(socket, &*script, &log).await;
            }
        });
        Self {
            address,
            arrived,
            task,
        }
    }

    /// The same bytes for every request, and the connection closed behind them.
    pub(crate) async fn sending(bytes: impl Into<Vec<u8>>) -> Self {
        let act = Act::send(bytes, Then::Close);
        Self::new(move |_| act.clone()).await
    }

    pub(crate) fn base_url(&self) -> String {
        base_url(self.address)
    }

    pub(crate) fn api(&self) -> WebexApi {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> WebexApiBuilder {
        WebexApi::builder().token("t").base_url(self.base_url())
    }

    /// All requests so far.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// Stops listening, and breaks all connections.
    pub(crate) async fn stop(mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) fn base_url(address: SocketAddr) -> String {
    format!("http://{address}/v1")
}

/// Gives each connection to `each`, in a task that ends with the one that is returned.
pub(crate) fn serve<F>(
    listener: TcpListener,
    each: impl Fn(TcpStream) -> F + Send + 'static,
) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((socket, _)) = listener.accept().await {
            socket.set_nodelay(true).unwrap();
            connections.spawn(each(socket));
            while connections.try_join_next().is_some() {}
        }
    })
}

async fn converse(
    mut socket: TcpStream,
    script: &(impl Fn(&Arrived) -> Act + Sync),
    log: &Mutex<Vec<Arrived>>,
) -> io::Result<()> {
    for nth in 0.. {
        let Some((head, body)) = read_request(&mut socket).await? else {
            break;
        };
        let request = Arrived { nth, head, body };
        let act = script(&request);
        log.lock().unwrap().push(request);
        socket.write_all(&act.bytes).await?;
        match act.then {
            Then::Keep => {}
            Then::Close => return socket.shutdown().await,
            Then::Reset => return socket.set_zero_linger(),
        }
    }
    Ok(())
}

/// Head and body of one request; nothing when the client has closed.
pub(crate) async fn read_request(socket: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end + 4;
        }
        if socket.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let mut body = bytes.split_off(end);
    let head = String::from_utf8(bytes).unwrap().to_ascii_lowercase();
    let length = head.split_once("content-length: ").map(|(_, rest)| {
        let digits = rest.split("\r\n").next().unwrap();
        digits.parse::<usize>().unwrap()
    });
    let is_whole = |body: &[u8]| match length {
        Some(length) => body.len() >= length,
        None if head.contains("transfer-encoding: chunked") => body.ends_with(b"0\r\n\r\n"),
        None => true,
    };
    while !is_whole(&body) {
        if socket.read_buf(&mut body).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Some((head, body)))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A port that is kept, whether somebody listens there or not; if nobody does, connections are refused.
#[cfg(unix)]
pub(crate) struct Door(TcpSocket);

#[cfg(unix)]
impl Door {
    pub(crate) fn new() -> Self {
        Self(bound((Ipv4Addr::LOCALHOST, 0).into()))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    pub(crate) fn listen(&self) -> TcpListener {
        bound(self.address()).listen(1024).unwrap()
    }
}

#[cfg(unix)]
fn bound(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseport(true).unwrap();
    socket.bind(address).unwrap();
    socket
}
