//! `/memberships`.

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn adds_changes_and_removes_a_member() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = webex.add_person("bo@example.com");
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    ana.post("/memberships", json!({}))
        .await
        .refused(400, "roomId cannot be null");
    ana.post("/memberships", json!({ "roomId": room }))
        .await
        .refused(400, "Must specify either personId or personEmail.");
    let member = ana
        .make(
            "/memberships",
            json!({ "roomId": room, "personId": bo.id() }),
        )
        .await;
    let again = ana
        .post(
            "/memberships",
            json!({ "roomId": room, "personEmail": "BO@example.com" }),
        )
        .await;
    again.refused(409, "Person is already in the room.");
    let path = format!("/memberships/{}", id(&member));
    assert_eq!(ana.get(&path).await.ok(), &member);
    assert_eq!(
        ana.put(&path, json!({ "isModerator": true })).await.ok()["isModerator"],
        true
    );
    assert_eq!(
        ana.all(&format!("/memberships?roomId={room}&max=1"))
            .await
            .len(),
        2
    );
    assert_eq!(
        ana.all(&format!("/memberships?roomId={room}&personId={}", bo.id()))
            .await
            .len(),
        1
    );
    assert_eq!(ana.delete(&path).await.status, 204);
    ana.get(&path)
        .await
        .refused(404, "Failed to get membership");
}

#[tokio::test]
async fn only_members_add_members() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = webex.add_person("bo@example.com");
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let body = json!({ "roomId": room, "personId": bo.id() });
    Client::new(&webex, &bo)
        .post("/memberships", body)
        .await
        .refused(502, "Add participant failed.");
}

#[tokio::test]
async fn the_last_moderator_of_a_locked_room_stays() {
    let webex = Emulator::new();
    let (ana, bo) = (
        webex.add_person("ana@example.com"),
        webex.add_person("bo@example.com"),
    );
    let client = Client::new(&webex, &ana);
    let room = id(&client
        .make("/rooms", json!({ "title": "Lunch", "isLocked": true }))
        .await);
    client
        .make(
            "/memberships",
            json!({ "roomId": room, "personId": bo.id() }),
        )
        .await;
    let own = id(&client
        .get(&format!("/memberships?roomId={room}&personId={}", ana.id()))
        .await
        .items()[0]);
    assert_eq!(
        client.delete(&format!("/memberships/{own}")).await.status,
        400
    );
    assert_eq!(
        client
            .put(
                &format!("/memberships/{own}"),
                json!({ "isModerator": false })
            )
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn others_memberships_are_for_compliance_officers() {
    let webex = Emulator::new();
    let (ana, bo) = (
        webex.add_person("ana@example.com"),
        webex.add_person("bo@example.com"),
    );
    let officer = Client::new(&webex, &webex.add_compliance_officer("co@example.com"));
    Client::new(&webex, &ana)
        .make("/rooms", json!({ "title": "Lunch" }))
        .await;
    let path = format!("/memberships?personId={}", ana.id());
    assert_eq!(Client::new(&webex, &bo).get(&path).await.status, 400);
    assert_eq!(officer.get(&path).await.items().len(), 1);
    assert_eq!(
        Client::new(&webex, &ana)
            .get("/memberships")
            .await
            .items()
            .len(),
        1
    );
}
