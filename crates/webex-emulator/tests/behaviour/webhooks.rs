//! `/webhooks`, and what they send; `/events`.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use axum::{Router, routing::post};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use webex_emulator::Emulator;

use crate::support::{Client, id};

/// A receiver that keeps what it gets.
#[derive(Clone, Default)]
struct Receiver {
    seen: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    status: Arc<AtomicU16>,
}

impl Receiver {
    fn of(webex: &Emulator) -> Self {
        let receiver = Self::default();
        receiver.status.store(200, Ordering::Relaxed);
        let inside = receiver.clone();
        webex.send_through(Router::new().route(
            "/hook",
            post(move |headers: HeaderMap, body: Bytes| async move {
                inside.seen.lock().unwrap().push((headers, body));
                StatusCode::from_u16(inside.status.load(Ordering::Relaxed)).unwrap()
            }),
        ));
        receiver
    }

    async fn take(&self, webex: &Emulator) -> Vec<Value> {
        webex.settle().await;
        let seen = std::mem::take(&mut *self.seen.lock().unwrap());
        seen.iter()
            .map(|(_, body)| serde_json::from_slice(body).unwrap())
            .collect()
    }
}

fn hook(resource: &str, event: &str) -> Value {
    json!({ "name": "n", "targetUrl": "https://bot.example.com/hook", "resource": resource, "event": event })
}

#[tokio::test]
async fn a_webhook_lives_from_create_to_delete() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    ana.post("/webhooks", json!({}))
        .await
        .refused(400, "name cannot be empty");
    ana.post("/webhooks", json!({ "name": "n" }))
        .await
        .refused(400, "targetUrl cannot be null");
    assert_eq!(
        ana.post("/webhooks", hook("soup", "created")).await.status,
        400
    );
    assert_eq!(
        ana.post("/webhooks", hook("messages", "eaten"))
            .await
            .status,
        400
    );
    let mut elsewhere = hook("messages", "created");
    elsewhere["filter"] = json!(format!("roomId={}", "00000000-0000-4000-8000-000000000000"));
    ana.post("/webhooks", elsewhere)
        .await
        .refused(400, "invalid value for filter: roomId");
    let webhook = ana.make("/webhooks", hook("messages", "created")).await;
    assert_eq!(
        (&webhook["status"], &webhook["ownedBy"]),
        (&json!("active"), &json!("creator"))
    );
    let path = format!("/webhooks/{}", id(&webhook));
    assert_eq!(ana.get(&path).await.ok(), &webhook);
    assert_eq!(bo.get(&path).await.status, 404);
    let body = json!({ "name": "m", "targetUrl": "http://x", "event": "deleted", "secret": "s" });
    let changed = ana.put(&path, body).await;
    assert_eq!(
        (&changed.ok()["name"], &changed.body["event"]),
        (&json!("m"), &json!("created"))
    );
    assert_eq!(changed.body["secret"], "s");
    assert_eq!(ana.all("/webhooks?max=1").await.len(), 1);
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.delete(&path).await.status, 400);
}

/// Documented: one for the organization for each resource and filter, whatever the event.
#[tokio::test]
async fn an_organization_has_one_for_a_resource_and_a_filter() {
    let webex = Emulator::new();
    let boss = Client::new(&webex, &webex.add_admin("boss@example.com"));
    let of_org = |event: &str, filter: &str| {
        let mut body = hook("messages", event);
        (body["ownedBy"], body["filter"]) = (json!("org"), json!(filter));
        body
    };
    boss.make("/webhooks", of_org("created", "")).await;
    for event in ["created", "deleted"] {
        let again = boss.post("/webhooks", of_org(event, "")).await;
        assert_eq!(again.status, 409, "{event}");
    }
    boss.make("/webhooks", of_org("created", "roomType=group"))
        .await;
}

#[tokio::test]
async fn a_message_is_told_without_its_text_and_signed() {
    let webex = Emulator::new();
    let receiver = Receiver::of(&webex);
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let mut body = hook("messages", "created");
    body["secret"] = json!("synthetic-secret");
    body["filter"] = json!(format!("roomId={room}"));
    let webhook = ana.make("/webhooks", body).await;
    let message = ana
        .make("/messages", json!({ "roomId": room, "markdown": "*psst*" }))
        .await;
    webex.settle().await;
    let (headers, raw) = receiver.seen.lock().unwrap()[0].clone();
    let signature = headers["x-spark-signature"].to_str().unwrap();
    assert!(
        signature.len() == 40
            && signature
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    );
    let told = &receiver.take(&webex).await[0];
    assert_eq!(
        (&told["id"], &told["data"]["id"]),
        (&webhook["id"], &message["id"])
    );
    assert_eq!(
        (&told["resource"], &told["event"]),
        (&json!("messages"), &json!("created"))
    );
    assert_eq!(
        (&told["actorId"], &told["data"]["roomType"]),
        (&message["personId"], &json!("group"))
    );
    assert!(!raw.windows(4).any(|part| part == b"psst") && told.get("secret").is_none());
    assert_eq!(webex.deliveries()[0].status, Some(StatusCode::OK));
}

#[tokio::test]
async fn each_webhook_hears_what_it_asked_for_in_order() {
    let webex = Emulator::new();
    let receiver = Receiver::of(&webex);
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = webex.add_person("bo@example.com");
    ana.make("/webhooks", hook("all", "all")).await;
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let member = ana
        .make(
            "/memberships",
            json!({ "roomId": room, "personId": bo.id() }),
        )
        .await;
    let message = id(&ana
        .make("/messages", json!({ "roomId": room, "text": "1" }))
        .await);
    ana.put(
        &format!("/messages/{message}"),
        json!({ "roomId": room, "text": "2" }),
    )
    .await
    .ok();
    ana.delete(&format!("/messages/{message}")).await;
    ana.put(&format!("/rooms/{room}"), json!({ "title": "Dinner" }))
        .await
        .ok();
    ana.delete(&format!("/memberships/{}", id(&member))).await;
    let told = receiver.take(&webex).await;
    let told: Vec<_> = told
        .iter()
        .map(|told| format!("{} {}", told["resource"], told["event"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        [
            "memberships created",
            "rooms created",
            "memberships created",
            "messages created",
            "messages updated",
            "messages deleted",
            "rooms updated",
            "memberships deleted",
        ]
    );
}

#[tokio::test]
async fn a_bot_in_a_group_room_hears_only_of_mentions() {
    let webex = Emulator::new();
    let receiver = Receiver::of(&webex);
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bot = webex.add_bot("lunch");
    Client::new(&webex, &bot)
        .make("/webhooks", hook("messages", "created"))
        .await;
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    ana.make(
        "/memberships",
        json!({ "roomId": room, "personId": bot.id() }),
    )
    .await;
    ana.make("/messages", json!({ "roomId": room, "text": "psst" }))
        .await;
    let mention = ana
        .make(
            "/messages",
            json!({ "roomId": room, "markdown": format!("<@personId:{}>", bot.id()) }),
        )
        .await;
    let direct = ana
        .make("/messages", json!({ "toPersonId": bot.id(), "text": "hi" }))
        .await;
    let told = receiver.take(&webex).await;
    let told: Vec<_> = told.iter().map(|told| &told["data"]["id"]).collect();
    assert_eq!(told, [&mention["id"], &direct["id"]]);
}

#[tokio::test]
async fn a_failing_webhook_is_disabled_and_can_be_revived() {
    let webex = Emulator::new();
    let receiver = Receiver::of(&webex);
    receiver.status.store(500, Ordering::Relaxed);
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let path = format!(
        "/webhooks/{}",
        id(&ana.make("/webhooks", hook("messages", "created")).await)
    );
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let say = json!({ "roomId": room, "text": "x" });
    for _ in 0..101 {
        ana.make("/messages", say.clone()).await;
    }
    assert_eq!(
        receiver.take(&webex).await.len(),
        100,
        "the last one found it disabled"
    );
    assert_eq!(ana.get(&path).await.ok()["status"], "inactive");
    let revive =
        json!({ "name": "n", "targetUrl": "https://bot.example.com/hook", "status": "active" });
    assert_eq!(
        ana.put(&path, revive.clone()).await.ok()["status"],
        "active"
    );
    ana.make("/messages", say.clone()).await;
    webex.settle().await;
    assert_eq!(
        ana.get(&path).await.ok()["status"],
        "inactive",
        "one failure soon after"
    );
    webex.advance(Duration::from_secs(300));
    ana.put(&path, revive).await.ok();
    ana.make("/messages", say).await;
    webex.settle().await;
    assert_eq!(ana.get(&path).await.ok()["status"], "active");
}

#[tokio::test]
async fn a_webhook_reaches_a_server_over_tcp() {
    let webex = Emulator::new();
    let (sender, mut seen) = tokio::sync::mpsc::unbounded_channel();
    let app = Router::new().route(
        "/hook",
        post(move |body: Bytes| async move { sender.send(body).unwrap() }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        use hyper_util::rt::TokioIo;
        let (stream, _) = listener.accept().await.unwrap();
        let service = hyper_util::service::TowerToHyperService::new(app);
        hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .await
    });
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let mut body = hook("rooms", "created");
    body["targetUrl"] = json!(format!("http://{addr}/hook"));
    ana.make("/webhooks", body).await;
    ana.make("/rooms", json!({ "title": "Lunch" })).await;
    let told: Value = serde_json::from_slice(&seen.recv().await.unwrap()).unwrap();
    assert_eq!(told["data"]["title"], "Lunch");
    server.abort();
}

#[tokio::test]
async fn events_are_for_compliance_officers() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let client = Client::new(&webex, &ana);
    let officer = Client::new(&webex, &webex.add_compliance_officer("co@example.com"));
    let room = id(&client.make("/rooms", json!({ "title": "Lunch" })).await);
    for text in ["1", "2"] {
        client
            .make("/messages", json!({ "roomId": room, "text": text }))
            .await;
    }
    assert_eq!(client.get("/events").await.status, 403);
    assert_eq!(officer.all("/events?max=1").await.len(), 4);
    let messages = officer
        .all("/events?resource=messages&type=created&max=1")
        .await;
    assert_eq!(
        messages
            .iter()
            .map(|event| &event["data"]["text"])
            .collect::<Vec<_>>(),
        ["2", "1"]
    );
    assert_eq!(
        officer
            .get(&format!("/events/{}", id(&messages[0])))
            .await
            .ok(),
        &messages[0]
    );
    assert_eq!(
        officer
            .all(&format!("/events?actorId={}", ana.id()))
            .await
            .len(),
        4
    );
    assert_eq!(
        officer.all("/events?from=2999-01-01T00:00:00Z").await.len(),
        0
    );
}

#[tokio::test]
async fn meetings_and_recordings_are_told_to_whom_they_concern() {
    let webex = Emulator::new();
    let receiver = Receiver::of(&webex);
    let host = webex.add_person("ana@example.com");
    let ana = Client::new(&webex, &host);
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    let cy = Client::new(&webex, &webex.add_person("cy@example.com"));
    for client in [&bo, &cy] {
        for event in ["created", "updated", "deleted"] {
            client.make("/webhooks", hook("meetings", event)).await;
        }
    }
    for event in ["created", "deleted"] {
        ana.make("/webhooks", hook("recordings", event)).await;
    }
    let plan = json!({
        "title": "x", "start": "2130-01-01T09:00:00Z", "end": "2130-01-01T10:00:00Z",
        "invitees": [{ "email": "bo@example.com" }],
    });
    let meeting = ana.make("/meetings", plan).await;
    let path = format!("/meetings/{}", id(&meeting));
    ana.put(&path, json!({ "title": "y" })).await.ok();
    ana.delete(&path).await;
    let told = receiver.take(&webex).await;
    let mut events: Vec<_> = told
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    events.sort_unstable();
    assert_eq!(events, ["created", "deleted", "updated"], "to Bo alone");
    assert_eq!(
        (&told[0]["resource"], &told[0]["actorId"]),
        (&json!("meetings"), &json!(host.id()))
    );
    assert!(
        told.iter()
            .all(|event| event["data"]["id"] == meeting["id"])
    );
    assert!(
        told.iter()
            .all(|event| event["data"].get("password").is_none())
    );

    let recording = webex.add_recording(&host, "x");
    let told = receiver.take(&webex).await;
    assert_eq!(
        (told.len(), &told[0]["event"], &told[0]["data"]["id"]),
        (1, &json!("created"), &json!(recording))
    );
    let body = json!({ "recordingIds": [recording] });
    ana.post("/recordings/softDelete", body.clone()).await;
    assert!(
        receiver.take(&webex).await.is_empty(),
        "only what is gone for good"
    );
    ana.post("/recordings/purge", body).await;
    let told = receiver.take(&webex).await;
    assert_eq!(
        (told.len(), &told[0]["event"], &told[0]["data"]["id"]),
        (1, &json!("deleted"), &json!(recording))
    );
}
