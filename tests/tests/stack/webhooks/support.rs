//! A bot with a secret, and deliveries made by hand.

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use serde_json::json;
use sha1::Sha1;
use tower::ServiceExt;
use webex_emulator::{Emulator, PersonHandle};
use webex_sdk::models::{MessageId, WebhookEventType, WebhookResource};
use webex_sdk::prelude::*;
use webex_sdk::{Body, WebexApi};

pub(super) const SECRET: &str = "a synthetic secret";

/// A Webex with Ana and a bot in it.
pub(super) struct Office {
    pub(super) webex: Emulator,
    pub(super) ana: WebexApi,
    pub(super) bot: WebexApi,
    pub(super) bot_is: PersonHandle,
}

impl Office {
    pub(super) fn new() -> Self {
        let webex = Emulator::new();
        let connect = |who: &PersonHandle| {
            let builder = WebexApi::builder().token(who.token());
            builder.transport(webex.service()).build().unwrap()
        };
        let bot_is = webex.add_bot("lunch");
        let ana = webex.add_person("ana@example.com");
        Self {
            ana: connect(&ana),
            bot: connect(&bot_is),
            bot_is,
            webex,
        }
    }

    /// For the bot's messages. Of an event made by hand, nobody asks whose it is.
    pub(super) fn receiver(&self) -> WebhookReceiver {
        WebhookReceiver::new(self.bot.clone(), SECRET).me(PersonId::new("BOT").unwrap())
    }

    /// Has the bot told of messages.
    pub(super) async fn tell(&self, url: &str) {
        let webhooks = self.bot.webhooks();
        let ensure = webhooks.ensure("lunch", url).secret(SECRET);
        ensure
            .resource(WebhookResource::Messages)
            .event(WebhookEventType::Created)
            .await
            .unwrap();
    }

    /// Ana writes to the bot.
    pub(super) async fn write(&self, text: &str) -> MessageId {
        let bot = Email::new(self.bot_is.email()).unwrap();
        let message = self.ana.messages().create(bot).text(text).await;
        message.unwrap().id
    }

    /// What their conversation is, oldest first.
    pub(super) async fn conversation(&self) -> Vec<String> {
        let bot = Email::new(self.bot_is.email()).unwrap();
        let messages = self.ana.messages().list_direct(&bot).all().await.unwrap();
        let texts = messages.into_iter().rev().map(|message| message.text);
        texts.map(Option::unwrap_or_default).collect()
    }
}

pub(super) fn sign(body: &[u8]) -> String {
    let mac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).unwrap();
    let mac = mac.chain_update(body).finalize().into_bytes();
    mac.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn signed(body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    let body = body.into();
    Request::post("/webex")
        .header("x-spark-signature", sign(&body))
        .body(Full::new(body))
        .unwrap()
}

/// A delivery made by hand.
pub(super) fn event(resource: &str, event: &str, id: &str) -> Request<Full<Bytes>> {
    let data = json!({ "id": id, "personId": "SOMEBODY" });
    let event = json!({ "id": "W", "resource": resource, "event": event, "data": data });
    signed(event.to_string())
}

pub(super) fn message(id: &str) -> Request<Full<Bytes>> {
    event("messages", "created", id)
}

pub(super) async fn send(receiver: &WebhookReceiver, request: Request<Full<Bytes>>) -> StatusCode {
    let response: Response<Body> = receiver.clone().oneshot(request).await.unwrap();
    assert!(response.body().as_bytes().unwrap().is_empty(), "no detail");
    response.status()
}
