//! What administrators can do, and others cannot.

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn an_admin_makes_changes_and_removes_people() {
    let webex = Emulator::new();
    let admin = Client::new(&webex, &webex.add_admin("admin@example.com"));
    let license = admin
        .get("/licenses")
        .await
        .items()
        .into_iter()
        .find(|item| item["name"] == "Advanced Messaging")
        .unwrap();
    let body = json!({ "emails": ["cy@example.com"], "firstName": "Cy", "lastName": "Bern", "licenses": [license["id"]] });
    let person = admin
        .make("/people?callingData=True&minResponse=False", body.clone())
        .await;
    assert_eq!(
        (&person["displayName"], &person["licenses"]),
        (&json!("Cy Bern"), &json!([license["id"]]))
    );
    assert_eq!(admin.post("/people", body).await.status, 409);
    let path = format!("/people/{}", id(&person));
    // Clients send back the whole person, read-only fields included.
    let mut whole = person.clone();
    whole["displayName"] = json!("Cyril");
    let changed = admin.put(&path, whole).await;
    assert_eq!(
        (&changed.ok()["displayName"], &changed.body["firstName"]),
        (&json!("Cyril"), &json!("Cy"))
    );
    let used = admin
        .get(&format!(
            "/licenses/{}?includeAssignedTo=user",
            id(&license)
        ))
        .await;
    assert_eq!(
        (&used.ok()["consumedUnits"], &used.body["users"][0]["email"]),
        (&json!(1), &json!("cy@example.com"))
    );
    assert_eq!(admin.delete(&path).await.status, 204);
    admin.get(&path).await.refused(404, "Person not found");
}

#[tokio::test]
async fn a_removed_person_is_out_everywhere() {
    let webex = Emulator::new();
    let admin = Client::new(&webex, &webex.add_admin("admin@example.com"));
    let bo = webex.add_person("bo@example.com");
    let room = id(&admin.make("/rooms", json!({ "title": "Lunch" })).await);
    admin
        .make(
            "/memberships",
            json!({ "roomId": room, "personId": bo.id() }),
        )
        .await;
    let said = Client::new(&webex, &bo)
        .make("/messages", json!({ "roomId": room, "text": "bye" }))
        .await;
    admin.delete(&format!("/people/{}", bo.id())).await;
    assert_eq!(Client::new(&webex, &bo).get("/people/me").await.status, 401);
    assert_eq!(
        admin
            .all(&format!("/memberships?roomId={room}"))
            .await
            .len(),
        1
    );
    assert_eq!(
        admin.get(&format!("/messages/{}", id(&said))).await.ok()["personEmail"],
        "bo@example.com"
    );
}

#[tokio::test]
async fn others_are_refused() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let client = Client::new(&webex, &ana);
    for path in [
        "/licenses",
        "/roles",
        "/organizations",
        "/adminAudit/events",
    ] {
        assert_eq!(client.get(path).await.status, 403, "{path}");
    }
    assert_eq!(
        client
            .post("/people", json!({ "emails": ["x@example.com"] }))
            .await
            .status,
        403
    );
    assert_eq!(
        client.delete(&format!("/people/{}", ana.id())).await.status,
        403
    );
}

#[tokio::test]
async fn an_admin_reads_roles_organizations_and_an_empty_audit() {
    let webex = Emulator::new();
    let admin = Client::new(&webex, &webex.add_admin("admin@example.com"));
    for path in ["/roles", "/organizations", "/licenses"] {
        let items = admin.get(path).await.items();
        assert_eq!(
            admin.get(&format!("{path}/{}", id(&items[0]))).await.ok(),
            &items[0]
        );
    }
    let org = id(&admin.get("/organizations").await.items()[0]);
    let span = |from: &str| {
        format!(
            "/adminAudit/events?orgId={org}&from={from}T00:00:00.000Z&to=2025-02-01T00:00:00.000Z"
        )
    };
    assert_eq!(admin.get(&span("2025-01-01")).await.items().len(), 0);
    assert_eq!(admin.get(&span("2023-01-01")).await.status, 400);
    admin
        .get("/adminAudit/events")
        .await
        .refused(400, "Required String parameter 'orgId' is not present");
}
