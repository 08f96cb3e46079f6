//! Meetings, who is invited, who registers.

use std::time::Duration;

use serde_json::{Value, json};
use webex_emulator::Emulator;

use crate::support::{Client, id};

/// A meeting of an hour, so many days from now, in local time without a zone.
fn planned(webex: &Emulator, days: u64, more: Value) -> Value {
    let day = Duration::from_secs(24 * 60 * 60);
    let time = |hours: u64| {
        let at = webex.clock().now() + day * days as u32 + Duration::from_secs(hours * 3600);
        format!("{at:.0}").replace('Z', "")
    };
    let mut body = json!({ "title": "Shift change", "start": time(0), "end": time(1) });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    body
}

fn pair() -> (Emulator, Client, Client) {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    (webex, ana, bo)
}

#[tokio::test]
async fn a_meeting_is_planned_changed_and_cancelled() {
    let (webex, ana, bo) = pair();
    let meeting = ana
        .make(
            "/meetings",
            planned(&webex, 1, json!({ "scheduledType": "webinar" })),
        )
        .await;
    assert_eq!(meeting["scheduledType"], "webinar");
    assert_eq!(meeting["hostEmail"], "ana@example.com");
    assert!(
        meeting["password"]
            .as_str()
            .is_some_and(|password| password.len() == 8)
    );
    assert!(meeting["start"].as_str().unwrap().ends_with('Z'));
    let path = format!("/meetings/{}", id(&meeting));
    assert_eq!(ana.get(&path).await.ok(), &meeting);
    assert_eq!(bo.get(&path).await.status, 404);

    let changed = ana
        .put(&path, json!({ "title": "Late shift", "password": "new" }))
        .await;
    assert_eq!(changed.ok()["title"], "Late shift");
    assert_eq!(
        (&changed.body["start"], &changed.body["password"]),
        (&meeting["start"], &json!("new"))
    );
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.get(&path).await.status, 404);
}

/// As the official samples have it: the id of the series, and when it begins.
#[tokio::test]
async fn what_is_scheduled_of_a_series_is_listed_by_its_type() {
    let (webex, ana, bo) = pair();
    let series = ana.make("/meetings", planned(&webex, 1, json!({}))).await;
    let scheduled = ana.all("/meetings?meetingType=scheduledMeeting").await;
    assert_eq!(scheduled.len(), 1);
    let start = series["start"].as_str().unwrap().replace(['-', ':'], "");
    assert_eq!(id(&scheduled[0]), format!("{}_{start}", id(&series)));
    assert_eq!(scheduled[0]["meetingSeriesId"], series["id"]);
    assert_eq!(scheduled[0]["meetingType"], "scheduledMeeting");
    let of_series = format!("/meetings?meetingSeriesId={}", id(&series));
    assert_eq!(ana.all(&of_series).await, scheduled);
    assert!(ana.all("/meetings?meetingSeriesId=other").await.is_empty());
    assert!(ana.all("/meetings?meetingType=meeting").await.is_empty());

    let path = format!("/meetings/{}", id(&scheduled[0]));
    assert_eq!(ana.get(&path).await.ok()["id"], scheduled[0]["id"]);
    assert_eq!(bo.get(&path).await.status, 404);
    let other = format!("/meetings/{}_20200101T000000Z", id(&series));
    assert_eq!(ana.get(&other).await.status, 404);

    let ahead = |minutes: u64| Duration::from_secs(60 * minutes);
    for (wait, state) in [(0, "scheduled"), (24 * 60 + 30, "ready"), (60, "missed")] {
        webex.clock().advance(ahead(wait));
        assert_eq!(ana.get(&path).await.ok()["state"], state);
    }
}

#[tokio::test]
async fn the_host_key_is_for_the_host_and_only_the_host_changes_anything() {
    let (webex, ana, bo) = pair();
    let invitees = json!({ "invitees": [{ "email": "bo@example.com" }] });
    let meeting = ana.make("/meetings", planned(&webex, 1, invitees)).await;
    let path = format!("/meetings/{}", id(&meeting));
    assert!(meeting["hostKey"].is_string());
    assert!(bo.get(&path).await.ok()["hostKey"].is_null());
    assert_eq!(bo.delete(&path).await.status, 403);
    assert_eq!(bo.all("/meetings").await.len(), 1);
}

#[tokio::test]
async fn times_are_checked_and_the_reason_stands_in_the_errors() {
    let (webex, ana, _) = pair();
    let mut short = planned(&webex, 1, json!({}));
    short["end"] = short["start"].clone();
    let mut past = planned(&webex, 1, json!({}));
    (past["start"], past["end"]) = (json!("2020-01-01T00:00:00"), json!("2020-01-01T01:00:00"));
    for (body, reason) in [
        (
            short,
            "A meeting lasts from 10 minutes to 23 hours 59 minutes.",
        ),
        (past, "'start' is in the past."),
        (json!({ "title": "x" }), "'start' is missing."),
    ] {
        let answer = ana.post("/meetings", body).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.body["errors"][0]["description"], reason);
        assert_ne!(answer.body["message"], reason);
    }
}

#[tokio::test]
async fn meetings_are_listed_page_by_page_and_filtered() {
    let (webex, ana, _) = pair();
    for day in 1..=12 {
        let tag = json!({ "integrationTags": [format!("day {day}")] });
        ana.make("/meetings", planned(&webex, day, tag)).await;
    }
    let first = ana.get("/meetings").await;
    assert_eq!((first.items().len(), first.next().is_some()), (10, true));
    assert_eq!(ana.all("/meetings?max=5").await.len(), 12);
    assert_eq!(ana.all("/meetings?integrationTag=day%207").await.len(), 1);
    assert_eq!(ana.all("/meetings?scheduledType=webinar").await.len(), 0);
    assert_eq!(ana.get("/meetings?offset=x").await.status, 400);
    webex.advance(Duration::from_secs(2 * 24 * 60 * 60));
    assert_eq!(ana.all("/meetings?state=expired").await.len(), 1);
}

#[tokio::test]
async fn people_are_invited_one_by_one_and_together() {
    let (webex, ana, bo) = pair();
    let meeting = id(&ana.make("/meetings", planned(&webex, 1, json!({}))).await);
    let one = json!({ "meetingId": meeting, "email": "bo@example.com", "panelist": true });
    let invitee = ana.make("/meetingInvitees", one.clone()).await;
    assert_eq!(ana.post("/meetingInvitees", one).await.status, 409);
    let path = format!("/meetingInvitees/{}", id(&invitee));
    assert_eq!(bo.get(&path).await.ok(), &invitee);
    let changed = ana
        .put(&path, json!({ "email": "bo@example.com", "coHost": true }))
        .await;
    assert_eq!(
        (&changed.ok()["coHost"], &changed.body["panelist"]),
        (&json!(true), &json!(true))
    );

    let both = json!({ "meetingId": meeting, "items": [{ "email": "c@example.com" }, { "email": "d@example.com" }] });
    let both = ana.make("/meetingInvitees/bulkInsert", both).await;
    assert_eq!(both["items"].as_array().unwrap().len(), 2);
    let again = json!({ "meetingId": meeting, "items": [{ "email": "e@example.com" }, { "email": "c@example.com" }] });
    assert_eq!(
        ana.post("/meetingInvitees/bulkInsert", again).await.status,
        409
    );
    let list = format!("/meetingInvitees?meetingId={meeting}");
    assert_eq!(ana.all(&format!("{list}&max=2")).await.len(), 3);
    assert_eq!(ana.all(&format!("{list}&panelist=true")).await.len(), 1);
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.delete(&path).await.status, 404);
    assert_eq!(bo.get(&list).await.status, 404);
}

#[tokio::test]
async fn people_register_for_meetings_with_a_form_alone() {
    let (webex, ana, bo) = pair();
    let plain = id(&ana.make("/meetings", planned(&webex, 1, json!({}))).await);
    let form = json!({ "registration": { "autoAcceptRequest": false } });
    let webinar = id(&ana.make("/meetings", planned(&webex, 1, form)).await);
    let dora = json!({ "firstName": "Dora", "lastName": "Wu", "email": "dora@example.com", "zipCode": 3000 });
    let refused = ana
        .post(&format!("/meetings/{plain}/registrants"), dora.clone())
        .await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.body["errors"][0]["description"],
        "Registration is not supported for this meeting series."
    );
    let list = format!("/meetings/{webinar}/registrants");
    let registrant = bo.make(&list, dora).await;
    assert_eq!(
        (&registrant["status"], &registrant["zipCode"]),
        (&json!("pending"), &json!(3000))
    );
    assert_eq!(bo.get(&list).await.status, 404);
    assert_eq!(
        ana.all(&format!("{list}?email=dora@example.com"))
            .await
            .len(),
        1
    );
    let path = format!("{list}/{}", id(&registrant));
    assert_eq!(ana.get(&path).await.ok(), &registrant);
    assert_eq!(ana.delete(&path).await.status, 204);
    assert_eq!(ana.get(&path).await.status, 404);
}

#[tokio::test]
async fn hosts_decide_on_registrants_together() {
    let (webex, ana, bo) = pair();
    let form = json!({ "registration": {} });
    let webinar = id(&ana.make("/meetings", planned(&webex, 1, form)).await);
    let list = format!("/meetings/{webinar}/registrants");
    let person = |name: &str| json!({ "firstName": name, "lastName": "Wu", "email": format!("{name}@example.com") });
    let both = json!({ "items": [person("cy"), person("dora")] });
    let made = bo.make(&format!("{list}/bulkInsert"), both).await;
    let (cy, dora) = (id(&made["items"][0]), id(&made["items"][1]));
    let bad = json!({ "items": [person("emil"), { "firstName": "nobody" }] });
    assert_eq!(
        bo.post(&format!("{list}/bulkInsert"), bad).await.status,
        400
    );
    for (what, status) in [
        ("approve", "approved"),
        ("reject", "rejected"),
        ("cancel", "pending"),
    ] {
        let body = json!({ "registrants": [{ "id": cy }] });
        let path = format!("{list}/{what}");
        assert_eq!(bo.post(&path, body.clone()).await.status, 404);
        assert_eq!(ana.post(&path, body).await.status, 204);
        assert_eq!(
            ana.get(&format!("{list}/{cy}")).await.ok()["status"],
            status
        );
        assert_eq!(ana.post(&path, json!({})).await.status, 400);
    }
    let query = json!({ "emails": ["dora@example.com", "x@example.com"], "status": "pending" });
    let found = ana.make(&format!("{list}/query"), query).await;
    assert_eq!(
        (
            found["items"].as_array().unwrap().len(),
            id(&found["items"][0])
        ),
        (1, dora.clone())
    );
    let body = json!({ "registrants": [{ "id": cy }, { "id": dora }] });
    assert_eq!(
        ana.post(&format!("{list}/bulkDelete"), body).await.status,
        204
    );
    assert!(ana.all(&list).await.is_empty());
}

#[tokio::test]
async fn there_is_a_template_for_each_kind() {
    let (_, ana, _) = pair();
    assert_eq!(ana.all("/meetings/templates").await.len(), 2);
    let webinar = &ana
        .all("/meetings/templates?templateType=webinar&isDefault=True")
        .await[0];
    let one = ana
        .get(&format!("/meetings/templates/{}", id(webinar)))
        .await;
    assert_eq!(one.ok()["meeting"]["scheduledType"], "webinar");
    assert_eq!(ana.get("/meetings/templates/x").await.status, 404);
}
