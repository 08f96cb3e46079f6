//! C1: a call may be dropped at any await, and leaves nothing behind.

use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::Stream;
use tower::limit::GlobalConcurrencyLimitLayer;
use webex_emulator::Fault;
use webex_sdk::WebexApi;

use crate::support::World;

/// Polls up to so often, with time for timers and tasks between. Whether it ended.
async fn poll_times<T>(
    times: u32,
    mut poll: impl FnMut(&mut std::task::Context<'_>) -> Poll<T>,
) -> bool {
    for _ in 0..times {
        if poll_fn(|cx| Poll::Ready(poll(cx).is_ready())).await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    false
}

/// With one permit for attempts, whatever a dropped call kept would stop all that follow.
fn world_with_one_permit() -> (World, WebexApi) {
    let world = World::new();
    let api = world
        .builder()
        .attempt_layer(GlobalConcurrencyLimitLayer::new(1))
        .build()
        .unwrap();
    (world, api)
}

async fn still_works(api: &WebexApi) {
    let next = tokio::time::timeout(Duration::from_secs(60), api.people().me().into_future());
    next.await.expect("stuck").unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_after_any_number_of_polls_leaves_nothing_behind() {
    let (world, api) = world_with_one_permit();
    // Refused, held back by the gate, failed, slow, served.
    for times in 0.. {
        world
            .webex
            .faults()
            .next(Fault::status(429).retry_after(1).times(3));
        world.webex.faults().next(Fault::status(503));
        world
            .webex
            .faults()
            .next(Fault::latency(Duration::from_secs(1)));
        let mut call = api.people().me().into_future();
        let ended = poll_times(times, |cx| Pin::new(&mut call).poll(cx)).await;
        drop(call);
        world.webex.faults().clear();
        still_works(&api).await;
        if ended {
            assert!(times > 5, "ended after {times} polls");
            break;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_dropped_after_any_number_of_polls_leaves_nothing_behind() {
    let (world, api) = world_with_one_permit();
    for n in 0..5 {
        api.rooms().create(format!("room {n}")).await.unwrap();
    }
    for times in 0.. {
        world.webex.faults().next(Fault::status(429).retry_after(1));
        world
            .webex
            .faults()
            .next(Fault::latency(Duration::from_secs(1)));
        let mut items = api.rooms().list().page_size(2).stream();
        let mut seen = 0;
        let ended = poll_times(times, |cx| match Pin::new(&mut items).poll_next(cx) {
            Poll::Ready(None) => Poll::Ready(()),
            Poll::Ready(Some(item)) => {
                item.unwrap();
                seen += 1;
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        })
        .await;
        drop(items);
        world.webex.faults().clear();
        still_works(&api).await;
        if ended {
            assert_eq!(seen, 5);
            break;
        }
    }
}

/// While its file is found, while it is refused, and while it is sent.
#[tokio::test(start_paused = true)]
async fn an_upload_dropped_after_any_number_of_polls_leaves_nothing_behind() {
    let (world, api) = world_with_one_permit();
    let room = api.rooms().create("Files").await.unwrap().id;
    let path = std::env::temp_dir().join(format!("webex-{:016x}.bin", fastrand::u64(..)));
    std::fs::write(&path, vec![7; 600_000]).unwrap();
    for times in 0.. {
        world.webex.faults().next(Fault::status(429).retry_after(1));
        let call = api.messages().create(&room).file(&path);
        let mut call = call.into_future();
        let ended = poll_times(times, |cx| Pin::new(&mut call).poll(cx)).await;
        drop(call);
        world.webex.faults().clear();
        still_works(&api).await;
        if ended {
            assert!(times > 3, "ended after {times} polls");
            break;
        }
    }
    std::fs::remove_file(path).unwrap();
    let whole = world.webex.requests();
    let sizes: Vec<_> = whole.iter().map(|request| request.body_size).collect();
    assert!(
        sizes.iter().all(|size| *size < 1000 || *size > 600_000),
        "{sizes:?}"
    );
}

/// C5: no task outlives the last handle.
#[tokio::test]
async fn nothing_runs_on_after_the_last_handle() {
    let world = World::new();
    let (api, server) = world.over_tcp().await;
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let before = tasks();
    for n in 0..5 {
        api.rooms().create(format!("room {n}")).await.unwrap();
    }
    let mut rooms = api.rooms().list().page_size(2).prefetch(true).stream();
    poll_fn(|cx| Pin::new(&mut rooms).poll_next(cx))
        .await
        .unwrap()
        .unwrap();
    assert!(tasks() > before, "connections have tasks");
    drop(rooms);
    drop(api);
    let gone = async {
        while tasks() > before {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(1), gone)
        .await
        .expect("a task runs on");
    drop(server);
}
