//! A proxy by which every host is this server.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Takes one `CONNECT`; what comes after it is for the host that was asked for.
pub async fn open(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    assert!(head.starts_with(b"CONNECT "));
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await
}
