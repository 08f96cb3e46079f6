//! `/rooms`.

use std::time::Duration;

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn a_room_lives_from_create_to_delete() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    ana.post("/rooms", json!({}))
        .await
        .refused(400, "Title cannot be empty.");
    let room = ana.make("/rooms", json!({ "title": "Lunch" })).await;
    assert_eq!(
        (&room["type"], &room["isLocked"]),
        (&json!("group"), &json!(false))
    );
    let path = format!("/rooms/{}", id(&room));
    assert_eq!(ana.get(&path).await.ok(), &room);
    let changed = ana
        .put(&path, json!({ "title": "Dinner", "description": "Late" }))
        .await;
    assert_eq!(
        (&changed.ok()["title"], &changed.body["description"]),
        (&json!("Dinner"), &json!("Late"))
    );
    let cleared = ana
        .put(&path, json!({ "title": "Dinner", "description": " " }))
        .await;
    assert_eq!(cleared.ok().get("description"), None);
    let gone = ana.delete(&path).await;
    assert_eq!(
        (gone.status.as_u16(), gone.header("content-type")),
        (204, None)
    );
    ana.get(&path)
        .await
        .refused(404, "Could not find a room with provided ID.");
}

#[tokio::test]
async fn a_room_is_hidden_from_others() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    let officer = Client::new(&webex, &webex.add_compliance_officer("co@example.com"));
    let path = format!(
        "/rooms/{}",
        id(&ana.make("/rooms", json!({ "title": "Lunch" })).await)
    );
    bo.get(&path)
        .await
        .refused(404, "Could not find a room with provided ID.");
    bo.delete(&path)
        .await
        .refused(404, "Could not find a room with provided ID.");
    officer.get(&path).await.ok();
}

#[tokio::test]
async fn who_does_not_own_a_room_only_leaves_it() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    ana.make(
        "/memberships",
        json!({ "roomId": room, "personEmail": "bo@example.com" }),
    )
    .await;
    assert_eq!(bo.delete(&format!("/rooms/{room}")).await.status, 204);
    assert_eq!(bo.all("/rooms").await.len(), 0);
    ana.get(&format!("/rooms/{room}")).await.ok();
}

#[tokio::test]
async fn a_locked_room_obeys_its_moderators() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    let _ = webex.add_person("cy@example.com");
    let room = id(&ana
        .make(
            "/rooms",
            json!({ "title": "Lunch", "isLocked": true, "isAnnouncementOnly": true }),
        )
        .await);
    ana.make(
        "/memberships",
        json!({ "roomId": room, "personEmail": "bo@example.com" }),
    )
    .await;
    let add = json!({ "roomId": room, "personEmail": "cy@example.com" });
    assert_eq!(bo.post("/memberships", add).await.status, 403);
    assert_eq!(
        bo.put(&format!("/rooms/{room}"), json!({ "title": "Mine" }))
            .await
            .status,
        403
    );
    assert_eq!(
        bo.post("/messages", json!({ "roomId": room, "text": "hi" }))
            .await
            .status,
        403
    );
    ana.make("/messages", json!({ "roomId": room, "text": "hi" }))
        .await;
}

#[tokio::test]
async fn a_direct_room_bears_the_other_s_name() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    ana.make(
        "/messages",
        json!({ "toPersonEmail": "bo@example.com", "text": "psst" }),
    )
    .await;
    ana.make("/rooms", json!({ "title": "Lunch" })).await;
    let of_ana = ana.get("/rooms?type=direct").await.items();
    assert_eq!((of_ana.len(), &of_ana[0]["title"]), (1, &json!("Bo")));
    assert_eq!(bo.get("/rooms").await.items()[0]["title"], "Ana");
}

#[tokio::test(start_paused = true)]
async fn lists_in_the_order_asked_for_and_page_by_page() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let mut rooms = Vec::new();
    for n in 0..5 {
        webex.advance(Duration::from_secs(1));
        rooms.push(id(&ana
            .make("/rooms", json!({ "title": format!("r{n}") }))
            .await));
    }
    webex.advance(Duration::from_secs(1));
    ana.make("/messages", json!({ "roomId": rooms[1], "text": "hi" }))
        .await;
    let titles = |list: Vec<serde_json::Value>| {
        list.iter()
            .map(|room| room["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        titles(ana.all("/rooms?sortBy=created&max=2").await),
        ["r4", "r3", "r2", "r1", "r0"]
    );
    assert_eq!(
        titles(ana.all("/rooms?sortBy=lastactivity&max=1").await),
        ["r1", "r4", "r3", "r2", "r0"]
    );
    assert_eq!(ana.get("/rooms?max=0").await.status, 400);
    // A list goes on where it was, though its last item is gone.
    let next = ana.get("/rooms?sortBy=created&max=2").await.next().unwrap();
    ana.delete(&format!("/rooms/{}", rooms[4])).await;
    assert_eq!(titles(ana.all(&next).await), ["r2", "r1", "r0"]);
}
