//! How user code is meant to read, by each kind of user, run against the emulator.

use std::time::Duration;

use futures_util::TryStreamExt;
use http::Request;
use tower::ServiceBuilder;
use tower::limit::ConcurrencyLimitLayer;
use webex_emulator::{Emulator, Fault};
use webex_pagination::Pages;
use webex_sdk::models::{Room, WebhookEventType, WebhookResource};
use webex_sdk::prelude::*;
use webex_sdk::{BoxError, Token};
use webex_transport::{
    AuthLayer, BaseUriLayer, Body, ErrorLayer, GateLayer, RetryAfter, RetryLayer,
};

use crate::support::World;

#[tokio::test]
async fn a_bot_author() -> webex_sdk::Result<()> {
    let world = World::new();
    let api = world.api();
    let me = api.people().me().await?;
    assert_eq!(me.display_name.as_deref().unwrap_or("nobody"), "Ana");

    let room = api.rooms().create("Release train").await?;
    api.messages()
        .create(&room.id)
        .markdown("**Hello**, world")
        .await?;
    let _bob = world.webex.add_person("bob@example.com");
    api.messages()
        .create(Email::new("bob@example.com")?)
        .text("psst")
        .await?;

    match api.memberships().create(&room.id, &me.id).await {
        Err(e) if e.is_conflict() => assert!(e.to_string().starts_with("[409] Conflict - ")),
        other => panic!("{other:?}"),
    }

    let rooms = api.rooms().list().room_type(RoomType::Group).page_size(100);
    let mut stream = rooms.stream();
    while let Some(room) = stream.try_next().await? {
        assert_eq!(room.title.as_deref().unwrap_or_default(), "Release train");
    }
    assert_eq!(rooms.first(10).await?.len(), 1);
    assert_eq!(rooms.all().await?.len(), 1);
    assert!(room.extra.get("isStarred").is_none());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_listens() -> webex_sdk::Result<()> {
    let world = World::new();
    let bot = world.webex.add_bot("my-bot");
    let api = WebexApi::builder()
        .token(bot.token())
        .transport(world.webex.service())
        .build()?;
    let (secret, url) = ("a shared secret", "https://bot.example.com/webex");

    let receiver =
        WebhookReceiver::new(api.clone(), secret).on_message_created(|message, api| async move {
            if let Some(room) = &message.room_id {
                api.messages().create(room).text("got it").await?;
            }
            Ok(())
        });
    let app = axum::Router::new().route_service("/webex", receiver.clone());
    world.webex.send_through(app);
    api.webhooks()
        .ensure("my-bot", url)
        .resource(WebhookResource::Messages)
        .event(WebhookEventType::Created)
        .secret(secret)
        .await?;

    let bot = Email::new(bot.email())?;
    world.api().messages().create(&bot).text("psst").await?;
    world.webex.settle().await;
    receiver.shutdown().await;
    let said = world.api().messages().list_direct(&bot).all().await?;
    assert_eq!(said[0].text.as_deref(), Some("got it"));
    Ok(())
}

#[tokio::test]
async fn a_service_owner() -> webex_sdk::Result<()> {
    let world = World::new();
    let alice = world.webex.add_person("alice@example.com");
    let api = world
        .builder()
        .timeout(Duration::from_secs(20))
        .deadline(Duration::from_secs(120))
        .wait_on_rate_limit(true)
        .layer(ConcurrencyLimitLayer::new(64))
        .build()?;
    let alices = api.with_token(Token::new(alice.token())?);
    let me = alices.people().me().await?;
    assert_eq!(me.id.as_str(), alice.id());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_library_user_with_a_stack_of_their_own() -> Result<(), BoxError> {
    let emulator = Emulator::new();
    let ana = emulator.add_person("ana@example.com");
    let token = Token::new(ana.token())?;
    let any_http_client = emulator.service();
    let webex = ServiceBuilder::new()
        .layer(BaseUriLayer::new("https://webexapis.com/v1")?)
        .layer(ErrorLayer::new())
        .layer(RetryLayer::new(RetryAfter::default()))
        .layer(GateLayer::new())
        .layer(AuthLayer::bearer(token, "https://webexapis.com")?)
        .service(any_http_client);

    let api = WebexApi::builder()
        .token(ana.token())
        .transport(emulator.service())
        .build()?;
    for n in 0..5 {
        api.rooms().create(format!("room {n}")).await?;
    }
    emulator.faults().next(Fault::status(429).retry_after(2));
    let first = Request::get("https://webexapis.com/v1/rooms?max=2").body(Body::empty())?;
    let pages = Pages::new(webex, first).prefetch(true);
    let mut rooms = pages.items::<Room>();
    let mut count = 0;
    while rooms.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 5);
    let _saved = rooms.cursor();
    Ok(())
}
