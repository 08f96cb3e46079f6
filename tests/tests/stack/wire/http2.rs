//! HTTP/2 peers of frames written by hand, and the client that meets them.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use webex_sdk::{Body, WebexApi, WebexApiBuilder};

use super::peer::{base_url, serve};

pub(crate) const NO_ERROR: u32 = 0;
pub(crate) const INTERNAL_ERROR: u32 = 2;
pub(crate) const REFUSED_STREAM: u32 = 7;

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GO_AWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
pub(crate) const CONTINUATION: u8 = 9;
const ACK: u8 = 1;
pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

/// What `HyperTransport` sets, but with prior knowledge of HTTP/2: there is no TLS here that could agree on it.
pub(crate) fn client() -> Client<HttpConnector, Body> {
    let mut tcp = HttpConnector::new();
    tcp.set_nodelay(true);
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(Duration::from_secs(60))
        .http2_adaptive_window(true)
        .http2_keep_alive_interval(Duration::from_secs(20))
        .http2_keep_alive_timeout(Duration::from_secs(10))
        .http2_keep_alive_while_idle(true)
        .http2_only(true)
        .build(tcp)
}

pub(crate) fn builder(address: SocketAddr) -> WebexApiBuilder {
    WebexApi::builder()
        .token("t")
        .base_url(base_url(address))
        .transport(client())
}

/// A peer on a port of its own. When it is dropped it stops, and its connections with it.
pub(crate) struct Http2Peer {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Http2Peer {
    /// Gives each connection to `each`, with its number.
    pub(crate) async fn new<F>(each: impl Fn(usize, Frames) -> F + Send + 'static) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self::on(listener, each)
    }

    pub(crate) fn on<F>(
        listener: TcpListener,
        each: impl Fn(usize, Frames) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let address = listener.local_addr().unwrap();
        let task = serve_frames(listener, each);
        Self { address, task }
    }

    pub(crate) fn builder(&self) -> WebexApiBuilder {
        builder(self.address)
    }

    pub(crate) fn api(&self) -> WebexApi {
        self.builder().build().unwrap()
    }

    /// Stops listening, and breaks all connections.
    pub(crate) async fn stop(mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }
}

impl Drop for Http2Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// As [`serve`].
pub(crate) fn serve_frames<F>(
    listener: TcpListener,
    each: impl Fn(usize, Frames) -> F + Send + 'static,
) -> JoinHandle<()>
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let count = AtomicUsize::new(0);
    serve(listener, move |socket| {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let conversation = each(number, Frames::new(socket));
        async move {
            // A client that goes away is its own affair.
            let _ = conversation.await;
        }
    })
}

/// A request whose last frame has arrived. Its head is not decoded: what it is shows in its body.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) stream: u32,
    pub(crate) body: Vec<u8>,
}

impl Arrived {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// The server's end of a connection.
pub(crate) struct Frames {
    socket: TcpStream,
    read: BytesMut,
    greeted: bool,
    open: HashMap<u32, Vec<u8>>,
}

impl Frames {
    fn new(socket: TcpStream) -> Self {
        Self {
            socket,
            read: BytesMut::new(),
            greeted: false,
            open: HashMap::new(),
        }
    }

    /// The next whole request; nothing when the client has closed. What else comes is answered as it must be.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Arrived>> {
        if !self.greeted {
            self.greeted = true;
            if !self.read_at_least(24).await? {
                return Ok(None);
            }
            self.read.advance(24); // PRI * HTTP/2.0...
            self.frame(SETTINGS, 0, 0, &[]).await?;
            self.frame(WINDOW_UPDATE, 0, 0, &(1u32 << 30).to_be_bytes())
                .await?;
        }
        while self.read_at_least(9).await? {
            let length = self.read.get_uint(3) as usize;
            let (kind, flags) = (self.read.get_u8(), self.read.get_u8());
            let stream = self.read.get_u32();
            if !self.read_at_least(length).await? {
                break;
            }
            let payload = self.read.split_to(length).freeze();
            if let Some(arrived) = self.take(kind, flags, stream, payload).await? {
                return Ok(Some(arrived));
            }
        }
        Ok(None)
    }

    async fn take(
        &mut self,
        kind: u8,
        flags: u8,
        stream: u32,
        payload: Bytes,
    ) -> io::Result<Option<Arrived>> {
        match kind {
            SETTINGS if flags & ACK == 0 => self.frame(SETTINGS, ACK, 0, &[]).await?,
            PING if flags & ACK == 0 => self.frame(PING, ACK, 0, &payload).await?,
            HEADERS => drop(self.open.insert(stream, Vec::new())),
            DATA => self.open.entry(stream).or_default().extend(&payload),
            RST_STREAM => drop(self.open.remove(&stream)),
            _ => {}
        }
        if matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0 {
            let body = self.open.remove(&stream).unwrap_or_default();
            return Ok(Some(Arrived { stream, body }));
        }
        Ok(None)
    }

    async fn read_at_least(&mut self, bytes: usize) -> io::Result<bool> {
        while self.read.len() < bytes {
            if self.socket.read_buf(&mut self.read).await? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(crate) async fn frame(
        &mut self,
        kind: u8,
        flags: u8,
        stream: u32,
        payload: &[u8],
    ) -> io::Result<()> {
        let frame = frame(kind, flags, stream, payload);
        self.socket.write_all(&frame).await
    }

    /// As it is, frame or not.
    pub(crate) async fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.socket.write_all(bytes).await
    }

    pub(crate) async fn answer(&mut self, stream: u32, status: u16, body: &str) -> io::Result<()> {
        self.head(stream, status, body.len()).await?;
        self.frame(DATA, END_STREAM, stream, body.as_bytes()).await
    }

    /// Status and the length of a body that is to follow.
    pub(crate) async fn head(&mut self, stream: u32, status: u16, length: usize) -> io::Result<()> {
        let mut block = status_field(status);
        block.extend(field(28, &length.to_string()));
        self.frame(HEADERS, END_HEADERS, stream, &block).await
    }

    /// A head of so many bytes, in as many frames as it takes, each name and value of a kilobyte.
    pub(crate) async fn big_head(&mut self, stream: u32, bytes: usize) -> io::Result<()> {
        let mut kind = HEADERS;
        let mut block = status_field(200);
        for n in 0..bytes / 1000 {
            block.extend(long_field(&format!("name-{n}"), 1000));
            if block.len() > 15_000 {
                self.frame(kind, 0, stream, &block).await?;
                (kind, block) = (CONTINUATION, Vec::new());
            }
        }
        self.frame(kind, END_HEADERS, stream, &block).await
    }

    pub(crate) async fn reset(&mut self, stream: u32, code: u32) -> io::Result<()> {
        self.frame(RST_STREAM, 0, stream, &code.to_be_bytes()).await
    }

    /// Nothing above the stream `last` was processed, or will be.
    pub(crate) async fn go_away(&mut self, last: u32, code: u32) -> io::Result<()> {
        let mut payload = last.to_be_bytes().to_vec();
        payload.extend(code.to_be_bytes());
        self.frame(GO_AWAY, 0, 0, &payload).await
    }

    /// Says that nothing more comes, and reads on, so that what was sent is not lost by a reset.
    pub(crate) async fn close(&mut self) -> io::Result<()> {
        self.socket.shutdown().await?;
        while self.socket.read_buf(&mut self.read).await? > 0 {
            self.read.clear();
        }
        Ok(())
    }

    /// Closes with a reset of TCP, and not in order.
    pub(crate) fn break_off(&self) -> io::Result<()> {
        self.socket.set_zero_linger()
    }
}

pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(9 + payload.len());
    frame.put_uint(payload.len() as u64, 3);
    frame.put_u8(kind);
    frame.put_u8(flags);
    frame.put_u32(stream);
    frame.extend(payload);
    frame
}

pub(crate) fn status_field(status: u16) -> Vec<u8> {
    field(8, &status.to_string())
}

/// A field of a new name, whose value is so long, not indexed.
fn long_field(name: &str, length: u16) -> Vec<u8> {
    let mut field = vec![0, u8::try_from(name.len()).unwrap()];
    field.extend(name.as_bytes());
    let more = length - 127; // of the seven bits' worth, in groups of seven, the lowest first
    field.extend([127, 128 | (more & 127) as u8, (more >> 7) as u8]);
    field.resize(field.len() + usize::from(length), b'x');
    field
}

/// A field whose name is in HPACK's static table, not indexed.
fn field(name: u8, value: &str) -> Vec<u8> {
    let mut field = if name < 15 {
        vec![name]
    } else {
        vec![15, name - 15]
    };
    field.push(u8::try_from(value.len()).unwrap());
    field.extend(value.as_bytes());
    field
}
