//! A bot does not hear itself.

use http::StatusCode;
use serde_json::json;
use webex_sdk::webhook::WebhookReceiver;

use super::receiver::{Seen, noting};
use super::support::{Office, SECRET, send, signed};

#[tokio::test(start_paused = true)]
async fn hears_itself_when_told_to() {
    let office = Office::new();
    let seen = Seen::default();
    for (receiver, heard) in [
        (WebhookReceiver::new(office.bot.clone(), SECRET), 0),
        (
            WebhookReceiver::new(office.bot.clone(), SECRET).hear_itself(),
            1,
        ),
    ] {
        let receiver = noting(receiver, &seen);
        let own = json!({ "id": "M", "personId": office.bot_is.id() });
        let own = json!({ "id": "W", "resource": "messages", "event": "created", "data": own });
        assert_eq!(
            send(&receiver, signed(own.to_string())).await,
            StatusCode::OK
        );
        receiver.shutdown().await;
        assert_eq!(seen.take().len(), heard);
    }
}

/// Its messages that somebody deleted are no words of its own.
#[tokio::test(start_paused = true)]
async fn hears_what_becomes_of_its_messages() {
    let office = Office::new();
    let seen = Seen::default();
    let notes = seen.clone();
    let receiver = WebhookReceiver::new(office.bot.clone(), SECRET);
    let receiver = receiver.on("messages", "all", move |message, _| {
        notes.add(message.event().event.as_ref().unwrap());
        std::future::ready(Ok(()))
    });
    for event in ["created", "updated", "deleted"] {
        let own = json!({ "id": "M", "personId": office.bot_is.id() });
        let own = json!({ "id": "W", "resource": "messages", "event": event, "data": own });
        send(&receiver, signed(own.to_string())).await;
    }
    receiver.shutdown().await;
    assert_eq!(
        (receiver.stats().own, seen.take()),
        (2, vec!["deleted".to_owned()])
    );
}

/// Ids are not always spelled canonically.
#[tokio::test(start_paused = true)]
async fn knows_itself_by_another_spelling_of_its_id() {
    let office = Office::new();
    let seen = Seen::default();
    let receiver = noting(WebhookReceiver::new(office.bot.clone(), SECRET), &seen);
    let own = json!({ "id": "M", "personId": format!("{}=", office.bot_is.id()) });
    let own = json!({ "id": "W", "resource": "messages", "event": "created", "data": own });
    send(&receiver, signed(own.to_string())).await;
    receiver.shutdown().await;
    assert_eq!((receiver.stats().own, seen.take().len()), (1, 0));
}
