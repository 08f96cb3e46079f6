//! `/messages`.

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn a_message_lives_from_create_to_delete() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let message = ana
        .make("/messages", json!({ "roomId": room, "text": "soup?" }))
        .await;
    assert_eq!(
        (&message["text"], &message["roomType"]),
        (&json!("soup?"), &json!("group"))
    );
    let path = format!("/messages/{}", id(&message));
    assert_eq!(ana.get(&path).await.ok(), &message);
    let edited = ana
        .put(&path, json!({ "roomId": room, "text": "salad" }))
        .await;
    assert_eq!(edited.ok()["text"], "salad");
    assert!(edited.body["updated"].is_string() && message.get("updated").is_none());
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.get(&path).await.status, 404);
}

#[tokio::test]
async fn refuses_what_cannot_be_posted() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let one = "Exactly one of the destination fields must not be empty (roomId, toPersonEmail, toPersonId)";
    ana.post("/messages", json!({ "roomId": room }))
        .await
        .refused(400, "Both text and file cannot be empty.");
    ana.post("/messages", json!({ "text": "x" }))
        .await
        .refused(400, one);
    ana.post(
        "/messages",
        json!({ "text": "x", "roomId": room, "toPersonEmail": "a@b.c" }),
    )
    .await
    .refused(400, one);
    // D-59: bytes are counted, not characters.
    ana.make(
        "/messages",
        json!({ "roomId": room, "text": "x".repeat(7439) }),
    )
    .await;
    assert_eq!(
        ana.post(
            "/messages",
            json!({ "roomId": room, "text": "é".repeat(3720) })
        )
        .await
        .status,
        400
    );
}

#[tokio::test]
async fn the_eleventh_edit_is_refused() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let path = format!(
        "/messages/{}",
        id(&ana
            .make("/messages", json!({ "roomId": room, "text": "0" }))
            .await)
    );
    for n in 1..=10 {
        ana.put(&path, json!({ "roomId": room, "text": n.to_string() }))
            .await
            .ok();
    }
    assert_eq!(
        ana.put(&path, json!({ "roomId": room, "text": "11" }))
            .await
            .status,
        400
    );
    assert_eq!(ana.get(&path).await.ok()["text"], "10");
}

#[tokio::test]
async fn a_direct_message_echoes_its_recipient() {
    let webex = Emulator::new();
    let (ana, bo) = (
        webex.add_person("ana@example.com"),
        webex.add_person("bo@example.com"),
    );
    let client = Client::new(&webex, &ana);
    let one = client
        .make(
            "/messages",
            json!({ "toPersonEmail": "bo@example.com", "text": "1" }),
        )
        .await;
    let two = client
        .make("/messages", json!({ "toPersonId": bo.id(), "text": "2" }))
        .await;
    assert_eq!(
        (&one["toPersonEmail"], &two["toPersonId"]),
        (&json!("bo@example.com"), &json!(bo.id()))
    );
    assert_eq!(
        (&one["roomId"], &one["roomType"]),
        (&two["roomId"], &json!("direct"))
    );
    let seen = Client::new(&webex, &bo)
        .get(&format!("/messages/direct?personId={}", ana.id()))
        .await;
    assert_eq!(
        seen.items()
            .iter()
            .map(|message| &message["text"])
            .collect::<Vec<_>>(),
        ["2", "1"]
    );
}

#[tokio::test]
async fn pages_newest_first_without_gap_or_repeat() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    ana.get("/messages")
        .await
        .refused(400, "Required String parameter 'roomId' is not present");
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    for n in 0..120 {
        ana.make(
            "/messages",
            json!({ "roomId": room, "text": n.to_string() }),
        )
        .await;
    }
    assert_eq!(
        ana.get(&format!("/messages?roomId={room}"))
            .await
            .items()
            .len(),
        50
    );
    let all = ana.all(&format!("/messages?roomId={room}&max=50")).await;
    let texts: Vec<usize> = all
        .iter()
        .map(|message| message["text"].as_str().unwrap().parse().unwrap())
        .collect();
    assert_eq!(texts, (0..120).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn threads_are_listed_by_their_parent() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let head = id(&ana
        .make("/messages", json!({ "roomId": room, "text": "head" }))
        .await);
    let reply = ana
        .make(
            "/messages",
            json!({ "roomId": room, "text": "reply", "parentId": head }),
        )
        .await;
    assert_eq!(
        ana.all(&format!("/messages?roomId={room}&parentId={head}"))
            .await,
        vec![reply.clone()]
    );
    let nested = ana
        .post(
            "/messages",
            json!({ "roomId": room, "text": "x", "parentId": id(&reply) }),
        )
        .await;
    assert_eq!(nested.status, 400);
}

#[tokio::test(start_paused = true)]
async fn lists_what_is_older_than_a_time() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let mut times = Vec::new();
    for n in 0..3 {
        webex.advance(std::time::Duration::from_secs(1));
        let message = ana
            .make(
                "/messages",
                json!({ "roomId": room, "text": n.to_string() }),
            )
            .await;
        times.push(message["created"].as_str().unwrap().to_owned());
    }
    let older = ana
        .all(&format!(
            "/messages?roomId={room}&max=1&before={}",
            times[2]
        ))
        .await;
    assert_eq!(
        older
            .iter()
            .map(|message| &message["text"])
            .collect::<Vec<_>>(),
        ["1", "0"]
    );
}
