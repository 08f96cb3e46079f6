//! I5: whatever a webhook delivers, its event and its typed data are values or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use webex_models::{WebhookData, WebhookEvent};

fuzz_target!(|body: &[u8]| {
    let Ok(event) = serde_json::from_slice::<WebhookEvent>(body) else {
        return;
    };
    let typed = event.typed_data();
    if event.data.is_none() {
        assert_eq!(typed, WebhookData::Other(serde_json::Value::Null));
    }
    drop(format!("{event:?} {typed:?}"));
    let written = serde_json::to_vec(&event).unwrap();
    let again = serde_json::from_slice::<WebhookEvent>(&written).unwrap();
    assert_eq!(serde_json::to_vec(&again).unwrap(), written);
});
