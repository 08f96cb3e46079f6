//! A certificate of one's own authority: `cargo run -p webex-examples --example custom_ca`
//!
//! For where TLS is inspected on the way, and for an edge of one's own before Webex. The emulator is the server, under a
//! certificate that nobody knows.

use std::net::Ipv4Addr;

use webex_emulator::Emulator;
use webex_sdk::prelude::*;
use webex_sdk::{BoxError, Tls};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    meet_a_stranger(|line| println!("{line}")).await
}

pub async fn meet_a_stranger(say: impl Fn(String)) -> Result<(), BoxError> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let server = webex.serve_tls((Ipv4Addr::LOCALHOST, 0)).await?;
    let connect = |tls| {
        let builder = WebexApi::builder()
            .token(ana.token())
            .base_url(server.base_url());
        builder.tls(tls).build()
    };

    // The platform's roots do not know it; the error says so, and what to do.
    match connect(Tls::new())?.people().me().await {
        Err(error) => say(error.to_string()),
        Ok(_) => say("trusted?!".to_owned()),
    }

    // In a program it comes from a file: `std::fs::read("/etc/corp/ca.pem")?`, with one certificate or several.
    let pem = server.certificate_pem().unwrap_or_default();
    let api = connect(Tls::new().add_root_pem(pem)?)?;
    let me = api.people().me().await?;
    say(format!("now I am {}", me.display_name.unwrap_or_default()));

    server.shutdown().await;
    Ok(())
}
