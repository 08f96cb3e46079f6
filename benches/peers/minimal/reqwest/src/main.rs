//! Who am I? By reqwest.

use std::env::var;
use std::error::Error;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    display_name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
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
