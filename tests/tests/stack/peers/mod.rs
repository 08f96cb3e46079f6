//! Peers on sockets that note what they are sent: servers, and proxies before them.

mod certificates;
mod origin;
mod proxy;

pub(crate) use self::certificates::{Authority, Certified};
pub(crate) use self::origin::{Connection, Origin};
pub(crate) use self::proxy::{BASIC, ProxyKind, ProxyPeer};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};

/// Any stream.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for T {}

/// Reads up to the empty line that ends a head; `None` when the peer closed before.
pub(crate) async fn read_head(stream: &mut impl Stream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}
