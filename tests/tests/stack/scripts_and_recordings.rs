//! What users test with: a service that answers by script, and a recording of a real one.

use std::time::Duration;

use futures_util::StreamExt;
use tower_layer::Layer;
use webex_sdk::transport::testing::{Answer, RecordLayer, Script};
use webex_sdk::{ErrorKind, WebexApi};

use crate::support::World;

fn towards(script: &Script) -> WebexApi {
    let builder = WebexApi::builder().token("any").transport(script.clone());
    builder.build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_script_answers_the_whole_stack() {
    let webex = Script::new()
        .answer(Answer::status(429).header("retry-after", "8"))
        .answer(Answer::json(200, r#"{"id":"P","displayName":"Ana"}"#))
        .answer(Answer::json(404, r#"{"message":"No such room"}"#))
        .answer(Answer::never());
    let api = towards(&webex);
    let start = tokio::time::Instant::now();
    let me = api.people().me().await.unwrap();
    assert_eq!(me.display_name.as_deref(), Some("Ana"));
    assert!(start.elapsed() >= Duration::from_secs(8));
    let missing = api.rooms().create("R").await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    let late = api.people().me().deadline(Duration::from_secs(5)).await;
    assert_eq!(late.unwrap_err().kind(), ErrorKind::Timeout);
    webex.assert_asked(&[
        "GET /v1/people/me",
        "GET /v1/people/me",
        "POST /v1/rooms",
        "GET /v1/people/me",
    ]);
    assert_eq!(webex.asked()[2].body, r#"{"title":"R"}"#);
}

/// All that a program does, once against a service and once without: it sees the same.
async fn work(api: &WebexApi) -> Vec<String> {
    let mut seen = Vec::new();
    for n in 0..5 {
        let room = api.rooms().create(format!("room {n}")).await.unwrap();
        seen.push(format!("{room:?}"));
    }
    let mut rooms = std::pin::pin!(api.rooms().list().page_size(2).stream());
    while let Some(room) = rooms.next().await {
        seen.push(format!("{:?}", room.unwrap()));
    }
    let error = api
        .rooms()
        .get("nowhere".parse::<webex_sdk::models::RoomId>().unwrap());
    seen.push(error.await.unwrap_err().to_string());
    seen
}

#[tokio::test]
async fn a_recording_stands_in_for_the_service() {
    let world = World::new();
    let path = std::env::temp_dir().join(format!("webex-{:016x}.jsonl", fastrand::u64(..)));
    let recorder = RecordLayer::to(&path).unwrap().layer(world.webex.service());
    let recorded = WebexApi::builder()
        .token(world.ana.token())
        .transport(recorder)
        .build()
        .unwrap();
    let real = work(&recorded).await;
    let recording = std::fs::read_to_string(&path).unwrap();
    assert!(!recording.contains(world.ana.token()));

    let script = Script::replay(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!(work(&towards(&script)).await, real);
    assert_eq!(script.left(), 0);
}

/// What is packed cannot be read here, and a list may have its links in several fields.
#[tokio::test]
async fn a_recording_has_every_answer_whole() {
    let path = std::env::temp_dir().join(format!("webex-{:016x}.jsonl", fastrand::u64(..)));
    let service = tower::service_fn(|request: http::Request<webex_sdk::Body>| {
        assert_eq!(request.headers()["accept-encoding"], "identity");
        let is_first = request.uri().query().is_none();
        let mut response = http::Response::builder().header("content-type", "application/json");
        if is_first {
            let rooms = "https://webexapis.com/v1/rooms";
            response = response.header("link", format!("<{rooms}>; rel=\"first\""));
            response = response.header("link", format!("<{rooms}?c=2>; rel=\"next\""));
        }
        let id = if is_first { "A" } else { "B" };
        let page = format!(r#"{{"items":[{{"id":"{id}","title":"{id}"}}]}}"#);
        let response = response.body(webex_sdk::Body::from(page)).unwrap();
        std::future::ready(Ok::<_, std::convert::Infallible>(response))
    });
    let recorder = RecordLayer::to(&path).unwrap().layer(service);
    let builder = WebexApi::builder().token("any").transport(recorder);
    let real = builder.build().unwrap().rooms().list().all().await.unwrap();
    assert_eq!(real.len(), 2);
    let script = Script::replay(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!(towards(&script).rooms().list().all().await.unwrap(), real);
}
