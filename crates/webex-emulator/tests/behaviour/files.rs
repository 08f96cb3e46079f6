//! Files: sent in a form or by URL, scanned, fetched.

use std::time::Duration;

use axum::{Router, body::Body, routing::get};
use http::{Method, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use webex_emulator::{Emulator, Scan};

use crate::support::{Answer, Client, id, raw};

async fn upload(webex: &Emulator, client: &Client, parts: &str) -> Answer {
    let request = Request::post("https://webexapis.com/v1/messages")
        .header("authorization", format!("Bearer {}", client.token()))
        .header("content-type", "multipart/form-data; boundary=XX")
        .body(Body::from(parts.replace('\n', "\r\n")))
        .unwrap();
    raw(&webex.service(), request).await
}

fn form(room: &str) -> String {
    format!(
        "--XX\nContent-Disposition: form-data; name=\"roomId\"\n\n{room}\n\
         --XX\nContent-Disposition: form-data; name=\"text\"\n\nhere\n\
         --XX\nContent-Disposition: form-data; name=\"files\"; filename=\"a b.txt\"\nContent-Type: text/plain\n\nhello\n\
         --XX--\n"
    )
}

async fn sent(webex: &Emulator, client: &Client) -> String {
    let room = id(&client.make("/rooms", json!({ "title": "Lunch" })).await);
    let answer = upload(webex, client, &form(&room)).await;
    assert_eq!(answer.ok()["text"], "here");
    answer.body["files"][0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    let url = sent(&webex, &ana).await;
    assert!(
        url.starts_with("https://webexapis.com/v1/contents/"),
        "{url}"
    );
    for method in [Method::GET, Method::HEAD] {
        let request = Request::builder().method(&method).uri(&url);
        let request = request
            .header("authorization", format!("Bearer {}", ana.token()))
            .body(Body::empty())
            .unwrap();
        let response = webex.service().oneshot(request).await.unwrap();
        let headers = response.headers().clone();
        assert_eq!(
            (
                headers["content-type"].as_bytes(),
                headers["content-length"].as_bytes()
            ),
            (&b"text/plain"[..], &b"5"[..])
        );
        assert_eq!(
            headers["content-disposition"],
            "attachment; filename=\"a b.txt\""
        );
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(
            &bytes[..],
            if method == Method::GET {
                &b"hello"[..]
            } else {
                b""
            }
        );
    }
    assert_eq!(
        bo.get(&url).await.status,
        404,
        "who is not in the room sees no file"
    );
}

#[tokio::test]
async fn the_scan_decides() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    webex.scan_next_file(Scan::Pending(Duration::from_secs(10)));
    let url = sent(&webex, &ana).await;
    let locked = ana.get(&url).await;
    assert_eq!(
        (locked.status.as_u16(), locked.header("retry-after")),
        (423, Some("10"))
    );
    webex.advance(Duration::from_secs(10));
    let request = Request::get(&url).header("authorization", format!("Bearer {}", ana.token()));
    assert_eq!(
        webex
            .service()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
            .status(),
        200
    );
    webex.scan_next_file(Scan::Infected);
    assert_eq!(ana.get(&sent(&webex, &ana).await).await.status, 410);
    webex.scan_next_file(Scan::Unscannable);
    let url = sent(&webex, &ana).await;
    assert_eq!(ana.get(&url).await.status, 428);
    let forced = Request::get(format!("{url}?allow=unscannable"))
        .header("authorization", format!("Bearer {}", ana.token()));
    assert_eq!(
        webex
            .service()
            .oneshot(forced.body(Body::empty()).unwrap())
            .await
            .unwrap()
            .status(),
        200
    );
}

#[tokio::test]
async fn a_file_is_fetched_from_its_url() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    webex.send_through(Router::new().route(
        "/pics/soup.png",
        get(|| async { ([("content-type", "image/png")], "PNG") }),
    ));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let body = json!({ "roomId": room, "files": ["https://example.com/pics/soup.png?x=1"] });
    let url = ana.make("/messages", body).await["files"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let request = Request::head(&url).header("authorization", format!("Bearer {}", ana.token()));
    let response = webex
        .service()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(
        response.headers()["content-disposition"],
        "attachment; filename=\"soup.png\""
    );
    assert_eq!(response.headers()["content-type"], "image/png");
    for files in [
        json!(["https://example.com/none"]),
        json!(["./a.png"]),
        json!(["http://a", "http://b"]),
        json!([7]),
    ] {
        let body = json!({ "roomId": room, "text": "x", "files": files });
        assert_eq!(ana.post("/messages", body).await.status, 400, "{files}");
    }
}

#[tokio::test]
async fn a_broken_form_is_refused() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let form = form(&room);
    for cut in (0..form.len() - 6).step_by(7) {
        assert_eq!(
            upload(&webex, &ana, &form[..cut]).await.status,
            400,
            "{cut}"
        );
    }
    let Value::Array(messages) =
        ana.get(&format!("/messages?roomId={room}")).await.body["items"].take()
    else {
        panic!()
    };
    assert!(messages.is_empty());
}

#[tokio::test]
async fn a_part_of_a_file_is_given_where_it_is_asked_for() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let url = sent(&webex, &ana).await;
    for (range, status, content_range, text) in [
        ("bytes=1-3", 206, Some("bytes 1-3/5"), "ell"),
        ("bytes=3-", 206, Some("bytes 3-4/5"), "lo"),
        ("bytes=-2", 206, Some("bytes 3-4/5"), "lo"),
        ("bytes=5-", 416, Some("bytes */5"), ""),
        ("bytes=0-1,3-4", 200, None, "hello"),
    ] {
        let request = Request::get(&url)
            .header("authorization", format!("Bearer {}", ana.token()))
            .header("range", range);
        let request = request.body(Body::empty()).unwrap();
        let response = webex.service().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{range}");
        let headers = response.headers().clone();
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(
            (header("content-range"), header("accept-ranges")),
            (content_range, Some("bytes"))
        );
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, text, "{range}");
    }
}
