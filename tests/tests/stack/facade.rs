//! The connection object: what it sends, and what it gives back. `transports.rs` runs the story of every call.

use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{Request, Response};
use serde_json::{Value, json};
use webex_emulator::Fault;
use webex_sdk::models::{Email, Message, MessageId, RoomId};
use webex_sdk::prelude::*;
use webex_sdk::{Body, ErrorKind, Token};

use crate::support::World;

/// Every call of the facade, with what went over the wire.
pub(crate) async fn all_calls(world: &World, api: &WebexApi) -> webex_sdk::Result<()> {
    world.wire();
    let me = api.people().me().await?;
    assert_eq!(me.id.as_str(), world.ana.id());
    api.people().get(&me.id).calling_data(false).await?;
    let email = Email::new("ana@example.com")?;
    let found = api.people().list().email(email.clone()).all().await?;
    assert_eq!(found.len(), 1);

    let room = api
        .rooms()
        .create("Release train")
        .description("weekly")
        .await?;
    assert_eq!(room.title.as_deref(), Some("Release train"));
    assert!(room.team_id.is_none());
    let same = api.rooms().get(&room.id).await?;
    assert_eq!(same.title, room.title);
    let renamed = api.rooms().update(&room.id, "Train").await?;
    assert_eq!(renamed.title.as_deref(), Some("Train"));

    let message = api.messages().create(&room.id).markdown("**hi**").await?;
    assert_eq!(message.room_id.as_ref(), Some(&room.id));
    assert_eq!(api.messages().get(&message.id).await?.id, message.id);
    assert_eq!(api.messages().list(&room.id).all().await?.len(), 1);
    api.messages().delete(&message.id).await?;

    let conflict = api
        .memberships()
        .create(&room.id, &me.id)
        .await
        .unwrap_err();
    assert!(conflict.is_conflict(), "{conflict}");
    let members = api.memberships().list().room_id(&room.id).all().await?;
    assert_eq!(members.len(), 1);
    let bob = api
        .memberships()
        .create(&room.id, Email::new("bob@example.com")?)
        .await?;
    api.memberships().delete(&bob.id).await?;
    api.rooms().delete(&room.id).await?;
    assert!(api.rooms().get(&room.id).await.unwrap_err().is_not_found());

    let (me, room, message, bob) = (&me.id, &room.id, &message.id, &bob.id);
    assert_eq!(
        world.wire(),
        [
            "GET /v1/people/me".to_owned(),
            format!("GET /v1/people/{me}?callingData=false"),
            "GET /v1/people?email=ana%40example.com".to_owned(),
            "POST /v1/rooms".to_owned(),
            format!("GET /v1/rooms/{room}"),
            format!("PUT /v1/rooms/{room}"),
            "POST /v1/messages".to_owned(),
            format!("GET /v1/messages/{message}"),
            format!("GET /v1/messages?roomId={room}"),
            format!("DELETE /v1/messages/{message}"),
            "POST /v1/memberships".to_owned(),
            format!("GET /v1/memberships?roomId={room}"),
            "POST /v1/memberships".to_owned(),
            format!("DELETE /v1/memberships/{bob}"),
            format!("DELETE /v1/rooms/{room}"),
            format!("GET /v1/rooms/{room}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn bodies_have_the_names_of_the_service_and_hold_what_was_set() {
    let world = World::new();
    let api = world.api();
    let room = api
        .rooms()
        .create("R")
        .is_locked(true)
        .field("isStarred", true)
        .await
        .unwrap();
    let text = api
        .messages()
        .create(Email::new("bob@example.com").unwrap())
        .text("psst");
    let _ = text.await;
    let _ = api
        .memberships()
        .create(&room.id, Email::new("x@example.com").unwrap())
        .is_moderator(true)
        .await;

    let bodies: Vec<Value> = world
        .webex
        .requests()
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect();
    assert_eq!(
        bodies,
        [
            json!({ "title": "R", "isLocked": true, "isStarred": true }),
            json!({ "toPersonEmail": "bob@example.com", "text": "psst" }),
            json!({ "roomId": room.id, "personEmail": "x@example.com", "isModerator": true }),
        ]
    );
}

async fn with_rooms(world: &World, count: usize) -> WebexApi {
    let api = world.api();
    for n in 0..count {
        api.rooms().create(format!("room {n}")).await.unwrap();
    }
    world.wire();
    api
}

/// D-52, D-53, G8.
#[tokio::test]
async fn a_page_size_bounds_pages_and_first_bounds_the_list() {
    let world = World::new();
    let api = with_rooms(&world, 30).await;
    let rooms = api.rooms().list().page_size(10);
    for (wanted, requests) in [(0, 0), (10, 1), (15, 2), (30, 3)] {
        assert_eq!(rooms.first(wanted).await.unwrap().len(), wanted);
        assert_eq!(world.wire().len(), requests, "first({wanted})");
    }
    assert_eq!(rooms.all().await.unwrap().len(), 30);
    assert_eq!(world.wire().len(), 3);
}

#[tokio::test]
async fn a_list_is_recorded_and_asks_anew_each_time() {
    let world = World::new();
    let api = with_rooms(&world, 2).await;
    let rooms = api.rooms().list();
    assert_eq!(
        world.wire().len(),
        0,
        "nothing is sent before it is asked for"
    );
    drop(rooms.stream());
    assert_eq!(world.wire().len(), 0);
    assert_eq!(rooms.all().await.unwrap().len(), 2);
    api.rooms().create("one more").await.unwrap();
    assert_eq!(rooms.all().await.unwrap().len(), 3);
    let pages: Vec<_> = rooms
        .clone()
        .page_size(2)
        .pages()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(pages.len(), 2);
}

/// D-15: a page that cannot be had is one error of its own kind; the stream then ends, until it is resumed.
#[tokio::test]
async fn a_failed_page_is_one_error_and_can_be_asked_for_again() {
    let world = World::new();
    let api = with_rooms(&world, 4).await;
    let mut stream = api.rooms().list().page_size(2).stream();
    stream.try_next().await.unwrap().unwrap();
    stream.try_next().await.unwrap().unwrap();
    world.webex.faults().next(Fault::status(404));
    let error = stream.try_next().await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.tracking_id().is_some());
    assert_eq!(error.operation(), Some("rooms.list"));
    assert!(stream.try_next().await.unwrap().is_none());
    assert!(stream.resume());
    let rest: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(rest.len(), 2);
}

/// D-16: the wait belongs to the page that was refused.
#[tokio::test(start_paused = true)]
async fn a_429_in_mid_list_loses_and_doubles_nothing() {
    let world = World::new();
    let api = with_rooms(&world, 5).await;
    let mut stream = api.rooms().list().page_size(2).stream();
    stream.try_next().await.unwrap();
    stream.try_next().await.unwrap();
    world.webex.faults().next(Fault::status(429).retry_after(8));
    let start = tokio::time::Instant::now();
    let rest: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(rest.len(), 3);
    assert!(
        (8.0..9.5).contains(&start.elapsed().as_secs_f64()),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(world.wire().len(), 4);
}

/// G6: in another process, exactly the rest.
#[tokio::test]
async fn a_list_goes_on_from_a_stored_cursor() {
    let world = World::new();
    let api = with_rooms(&world, 5).await;
    let rooms = api.rooms().list().page_size(2);
    let all: Vec<_> = rooms
        .all()
        .await
        .unwrap()
        .into_iter()
        .map(|room| room.id)
        .collect();
    for taken in 0..=5 {
        let mut stream = rooms.stream();
        for _ in 0..taken {
            stream.try_next().await.unwrap();
        }
        let stored = serde_json::to_string(&stream.cursor().unwrap()).unwrap();
        assert!(!stored.contains(world.ana.token()));
        let cursor = serde_json::from_str(&stored).unwrap();
        let rest: Vec<_> = rooms
            .stream_from(&cursor)
            .map_ok(|room| room.id)
            .try_collect()
            .await
            .unwrap();
        assert_eq!(rest, all[taken..], "after {taken}");
    }
}

/// A cursor of a list elsewhere is refused before anything is sent.
#[tokio::test]
async fn a_cursor_of_another_service_is_bad_input() {
    let world = World::new();
    let api = with_rooms(&world, 5).await;
    let mut stream = api.rooms().list().page_size(2).stream();
    stream.try_next().await.unwrap();
    let cursor = stream.cursor().unwrap();
    let elsewhere = world.builder().base_url("https://elsewhere.example/v1");
    let rooms = elsewhere.build().unwrap().rooms().list();
    world.webex.clear_requests();
    let error = rooms.stream_from(&cursor).try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(world.webex.requests().is_empty());
}

/// The limit that was set is that of lists, too.
#[tokio::test]
async fn a_page_may_be_as_large_as_was_said() {
    let title = "x".repeat(17 << 20);
    let page = Bytes::from(format!(r#"{{"items":[{{"id":"A","title":"{title}"}}]}}"#));
    let service = tower::service_fn(move |_: Request<Body>| {
        std::future::ready(Ok::<_, std::convert::Infallible>(Response::new(
            Body::from(page.clone()),
        )))
    });
    let api = |limit| {
        let builder = WebexApi::builder().token("t").transport(service.clone());
        builder.body_limit(limit).build().unwrap()
    };
    assert_eq!(api(18 << 20).rooms().list().all().await.unwrap().len(), 1);
    let refused = api(16 << 20).rooms().list().all().await;
    let refused = refused.map(|rooms| rooms.len());
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::TooLarge);
}

/// One page ahead, while the consumer works.
#[tokio::test(start_paused = true)]
async fn prefetch_asks_while_the_consumer_works() {
    let world = World::new();
    let api = with_rooms(&world, 20).await;
    for (prefetch, expected) in [(false, 1.0), (true, 0.55)] {
        world
            .webex
            .faults()
            .next(Fault::latency(Duration::from_millis(50)).always());
        let start = tokio::time::Instant::now();
        let mut rooms = api.rooms().list().page_size(2).prefetch(prefetch).stream();
        while rooms.try_next().await.unwrap().is_some() {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let took = start.elapsed().as_secs_f64();
        assert!(
            (expected - 0.02..expected + 0.07).contains(&took),
            "prefetch {prefetch}: {took}"
        );
        world.webex.faults().clear();
    }
}

struct PinMessage {
    room: RoomId,
    message: MessageId,
}

impl Endpoint for PinMessage {
    type Output = Message;

    fn parts(&self) -> Parts {
        Parts::post("/rooms/{}/pins")
            .id(&self.room)
            .json(&json!({ "messageId": self.message }))
    }
}

#[tokio::test]
async fn what_the_crate_does_not_know_can_be_sent_all_the_same() {
    let world = World::new();
    let api = world.api();
    let room = api.rooms().create("R").await.unwrap();
    world.wire();

    let (id, message) = (room.id.clone(), MessageId::new("M").unwrap());
    let pinned = api.call(PinMessage { room: id, message }).await;
    assert!(
        pinned.unwrap_err().is_not_found(),
        "the emulator has no pins"
    );
    let path = format!("rooms/{}", room.id);
    let raw = api
        .request(Method::PUT, &path)
        .json(&json!({ "title": "raw" }))
        .await
        .unwrap();
    assert_eq!(raw["title"], "raw");
    api.rooms()
        .list()
        .query("betaFilter", "a b")
        .all()
        .await
        .unwrap();
    assert_eq!(
        world.wire(),
        [
            format!("POST /v1/rooms/{}/pins", room.id),
            format!("PUT /v1/rooms/{}", room.id),
            "GET /v1/rooms?betaFilter=a%20b".to_owned(),
        ]
    );
}

/// D-62, D-63, I1.
#[tokio::test]
async fn a_bad_id_is_refused_before_anything_is_sent() {
    let world = World::new();
    let api = world.api();
    for id in ["..", ".", "%2e%2E"] {
        let error = api.rooms().get(RoomId::new(id).unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{id}");
        assert_eq!(error.operation(), Some("rooms.get"));
        assert_eq!(error.attempts(), 0);
    }
    assert_eq!(world.wire().len(), 0);
    for id in [
        "../people/me",
        "a/b",
        "a?x=1",
        "a#f",
        "a%2Fb",
        "a;b",
        "a\\b",
    ] {
        assert!(api.rooms().get(RoomId::new(id).unwrap()).await.is_err());
        let path = &world.webex.requests().pop().unwrap().path;
        assert_eq!(path.matches('/').count(), 3, "{id} became {path}");
    }
}

#[tokio::test]
async fn another_token_shares_the_connection_and_is_somebody_else() {
    let world = World::new();
    let bob = world.webex.add_person("bob@example.com");
    let api = world.api();
    let bobs = api.with_token(Token::new(bob.token()).unwrap());
    assert_eq!(bobs.people().me().await.unwrap().id.as_str(), bob.id());
    assert_eq!(api.people().me().await.unwrap().id.as_str(), world.ana.id());
    let stranger = api.with_token(Token::new("SENTINEL").unwrap());
    let error = stranger.people().me().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert!(!format!("{error} {error:?} {stranger:?}").contains("SENTINEL"));
}

/// D-54.
#[test]
fn is_built_outside_of_any_runtime() {
    let api = WebexApi::builder().token("t").build().unwrap();
    let _later = api.people().me();
}

fn assert_send<T: Send + 'static>(value: T) -> T {
    value
}

/// Calls, their futures and streams can be spawned and stored.
#[test]
fn everything_can_be_sent_to_another_task() {
    fn clone_sync<T: Clone + Send + Sync + 'static>(_: &T) {}
    let api = WebexApi::builder().token("t").build().unwrap();
    clone_sync(&api);
    drop(assert_send(assert_send(api.people().me()).into_future()));
    let rooms = assert_send(api.rooms().list());
    drop(assert_send(rooms.stream()));
    drop(assert_send(rooms.all()));
    drop(assert_send(rooms.first(1)));
    fn unpin<T: Unpin>(_: T) {}
    unpin(rooms.stream());
    unpin(rooms.pages());
    unpin(api.people().me().into_future());
}

/// Each page of a list is a call: as many as there are, each in its time.
#[tokio::test(start_paused = true)]
async fn the_deadline_of_a_list_is_that_of_each_page() {
    let service = tower::service_fn(|request: http::Request<webex_sdk::Body>| async move {
        tokio::time::sleep(Duration::from_secs(4)).await;
        let query = request.uri().query().unwrap_or_default();
        let page: u32 = query
            .strip_prefix("page=")
            .map_or(0, |n| n.parse().unwrap());
        let mut response = http::Response::builder();
        if page < 2 {
            let next = format!("<https://webexapis.com/v1/rooms?page={}>", page + 1);
            response = response.header("link", format!("{next}; rel=\"next\""));
        }
        let body = webex_sdk::Body::from(r#"{"items":[{"id":"R"}]}"#);
        Ok::<_, webex_sdk::BoxError>(response.body(body)?)
    });
    let builder = WebexApi::builder().token("t").transport(service);
    let api = builder.build().unwrap();
    let rooms = |seconds| api.rooms().list().deadline(Duration::from_secs(seconds));
    assert_eq!(rooms(6).all().await.unwrap().len(), 3);
    let error = rooms(3).all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.timeout_phase(),
        Some(webex_sdk::transport::TimeoutPhase::Deadline)
    );
}

/// Not told from one of what never was there, but by how often it left.
#[tokio::test(start_paused = true)]
async fn a_delete_whose_answer_was_lost_says_that_it_left_twice() {
    let world = World::new();
    let api = with_rooms(&world, 1).await;
    let room = api.rooms().list().first(1).await.unwrap().remove(0).id;
    world.webex.faults().next(Fault::reset_before_head());
    let error = api.rooms().delete(&room).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.attempts(), 2);
    assert!(api.rooms().list().all().await.unwrap().is_empty());
    let never = api.rooms().delete(&room).await.unwrap_err();
    assert_eq!((never.is_not_found(), never.attempts()), (true, 1));
}
