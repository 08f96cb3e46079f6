//! `/_emulator`, for users of other languages.

use axum::body::Body;
use http::{Method, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use webex_emulator::Emulator;

use crate::support::{Answer, Client, raw};

async fn control(webex: &Emulator, method: Method, path: &str, body: Value) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(format!("http://x/_emulator{path}"));
    raw(
        &webex.service(),
        request.body(Body::from(body.to_string())).unwrap(),
    )
    .await
}

#[tokio::test]
async fn is_off_unless_asked_for() {
    let webex = Emulator::new();
    assert_eq!(
        control(&webex, Method::POST, "/people", json!({ "email": "a@b.c" }))
            .await
            .status,
        404
    );
    webex.control(true);
    assert_eq!(
        control(&webex, Method::POST, "/people", json!({ "email": "a@b.c" }))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn adds_people_and_apps() {
    let webex = Emulator::new();
    webex.control(true);
    for (role, kind) in [
        ("user", "person"),
        ("bot", "bot"),
        ("admin", "person"),
        ("compliance", "person"),
    ] {
        let body = json!({ "email": format!("{role}@example.com"), "role": role });
        let person = control(&webex, Method::POST, "/people", body).await.body;
        let me = Client::with_token(&webex, person["token"].as_str().unwrap())
            .get("/people/me")
            .await;
        assert_eq!(
            (&me.ok()["id"], &me.body["type"]),
            (&person["id"], &json!(kind))
        );
    }
    let app = control(
        &webex,
        Method::POST,
        "/integrations",
        json!({ "redirectUri": "http://a/b" }),
    )
    .await
    .body;
    let body = json!({ "clientId": app["clientId"], "email": "user@example.com" });
    assert!(control(&webex, Method::POST, "/authorize", body).await.ok()["code"].is_string());
    assert!(
        control(&webex, Method::POST, "/guest-issuers", json!({}))
            .await
            .ok()["secret"]
            .is_string()
    );
    assert_eq!(
        control(
            &webex,
            Method::POST,
            "/people",
            json!({ "email": "x", "role": "king" })
        )
        .await
        .status,
        400
    );
}

#[tokio::test]
async fn scripts_faults_limits_links_and_time() {
    let webex = Emulator::new();
    webex.control(true);
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let fault = json!({ "kind": "status", "status": 429, "retryAfter": "7", "path": "/people", "times": 1 });
    assert_eq!(
        control(&webex, Method::POST, "/faults", fault).await.status,
        204
    );
    let struck = ana.get("/people/me").await;
    assert_eq!(
        (struck.status.as_u16(), struck.header("retry-after")),
        (429, Some("7"))
    );
    for kind in [
        "latency",
        "refused",
        "resetBeforeHead",
        "resetAfterHead",
        "cutBody",
        "slowBody",
        "wrongJson",
        "body",
        "expiredToken",
    ] {
        assert_eq!(
            control(&webex, Method::POST, "/faults", json!({ "kind": kind }))
                .await
                .status,
            204,
            "{kind}"
        );
    }
    assert_eq!(webex.faults().pending(), 9);
    assert_eq!(
        control(&webex, Method::POST, "/faults", json!({ "kind": "flood" }))
            .await
            .status,
        400
    );
    assert_eq!(
        control(&webex, Method::DELETE, "/faults", json!({}))
            .await
            .status,
        204
    );
    let chaos = json!({ "seed": 1, "share": 1.0, "faults": [{ "kind": "status", "status": 503 }] });
    control(&webex, Method::POST, "/chaos", chaos).await;
    assert_eq!(ana.get("/people/me").await.status, 503);
    control(&webex, Method::DELETE, "/chaos", json!({})).await;
    let limit = json!({ "requests": 1, "seconds": 60, "family": "people", "retryAfter": "absent" });
    control(&webex, Method::POST, "/limits", limit).await;
    ana.get("/people/me").await.ok();
    assert_eq!(ana.get("/people/me").await.status, 429);
    control(&webex, Method::POST, "/clock", json!({ "seconds": 60 }))
        .await
        .ok();
    ana.get("/people/me").await.ok();
    control(&webex, Method::DELETE, "/limits", json!({})).await;
    control(&webex, Method::POST, "/links", json!({ "maxNull": true })).await;
    for n in 0..2 {
        ana.make("/rooms", json!({ "title": n.to_string() })).await;
    }
    assert!(
        ana.get("/rooms?max=1")
            .await
            .next()
            .unwrap()
            .contains("max=null")
    );
    let seen = control(&webex, Method::GET, "/requests", json!({}))
        .await
        .items();
    assert_eq!((&seen[0]["path"], seen.len()), (&json!("/v1/people/me"), 8));
}

#[tokio::test]
async fn there_is_a_page_to_look_at() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let client = Client::new(&webex, &ana);
    let room = client
        .make("/rooms", json!({ "title": "Lunch & more" }))
        .await;
    let said = json!({ "roomId": room["id"], "text": "soup < salad" });
    client.make("/messages", said).await;
    let look = || {
        let request = Request::get("http://x/").body(Body::empty()).unwrap();
        webex.service().oneshot(request)
    };
    assert_eq!(look().await.unwrap().status(), 404);
    webex.control(true);
    let response = look().await.unwrap();
    assert_eq!(
        response.headers()["content-type"],
        "text/html; charset=utf-8"
    );
    let page = response.into_body().collect().await.unwrap().to_bytes();
    let page = std::str::from_utf8(&page).unwrap();
    for text in [
        "ana@example.com",
        "Lunch &amp; more",
        "soup &lt; salad",
        "/v1/messages",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(
        !page.contains(ana.token()) && !page.contains("<script"),
        "{page}"
    );
}
