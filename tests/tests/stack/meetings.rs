//! Meetings and what belongs to them: each call over HTTP, what it sends and what it gives.

use serde_json::{Value, json};
use webex_sdk::models::{
    Email, MeetingInvitee, MeetingRegistration, MeetingScheduledType, MeetingState,
    RegistrantStatus,
};
use webex_sdk::{ErrorKind, WebexApi};

use crate::support::World;

fn email(of: &str) -> Email {
    Email::new(format!("{of}@example.com")).unwrap()
}

/// The JSON of the last request, which is forgotten with all others.
fn last_body(world: &World) -> Value {
    let last = world.webex.requests().pop().unwrap();
    world.webex.clear_requests();
    serde_json::from_slice(&last.body).unwrap()
}

async fn planned(api: &WebexApi) -> webex_sdk::Result<webex_sdk::models::Meeting> {
    let (start, end) = ("2130-02-03T09:00:00", "2130-02-03T09:30:00");
    api.meetings().create("Release train", start, end).await
}

#[tokio::test]
async fn a_meeting_from_plan_to_end() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let (start, end) = ("2130-02-03T09:00:00", "2130-02-03T09:30:00");
    let meeting = api
        .meetings()
        .create("Release train", start, end)
        .scheduled_type(MeetingScheduledType::Webinar)
        .invitees([MeetingInvitee::new().email(email("bob")).co_host(true)])
        .join_before_host_minutes(5u32)
        .registration(MeetingRegistration::new().auto_accept_request(true))
        .await?;
    assert_eq!(meeting.scheduled_type, Some(MeetingScheduledType::Webinar));
    assert!(meeting.password.is_some() && meeting.registration.is_some());
    assert_eq!(
        last_body(&world),
        json!({
            "title": "Release train", "start": start, "end": end, "scheduledType": "webinar", "joinBeforeHostMinutes": 5,
            "invitees": [{ "email": "bob@example.com", "coHost": true }], "registration": { "autoAcceptRequest": true },
        })
    );
    let found = api
        .meetings()
        .get(&meeting.id)
        .current(true)
        .password("secret")
        .timezone("Europe/Zurich")
        .await?;
    assert_eq!(found.title.as_deref(), Some("Release train"));
    let request = world.webex.requests().pop().unwrap();
    assert_eq!(
        (&request.headers["password"], &request.headers["timezone"]),
        (
            &"secret".parse().unwrap(),
            &"Europe/Zurich".parse().unwrap()
        )
    );
    let active = api.meetings().list().state(MeetingState::Active);
    assert_eq!(active.all().await?.len(), 1);
    let changed = api
        .meetings()
        .update(&meeting.id)
        .title("Late train")
        .await?;
    assert_eq!(changed.title.as_deref(), Some("Late train"));
    assert_eq!(changed.start, meeting.start);
    api.meetings().delete(&meeting.id).send_email(false).await?;
    let gone = api.meetings().get(&meeting.id).await.unwrap_err();
    assert!(gone.is_not_found(), "{gone}");
    let id = &meeting.id;
    assert_eq!(
        world.wire(),
        [
            format!("GET /v1/meetings/{id}?current=true"),
            "GET /v1/meetings?state=active".to_owned(),
            format!("PUT /v1/meetings/{id}"),
            format!("DELETE /v1/meetings/{id}?sendEmail=false"),
            format!("GET /v1/meetings/{id}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn invitees() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let meeting = planned(&api).await?.id;
    let invitee = api
        .meeting_invitees()
        .create(&meeting, email("bob"))
        .panelist(true)
        .await?;
    assert_eq!(
        last_body(&world),
        json!({ "meetingId": meeting, "email": "bob@example.com", "panelist": true })
    );
    let id = invitee.id.unwrap();
    let found = api.meeting_invitees().get(&*id).await?;
    assert_eq!(found.panelist, Some(true));
    let mut quietly = MeetingInvitee::new().email(email("cy"));
    quietly.extra.insert("sendEmail", false);
    let both = [quietly, MeetingInvitee::new().email(email("dora"))];
    let made = api.meeting_invitees().bulk_insert(&meeting, both).await?;
    assert_eq!(made.items.len(), 2);
    let items =
        json!([{ "email": "cy@example.com", "sendEmail": false }, { "email": "dora@example.com" }]);
    assert_eq!(
        last_body(&world),
        json!({ "meetingId": meeting, "items": items })
    );
    let others = api
        .meeting_invitees()
        .list(&meeting)
        .panelist(false)
        .page_size(1);
    assert_eq!(others.all().await?.len(), 2);
    let changed = api
        .meeting_invitees()
        .update(&*id, email("bob"))
        .co_host(true)
        .await?;
    assert_eq!(changed.co_host, Some(true));
    api.meeting_invitees()
        .delete(&*id)
        .send_email(false)
        .await?;
    assert_eq!(
        world.wire(),
        [
            format!("GET /v1/meetingInvitees?meetingId={meeting}&panelist=false&max=1"),
            format!("GET /v1/meetingInvitees?meetingId={meeting}&panelist=false&max=1&offset=1"),
            format!("PUT /v1/meetingInvitees/{id}"),
            format!("DELETE /v1/meetingInvitees/{id}?sendEmail=false"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn registrants() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let plain = planned(&api).await?.id;
    let (start, end) = ("2130-02-04T09:00:00Z", "2130-02-04T09:30:00Z");
    let form = MeetingRegistration::new().auto_accept_request(true);
    let webinar = api.meetings().create("W", start, end).registration(form);
    let webinar = webinar.await?.id;
    let register = |meeting| {
        let call = api.meeting_registrants();
        call.create(meeting, "Dora", "Wu", email("dora"))
            .zip_code(3000u64)
            .current(true)
    };
    let refused = register(&plain).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Api, "{refused}");
    let registrant = register(&webinar).await?;
    assert_eq!(registrant.status, Some(RegistrantStatus::Approved));
    let sent = world.webex.requests().pop().unwrap();
    assert_eq!(sent.query.as_deref(), Some("current=true"));
    assert_eq!(
        last_body(&world),
        json!({ "firstName": "Dora", "lastName": "Wu", "email": "dora@example.com", "zipCode": 3000 })
    );
    let id = registrant.id.unwrap();
    let registrants = api.meeting_registrants();
    let found = registrants.get(&webinar, &*id).await?;
    assert_eq!(found.zip_code.as_deref(), Some("3000"));
    let listed = registrants
        .list(&webinar)
        .email(email("dora"))
        .all()
        .await?;
    assert_eq!(listed.len(), 1);
    registrants.delete(&webinar, &*id).await?;
    assert_eq!(
        world.wire(),
        [
            format!("GET /v1/meetings/{webinar}/registrants/{id}"),
            format!("GET /v1/meetings/{webinar}/registrants?email=dora%40example.com"),
            format!("DELETE /v1/meetings/{webinar}/registrants/{id}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn templates() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let webinars = api.meeting_templates().list().template_type("webinar");
    let webinar = webinars.all().await?.remove(0).id.unwrap();
    let template = api.meeting_templates().get(&*webinar).await?;
    let kind = template.meeting.unwrap().scheduled_type;
    assert_eq!(kind, Some(MeetingScheduledType::Webinar));
    assert_eq!(
        world.wire(),
        [
            "GET /v1/meetings/templates?templateType=webinar".to_owned(),
            format!("GET /v1/meetings/templates/{webinar}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn recordings() -> webex_sdk::Result<()> {
    let world = World::new();
    let admin = world.webex.add_admin("admin@example.com");
    let (api, _server) = world.over_tcp().await;
    let [one, other, third] = ["One", "Other", "Third"].map(|topic| {
        let id = world.webex.add_recording(&world.ana, topic);
        webex_sdk::models::RecordingId::new(id).unwrap()
    });
    let recordings = api.recordings();
    let newest = recordings.list().page_size(2).all().await?;
    assert_eq!(
        newest.iter().map(|it| &it.id).collect::<Vec<_>>(),
        [&third, &other, &one]
    );
    let found = recordings.get(&one).site_url("example.webex.com").await?;
    assert!(found.temporary_direct_download_links.is_some());
    let header = world.webex.requests().pop().unwrap().headers;
    assert_eq!(header["siteurl"], "example.webex.com");
    recordings.share(&one).add_emails([email("bob")]).await?;
    assert_eq!(
        last_body(&world),
        json!({ "addEmails": ["bob@example.com"] })
    );
    recordings.soft_delete([one.clone(), other.clone()]).await?;
    assert_eq!(last_body(&world), json!({ "recordingIds": [one, other] }));
    recordings.restore().recording_ids([one.clone()]).await?;
    recordings.purge().purge_all(true).await?;
    assert_eq!(last_body(&world), json!({ "purgeAll": true }));
    recordings.delete(&one).reason("audit").await?;
    assert_eq!(last_body(&world), json!({ "reason": "audit" }));
    assert!(recordings.get(&one).await.unwrap_err().is_not_found());

    let api = api.with_token(webex_sdk::Token::new(admin.token())?);
    let all = api.recordings().list_for_admin().topic("thi").all().await?;
    assert_eq!(all[0].host_email, Some(email("ana")));
    api.recordings().delete_for_admin(&third).await?;
    assert_eq!(
        world.wire(),
        [
            format!("GET /v1/recordings/{one}"),
            "GET /v1/admin/recordings?topic=thi".to_owned(),
            format!("DELETE /v1/admin/recordings/{third}"),
        ]
    );
    Ok(())
}
