use webex_sdk::prelude::*;
use webex_sdk::transport::testing::{Answer, Script};

#[tokio::test(start_paused = true)]
async fn a_rate_limit_is_waited_out() -> Result<(), webex_sdk::BoxError> {
    let webex = Script::new()
        .answer(Answer::status(429).header("retry-after", "8"))
        .answer(Answer::json(200, r#"{"id":"P","displayName":"Ana"}"#));
    let api = WebexApi::builder()
        .token("any")
        .transport(webex.clone())
        .build()?;
    assert_eq!(
        api.people().me().await?.display_name.as_deref(),
        Some("Ana")
    );
    webex.assert_asked(&["GET /v1/people/me", "GET /v1/people/me"]);
    Ok(())
}
