//! The quickstart says the same over TCP and in process.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use tower::ServiceExt;
use webex_sdk::{WebexApi, WebexApiBuilder};

use crate::support::World;

#[path = "../../../examples/examples/quickstart.rs"]
#[allow(dead_code)]
mod example;

async fn said(world: &World, builder: WebexApiBuilder) -> Vec<String> {
    let said = Arc::new(Mutex::new(Vec::new()));
    let lines = said.clone();
    let say = move |line: String| lines.lock().unwrap().push(line);
    example::quickstart(builder, Some(&world.webex), say)
        .await
        .unwrap();
    let lines = said.lock().unwrap().clone();
    // A tracking id is different each time.
    let shown = |line: &String| line.split(" [Tracking ID").next().map(str::to_owned);
    lines.iter().filter_map(shown).collect()
}

#[tokio::test]
async fn says_the_same_over_tcp_and_in_process() {
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let tcp = WebexApi::builder()
        .token(world.ana.token())
        .base_url(server.base_url());
    let over_tcp = said(&world, tcp).await;

    let in_process = World::new();
    let said_in_process = said(&in_process, in_process.builder()).await;
    assert_eq!(over_tcp, said_in_process);

    let all = over_tcp.join("\n");
    for expected in [
        "I am Ana.",
        "[409] Conflict - Person is already in the room.",
        "(rate limited: waiting 1 s)",
        "Cleaning up",
    ] {
        assert!(all.contains(expected), "{expected} in:\n{all}");
    }
    let api = in_process.api();
    assert_eq!(api.rooms().list().all().await.unwrap().len(), 0);
}

/// The first room does not stay behind when the second cannot be made.
#[tokio::test]
async fn cleans_up_after_a_failure() {
    let world = World::new();
    let (webex, service) = (world.webex.clone(), world.webex.service());
    let made = Arc::new(AtomicU32::new(0));
    let full = tower::service_fn(move |request: http::Request<webex_sdk::Body>| {
        if request.method() == http::Method::POST && made.fetch_add(1, Ordering::Relaxed) == 1 {
            webex.faults().next(webex_emulator::Fault::status(400));
        }
        service.clone().oneshot(request)
    });
    let api = WebexApi::builder().token(world.ana.token()).transport(full);
    let failed = example::quickstart(api, None, |_| {}).await;
    assert!(failed.is_err(), "{failed:?}");
    assert!(world.api().rooms().list().all().await.unwrap().is_empty());
}
