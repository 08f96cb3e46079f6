//! `/teams` and `/team/memberships`.

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn a_team_has_a_general_room_and_its_creator_as_moderator() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let team = ana
        .make("/teams", json!({ "name": "Food", "description": "Meals" }))
        .await;
    assert_eq!(
        (&team["name"], &team["description"]),
        (&json!("Food"), &json!("Meals"))
    );
    let path = format!("/teams/{}", id(&team));
    assert_eq!(ana.get(&path).await.ok(), &team);
    assert_eq!(ana.all("/teams?max=1").await.len(), 1);
    let rooms = ana
        .get(&format!("/rooms?teamId={}", id(&team)))
        .await
        .items();
    assert_eq!((rooms.len(), &rooms[0]["title"]), (1, &json!("Food")));
    let members = ana
        .get(&format!("/team/memberships?teamId={}", id(&team)))
        .await
        .items();
    assert_eq!(members[0]["isModerator"], true);
    let own = format!("/team/memberships/{}", id(&members[0]));
    assert_eq!(
        ana.delete(&own).await.status,
        400,
        "the last moderator stays"
    );
    assert_eq!(
        ana.put(&path, json!({ "name": "Drinks" })).await.ok()["name"],
        "Drinks"
    );
    assert_eq!(ana.delete(&path).await.status, 204);
    assert!(ana.all("/rooms").await.is_empty() && ana.get(&path).await.status == 404);
}

#[tokio::test]
async fn who_joins_a_team_is_in_its_general_room_until_they_leave() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = webex.add_person("bo@example.com");
    let client = Client::new(&webex, &bo);
    let team = id(&ana.make("/teams", json!({ "name": "Food" })).await);
    assert_eq!(client.get(&format!("/teams/{team}")).await.status, 404);
    let body = json!({ "teamId": team, "personEmail": "bo@example.com" });
    let member = ana.make("/team/memberships", body.clone()).await;
    assert_eq!(ana.post("/team/memberships", body).await.status, 409);
    assert_eq!(client.all("/rooms").await.len(), 1);
    let path = format!("/team/memberships/{}", id(&member));
    assert_eq!(
        client
            .put(&path, json!({ "isModerator": true }))
            .await
            .status,
        403
    );
    assert_eq!(
        ana.put(&path, json!({ "isModerator": true })).await.ok()["isModerator"],
        true
    );
    assert_eq!(client.delete(&path).await.status, 204);
    assert!(client.all("/rooms").await.is_empty());
}

#[tokio::test]
async fn only_its_members_make_rooms_in_a_team() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    let team = id(&ana.make("/teams", json!({ "name": "Food" })).await);
    let room = ana
        .make("/rooms", json!({ "title": "Soup", "teamId": team }))
        .await;
    assert_eq!(room["teamId"], team);
    assert_eq!(
        bo.post("/rooms", json!({ "title": "Soup", "teamId": team }))
            .await
            .status,
        404
    );
    assert_eq!(
        ana.all(&format!("/rooms?teamId={team}&max=1")).await.len(),
        2
    );
}
