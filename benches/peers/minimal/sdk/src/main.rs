//! Who am I? By webex-sdk.

use webex_sdk::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> webex_sdk::Result<()> {
    let me = WebexApi::from_env()?.people().me().await?;
    println!("{}", me.display_name.unwrap_or_default());
    Ok(())
}
