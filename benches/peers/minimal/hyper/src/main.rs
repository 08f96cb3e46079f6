//! Who am I? By hyper-util and hyper-rustls.

use std::env::var;
use std::error::Error;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::ring;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    display_name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let connector = HttpsConnectorBuilder::new()
        .with_provider_and_platform_verifier(ring::default_provider())?
        .https_only()
        .enable_all_versions()
        .build();
    let client: Client<_, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build(connector);
    let request = Request::get(format!("{}/people/me", var("WEBEX_BASE_URL")?))
        .header(
            "authorization",
            format!("Bearer {}", var("WEBEX_ACCESS_TOKEN")?),
        )
        .body(Empty::new())?;
    let answer = client.request(request).await?;
    if !answer.status().is_success() {
        return Err(answer.status().to_string().into());
    }
    let body = answer.into_body().collect().await?.to_bytes();
    let me: Person = serde_json::from_slice(&body)?;
    println!("{}", me.display_name);
    Ok(())
}
