//! OAuth as a user meets it, against the emulator.

use std::time::Duration;

use http::Request;
use tower::ServiceExt;
use webex_emulator::{Emulator, Fault};
use webex_sdk::models::{ApplicationId, OrganizationId};
use webex_sdk::oauth::{AuthorizeUrl, FileStore, OAuth, Pkce};
use webex_sdk::{Body, ErrorKind, WebexApi, WebexApiBuilder};

fn towards(webex: &Emulator) -> WebexApiBuilder {
    WebexApi::builder().transport(webex.service())
}

/// What comes back with the browser: the code, after the state was compared.
async fn agreed(webex: &Emulator, url: &str, state: &str) -> String {
    let request = Request::get(url).body(Body::empty()).unwrap();
    let answer = webex.service().oneshot(request).await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let query = location.split_once('?').unwrap().1;
    let value = |name: &str| {
        let pair = query
            .split('&')
            .find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        pair.unwrap().to_owned()
    };
    assert_eq!(value("state"), state);
    value("code")
}

#[tokio::test]
async fn a_user_agrees_and_the_connection_keeps_itself_going() -> webex_sdk::Result<()> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://bot.example.com/agreed");
    webex.sign_in(&ana);
    let pkce = Pkce::new()?;
    let url = AuthorizeUrl::new(app.client_id(), app.redirect_uri())
        .scopes(["spark:people_read", "spark:rooms_read"])
        .state("s-1")
        .pkce(&pkce)
        .to_string();
    let code = agreed(&webex, &url, "s-1").await;
    let oauth = OAuth::code(
        app.client_id(),
        app.client_secret(),
        code,
        app.redirect_uri(),
    );
    let api = towards(&webex)
        .credentials(oauth.code_verifier(pkce.verifier().clone()))
        .build()?;
    assert_eq!(api.people().me().await?.id.as_str(), ana.id());

    // The service ends all tokens: nobody notices.
    webex.expire_access_tokens();
    assert_eq!(api.people().me().await?.id.as_str(), ana.id());
    let token_requests = webex
        .requests()
        .iter()
        .filter(|request| request.path == "/v1/access_token")
        .count();
    assert_eq!(token_requests, 2);
    Ok(())
}

/// As in the seed: the code goes into the connection object.
#[tokio::test]
async fn a_code_makes_a_connection_and_a_wrong_verifier_none() -> webex_sdk::Result<()> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://bot.example.com/agreed");
    let code = app.authorize(&ana, &["spark:all"]);
    let api = towards(&webex)
        .oauth_code(
            app.client_id(),
            app.client_secret(),
            code,
            app.redirect_uri(),
        )
        .build()?;
    assert_eq!(api.people().me().await?.id.as_str(), ana.id());

    let oauth = OAuth::code(
        app.client_id(),
        app.client_secret(),
        "spent",
        app.redirect_uri(),
    );
    let api = towards(&webex).credentials(oauth).build()?;
    let error = api.people().me().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(error.attempts(), 0);
    Ok(())
}

#[tokio::test]
async fn tokens_are_exchanged_by_hand_without_one() -> webex_sdk::Result<()> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://bot.example.com/agreed");
    let api = towards(&webex).anonymous().build()?;
    let code = app.authorize(&ana, &["spark:all"]);
    let (id, secret) = (app.client_id(), app.client_secret());
    let tokens = api
        .access_tokens()
        .get(id, secret, code, app.redirect_uri())
        .await?;
    let refresh_token = tokens.refresh_token.unwrap();
    let again = api
        .access_tokens()
        .refresh(id, secret, refresh_token)
        .await?;
    assert!(again.expires_in.is_some_and(|seconds| seconds > 0));
    for request in webex.requests() {
        assert!(!request.headers.contains_key("authorization"));
    }
    // What needs a token is refused before it is sent.
    let sent = webex.requests().len();
    assert_eq!(
        api.people().me().await.unwrap_err().kind(),
        ErrorKind::Credentials
    );
    assert_eq!(webex.requests().len(), sent);

    let wrong = api
        .access_tokens()
        .refresh(id, "SENTINEL1", "SENTINEL2")
        .await
        .unwrap_err();
    assert!(!format!("{wrong} {wrong:?}").contains("SENTINEL"));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_device_waits_for_its_user() -> webex_sdk::Result<()> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://bot.example.com/agreed");
    let api = towards(&webex).anonymous().build()?;
    let device = api
        .device_grants()
        .authorize(app.client_id(), "spark:all")
        .await?;
    let code = device.user_code.clone().unwrap();
    let later = async {
        tokio::time::sleep(Duration::from_secs(9)).await;
        assert!(webex.approve_device(&code, &ana));
    };
    let wait = api
        .device_grants()
        .wait(app.client_id(), app.client_secret(), &device);
    let (tokens, ()) = tokio::join!(wait, later);
    let token = tokens?.access_token.unwrap();
    let hers = towards(&webex).token(token.expose()).build()?;
    assert_eq!(hers.people().me().await?.id.as_str(), ana.id());

    // Nobody agrees: it ends when the code does.
    let device = api
        .device_grants()
        .authorize(app.client_id(), "spark:all")
        .await?;
    let start = tokio::time::Instant::now();
    let wait = api
        .device_grants()
        .wait(app.client_id(), app.client_secret(), &device)
        .await;
    assert_eq!(wait.unwrap_err().status().unwrap().as_u16(), 428);
    assert!(start.elapsed() <= Duration::from_secs(300));

    // Nor does a service that is busy for longer than the code lives make it any longer.
    let mut device = api
        .device_grants()
        .authorize(app.client_id(), "spark:all")
        .await?;
    device.expires_in = Some(20);
    webex.faults().next(Fault::status(429).retry_after(200));
    let start = tokio::time::Instant::now();
    let wait = api
        .device_grants()
        .wait(app.client_id(), app.client_secret(), &device)
        .await;
    wait.unwrap_err();
    assert!(start.elapsed() <= Duration::from_secs(20));
    Ok(())
}

/// A second run finds what the first one left, and needs no code.
#[tokio::test]
async fn tokens_outlive_the_run_in_a_file() -> webex_sdk::Result<()> {
    let webex = Emulator::new();
    webex.rotate_refresh_tokens(true);
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://bot.example.com/agreed");
    let path = std::env::temp_dir().join(format!("webex-tokens-{}", std::process::id()));
    let code = app.authorize(&ana, &["spark:all"]);
    for _ in 0..3 {
        let oauth = OAuth::code(
            app.client_id(),
            app.client_secret(),
            &*code,
            app.redirect_uri(),
        );
        let api = towards(&webex)
            .credentials(oauth.store(FileStore::at(&path)))
            .build()?;
        api.people().me().await?;
        webex.expire_access_tokens();
        api.people().me().await?;
    }
    std::fs::remove_file(path).unwrap();
    Ok(())
}

/// A guest's connection asks through the service app's for its tokens, and again when they are refused.
#[tokio::test]
async fn a_guest_gets_its_tokens_by_a_service_app() -> webex_sdk::Result<()> {
    let webex = Emulator::new();
    let app = webex.add_service_app("Front desk", &["guest-issuer:write"]);
    let admin = webex.add_admin("admin@example.com");
    let admin = towards(&webex).token(admin.token()).build()?;
    let (id, secret) = (app.client_id(), app.client_secret());
    let (app, organization) = (ApplicationId::new(id)?, OrganizationId::new("any")?);
    let apps = admin.service_apps();
    let tokens = apps.create_token(&app, id, secret, &organization).await?;
    let token = tokens.access_token.unwrap();
    let front_desk = towards(&webex).token(token.expose()).build()?;

    let visitor = front_desk.guests().credentials("visitor-42", "Visitor");
    let api = towards(&webex).credentials(visitor).build()?;
    let me = api.people().me().await?;
    assert_eq!(me.display_name.as_deref(), Some("Visitor"));
    api.people().me().await?;
    let asked = |webex: &Emulator| {
        let requests = webex.requests();
        let tokens = requests
            .iter()
            .filter(|request| request.path.ends_with("/guests/token"));
        tokens.count()
    };
    assert_eq!(asked(&webex), 1);
    Ok(())
}
