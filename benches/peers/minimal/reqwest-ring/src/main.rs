//! Who am I? By reqwest, with ring.

use std::env::var;
use std::error::Error;

use rustls::crypto::ring;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    display_name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let _ = ring::default_provider().install_default();
    let me: Person = reqwest::Client::new()
        .get(format!("{}/people/me", var("WEBEX_BASE_URL")?))
        .bearer_auth(var("WEBEX_ACCESS_TOKEN")?)
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    println!("{}", me.display_name);
    Ok(())
}
