//! Handlers and senders that misbehave.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use http::StatusCode;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};
use tower_service::Service;
use webex_emulator::Fault;
use webex_sdk::webhook::{WebhookFailure, WebhookFailureKind, WebhookReceiver};
use webex_sdk::{Body, WebexApi};

use super::receiver::{Seen, noting};
use super::support::{Office, SECRET, message, send, signed};

/// A receiver that handles one event at a time, and writes down what fails.
fn troubled(office: &Office, failed: &Seen) -> WebhookReceiver {
    let failed = failed.clone();
    office
        .receiver()
        .max_in_flight(1)
        .on_failure(move |failure: &WebhookFailure| failed.add(failure))
}

#[tokio::test(start_paused = true)]
async fn errors_and_panics_concern_their_own_event_alone() {
    let (failed, seen) = (Seen::default(), Seen::default());
    let receiver = troubled(&Office::new(), &failed).on_message_created(|message, _| {
        let what = message.id.to_string();
        assert_ne!(what, "early", "panics before there is a future");
        async move {
            tokio::task::yield_now().await;
            assert_ne!(what, "late", "panics in the middle");
            match &*what {
                "error" => Err("it did not work".into()),
                _ => Ok(()),
            }
        }
    });
    let receiver = noting(receiver, &seen); // the second handler runs whatever the first did
    for id in ["early", "late", "error", "fine"] {
        assert_eq!(send(&receiver, message(id)).await, StatusCode::OK);
    }
    receiver.shutdown().await;
    assert_eq!(seen.take(), ["early", "late", "error", "fine"]);
    let failed = failed.take();
    assert_eq!(failed.len(), 3);
    assert!(
        failed[0].starts_with("a handler panicked: ")
            && failed[0].contains("before there is a future")
    );
    assert!(failed[1].starts_with("a handler panicked: ") && failed[1].contains("in the middle"));
    assert_eq!(failed[2], "a handler failed: it did not work");
    let stats = receiver.stats();
    assert_eq!((stats.accepted, stats.handled, stats.failed), (4, 1, 3));
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_panics_is_on_its_own() {
    let receiver = Office::new().receiver().max_in_flight(1);
    let receiver = receiver
        .on_failure(|_| panic!("no more"))
        .ack_after_handling();
    let receiver = receiver.on_message_created(|_, _| async { Err("no".into()) });
    for id in ["1", "2"] {
        assert_eq!(
            send(&receiver, message(id)).await,
            StatusCode::INTERNAL_SERVER_ERROR
        );
    }
}

/// At least once: what failed is not remembered, what succeeded is.
#[tokio::test(start_paused = true)]
async fn what_failed_may_come_again_if_its_success_was_not_said() {
    for panics in [false, true] {
        let tries = Arc::new(AtomicU32::new(0));
        let count = tries.clone();
        let receiver = Office::new().receiver().ack_after_handling();
        let receiver = receiver.on_message_created(move |_, _| {
            let first = count.fetch_add(1, Ordering::Relaxed) == 0;
            async move {
                assert!(!(first && panics));
                if first { Err("not yet".into()) } else { Ok(()) }
            }
        });
        for expected in [500, 200, 200] {
            assert_eq!(send(&receiver, message("M")).await, expected);
        }
        assert_eq!(tries.load(Ordering::Relaxed), 2, "the third was a repeat");
    }
}

/// What was answered with success is not handled twice, also where it failed.
#[tokio::test(start_paused = true)]
async fn what_failed_after_its_success_was_said_is_a_repeat() {
    let receiver = Office::new().receiver();
    let receiver = receiver.on_message_created(|_, _| async { Err("no".into()) });
    for _ in 0..2 {
        assert_eq!(send(&receiver, message("M")).await, StatusCode::OK);
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!((receiver.stats().failed, receiver.stats().repeated), (1, 1));
}

/// While the outcome is open, success cannot be said.
#[tokio::test(start_paused = true)]
async fn a_repeat_of_what_is_being_worked_on_is_sent_away() {
    let gate = Arc::new(Semaphore::new(0));
    let behind = gate.clone();
    let receiver = Office::new().receiver().ack_after_handling();
    let receiver = receiver.on_message_created(move |_, _| {
        let behind = behind.clone();
        async move {
            behind.acquire().await?.forget();
            Ok(())
        }
    });
    let (first, ()) = tokio::join!(send(&receiver, message("M")), async {
        sleep(Duration::from_secs(1)).await;
        assert_eq!(
            send(&receiver, message("M")).await,
            StatusCode::SERVICE_UNAVAILABLE
        );
        gate.add_permits(1);
    });
    assert_eq!(first, StatusCode::OK);
    assert_eq!(send(&receiver, message("M")).await, StatusCode::OK);
    assert_eq!(
        (receiver.stats().handled, receiver.stats().repeated),
        (1, 1)
    );
}

/// Sending it again would not help; a failure would count against the webhook.
#[tokio::test(start_paused = true)]
async fn what_is_signed_and_no_event_is_taken_and_reported() {
    let failed = Seen::default();
    let receiver = noting(troubled(&Office::new(), &failed), &Seen::default());
    let deep = "[".repeat(100_000);
    for body in ["", "null", "{}", "{\"id\": 5", "\u{0}", deep.as_str()] {
        assert_eq!(
            send(&receiver, signed(body.to_owned())).await,
            StatusCode::OK
        );
    }
    assert_eq!(receiver.stats().unreadable, 6);
    let failed = failed.take();
    assert_eq!(failed.len(), 6);
    assert!(
        failed
            .iter()
            .all(|failed| failed.starts_with("a signed body is no event: "))
    );
}

/// An event whose data is not what its resource says is no panic, and no silence.
#[tokio::test(start_paused = true)]
async fn data_of_another_kind_is_a_failure() {
    let failed = Seen::default();
    let receiver = noting(troubled(&Office::new(), &failed), &Seen::default());
    let odd = r#"{"id":"W","resource":"messages","event":"created","data":[1]}"#;
    assert_eq!(send(&receiver, signed(odd)).await, StatusCode::OK);
    receiver.shutdown().await;
    assert_eq!(
        failed.take(),
        ["a handler failed: the data is not what its resource says"]
    );
}

/// Not knowing whose message it is, it does not answer: it might be its own. It asks again at the next.
#[tokio::test(start_paused = true)]
async fn who_it_is_is_asked_again_after_a_failure() {
    let office = Office::new();
    let (failed, seen) = (Seen::default(), Seen::default());
    let notes = failed.clone();
    let receiver = WebhookReceiver::new(office.bot.clone(), SECRET).on_failure(move |failure| {
        assert_eq!(failure.kind, WebhookFailureKind::WhoAmI);
        notes.add(&failure.event.as_ref().unwrap().id);
    });
    let receiver = noting(receiver, &seen);
    office.webex.faults().next(Fault::status(403));
    for (id, status) in [("1", 503), ("2", 200), ("1", 200)] {
        assert_eq!(send(&receiver, message(id)).await, status);
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(failed.take().len(), 1);
    assert_eq!(seen.take(), ["2", "1"], "it may come again");
    assert_eq!(
        (receiver.stats().turned_away, receiver.stats().accepted),
        (1, 2)
    );
}

/// What cannot be learned in time is not waited for, and is no success.
#[tokio::test(start_paused = true)]
async fn who_it_is_is_not_asked_for_without_end() {
    let silent = tower::service_fn(async |_: http::Request<Body>| {
        std::future::pending::<Result<http::Response<Body>, Infallible>>().await
    });
    let api = WebexApi::builder().token("none").transport(silent);
    let receiver = WebhookReceiver::new(api.build().unwrap(), SECRET);
    let receiver = noting(receiver, &Seen::default());
    let start = Instant::now();
    let sent = (0..10).map(|id| {
        let receiver = receiver.clone();
        async move { send(&receiver, message(&id.to_string())).await }
    });
    let answers = futures_util::future::join_all(sent).await;
    assert_eq!(answers, [StatusCode::SERVICE_UNAVAILABLE; 10]);
    assert!(start.elapsed() < Duration::from_secs(6), "all at once");
}

/// A transport or a credential that panics while the bot asks who it is.
#[tokio::test(start_paused = true)]
async fn a_panic_while_it_asks_who_it_is_is_reported() {
    let broken = tower::service_fn(
        |_: http::Request<Body>| -> std::future::Ready<Result<http::Response<Body>, Infallible>> {
            panic!("no transport")
        },
    );
    let api = WebexApi::builder().token("none").transport(broken);
    let failed = Seen::default();
    let notes = failed.clone();
    let receiver = WebhookReceiver::new(api.build().unwrap(), SECRET)
        .on_failure(move |failure| notes.add(failure));
    let receiver = noting(receiver, &Seen::default());
    let answer = send(&receiver, message("M")).await;
    assert_eq!(answer, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        failed.take(),
        ["whose message it is could not be found out: no transport"]
    );
}

/// An error of a handler that panics when it is dropped does so outside of the handler, and is counted nevertheless.
#[tokio::test(start_paused = true)]
async fn a_panic_beside_the_handler_is_counted() {
    #[derive(Debug)]
    struct Touchy;
    impl std::fmt::Display for Touchy {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("do not drop me")
        }
    }
    impl std::error::Error for Touchy {}
    impl Drop for Touchy {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let failed = Seen::default();
    let receiver = troubled(&Office::new(), &failed);
    let receiver = receiver.on_message_created(|_, _| async { Err(Touchy.into()) });
    send(&receiver, message("M")).await;
    receiver.shutdown().await;
    assert_eq!((receiver.stats().accepted, receiver.stats().failed), (1, 1));
    assert_eq!(failed.take().last().unwrap(), "a handler panicked: dropped");
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_too_long_gives_up_its_place() {
    let failed = Seen::default();
    let receiver = troubled(&Office::new(), &failed).handler_timeout(Duration::from_secs(2));
    let receiver = receiver.on_message_created(|message, _| async move {
        if message.id.to_string() == "stuck" {
            std::future::pending::<()>().await;
        }
        Ok(())
    });
    for id in ["stuck", "fine"] {
        assert_eq!(send(&receiver, message(id)).await, StatusCode::OK);
    }
    receiver.shutdown().await;
    assert_eq!((receiver.stats().failed, receiver.stats().handled), (1, 1));
    assert_eq!(
        failed.take(),
        ["a handler took too long: deadline has elapsed"]
    );
}

/// One asks for all who wait, and where there is no answer, none of them asks again: all fail, and none lasts longer.
#[tokio::test(start_paused = true)]
async fn who_it_is_is_asked_once_for_many() {
    let (asked, works) = (
        Arc::new(AtomicU32::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let (counts, is_up) = (asked.clone(), works.clone());
    let slow = tower::service_fn(move |_: http::Request<Body>| {
        counts.fetch_add(1, Ordering::Relaxed);
        let status = if is_up.load(Ordering::Relaxed) {
            200
        } else {
            403
        };
        async move {
            sleep(Duration::from_millis(100)).await;
            let answer = http::Response::builder().status(status);
            Ok::<_, Infallible>(answer.body(Body::from(r#"{"id":"BOT"}"#)).unwrap())
        }
    });
    let api = WebexApi::builder()
        .token("none")
        .transport(slow)
        .build()
        .unwrap();
    let seen = Seen::default();
    let receiver = noting(WebhookReceiver::new(api, SECRET), &seen);
    for (round, status, handled) in [(1, 503, 0), (2, 200, 100)] {
        let sent = (0..100).map(|id| {
            let receiver = receiver.clone();
            async move { send(&receiver, message(&format!("{round}-{id}"))).await }
        });
        for answer in futures_util::future::join_all(sent).await {
            assert_eq!(answer, status);
        }
        sleep(Duration::from_secs(1)).await;
        assert_eq!(
            (asked.swap(0, Ordering::Relaxed), seen.take().len()),
            (1, handled)
        );
        works.store(true, Ordering::Relaxed);
    }
    assert_eq!(
        (receiver.stats().turned_away, receiver.stats().handled),
        (100, 100)
    );
}

/// C7: tasks need a runtime, and without one there is an answer all the same.
#[test]
fn outside_of_a_runtime_it_has_no_time() {
    let office = Office::new();
    let mut receiver = noting(office.receiver(), &Seen::default());
    let answer = receiver.call(message("M")).now_or_never().unwrap().unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}
