//! A6: whatever a store of tokens holds, it is a set of tokens that is stored again as the same, or none; and none of it
//! shows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use webex_transport::auth::oauth::TokenSet;

fuzz_target!(|stored: &[u8]| {
    let Ok(json) = serde_json::from_slice::<Value>(stored) else {
        return;
    };
    let Some(tokens) = TokenSet::from_json(&json) else {
        assert!(!json["access_token"].is_string());
        return;
    };
    assert_eq!(json["access_token"], tokens.access_token.expose());
    let again = tokens.to_json();
    assert_eq!(TokenSet::from_json(&again).as_ref(), Some(&tokens));
    assert_eq!(again.to_string().parse::<Value>().unwrap(), again);
    let shown = format!("{tokens:?}");
    let secrets = [Some(&tokens.access_token), tokens.refresh_token.as_ref()];
    for secret in secrets
        .into_iter()
        .flatten()
        .filter(|secret| secret.expose().len() > 40)
    {
        assert!(!shown.contains(secret.expose()));
    }
});
