//! The resources beside rooms, messages and people: each call over HTTP, what it sends and what it gives.

use serde_json::{Map, json};
use webex_sdk::WebexApi;
use webex_sdk::models::card::{Card, Submit, TextBlock, TextInput};
use webex_sdk::models::{Email, Timestamp, WebhookEventType, WebhookResource, WebhookStatus};

use crate::support::World;

/// As an administrator, over TCP.
async fn admin(world: &World) -> (WebexApi, webex_emulator::Server) {
    let server = world.webex.serve(("127.0.0.1", 0)).await.unwrap();
    let admin = world.webex.add_admin("admin@example.com");
    let api = WebexApi::builder()
        .token(admin.token())
        .base_url(server.base_url())
        .build()
        .unwrap();
    (api, server)
}

#[tokio::test]
async fn teams_and_their_members() -> webex_sdk::Result<()> {
    let world = World::new();
    let bob = world.webex.add_person("bob@example.com");
    let (api, _server) = world.over_tcp().await;
    let team = api.teams().create("Release").description("weekly").await?;
    assert_eq!(team.name.as_deref(), Some("Release"));
    assert_eq!(api.teams().get(&team.id).await?.id, team.id);
    assert_eq!(api.teams().list().all().await?.len(), 1);
    let renamed = api.teams().update(&team.id, "Train").await?;
    assert_eq!(renamed.name.as_deref(), Some("Train"));

    let member = api
        .team_memberships()
        .create(&team.id, Email::new(bob.email())?)
        .await?;
    assert_eq!(member.person_id.as_ref().map(AsRef::as_ref), Some(bob.id()));
    let found = api.team_memberships().get(&member.id).await?;
    assert_eq!(found.is_moderator, Some(false));
    assert_eq!(api.team_memberships().list(&team.id).all().await?.len(), 2);
    let promoted = api.team_memberships().update(&member.id, true).await?;
    assert_eq!(promoted.is_moderator, Some(true));
    api.team_memberships().delete(&member.id).await?;
    api.teams().delete(&team.id).await?;

    let (team, member) = (&team.id, &member.id);
    assert_eq!(
        world.wire(),
        [
            "POST /v1/teams".to_owned(),
            format!("GET /v1/teams/{team}"),
            "GET /v1/teams".to_owned(),
            format!("PUT /v1/teams/{team}"),
            "POST /v1/team/memberships".to_owned(),
            format!("GET /v1/team/memberships/{member}"),
            format!("GET /v1/team/memberships?teamId={team}"),
            format!("PUT /v1/team/memberships/{member}"),
            format!("DELETE /v1/team/memberships/{member}"),
            format!("DELETE /v1/teams/{team}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn room_tabs() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let room = api.rooms().create("R").await?;
    let tab = api
        .room_tabs()
        .create(&room.id, "https://x.example/", "Status")
        .await?;
    assert_eq!(
        api.room_tabs().get(&tab.id).await?.display_name.as_deref(),
        Some("Status")
    );
    assert_eq!(api.room_tabs().list(&room.id).all().await?.len(), 1);
    let renamed = api
        .room_tabs()
        .update(&tab.id, &room.id, "https://x.example/", "Health")
        .await?;
    assert_eq!(renamed.display_name.as_deref(), Some("Health"));
    api.room_tabs().delete(&tab.id).await?;
    let (room, tab) = (&room.id, &tab.id);
    assert_eq!(
        world.wire()[1..],
        [
            "POST /v1/room/tabs".to_owned(),
            format!("GET /v1/room/tabs/{tab}"),
            format!("GET /v1/room/tabs?roomId={room}"),
            format!("PUT /v1/room/tabs/{tab}"),
            format!("DELETE /v1/room/tabs/{tab}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn webhooks() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let (resource, event) = (WebhookResource::Messages, WebhookEventType::Created);
    let url = "http://127.0.0.1:9/";
    let hook = api
        .webhooks()
        .create("bot", url, resource, event)
        .secret("SENTINEL")
        .await?;
    assert!(!format!("{hook:?}").contains("SENTINEL"));
    assert_eq!(
        api.webhooks().get(&hook.id).await?.name.as_deref(),
        Some("bot")
    );
    assert_eq!(api.webhooks().list().all().await?.len(), 1);
    let changed = api
        .webhooks()
        .update(&hook.id, "bot 2", url)
        .status(WebhookStatus::Active)
        .await?;
    assert_eq!(changed.name.as_deref(), Some("bot 2"));
    api.webhooks().delete(&hook.id).await?;
    let hook = &hook.id;
    assert_eq!(
        world.wire(),
        [
            "POST /v1/webhooks".to_owned(),
            format!("GET /v1/webhooks/{hook}"),
            "GET /v1/webhooks".to_owned(),
            format!("PUT /v1/webhooks/{hook}"),
            format!("DELETE /v1/webhooks/{hook}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn cards_and_what_is_submitted() -> webex_sdk::Result<()> {
    let world = World::new();
    let bob = world.webex.add_person("bob@example.com");
    let (api, _server) = world.over_tcp().await;
    let card = Card::new()
        .element(TextBlock::new("Lunch?"))
        .element(TextInput::new("lunch"))
        .action(Submit::new().title("Send"));
    let sent = api
        .messages()
        .create(Email::new(bob.email())?)
        .text("Lunch?")
        .attachment(card)
        .await?;
    assert_eq!(sent.attachments.as_ref().map(|cards| cards.len()), Some(1));
    let inputs: Map<_, _> = [("lunch".to_owned(), json!("soup"))].into_iter().collect();
    let action = api.attachment_actions().create(&sent.id, inputs).await?;
    let found = api.attachment_actions().get(&action.id).await?;
    assert_eq!(found.input("lunch"), Some("soup"));

    let direct = api
        .messages()
        .list_direct(Email::new(bob.email())?)
        .all()
        .await?;
    assert_eq!(direct.len(), 1);
    let room = sent.room_id.clone().unwrap();
    let plain = api.messages().create(&room).text("one").await?;
    let edited = api.messages().update(&plain.id, &room).text("two").await?;
    assert_eq!(edited.text.as_deref(), Some("two"));
    let (action, plain) = (&action.id, &plain.id);
    assert_eq!(
        world.wire()[1..],
        [
            "POST /v1/attachment/actions".to_owned(),
            format!("GET /v1/attachment/actions/{action}"),
            "GET /v1/messages/direct?personEmail=bob%40example.com".to_owned(),
            "POST /v1/messages".to_owned(),
            format!("PUT /v1/messages/{plain}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn memberships_can_be_read_and_changed() -> webex_sdk::Result<()> {
    let world = World::new();
    let bob = world.webex.add_person("bob@example.com");
    let (api, _server) = world.over_tcp().await;
    let room = api.rooms().create("R").is_locked(true).await?;
    let member = api
        .memberships()
        .create(&room.id, Email::new(bob.email())?)
        .await?;
    assert_eq!(
        api.memberships().get(&member.id).await?.is_moderator,
        Some(false)
    );
    let promoted = api.memberships().update(&member.id, true).await?;
    assert_eq!(promoted.is_moderator, Some(true));
    Ok(())
}

#[tokio::test]
async fn administration() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    let licenses = api.licenses().list().all().await?;
    let advanced = licenses
        .iter()
        .find(|license| license.name.as_deref() == Some("Advanced Messaging"));
    let advanced = advanced.expect("a licence of that name");
    assert_eq!(api.licenses().get(&advanced.id).await?.id, advanced.id);
    let organizations = api.organizations().list().all().await?;
    assert_eq!(
        api.organizations().get(&organizations[0].id).await?.id,
        organizations[0].id
    );
    let roles = api.roles().list().all().await?;
    assert_eq!(api.roles().get(&roles[0].id).await?.id, roles[0].id);

    let email = Email::new("new@example.com")?;
    let person = api.people().create(vec![email]).display_name("New").await?;
    let changed = api.people().update(&person.id, "Newer").await?;
    assert_eq!(changed.unwrap().display_name.as_deref(), Some("Newer"));
    api.people().delete(&person.id).await?;
    assert!(
        api.people()
            .get(&person.id)
            .await
            .unwrap_err()
            .is_not_found()
    );

    let (from, to): (Timestamp, Timestamp) = (
        "2026-01-01T00:00:00.000Z".parse()?,
        "2026-02-01T00:00:00.000Z".parse()?,
    );
    let audit = api
        .admin_audit_events()
        .list(&organizations[0].id, from, to)
        .all()
        .await?;
    assert!(audit.is_empty());
    Ok(())
}

#[tokio::test]
async fn events_of_an_organization() -> webex_sdk::Result<()> {
    let world = World::new();
    let officer = world.webex.add_compliance_officer("officer@example.com");
    let (api, _server) = world.over_tcp().await;
    let room = api.rooms().create("R").await?;
    api.messages().create(&room.id).text("hi").await?;
    let api = api.with_token(webex_sdk::Token::new(officer.token())?);
    let events = api.events().list().all().await?;
    assert!(!events.is_empty());
    assert_eq!(api.events().get(&events[0].id).await?.id, events[0].id);
    Ok(())
}
