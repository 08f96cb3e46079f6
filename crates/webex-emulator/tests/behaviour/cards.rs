//! Cards, and what is sent by them.

use serde_json::{Value, json};
use webex_emulator::Emulator;

use crate::support::{Client, id};

fn card(version: &str) -> Value {
    json!({
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": { "type": "AdaptiveCard", "version": version, "body": [] },
    })
}

#[tokio::test]
async fn a_card_is_sent_and_answered() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let message = ana
        .make(
            "/messages",
            json!({ "roomId": room, "text": "card", "attachments": [card("1.3")] }),
        )
        .await;
    assert_eq!(message["attachments"], json!([card("1.3")]));
    let body =
        json!({ "type": "submit", "messageId": id(&message), "inputs": { "choice": "soup" } });
    let action = ana.make("/attachment/actions", body).await;
    assert_eq!(
        (&action["inputs"]["choice"], &action["roomId"]),
        (&json!("soup"), &json!(room))
    );
    assert_eq!(
        ana.get(&format!("/attachment/actions/{}", id(&action)))
            .await
            .ok(),
        &action
    );
    let edit = json!({ "roomId": room, "text": "x" });
    assert_eq!(
        ana.put(&format!("/messages/{}", id(&message)), edit)
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn refuses_what_is_no_card() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    for attachments in [
        json!([card("1.3"), card("1.3")]),
        json!([card("1.9")]),
        json!([{ "contentType": "text/plain", "content": {} }]),
        json!([1]),
        json!("card"),
    ] {
        let body = json!({ "roomId": room, "text": "x", "attachments": attachments });
        assert_eq!(
            ana.post("/messages", body).await.status,
            400,
            "{attachments}"
        );
    }
    let text = ana
        .make("/messages", json!({ "roomId": room, "text": "x" }))
        .await;
    let body = json!({ "type": "submit", "messageId": id(&text), "inputs": {} });
    assert_eq!(ana.post("/attachment/actions", body).await.status, 400);
}
