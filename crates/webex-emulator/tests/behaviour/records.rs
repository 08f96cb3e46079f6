//! Resources that tests fill themselves.

use serde_json::{Value, json};
use webex_emulator::Emulator;

use crate::support::{Client, id};

fn admin() -> (Emulator, Client) {
    let webex = Emulator::new();
    let admin = Client::new(&webex, &webex.add_admin("admin@example.com"));
    (webex, admin)
}

#[tokio::test]
async fn a_record_is_found_as_it_was_put_there() {
    let (webex, admin) = admin();
    for path in [
        "/devices",
        "/workspaces",
        "/hybrid/clusters",
        "/hybrid/connectors",
        "/resourceGroups",
    ] {
        let record = webex
            .add_record(path, json!({ "displayName": "Basel" }))
            .unwrap();
        let found = admin.get(&format!("{path}/{record}")).await;
        assert_eq!(found.ok()["displayName"], "Basel", "{path}");
        assert!(found.body["orgId"].is_string());
        assert_eq!(
            admin.get(path).await.items(),
            std::slice::from_ref(&found.body)
        );
        assert_eq!(admin.get(&format!("{path}/x")).await.status, 404);
        let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
        assert_eq!(ana.get(path).await.status, 403);
    }
}

#[tokio::test]
async fn filters_compare_attributes_and_lists_start_where_asked() {
    let (webex, admin) = admin();
    for number in 0..5 {
        let (kind, tag) = if number < 2 {
            ("phone", "desk")
        } else {
            ("roomdesk", "wall")
        };
        let device =
            json!({ "displayName": format!("D{number}"), "type": kind, "tags": [tag, "all"] });
        webex.add_record("/devices", device).unwrap();
    }
    assert_eq!(admin.all("/devices?type=phone").await.len(), 2);
    assert_eq!(admin.all("/devices?tag=wall&max=1").await.len(), 3);
    assert_eq!(admin.all("/devices?tag=ALL&type=phone").await.len(), 2);
    assert_eq!(admin.all("/devices?start=3").await.len(), 2);
    assert_eq!(
        admin.get("/devices?max=2").await.next().unwrap(),
        "https://webexapis.com/v1/devices?max=2&start=2"
    );
}

#[tokio::test]
async fn security_events_need_an_organization_and_times() {
    let (webex, admin) = admin();
    let event = json!({ "id": "e1", "created": "2026-01-15T00:00:00.000Z", "data": { "actionText": "signed in" } });
    webex
        .add_record("/admin/securityAudit/events", event.clone())
        .unwrap();
    let list = |from: &str| {
        format!("/admin/securityAudit/events?orgId=x&startTime={from}&endTime=2026-02-01T00:00:00Z")
    };
    assert_eq!(admin.all(&list("2026-01-01T00:00:00Z")).await, [event]);
    assert!(admin.all(&list("2026-01-16T00:00:00Z")).await.is_empty());
    let missing = admin.get("/admin/securityAudit/events?orgId=x").await;
    missing.refused(400, "Required String parameter 'startTime' is not present");
}

#[tokio::test]
async fn reports_are_asked_for_and_deleted() {
    let (webex, admin) = admin();
    webex
        .add_record("/report/templates", json!({ "Id": 130, "title": "Bots" }))
        .unwrap();
    let templates = admin.get("/report/templates").await;
    assert_eq!(
        (
            &templates.ok()["numberOfTemplate"],
            &templates.body["items"][0]["Id"]
        ),
        (&json!(1), &json!(130))
    );
    let asked = admin
        .make(
            "/reports",
            json!({ "templateId": 130, "startDate": "2026-01-01" }),
        )
        .await;
    let report = asked["items"]["Id"].as_str().unwrap();
    assert_eq!(
        admin.get(&format!("/reports/{report}")).await.ok()["startDate"],
        "2026-01-01"
    );
    assert_eq!(
        admin.get(&format!("/reports?reportId={report}")).await.ok()["numberOfReports"],
        1
    );
    assert_eq!(
        admin.delete(&format!("/reports/{report}")).await.status,
        204
    );
    assert_eq!(admin.get("/reports").await.items().len(), 0);
    assert_eq!(admin.post("/reports", json!({})).await.status, 400);
}

#[tokio::test]
async fn authorizations_are_taken_back_one_by_one_or_by_application() {
    let (webex, admin) = admin();
    let ana = webex.add_person("ana@example.com");
    let add = |client: &str| {
        webex
            .add_record(
                "/authorizations",
                json!({ "personId": ana.id(), "clientId": client }),
            )
            .unwrap()
    };
    let one = add("C1");
    add("C2");
    add("C2");
    assert_eq!(
        admin
            .all("/authorizations?personEmail=ana@example.com")
            .await
            .len(),
        3
    );
    assert!(
        admin
            .all("/authorizations?personEmail=admin@example.com")
            .await
            .is_empty()
    );
    assert_eq!(
        admin.delete(&format!("/authorizations/{one}")).await.status,
        204
    );
    assert_eq!(
        admin.delete("/authorizations?clientId=C2").await.status,
        204
    );
    assert!(
        admin
            .all(&format!("/authorizations?personId={}", ana.id()))
            .await
            .is_empty()
    );
    assert_eq!(admin.delete("/authorizations").await.status, 400);
}

#[tokio::test]
async fn memberships_of_resource_groups_move() {
    let (webex, admin) = admin();
    let record = json!({ "personId": "P", "resourceGroupId": "G", "status": "activated" });
    let membership = webex
        .add_record("/resourceGroup/memberships", record)
        .unwrap();
    let path = format!("/resourceGroup/memberships/{membership}");
    let moved = admin
        .put(
            &path,
            json!({ "resourceGroupId": "H", "status": "pending" }),
        )
        .await;
    assert_eq!(
        (&moved.ok()["resourceGroupId"], &moved.body["personId"]),
        (&json!("H"), &json!("P"))
    );
    assert_eq!(
        admin
            .all("/resourceGroup/memberships?status=pending")
            .await
            .len(),
        1
    );
    assert_eq!(
        admin
            .all("/resourceGroup/memberships/v2?id=P&type=User")
            .await
            .len(),
        1
    );
    assert!(
        admin
            .all("/resourceGroup/memberships/v2?id=Q")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn folders_are_for_the_members_of_their_room() {
    let (webex, admin) = admin();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "r" })).await);
    let mut folder = json!({
        "roomId": room, "contentUrl": "https://x.example/", "displayName": "Trains", "driveId": "d", "itemId": "i",
        "defaultFolder": "true",
    });
    let made = ana.make("/room/linkedFolders", folder.clone()).await;
    let path = format!("/room/linkedFolders/{}", id(&made));
    assert_eq!(ana.get(&path).await.ok(), &made);
    assert_eq!(
        ana.all(&format!("/room/linkedFolders?roomId={room}")).await,
        std::slice::from_ref(&made)
    );
    assert_eq!(admin.get(&path).await.status, 404);
    folder["displayName"] = json!("Ships");
    assert_eq!(
        ana.put(&path, folder.clone()).await.ok()["displayName"],
        "Ships"
    );
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.get(&path).await.status, 404);
    folder["driveId"] = Value::Null;
    assert_eq!(ana.post("/room/linkedFolders", folder).await.status, 400);
}

#[tokio::test]
async fn licences_are_given_and_taken() {
    let (webex, admin) = admin();
    let ana = webex.add_person("ana@example.com");
    let licenses = admin.get("/licenses").await.items();
    let (one, other) = (id(&licenses[0]), id(&licenses[1]));
    let assign = |body: Value| admin.send(http::Method::PATCH, "/licenses/users", Some(body));
    let both = json!({ "email": "ana@example.com", "licenses": [{ "id": one }, { "id": other, "operation": "add" }] });
    assert_eq!(assign(both).await.ok()["licenses"], json!([one, other]));
    let less = json!({ "personId": ana.id(), "licenses": [{ "id": one, "operation": "remove" }] });
    assert_eq!(assign(less).await.ok()["licenses"], json!([other]));
    let person = admin.get(&format!("/people/{}", ana.id())).await;
    assert_eq!(person.ok()["licenses"], json!([other]));
    assert_eq!(assign(json!({})).await.status, 400);
}

#[tokio::test]
async fn what_takes_no_records_says_so() {
    let (webex, _) = admin();
    assert!(webex.add_record("/rooms", json!({})).is_none());
    assert!(webex.add_record("/devices/x", json!({})).is_none());
    assert!(webex.add_record("/devices", json!([])).is_none());
}
