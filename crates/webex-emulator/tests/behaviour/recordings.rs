//! Recordings: theirs, the administrators', the recycle bin.

use std::time::Duration;

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn a_recording_is_for_its_host() {
    let webex = Emulator::new();
    let (ana, bo) = (
        webex.add_person("ana@example.com"),
        webex.add_person("bo@example.com"),
    );
    let recording = webex.add_recording(&ana, "Shift change");
    let (ana, bo) = (Client::new(&webex, &ana), Client::new(&webex, &bo));
    let path = format!("/recordings/{recording}");
    let found = ana.get(&path).await;
    assert_eq!(found.ok()["topic"], "Shift change");
    assert!(found.body["temporaryDirectDownloadLinks"]["expiration"].is_string());
    assert_eq!(id(&ana.all("/recordings?topic=SHIFT").await[0]), recording);
    assert!(bo.all("/recordings").await.is_empty());
    assert_eq!(bo.get(&path).await.status, 404);
    assert_eq!(
        bo.get("/recordings?hostEmail=ana@example.com").await.status,
        403
    );
    assert_eq!(bo.delete(&path).await.status, 404);
    assert_eq!(
        ana.post(
            &format!("{path}/accessList"),
            json!({ "addEmails": ["bo@example.com"] })
        )
        .await
        .status,
        204
    );
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.get(&path).await.status, 404);
}

#[tokio::test]
async fn lists_go_back_a_week_unless_told_otherwise() {
    let webex = Emulator::new();
    let person = webex.add_person("ana@example.com");
    let ana = Client::new(&webex, &person);
    let then = webex.clock().now();
    let old = webex.add_recording(&person, "old");
    webex.advance(Duration::from_secs(8 * 24 * 60 * 60));
    for number in 0..12 {
        webex.add_recording(&person, &format!("new {number}"));
    }
    let week = ana.all("/recordings").await;
    assert_eq!((week.len(), &week[0]["topic"]), (12, &json!("new 11")));
    assert_eq!(ana.get("/recordings").await.items().len(), 10);
    let long = ana.all(&format!("/recordings?from={then}&max=100")).await;
    assert_eq!((long.len(), id(&long[12])), (13, old));
}

#[tokio::test]
async fn the_recycle_bin_gives_back_or_forgets() {
    let webex = Emulator::new();
    let person = webex.add_person("ana@example.com");
    let ana = Client::new(&webex, &person);
    let (one, other) = (
        webex.add_recording(&person, "a"),
        webex.add_recording(&person, "b"),
    );
    let both = json!({ "recordingIds": [one, other] });
    assert_eq!(
        ana.post("/recordings/softDelete", both.clone())
            .await
            .status,
        204
    );
    assert!(ana.all("/recordings").await.is_empty());
    assert_eq!(ana.all("/recordings?status=deleted").await.len(), 2);
    assert_eq!(ana.post("/recordings/softDelete", both).await.status, 404);
    assert_eq!(
        ana.post("/recordings/restore", json!({ "recordingIds": [one] }))
            .await
            .status,
        204
    );
    assert_eq!(
        ana.post("/recordings/purge", json!({ "purgeAll": true }))
            .await
            .status,
        204
    );
    assert_eq!(ana.all("/recordings").await.len(), 1);
    assert!(ana.all("/recordings?status=deleted").await.is_empty());
    assert_eq!(ana.post("/recordings/restore", json!({})).await.status, 400);
}

#[tokio::test]
async fn administrators_see_everybodys_without_passwords() {
    let webex = Emulator::new();
    let recording = webex.add_recording(&webex.add_person("ana@example.com"), "a");
    let admin = Client::new(&webex, &webex.add_admin("admin@example.com"));
    let all = admin.all("/admin/recordings").await;
    assert_eq!(
        (&all[0]["hostEmail"], all[0].get("password")),
        (&json!("ana@example.com"), None)
    );
    assert_eq!(
        admin
            .all("/recordings?hostEmail=ana@example.com")
            .await
            .len(),
        1
    );
    let path = format!("/admin/recordings/{recording}");
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(admin.delete(&path).await.status, 404);
}
