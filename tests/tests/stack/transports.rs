//! One story over every way to the service: what goes over the wire and what comes back does not depend on what is below.

use std::future::IntoFuture;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use http::{Request, Response, Uri, Version};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tower::util::{MapRequest, MapResponseLayer};
use webex_emulator::Fault;
use webex_sdk::{Body, ErrorKind, WebexApi, WebexApiBuilder};

use crate::facade::all_calls;
use crate::support::World;

#[path = "../../../examples/examples/in_process_router.rs"]
#[allow(dead_code)]
mod in_process_router;
#[path = "../../../examples/examples/reqwest_transport.rs"]
#[allow(dead_code)]
mod reqwest_transport;
#[cfg(unix)]
#[path = "../../../examples/examples/unix_socket.rs"]
#[allow(dead_code)]
mod unix_socket;

/// Every call, and the versions of HTTP that the answers came in.
async fn versions(world: &World, builder: WebexApiBuilder) -> Vec<Version> {
    let _bob = world.webex.add_person("bob@example.com");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let versions = seen.clone();
    let note = MapResponseLayer::new(move |response: Response<Body>| {
        versions.lock().unwrap().push(response.version());
        response
    });
    let api = builder.attempt_layer(note).build().unwrap();
    all_calls(world, &api).await.unwrap();
    let mut seen = seen.lock().unwrap().clone();
    assert_eq!(seen.len(), 16);
    seen.dedup();
    seen
}

fn with_token(world: &World) -> WebexApiBuilder {
    WebexApi::builder().token(world.ana.token())
}

#[tokio::test]
async fn every_call_works_in_process() {
    let world = World::new();
    versions(&world, world.builder()).await;
}

#[tokio::test]
async fn every_call_works_over_tcp() {
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let builder = with_token(&world).base_url(server.base_url());
    assert_eq!(versions(&world, builder).await, [Version::HTTP_11]);
}

#[tokio::test]
async fn every_call_works_over_http_2() {
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    // With prior knowledge: there is no TLS here that could agree on it.
    let client: Client<_, Body> = Client::builder(TokioExecutor::new())
        .http2_only(true)
        .build_http();
    let builder = with_token(&world)
        .base_url(server.base_url())
        .transport(client);
    assert_eq!(versions(&world, builder).await, [Version::HTTP_2]);
}

/// A server that restarts says GOAWAY: what was asked is answered, and the rest goes to the next connection.
#[tokio::test]
async fn a_connection_that_goes_away_loses_no_call() {
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    let connector = MapRequest::new(HttpConnector::new(), move |uri: Uri| {
        count.fetch_add(1, Ordering::Relaxed);
        uri
    });
    let client: Client<_, Body> = Client::builder(TokioExecutor::new())
        .http2_only(true)
        .build(connector);
    let api = with_token(&world)
        .base_url(server.base_url())
        .transport(client)
        .build()
        .unwrap();
    for _ in 0..5 {
        world.webex.faults().next(Fault::go_away().times(2));
        let calls = (0..20).map(|n| api.rooms().create(format!("R{n}")).into_future());
        for made in join_all(calls).await {
            made.unwrap();
        }
    }
    assert_eq!(api.rooms().list().all().await.unwrap().len(), 100);
    let connections = connections.load(Ordering::Relaxed);
    assert!(connections > 1, "nothing went away");
}

#[tokio::test]
async fn every_call_works_through_reqwest() {
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let client = reqwest_transport::over(reqwest_transport::client().unwrap());
    let builder = with_token(&world)
        .base_url(server.base_url())
        .transport(client);
    assert_eq!(versions(&world, builder).await, [Version::HTTP_11]);
}

#[cfg(unix)]
#[tokio::test]
async fn every_call_works_over_a_unix_socket() {
    use unix_socket::socket;
    let world = World::new();
    let path = std::env::temp_dir().join(format!("webex-test-{}.sock", std::process::id()));
    let server = socket::serve(&world.webex, &path).unwrap();
    let builder = with_token(&world)
        .base_url("http://localhost/v1")
        .transport(socket::client(&path));
    assert_eq!(versions(&world, builder).await, [Version::HTTP_11]);
    server.abort();
    std::fs::remove_file(path).unwrap();
}

/// What is known of a fault is found in the errors of others, too: nothing was sent, so anything may be sent again.
#[tokio::test]
async fn a_refused_connection_is_known_below_other_clients() {
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let base_url = server.base_url();
    server.shutdown().await;
    let reqwest = reqwest_transport::over(reqwest_transport::client().unwrap());
    let builder = || with_token(&world).base_url(&base_url).max_attempts(1);
    let mut apis = vec![
        builder().build().unwrap(),
        builder().transport(reqwest).build().unwrap(),
    ];
    #[cfg(unix)]
    {
        let nowhere = unix_socket::socket::client(std::path::Path::new("/nowhere"));
        apis.push(builder().transport(nowhere).build().unwrap());
    }
    for api in apis {
        let error = api.rooms().create("R").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    }
}

#[tokio::test]
async fn a_router_of_ones_own_answers() {
    let said = Mutex::new(Vec::new());
    let say = |line| said.lock().unwrap().push(line);
    in_process_router::look_around(WebexApi::builder().token("t"), say)
        .await
        .unwrap();
    assert_eq!(
        said.into_inner().unwrap(),
        [
            "one: Some(\"First\")",
            "two: Some(\"Second\")",
            "[404] Not Found - There is no room three. [Tracking ID: ROUTER_1]",
        ]
    );
}

/// The body of a request arrives whole, however it was made.
#[tokio::test]
async fn a_streamed_body_passes_through_reqwest() {
    use http_body_util::BodyExt;
    use tower::ServiceExt;
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let client = reqwest_transport::over(reqwest_transport::client().unwrap());
    let body = Body::new(http_body_util::Full::from(r#"{"title":"streamed"}"#).boxed());
    assert!(body.as_bytes().is_none());
    let request = Request::post(format!("{}/rooms", server.base_url()))
        .header("authorization", format!("Bearer {}", world.ana.token()))
        .header("content-type", "application/json")
        .body(body)
        .unwrap();
    assert_eq!(client.oneshot(request).await.unwrap().status(), 200);
    assert_eq!(world.webex.requests()[0].body, r#"{"title":"streamed"}"#);
}
