//! What a script answers, and what a recording holds and gives back.

use http::Request;
use http_body_util::BodyExt;
use tower::{Layer, ServiceBuilder, ServiceExt};

use super::*;
use crate::{
    Body, Error, ErrorKind, ErrorLayer, RetryAfter, RetryLayer, TimeoutLayer, TimeoutPhase,
};

fn get(target: &str) -> Request<Body> {
    let uri = format!("https://webexapis.com/v1{target}");
    Request::get(uri).body(Body::empty()).unwrap()
}

async fn text(script: &Script, request: Request<Body>) -> Result<String, Error> {
    let response = script.clone().oneshot(request).await?;
    let body = response.into_body().collect().await?.to_bytes();
    Ok(String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test(start_paused = true)]
async fn the_layers_meet_what_the_script_says() {
    let script = Script::new()
        .answer(Answer::status(429).header("retry-after", "8"))
        .answer(Answer::error(ErrorKind::Connect))
        .answer(Answer::never())
        .answer(Answer::json(200, r#"{"id":"R"}"#));
    let stack = ServiceBuilder::new()
        .layer(ErrorLayer::new())
        .layer(RetryLayer::new(RetryAfter::new()))
        .layer(TimeoutLayer::new(std::time::Duration::from_secs(1)))
        .service(script.clone());
    let answer = stack.clone().oneshot(get("/rooms/R?x=1")).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/json");
    script.assert_asked(&["GET /v1/rooms/R?x=1"; 4]);
    assert_eq!(script.left(), 0);

    let error = stack.oneshot(get("/rooms/S")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("no answer to GET /v1/rooms/S"));
    assert_eq!(error.timeout_phase(), None::<TimeoutPhase>);
}

#[tokio::test]
async fn an_answer_may_be_for_one_request_alone() {
    let script = Script::new()
        .answer(Answer::status(200).body("any"))
        .answer_to("GET /v1/b", Answer::status(200).body("b"));
    assert_eq!(text(&script, get("/b")).await.unwrap(), "b");
    assert_eq!(text(&script, get("/b")).await.unwrap(), "any");
    assert!(text(&script, get("/b")).await.is_err());
}

#[tokio::test]
#[should_panic(expected = "GET /v1/people/me")]
async fn another_request_fails_the_test() {
    let script = Script::new().answer(Answer::status(204));
    text(&script, get("/rooms")).await.unwrap();
    script.assert_asked(&["GET /v1/people/me"]);
}

/// S1: what was recorded is replayed, and the file holds no secret.
#[tokio::test]
async fn a_recording_is_replayed_and_holds_no_secret() {
    let page = r#"{"items":[{"id":"R","title":"Release train","hostKey":"SENTINEL1","hostPin":"SENTINEL11","audioPin":"SENTINEL12","startLink":"SENTINEL13","isPinned":"kept","trackingCodes":["kept"],"tokens":["SENTINEL9",{"x":"SENTINEL10"}]}]}"#;
    let tokens = r#"{"access_token":"SENTINEL2","expires_in":1209599,"refresh_token":"SENTINEL3"}"#;
    let real = Script::new()
        .answer(
            Answer::json(200, page)
                .header(
                    "link",
                    r#"<https://webexapis.com/v1/rooms?cursor=2&access_token=SENTINEL14>; rel="next", <https://webexapis.com/v1/rooms?%63ode=SENTINEL15>; rel="first""#,
                )
                .header("set-cookie", "SENTINEL4"),
        )
        .answer(Answer::json(200, tokens))
        .answer(
            Answer::status(200)
                .header("content-type", "image/png")
                .body(vec![0xff; 9]),
        )
        .answer(Answer::status(404).header("trackingid", "ROUTER_1"));
    let path = std::env::temp_dir().join(format!("webex-{:016x}.jsonl", fastrand::u64(..)));
    let recorder = RecordLayer::to(&path).unwrap().layer(real.clone());

    let mut first = get("/rooms?max=2&access_token=SENTINEL5");
    first
        .headers_mut()
        .insert("authorization", "Bearer SENTINEL6".parse().unwrap());
    let form = "grant_type=refresh_token&refresh_token=SENTINEL7&client_secret=SENTINEL8&client%5Fsecret=SENTINEL16&refresh%5ftoken=SENTINEL17";
    let second = Request::post("https://webexapis.com/v1/access_token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form))
        .unwrap();
    let requests = [first, second, get("/contents/C"), get("/rooms/S")];
    let mut answers = Vec::new();
    for request in requests {
        let answer = recorder.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        answers.push((parts.status, body.collect().await.unwrap().to_bytes()));
    }
    assert_eq!(real.asked()[1].body, form, "what is sent is whole");
    assert_eq!(answers[1].1, tokens, "what is answered is whole");

    let recording = std::fs::read_to_string(&path).unwrap();
    assert!(!recording.contains("SENTINEL"), "{recording}");
    assert_eq!(recording.lines().count(), 4);
    let replayed = Script::replay(&path).unwrap();
    std::fs::remove_file(path).unwrap();

    let missing = replayed.clone().oneshot(get("/rooms/S")).await.unwrap();
    assert_eq!(missing.status(), 404);
    assert_eq!(missing.headers()["trackingid"], "ROUTER_1");
    let rooms = replayed.clone();
    let rooms = rooms
        .oneshot(get("/rooms?max=2&access_token=another"))
        .await
        .unwrap();
    assert!(
        rooms.headers()["link"]
            .to_str()
            .unwrap()
            .contains("cursor=2")
    );
    let rooms = rooms.into_body().collect().await.unwrap().to_bytes();
    let rooms: serde_json::Value = serde_json::from_slice(&rooms).unwrap();
    assert_eq!(rooms["items"][0]["title"], "Release train");
    assert_eq!(rooms["items"][0]["trackingCodes"][0], "kept");
    assert_eq!(rooms["items"][0]["isPinned"], "kept");
    assert_eq!(replayed.left(), 2);
}
