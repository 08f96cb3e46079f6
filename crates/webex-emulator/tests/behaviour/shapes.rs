//! Answers have the fields and types of the official API description.
//!
//! `shapes.json` gives them, corrected where the description contradicts its own samples: cards in `attachments`, free
//! `inputs`, booleans that it calls texts, and five fields that it leaves out.

use serde_json::{Value, json};
use webex_emulator::Emulator;

use crate::support::{Client, id};

/// Refuses what has another type, and fields that the shape does not know.
fn check(shape: &Value, value: &Value, path: &str) {
    match shape {
        Value::Object(fields) => {
            for (name, value) in value
                .as_object()
                .unwrap_or_else(|| panic!("{path} is {value}"))
            {
                let shape = fields
                    .get(name)
                    .unwrap_or_else(|| panic!("{path}.{name} is not known"));
                check(shape, value, &format!("{path}.{name}"));
            }
        }
        Value::Array(of) => {
            for value in value
                .as_array()
                .unwrap_or_else(|| panic!("{path} is {value}"))
            {
                check(&of[0], value, path);
            }
        }
        shape => {
            let fits = match shape.as_str().unwrap() {
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "number" => value.is_number(),
                "object" => value.is_object(),
                values => value
                    .as_str()
                    .is_some_and(|value| values.split('|').any(|known| known == value)),
            };
            assert!(fits, "{path} is {value}, not {shape}");
        }
    }
}

#[tokio::test]
async fn answers_have_the_official_shapes() {
    let shapes: Value = serde_json::from_str(include_str!("shapes.json")).unwrap();
    let webex = Emulator::new();
    let admin = webex.add_admin("admin@example.com");
    let _ = webex.add_compliance_officer("admin@example.com");
    let bot = webex.add_bot("lunch");
    let client = Client::new(&webex, &admin);
    let license = id(&client.get("/licenses").await.items()[0]);
    let full = json!({
        "emails": ["cy@example.com"], "displayName": "Cy", "firstName": "Cy", "lastName": "Bern", "nickName": "C",
        "phoneNumbers": [{ "type": "work", "value": "+1 555 0100", "primary": true }], "extension": "0100",
        "addresses": [{ "type": "work", "country": "CH" }], "licenses": [license], "title": "Cook", "siteUrls": ["x"],
    });
    let person = client.make("/people", full).await;
    let team = client
        .make("/teams", json!({ "name": "t", "description": "d" }))
        .await;
    let body = json!({ "title": "r", "teamId": id(&team), "isLocked": true, "isPublic": true, "description": "d" });
    let room = client.make("/rooms", body).await;
    let member = client
        .make(
            "/memberships",
            json!({ "roomId": id(&room), "personId": bot.id() }),
        )
        .await;
    let card = json!({
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": { "type": "AdaptiveCard", "version": "1.3" },
    });
    let head = client
        .make(
            "/messages",
            json!({ "roomId": id(&room), "text": "t", "attachments": [card] }),
        )
        .await;
    let markdown = format!("<@personId:{}> <@all>", bot.id());
    let reply = json!({ "roomId": id(&room), "markdown": markdown, "parentId": id(&head) });
    let reply = client.make("/messages", reply).await;
    let edit = json!({ "roomId": id(&room), "markdown": markdown });
    let edited = client.put(&format!("/messages/{}", id(&reply)), edit).await;
    let action = json!({ "type": "submit", "messageId": id(&head), "inputs": { "a": "b" } });
    let action = client.make("/attachment/actions", action).await;
    let tab = json!({ "roomId": id(&room), "contentUrl": "https://x", "displayName": "x" });
    let tab = client.make("/room/tabs", tab).await;
    let hook = json!({
        "name": "n", "targetUrl": "http://x", "resource": "messages", "event": "created", "secret": "s",
        "filter": format!("roomId={}", id(&room)),
    });
    let hook = client.make("/webhooks", hook).await;
    let of_team = client
        .get(&format!("/team/memberships?teamId={}", id(&team)))
        .await
        .items();
    let info = client
        .get(&format!("/rooms/{}/meetingInfo", id(&room)))
        .await;
    let license = client
        .get(&format!("/licenses/{license}?includeAssignedTo=user"))
        .await;
    let full = json!({
        "title": "t", "agenda": "a", "start": "2130-01-01T09:00:00", "end": "2130-01-01T10:00:00", "sendEmail": false,
        "scheduledType": "webinar", "registration": { "autoAcceptRequest": true }, "hostEmail": "admin@example.com",
        "invitees": [{ "email": "cy@example.com", "displayName": "Cy" }], "integrationTags": ["t"], "reminderTime": 10,
    });
    let meeting = client.make("/meetings", full).await;
    let registrants = format!("/meetings/{}/registrants", id(&meeting));
    let dora = json!({ "firstName": "Dora", "lastName": "Wu", "email": "dora@example.com", "zipCode": 3000 });
    let registrant = client.make(&registrants, dora).await;
    let invitees = client
        .all(&format!("/meetingInvitees?meetingId={}", id(&meeting)))
        .await;
    let recording = format!("/recordings/{}", webex.add_recording(&admin, "t"));
    let recording = client.get(&recording).await;
    for (name, values) in [
        ("listed meetings", client.all("/meetings").await),
        ("meeting invitees", invitees),
        ("meeting registrants", vec![registrant]),
        ("meeting templates", client.all("/meetings/templates").await),
        ("meetings", vec![meeting]),
        ("recordings", vec![recording.ok().clone()]),
        (
            "recordings for administrators",
            client.all("/admin/recordings").await,
        ),
        ("attachment actions", vec![action]),
        ("events", client.all("/events").await),
        ("licenses", vec![license.ok().clone()]),
        ("meeting info", vec![info.ok().clone()]),
        ("memberships", vec![member]),
        ("messages", vec![head, reply, edited.ok().clone()]),
        ("organizations", client.all("/organizations").await),
        (
            "people",
            vec![
                person,
                client.get("/people/me").await.body,
                client.get(&format!("/people/{}", bot.id())).await.body,
            ],
        ),
        ("roles", client.all("/roles").await),
        ("room tabs", vec![tab]),
        ("rooms", client.all("/rooms").await),
        ("team memberships", of_team),
        ("teams", vec![team]),
        ("webhooks", vec![hook]),
    ] {
        assert!(!values.is_empty(), "{name}");
        for value in values {
            assert!(value["id"].is_string() || name == "meeting info", "{name}");
            check(&shapes[name], &value, name);
        }
    }
}
