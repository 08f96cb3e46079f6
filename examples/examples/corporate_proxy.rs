//! Through a proxy that wants a user and a password: `cargo run -p webex-examples --example corporate_proxy`
//!
//! It runs without a network: the proxy is a few lines at the end, and what it leads to in place of webexapis.com is the
//! emulator. The connection object is set up as it would be in a company.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use webex_emulator::Emulator;
use webex_sdk::prelude::*;
use webex_sdk::{BoxError, Proxy, Tls};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    from_inside_the_company(|line| println!("{line}")).await
}

pub async fn from_inside_the_company(say: impl Fn(String)) -> Result<(), BoxError> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let server = webex.serve_tls((Ipv4Addr::LOCALHOST, 0)).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?); // http://proxy.corp.example:3128
    tokio::spawn(proxy(listener, server.addr()));

    let connect = |password: &str| {
        let proxy = Proxy::all(&url)?
            .basic_auth("ana", password)
            .no_proxy("corp.example, 10.0.0.0/8");
        // Companies that look into TLS have an authority of their own. Others leave this out.
        let tls = Tls::new().add_root_pem(server.certificate_pem().unwrap_or_default())?;
        WebexApi::builder()
            .token(ana.token())
            .proxy(proxy)
            .tls(tls)
            .build()
    };

    // `WebexApi::from_env()` takes the proxy from HTTPS_PROXY and NO_PROXY instead.
    let me = connect("correct-horse")?.people().me().await?;
    say(format!("I am {}", me.display_name.unwrap_or_default()));

    // A password that is wrong is tried once: asked again and again, a directory locks the account.
    match connect("wrong-horse")?.people().me().await {
        Err(error) => say(error.to_string()),
        Ok(_) => say("let in?!".to_owned()),
    }
    server.shutdown().await;
    Ok(())
}

/// Knows ana and her password, and leads everything to one address.
async fn proxy(listener: TcpListener, to: SocketAddr) {
    while let Ok((client, _)) = listener.accept().await {
        tokio::spawn(lead(client, to));
    }
}

async fn lead(client: TcpStream, to: SocketAddr) -> std::io::Result<()> {
    let mut client = BufReader::new(client);
    let mut known = false;
    loop {
        let mut line = String::new();
        client.read_line(&mut line).await?;
        known |= line.trim() == "Proxy-Authorization: Basic YW5hOmNvcnJlY3QtaG9yc2U=";
        if line.trim().is_empty() {
            break;
        }
    }
    if !known {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
        return client.write_all(refusal).await;
    }
    let mut server = TcpStream::connect(to).await?;
    client
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}
