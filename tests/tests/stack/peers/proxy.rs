//! A proxy, of bytes: it notes what it is told, and what passes through it, and leads everything to one place.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy, split};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{Stream, read_head};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyKind {
    Http,
    Https,
    Socks5h,
}

/// The proxy. It ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct ProxyPeer {
    kind: ProxyKind,
    addr: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    /// What each client said to the proxy itself.
    told: Vec<Vec<u8>>,
    /// What clients sent through it.
    through: Vec<u8>,
    /// Where they wanted to.
    targets: Vec<String>,
}

/// The user and the password that a client has to send, and how they look in a header.
const USER: (&str, &str) = ("ana", "SENTINEL-P");
pub(crate) const BASIC: &str = "YW5hOlNFTlRJTkVMLVA=";

impl ProxyPeer {
    /// A proxy that asks for `ana` and `SENTINEL-P`, and leads everything to one address.
    pub(crate) async fn start(kind: ProxyKind, to: SocketAddr, acceptor: TlsAcceptor) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let peer = Self {
            kind,
            addr: listener.local_addr().unwrap(),
            seen: Arc::default(),
        };
        let seen = peer.seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, acceptor) = (seen.clone(), acceptor.clone());
                tokio::spawn(async move {
                    match kind {
                        ProxyKind::Http => http(stream, to, &seen).await,
                        ProxyKind::Https => {
                            http(acceptor.accept(stream).await.ok()?, to, &seen).await
                        }
                        ProxyKind::Socks5h => socks(stream, to, &seen).await,
                    }
                });
            }
        });
        peer
    }

    /// Its URL, without credentials.
    pub(crate) fn url(&self) -> String {
        let scheme = match self.kind {
            ProxyKind::Http => "http",
            ProxyKind::Https => "https",
            ProxyKind::Socks5h => "socks5h",
        };
        format!("{scheme}://{}", self.addr)
    }

    /// All that it was told by clients, itself.
    pub(crate) fn told(&self) -> String {
        let told = self.seen.lock().unwrap().told.concat();
        String::from_utf8_lossy(&told).into_owned()
    }

    /// All that clients sent through it.
    pub(crate) fn through(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap().through).into_owned()
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().told.len()
    }

    pub(crate) fn targets(&self) -> Vec<String> {
        self.seen.lock().unwrap().targets.clone()
    }
}

async fn http(mut client: impl Stream, to: SocketAddr, seen: &Mutex<Seen>) -> Option<()> {
    let head = read_head(&mut client).await?;
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let signed_in = head
        .lines()
        .any(|line| line == format!("Proxy-Authorization: Basic {BASIC}"));
    seen.lock().unwrap().told.push(head.clone().into_bytes());
    if !head.starts_with("CONNECT ") || !signed_in {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"corp\"\r\n\r\n";
        client.write_all(refusal).await.ok()?;
        return client.shutdown().await.ok();
    }
    seen.lock().unwrap().targets.push(target);
    let server = TcpStream::connect(to).await.ok()?;
    client
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await
        .ok()?;
    relay(client, server, seen).await
}

/// RFC 1928 and 1929.
async fn socks(mut client: impl Stream, to: SocketAddr, seen: &Mutex<Seen>) -> Option<()> {
    let index = {
        let mut seen = seen.lock().unwrap();
        seen.told.push(Vec::new());
        seen.told.len() - 1
    };
    let told = async |client: &mut _, length: usize| {
        let mut bytes = vec![0; length];
        AsyncReadExt::read_exact(client, &mut bytes).await.ok()?;
        seen.lock().unwrap().told[index].extend_from_slice(&bytes);
        Some(bytes)
    };
    let methods = told(&mut client, 2).await?[1];
    let methods = told(&mut client, methods.into()).await?;
    if !methods.contains(&2) {
        client.write_all(&[5, 0xff]).await.ok()?;
        return None;
    }
    client.write_all(&[5, 2]).await.ok()?;
    let length = told(&mut client, 2).await?[1];
    let user = told(&mut client, length.into()).await?;
    let length = told(&mut client, 1).await?[0];
    let password = told(&mut client, length.into()).await?;
    if (user, password) != (USER.0.into(), USER.1.into()) {
        client.write_all(&[1, 1]).await.ok()?;
        return None;
    }
    client.write_all(&[1, 0]).await.ok()?;
    let request = told(&mut client, 4).await?;
    let host = match request[3] {
        3 => {
            let length = told(&mut client, 1).await?[0];
            String::from_utf8(told(&mut client, length.into()).await?).ok()?
        }
        _ => format!("{:?}", told(&mut client, 4).await?),
    };
    let port = told(&mut client, 2).await?;
    let port = u16::from_be_bytes([port[0], port[1]]);
    seen.lock().unwrap().targets.push(format!("{host}:{port}"));
    let server = TcpStream::connect(to).await.ok()?;
    client
        .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        .await
        .ok()?;
    relay(client, server, seen).await
}

async fn relay(client: impl Stream, mut server: TcpStream, seen: &Mutex<Seen>) -> Option<()> {
    let (mut from_client, mut to_client) = split(client);
    let (mut from_server, mut to_server) = server.split();
    let up = async {
        let mut buffer = [0; 4096];
        loop {
            let read = from_client.read(&mut buffer).await.ok()?;
            if read == 0 {
                return to_server.shutdown().await.ok();
            }
            seen.lock()
                .unwrap()
                .through
                .extend_from_slice(&buffer[..read]);
            to_server.write_all(&buffer[..read]).await.ok()?;
        }
    };
    let down = async {
        copy(&mut from_server, &mut to_client).await.ok()?;
        to_client.shutdown().await.ok()
    };
    tokio::join!(up, down);
    Some(())
}
