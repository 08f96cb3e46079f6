//! OAuth, devices, guests, scopes and expiry.

use std::time::Duration;

use axum::body::Body;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webex_emulator::{AppHandle, Emulator};

use crate::support::{Answer, Client, raw};

async fn form(webex: &Emulator, path: &str, body: &str, authorization: &str) -> Answer {
    let request = Request::post(format!("https://webexapis.com/v1{path}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("authorization", authorization)
        .body(Body::from(body.to_owned()))
        .unwrap();
    raw(&webex.service(), request).await
}

async fn exchange(webex: &Emulator, app: &AppHandle, code: &str) -> Answer {
    let body = format!(
        "grant_type=authorization_code&client_id={}&client_secret={}&code={code}&redirect_uri={}",
        app.client_id(),
        app.client_secret(),
        app.redirect_uri(),
    );
    form(webex, "/access_token", &body, "").await
}

async fn refresh(webex: &Emulator, app: &AppHandle, token: &str) -> Answer {
    let (id, secret) = (app.client_id(), app.client_secret());
    let body = format!(
        "grant_type=refresh_token&client_id={id}&client_secret={secret}&refresh_token={token}"
    );
    form(webex, "/access_token", &body, "").await
}

async fn me(webex: &Emulator, token: &Value) -> u16 {
    let request = Request::get("/v1/people/me").header(
        "authorization",
        format!("Bearer {}", token.as_str().unwrap()),
    );
    raw(&webex.service(), request.body(Body::empty()).unwrap())
        .await
        .status
        .as_u16()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_code_gives_tokens_once() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://app.example.com/back");
    let code = app.authorize(&ana, &["spark:all"]);
    let tokens = exchange(&webex, &app, &code).await;
    let tokens = tokens.ok();
    assert_eq!(
        (&tokens["expires_in"], &tokens["refresh_token_expires_in"]),
        (&json!(1_209_600), &json!(7_776_000))
    );
    assert_eq!(me(&webex, &tokens["access_token"]).await, 200);
    let again = exchange(&webex, &app, &code).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["error"]),
        (400, &json!("invalid_grant"))
    );
    let late = app.authorize(&ana, &[]);
    webex.advance(Duration::from_secs(301));
    assert_eq!(exchange(&webex, &app, &late).await.status, 400);
}

#[tokio::test]
async fn the_browser_is_sent_back_and_pkce_is_checked() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://app.example.com/back");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(b"verifier"));
    let uri = format!(
        "https://webexapis.com/v1/authorize?response_type=code&client_id={}&redirect_uri={}&scope=spark%3Aall&state=a%20b\
         &code_challenge={challenge}&code_challenge_method=S256",
        app.client_id(),
        app.redirect_uri(),
    );
    let get = || Request::get(&uri).body(Body::empty()).unwrap();
    assert_eq!(
        raw(&webex.service(), get()).await.status,
        403,
        "nobody is signed in"
    );
    webex.sign_in(&ana);
    for (verifier, status) in [("wrong", 400), ("verifier", 200)] {
        let answer = raw(&webex.service(), get()).await;
        assert_eq!(answer.status, 302);
        let location = answer.header("location").unwrap();
        let code = location
            .strip_prefix("https://app.example.com/back?code=")
            .unwrap();
        let code = code.strip_suffix("&state=a%20b").unwrap();
        let body = format!(
            "grant_type=authorization_code&client_id={}&code={code}&redirect_uri={}&code_verifier={verifier}",
            app.client_id(),
            app.redirect_uri(),
        );
        assert_eq!(
            form(&webex, "/access_token", &body, "").await.status,
            status,
            "{verifier}"
        );
    }
}

#[tokio::test]
async fn a_refresh_gives_an_access_token_until_it_expires() {
    let webex = Emulator::new();
    let app = webex.add_integration("https://app.example.com/back");
    let code = app.authorize(&webex.add_person("ana@example.com"), &["spark:all"]);
    let first = exchange(&webex, &app, &code).await.body;
    webex.advance(Duration::from_secs(1_209_600));
    assert_eq!(me(&webex, &first["access_token"]).await, 401, "expired");
    let second = refresh(&webex, &app, text(&first["refresh_token"]))
        .await
        .body;
    assert_eq!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(me(&webex, &second["access_token"]).await, 200);
    webex.expire_access_tokens();
    assert_eq!(me(&webex, &second["access_token"]).await, 401);
    // Use has renewed it: 90 days count from there.
    webex.advance(Duration::from_secs(80 * 24 * 60 * 60));
    refresh(&webex, &app, text(&first["refresh_token"]))
        .await
        .ok();
    webex.advance(Duration::from_secs(91 * 24 * 60 * 60));
    assert_eq!(
        refresh(&webex, &app, text(&first["refresh_token"]))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn rotation_spends_the_refresh_token() {
    let webex = Emulator::new();
    webex.rotate_refresh_tokens(true);
    let app = webex.add_integration("https://app.example.com/back");
    let code = app.authorize(&webex.add_person("ana@example.com"), &[]);
    let first = exchange(&webex, &app, &code).await.body;
    let second = refresh(&webex, &app, text(&first["refresh_token"]))
        .await
        .body;
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    let spent = refresh(&webex, &app, text(&first["refresh_token"])).await;
    assert_eq!(
        (spent.status.as_u16(), &spent.body["error"]),
        (400, &json!("invalid_grant"))
    );
    refresh(&webex, &app, text(&second["refresh_token"]))
        .await
        .ok();
}

#[tokio::test]
async fn a_device_waits_for_its_user() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("");
    let body = format!("client_id={}&scope=spark:all", app.client_id());
    let device = form(&webex, "/device/authorize", &body, "").await.body;
    let body = format!(
        "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id={}&device_code={}",
        app.client_id(),
        text(&device["device_code"]),
    );
    let basic = format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{}", app.client_id(), app.client_secret()))
    );
    assert_eq!(form(&webex, "/device/token", &body, "").await.status, 400);
    assert_eq!(
        form(&webex, "/device/token", &body, &basic).await.status,
        428
    );
    assert!(!webex.approve_device("nobody", &ana));
    assert!(webex.approve_device(text(&device["user_code"]), &ana));
    let tokens = form(&webex, "/device/token", &body, &basic).await;
    assert_eq!(me(&webex, &tokens.ok()["access_token"]).await, 200);
    assert_eq!(
        form(&webex, "/device/token", &body, &basic).await.status,
        400,
        "spent"
    );
}

#[tokio::test]
async fn an_app_s_token_opens_only_its_scopes() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("");
    let reader = Client::with_token(&webex, &app.token(&ana, &["spark:rooms_read"]));
    reader.get("/rooms").await.ok();
    assert_eq!(
        reader.post("/rooms", json!({ "title": "x" })).await.status,
        403
    );
    assert_eq!(reader.get("/people/me").await.status, 403);
    let soon = reader.get("/authorizations/tokenExpiry").await.ok()["exp"]
        .as_i64()
        .unwrap();
    let left = soon - webex.clock().now().as_millisecond();
    assert!((1_209_590_000..=1_209_600_000).contains(&left), "{left}");
}

#[tokio::test]
async fn a_service_app_makes_guests() {
    let webex = Emulator::new();
    let admin = Client::new(&webex, &webex.add_admin("admin@example.com"));
    let app = webex.add_service_app("Front desk", &["guest-issuer:write", "guest-issuer:read"]);
    let body = json!({ "clientId": app.client_id(), "clientSecret": app.client_secret(), "targetOrgId": "x" });
    let tokens = admin.make("/applications/any/token", body).await;
    let desk = Client::with_token(&webex, text(&tokens["access_token"]));
    let body = json!({ "subject": "s-1", "displayName": "Guest One" });
    let (one, two) = (
        desk.make("/guests/token", body.clone()).await,
        desk.make("/guests/token", body.clone()).await,
    );
    assert_eq!((&one["id"], &one["expiresIn"]), (&two["id"], &json!(64799)));
    for guest in [&one, &two] {
        let me = Client::with_token(&webex, text(&guest["accessToken"]))
            .get("/people/me")
            .await;
        assert_eq!(
            (&me.ok()["displayName"], &me.body["type"]),
            (&json!("Guest One"), &json!("appuser"))
        );
    }
    assert_eq!(desk.get("/guests/count").await.body, json!(1));
    let reader = Client::with_token(
        &webex,
        &webex
            .add_integration("")
            .token(&webex.add_person("a@b.c"), &["spark:all"]),
    );
    assert_eq!(reader.post("/guests/token", body).await.status, 403);
}

#[tokio::test]
async fn a_signed_jwt_logs_a_guest_in() {
    let webex = Emulator::new();
    let issuer = webex.add_guest_issuer();
    let jwt = |exp: Value, secret: &[u8]| {
        let claims = json!({ "sub": "s-1", "name": "Guest", "iss": issuer.id(), "exp": exp });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!(
            "{}.{}",
            part(&json!({ "alg": "HS256", "typ": "JWT" })),
            part(&claims)
        );
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(signed.as_bytes());
        format!(
            "Bearer {signed}.{}",
            URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
        )
    };
    let secret = STANDARD.decode(issuer.secret()).unwrap();
    let soon = webex.clock().now().as_second() + 60;
    for exp in [json!(soon), json!(soon.to_string())] {
        let login = form(&webex, "/jwt/login", "", &jwt(exp, &secret)).await;
        assert_eq!(me(&webex, &login.ok()["token"]).await, 200);
    }
    assert_eq!(
        form(&webex, "/jwt/login", "", &jwt(json!(soon - 120), &secret))
            .await
            .status,
        401
    );
    assert_eq!(
        form(&webex, "/jwt/login", "", &jwt(json!(soon), b"wrong"))
            .await
            .status,
        401
    );
}
