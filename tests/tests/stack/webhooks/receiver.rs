//! What a receiver does with what it is sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, StatusCode};
use http_body_util::Full;
use serde_json::json;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, sleep, timeout};
use tower::ServiceExt;
use webex_emulator::Fault;
use webex_sdk::models::{WebhookData, WebhookEventType, WebhookResource};
use webex_sdk::prelude::*;
use webex_sdk::webhook::{WebhookReceiver, WebhookVerifier};

use super::support::{Office, SECRET, event, message, send, sign, signed};

/// A list that handlers write into.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    pub(super) fn add(&self, what: impl ToString) {
        self.0.lock().unwrap().push(what.to_string());
    }

    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// With a handler that writes down the ids of messages.
pub(super) fn noting(receiver: WebhookReceiver, seen: &Seen) -> WebhookReceiver {
    let seen = seen.clone();
    receiver.on_message_created(move |message, _| {
        seen.add(&message.id);
        std::future::ready(Ok(()))
    })
}

#[tokio::test(start_paused = true)]
async fn an_echo_answers_once_and_not_to_itself() {
    let office = Office::new();
    let receiver = WebhookReceiver::new(office.bot.clone(), SECRET).on_message_created(
        |message, api| async move {
            assert!(message.text.is_none(), "a webhook has no text");
            assert_eq!(message.event().name.as_deref(), Some("lunch"));
            let message = message.fetch(&api).await?;
            if let (Some(room), Some(text)) = (&message.room_id, &message.text) {
                api.messages().create(room).text(format!("{text}!")).await?;
            }
            Ok(())
        },
    );
    office.webex.send_through(receiver.clone());
    office.tell("https://bot.example.com/webex").await;
    office.write("one").await;
    office.write("two").await;
    // The first two, and then what the bot said to them.
    while receiver.stats().own < 2 {
        sleep(Duration::from_millis(10)).await;
    }
    receiver.shutdown().await;
    let mut said = office.conversation().await;
    said.sort();
    assert_eq!(said, ["one", "one!", "two", "two!"]);
    let stats = receiver.stats();
    assert_eq!(
        (stats.accepted, stats.handled, stats.own),
        (4, 2, 2),
        "{stats:?}"
    );
    let asked = office.webex.requests();
    let asked = asked
        .iter()
        .filter(|request| request.path == "/v1/people/me");
    assert_eq!(asked.count(), 1, "once for all messages");
}

#[tokio::test(start_paused = true)]
async fn hears_itself_when_told_to() {
    let office = Office::new();
    let seen = Seen::default();
    for (receiver, heard) in [
        (WebhookReceiver::new(office.bot.clone(), SECRET), 0),
        (
            WebhookReceiver::new(office.bot.clone(), SECRET).hear_itself(),
            1,
        ),
    ] {
        let receiver = noting(receiver, &seen);
        let own = json!({ "id": "M", "personId": office.bot_is.id() });
        let own = json!({ "id": "W", "resource": "messages", "event": "created", "data": own });
        assert_eq!(
            send(&receiver, signed(own.to_string())).await,
            StatusCode::OK
        );
        receiver.shutdown().await;
        assert_eq!(seen.take().len(), heard);
    }
}

/// Ids are not always spelled canonically.
#[tokio::test(start_paused = true)]
async fn knows_itself_by_another_spelling_of_its_id() {
    let office = Office::new();
    let seen = Seen::default();
    let receiver = noting(WebhookReceiver::new(office.bot.clone(), SECRET), &seen);
    let own = json!({ "id": "M", "personId": format!("{}=", office.bot_is.id()) });
    let own = json!({ "id": "W", "resource": "messages", "event": "created", "data": own });
    send(&receiver, signed(own.to_string())).await;
    receiver.shutdown().await;
    assert_eq!((receiver.stats().own, seen.take().len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn each_event_goes_to_its_handlers_with_typed_data() {
    let office = Office::new();
    let seen = Seen::default();
    let (a, b, c, d) = (seen.clone(), seen.clone(), seen.clone(), seen.clone());
    let receiver = office
        .receiver()
        .on_message_created(move |message, _| {
            a.add(format!("message {}", message.id));
            std::future::ready(Ok(()))
        })
        .on_membership_deleted(move |membership, _| {
            b.add(format!("membership {}", membership.id));
            std::future::ready(Ok(()))
        })
        .on(
            WebhookResource::Rooms,
            WebhookEventType::All,
            move |room, _| {
                let is_room = matches!(&*room, WebhookData::Room(_));
                c.add(format!(
                    "{} {is_room}",
                    room.event().event.as_ref().unwrap()
                ));
                std::future::ready(Ok(()))
            },
        )
        .on("all", "deleted", move |data, _| {
            d.add(format!("all {}", data.event().resource.as_ref().unwrap()));
            std::future::ready(Ok(()))
        });
    for (resource, name) in [
        ("messages", "created"),
        ("messages", "updated"),
        ("memberships", "deleted"),
        ("rooms", "created"),
        ("rooms", "migrated"),
        ("soups", "eaten"),
        ("soups", "deleted"),
    ] {
        assert_eq!(
            send(&receiver, event(resource, name, "X")).await,
            StatusCode::OK
        );
        // One by one, for the order.
        while receiver.stats().accepted > receiver.stats().handled {
            tokio::task::yield_now().await;
        }
    }
    let expected = [
        "message X",
        "membership X",
        "all memberships",
        "created true",
        "migrated true",
        "all soups",
    ];
    assert_eq!(seen.take(), expected);
    assert_eq!(receiver.stats().unwanted, 2);
}

/// W1, D-55, D-56, D-57.
#[tokio::test(start_paused = true)]
async fn what_is_not_signed_is_not_let_in() {
    let office = Office::new();
    let seen = Seen::default();
    let receiver = noting(office.receiver(), &seen);
    let body = r#"{"id":"W","resource":"messages","event":"created","data":{"id":"M"}}"#;
    let right = sign(body.as_bytes());
    let wrong = "0".repeat(40);
    let upper = right.to_uppercase();
    let prefixed = format!("sha1={right}");
    for signatures in [
        vec![],
        vec![""],
        vec![&right, &wrong],
        vec![&wrong],
        vec!["café"],
        vec![&right[1..]],
        vec![&upper],
        vec![&prefixed],
    ] {
        let mut request = Request::post("/webex");
        for signature in &signatures {
            request = request.header("X-Spark-Signature", *signature);
        }
        let request = request.body(Full::from(body)).unwrap();
        assert_eq!(
            send(&receiver, request).await,
            StatusCode::UNAUTHORIZED,
            "{signatures:?}"
        );
    }
    // The same, as a parser would write it.
    let spaced = Request::post("/webex").header("x-spark-signature", &right);
    let spaced = spaced.body(Full::from(body.replace(',', ", "))).unwrap();
    assert_eq!(send(&receiver, spaced).await, StatusCode::UNAUTHORIZED);
    assert_eq!(
        (receiver.stats().refused, receiver.stats().accepted),
        (9, 0)
    );
    assert_eq!(send(&receiver, signed(body)).await, StatusCode::OK);
    receiver.shutdown().await;
    assert_eq!(seen.take(), ["M"]);
}

#[tokio::test(start_paused = true)]
async fn an_old_secret_is_good_while_it_is_replaced() {
    let office = Office::new();
    let verifier = WebhookVerifier::new("the next secret").and(SECRET);
    let receiver = noting(
        WebhookReceiver::new(office.bot.clone(), verifier),
        &Seen::default(),
    );
    assert_eq!(send(&receiver, message("M")).await, StatusCode::OK);
}

/// W5.
#[tokio::test(start_paused = true)]
async fn a_body_over_the_limit_is_not_let_in() {
    let receiver = noting(Office::new().receiver(), &Seen::default());
    let large = signed(vec![b' '; 1_000_001]);
    assert_eq!(send(&receiver, large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let receiver = receiver.body_limit(10);
    assert_eq!(
        send(&receiver, message("M")).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test(start_paused = true)]
async fn answers_before_it_is_done() {
    let go = Arc::new(Notify::new());
    let wait = go.clone();
    let receiver = Office::new().receiver().on_message_created(move |_, _| {
        let wait = wait.clone();
        async move {
            wait.notified().await;
            Ok(())
        }
    });
    assert_eq!(send(&receiver, message("M")).await, StatusCode::OK);
    assert_eq!(receiver.stats().handled, 0);
    go.notify_one();
    receiver.shutdown().await;
    assert_eq!(receiver.stats().handled, 1);
}

#[tokio::test(start_paused = true)]
async fn answers_when_it_is_done_if_told_to() {
    let receiver = Office::new().receiver().ack_after_handling();
    let receiver = receiver.on_message_created(|_, _| async {
        sleep(Duration::from_secs(3)).await;
        Ok(())
    });
    let start = Instant::now();
    assert_eq!(send(&receiver, message("M")).await, StatusCode::OK);
    assert_eq!(start.elapsed().as_secs(), 3);
    assert_eq!(receiver.stats().handled, 1);
}

/// At the bound a delivery waits its turn, and is refused only when that takes too long.
#[tokio::test(start_paused = true)]
async fn works_on_a_bounded_number_of_events() {
    let gate = Arc::new(Semaphore::new(0));
    let behind = gate.clone();
    let receiver = Office::new()
        .receiver()
        .max_in_flight(2)
        .on_message_created(move |_, _| {
            let behind = behind.clone();
            async move {
                behind.acquire().await?.forget();
                Ok(())
            }
        });
    assert_eq!(send(&receiver, message("1")).await, StatusCode::OK);
    assert_eq!(send(&receiver, message("2")).await, StatusCode::OK);
    let start = Instant::now();
    assert_eq!(
        send(&receiver, message("3")).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(start.elapsed().as_secs(), 5);
    let (late, ()) = tokio::join!(send(&receiver, message("3")), async {
        sleep(Duration::from_secs(1)).await;
        gate.add_permits(1);
    });
    assert_eq!(late, StatusCode::OK, "what was turned away may come again");
    gate.add_permits(2);
    receiver.shutdown().await;
    let stats = receiver.stats();
    assert_eq!(
        (stats.accepted, stats.handled, stats.turned_away),
        (3, 3, 1)
    );
}

/// W4.
#[tokio::test(start_paused = true)]
async fn repeats_are_dropped_and_updates_are_not() {
    let seen = Seen::default();
    let notes = seen.clone();
    let receiver = Office::new().receiver().on("all", "all", move |data, _| {
        notes.add(data.event().event.as_ref().unwrap());
        std::future::ready(Ok(()))
    });
    for name in ["created", "updated", "deleted"] {
        for _ in 0..3 {
            assert_eq!(
                send(&receiver, event("rooms", name, "R")).await,
                StatusCode::OK
            );
        }
    }
    receiver.shutdown().await;
    let mut seen = seen.take();
    seen.sort();
    assert_eq!(
        seen,
        ["created", "deleted", "updated", "updated", "updated"]
    );
    assert_eq!(receiver.stats().repeated, 4);
}

#[tokio::test(start_paused = true)]
async fn what_has_just_happened_may_not_be_there_yet() {
    let office = Office::new();
    let seen = Seen::default();
    let notes = seen.clone();
    let receiver =
        WebhookReceiver::new(office.bot.clone(), SECRET).on_message_created(move |message, api| {
            let notes = notes.clone();
            async move {
                notes.add(message.fetch(&api).await?.text.unwrap_or_default());
                Ok(())
            }
        });
    office.webex.send_through(receiver.clone());
    office.tell("https://bot.example.com/webex").await;
    let absent = |times| {
        Fault::status(404)
            .path("/messages")
            .method(Method::GET)
            .times(times)
    };
    office.webex.faults().next(absent(3));
    office.write("here I am").await;
    office.webex.settle().await;
    let start = Instant::now();
    receiver.clone().shutdown().await;
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(seen.take(), ["here I am"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_is_not_waited_for_forever() {
    let office = Office::new();
    let receiver = WebhookReceiver::new(office.bot.clone(), SECRET).hear_itself();
    let receiver = receiver
        .ack_after_handling()
        .on_message_created(|message, api| async move {
            assert!(
                message
                    .fetch(&api)
                    .await
                    .is_err_and(|error| error.is_not_found())
            );
            Ok(())
        });
    let gone = office.write("never mind").await;
    office.ana.messages().delete(&gone).await.unwrap();
    let start = Instant::now();
    assert_eq!(
        send(&receiver, message(gone.as_str())).await,
        StatusCode::OK
    );
    assert!(
        (3..5).contains(&start.elapsed().as_secs()),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn the_end_waits_for_what_was_taken_and_takes_no_more() {
    let receiver = Office::new().receiver().on_message_created(|_, _| async {
        sleep(Duration::from_secs(60)).await;
        Ok(())
    });
    assert_eq!(send(&receiver, message("1")).await, StatusCode::OK);
    let start = Instant::now();
    let ((), late) = tokio::join!(receiver.shutdown(), async {
        tokio::task::yield_now().await;
        send(&receiver, message("2")).await
    });
    assert_eq!(late, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        (start.elapsed().as_secs(), receiver.stats().handled),
        (60, 1)
    );
    assert_eq!(
        send(&receiver, message("3")).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    receiver.shutdown().await;
}

/// Handlers may be functions; a receiver goes wherever services go.
#[tokio::test(start_paused = true)]
async fn is_a_service_of_one_type() {
    async fn hear(
        _: webex_sdk::webhook::Received<webex_sdk::models::Message>,
        _: WebexApi,
    ) -> Result<(), webex_sdk::BoxError> {
        Ok(())
    }
    fn is_shared<T: Clone + Send + Sync + std::fmt::Debug + 'static>(_: &T) {}
    let receiver = Office::new().receiver().on_message_created(hear);
    is_shared(&receiver);
    // Any body will do.
    let answer = receiver
        .clone()
        .oneshot(message("M").map(webex_sdk::Body::new));
    assert_eq!(answer.await.unwrap().status(), StatusCode::OK);
    let shown = format!("{receiver:?}");
    assert!(
        shown.contains("accepted: 1") && !shown.contains(SECRET),
        "{shown}"
    );
    assert!(
        timeout(Duration::from_secs(1), receiver.shutdown())
            .await
            .is_ok()
    );
}
