//! `/room/tabs`.

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn a_tab_lives_from_create_to_delete() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let body = |name: &str| json!({ "roomId": room, "contentUrl": "https://menu.example.com", "displayName": name });
    let tab = ana.make("/room/tabs", body("Menu")).await;
    let path = format!("/room/tabs/{}", id(&tab));
    assert_eq!(ana.get(&path).await.ok(), &tab);
    assert_eq!(
        ana.put(&path, body("Prices")).await.ok()["displayName"],
        "Prices"
    );
    assert_eq!(
        ana.get(&format!("/room/tabs?roomId={room}"))
            .await
            .items()
            .len(),
        1
    );
    assert_eq!(bo.get(&path).await.status, 404);
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.get(&path).await.status, 404);
}
