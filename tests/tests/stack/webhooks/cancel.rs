//! C1: a delivery may be dropped at any await.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{Request, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use super::receiver::Seen;
use super::support::{Office, message, send};

/// C2: a thousand at once, each dropped at a random moment.
#[tokio::test(start_paused = true)]
async fn a_thousand_deliveries_dropped_at_random_leave_nothing_behind() {
    for (seed, acks_after_handling) in [(1, false), (2, true)] {
        let random = std::cell::RefCell::new(fastrand::Rng::with_seed(seed));
        let seen = Seen::default();
        let notes = seen.clone();
        let mut receiver = Office::new().receiver().max_in_flight(10);
        if acks_after_handling {
            receiver = receiver.ack_after_handling();
        }
        let receiver = receiver.on_message_created(move |message, _| {
            let notes = notes.clone();
            async move {
                sleep(Duration::from_millis(5)).await;
                notes.add(&message.id);
                Ok(())
            }
        });
        let deliveries = (0..1000).map(async |n| {
            let id = n.to_string();
            let patience = Duration::from_millis(random.borrow_mut().u64(0..1000));
            let delivery = receiver.clone().oneshot(slow(message(&id)).await);
            let answer = timeout(patience, delivery).await.ok()?;
            (answer.unwrap().status() == StatusCode::OK).then_some(id)
        });
        let acknowledged = futures_util::future::join_all(deliveries).await;
        timeout(Duration::from_secs(1), receiver.shutdown())
            .await
            .expect("a place is lost");
        let mut handled = seen.take();
        let stats = receiver.stats();
        assert_eq!(
            (stats.accepted, stats.handled),
            (handled.len() as u64, handled.len() as u64)
        );
        handled.sort();
        handled.dedup();
        assert_eq!(stats.handled, handled.len() as u64, "none is handled twice");
        let acknowledged: Vec<_> = acknowledged.into_iter().flatten().collect();
        assert!(
            (100..1000).contains(&acknowledged.len()),
            "{}",
            acknowledged.len()
        );
        for id in acknowledged {
            assert!(handled.binary_search(&id).is_ok(), "{id} was acknowledged");
        }
    }
}

/// The body in frames, each of which is waited for.
async fn slow(request: Request<http_body_util::Full<Bytes>>) -> Request<webex_sdk::Body> {
    let (parts, body) = request.into_parts();
    let whole = body.collect().await.unwrap().to_bytes();
    let frames: Vec<_> = whole.chunks(40).map(Bytes::copy_from_slice).collect();
    let frames = stream::iter(frames).then(|frame| async {
        sleep(Duration::from_millis(1)).await;
        Ok::<_, std::convert::Infallible>(Frame::data(frame))
    });
    Request::from_parts(parts, webex_sdk::Body::new(StreamBody::new(frames)))
}

/// Dropped after any number of polls: handled once or not at all, the one place free again, the event known only if it was
/// taken.
#[tokio::test(start_paused = true)]
async fn a_delivery_dropped_after_any_number_of_polls_leaves_nothing_behind() {
    for acks_after_handling in [false, true] {
        let seen = Seen::default();
        let notes = seen.clone();
        let mut receiver = Office::new().receiver().max_in_flight(1);
        if acks_after_handling {
            receiver = receiver.ack_after_handling();
        }
        let receiver = receiver.on_message_created(move |message, _| {
            let notes = notes.clone();
            async move {
                sleep(Duration::from_millis(3)).await;
                notes.add(&message.id);
                Ok(())
            }
        });
        for times in 0.. {
            let id = format!("M{times}");
            // Another one is in, so that this one has to wait for its place, too.
            assert_eq!(
                send(&receiver, message(&format!("before {id}"))).await,
                StatusCode::OK
            );
            let mut delivery = Box::pin(receiver.clone().oneshot(slow(message(&id)).await));
            let mut ended = false;
            for _ in 0..times {
                ended = poll_fn(|cx| Poll::Ready(delivery.as_mut().poll(cx).is_ready())).await;
                if ended {
                    break;
                }
                sleep(Duration::from_millis(1)).await;
            }
            drop(delivery);
            // The next one finds its place, and so does the same one again.
            let again = timeout(Duration::from_secs(1), send(&receiver, message(&id)));
            assert!(matches!(
                again.await,
                Ok(StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE)
            ));
            sleep(Duration::from_millis(20)).await;
            let handled = seen.take();
            let count = handled.iter().filter(|handled| **handled == id).count();
            assert_eq!(count, 1, "{times} polls: {handled:?}");
            if ended {
                assert!(times > 3, "{times}");
                break;
            }
        }
        let stats = receiver.stats();
        assert_eq!(
            (stats.accepted, stats.failed),
            (stats.handled, 0),
            "{stats:?}"
        );
        timeout(Duration::from_secs(1), receiver.shutdown())
            .await
            .expect("a place is lost");
    }
}
