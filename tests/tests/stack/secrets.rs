//! S1, D-42: secrets show in nothing that is printed.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use tower::ServiceExt;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use webex_sdk::models::{ApplicationId, Email, MeetingId, OrganizationId, Timestamp};
use webex_sdk::webhook::WebhookReceiver;
use webex_sdk::{Body, Proxy, Token, WebexApi};
use webex_transport::auth::oauth::OAuth;
use webex_transport::{HyperTransport, ProxyLayer};

use crate::peers::{Authority, ProxyKind, ProxyPeer};
use crate::support::World;

/// Everything that any crate traces, at every level.
#[derive(Clone, Default)]
pub(crate) struct Everything(pub(crate) Arc<Mutex<String>>);

impl Visit for Everything {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        use fmt::Write;
        let _ = write!(self.0.lock().unwrap(), "{}={value:?} ", field.name());
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn all(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?} ");
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!("{cause} {cause:?} ");
        source = cause.source();
    }
    text
}

/// Base64 of what contains the word shows other letters for each of three alignments.
const DISGUISES: [&str; 4] = ["SENTINEL", "U0VOVElORU", "NFTlRJTkVM", "TRU5USU5FT"];

#[tokio::test]
async fn no_secret_shows_in_traces_errors_or_debug() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    // With a second one, what tests beside this one meet is not taken for what nobody listens to.
    let _second = tracing::Dispatch::new(Everything::default());
    let world = World::new();
    let server = world.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let acceptor = Authority::new().issue(&["127.0.0.1"]).acceptor();
    let proxy = ProxyPeer::start(ProxyKind::Http, server.addr(), acceptor).await;
    let mut shown = String::new();

    // A token that the service refuses, over HTTP/1.1 with hyper tracing all it does.
    let builder = WebexApi::builder()
        .token("SENTINEL1")
        .base_url(server.base_url());
    shown += &format!("{builder:?} ");
    let api = builder.build().unwrap();
    shown += &format!("{api:?} ");
    shown += &all(&api.people().me().await.unwrap_err());
    let hers = api.with_token(Token::new("SENTINEL2").unwrap());
    shown += &format!("{hers:?} {:?} ", hers.people().me());
    shown += &all(&hers.people().me().await.unwrap_err());

    // Nobody listens.
    let nowhere = WebexApi::builder()
        .token("SENTINEL3")
        .base_url("http://127.0.0.1:9/v1")
        .max_attempts(1)
        .build();
    shown += &all(&nowhere
        .unwrap()
        .rooms()
        .list()
        .query("email", "SENTINEL4")
        .all()
        .await
        .unwrap_err());

    // A peer that speaks no TLS, with rustls tracing all it does.
    let https = server.base_url().replace("http://", "https://");
    let tls = WebexApi::builder()
        .token("SENTINEL5")
        .base_url(https)
        .build()
        .unwrap();
    shown += &all(&tls.people().me().await.unwrap_err());

    // OAuth that is refused.
    let oauth = OAuth::refresh("client", "SENTINEL6", "SENTINEL7");
    shown += &format!("{oauth:?} ");
    let oauth = WebexApi::builder()
        .credentials(oauth)
        .base_url(server.base_url());
    shown += &format!("{oauth:?} ");
    shown += &all(&oauth.build().unwrap().people().me().await.unwrap_err());

    // Proxies that nobody listens at, that do not let in, and that are none.
    for url in ["http://127.0.0.1:9", "socks5h://127.0.0.1:9", &proxy.url()] {
        let proxy = Proxy::all(url)
            .unwrap()
            .basic_auth("SENTINEL9", "SENTINEL10");
        shown += &format!("{proxy:?} {:?} ", ProxyLayer::new([proxy.clone()]).unwrap());
        let hyper = HyperTransport::builder().proxy(proxy.clone());
        shown += &format!("{hyper:?} {:?} ", hyper.clone().build().unwrap());
        let builder = WebexApi::builder()
            .token("SENTINEL5")
            .base_url("https://webex.test/v1")
            .max_attempts(1)
            .proxy(proxy);
        shown += &format!("{builder:?} ");
        shown += &all(&builder.build().unwrap().people().me().await.unwrap_err());
    }
    for url in ["http://u:SENTINEL11@", "ftp://u:SENTINEL11@p.test"] {
        shown += &all(&Proxy::all(url).unwrap_err());
    }
    // A webhook's secret, registered, and in a receiver that refuses, fails and panics.
    let ensure = world
        .api()
        .webhooks()
        .ensure("bot", "https://bot.example.com")
        .secret("SENTINEL9");
    shown += &format!("{ensure:?} {:?} ", ensure.clone().await.unwrap());
    let receiver = WebhookReceiver::new(world.api(), "SENTINEL9")
        .ack_after_handling()
        .on_message_created(|_, _| async { Err("no".into()) })
        .on_message_created(|_, _| async { panic!("no") });
    world.webex.send_through(receiver.clone());
    let bot = world.webex.add_bot("bot");
    world
        .api()
        .messages()
        .create(Email::new(bot.email()).unwrap())
        .text("psst")
        .await
        .unwrap();
    world.webex.settle().await;
    let forged = http::Request::new(webex_sdk::Body::from("{}"));
    let refused = receiver.clone().oneshot(forged).await;
    shown += &format!("{refused:?} {receiver:?} ");
    assert_eq!(
        (receiver.stats().accepted, receiver.stats().refused),
        (1, 1)
    );

    // Input that is refused.
    shown += &all(&WebexApi::builder()
        .token("SENTINEL\n8")
        .build()
        .unwrap_err());

    let traced = everything.0.lock().unwrap().clone();
    assert!(
        traced.contains("people.me"),
        "the subscriber sees our spans"
    );
    for secret in DISGUISES {
        assert!(!shown.contains(secret), "{secret} in {shown}");
        let at = traced
            .find(secret)
            .map(|at| &traced[at.saturating_sub(200)..at + 20]);
        assert!(at.is_none(), "{secret} in {at:?}");
    }
}

/// S2: what a header holds of a secret is marked, so that no log shows it and HTTP/2 does not index it.
#[tokio::test(start_paused = true)]
async fn headers_with_secrets_are_marked_sensitive() {
    let marked = Arc::new(Mutex::new(0));
    let count = marked.clone();
    let refusing = tower::service_fn(move |request: http::Request<Body>| {
        for (name, value) in request.headers() {
            let text = value.to_str().unwrap();
            if DISGUISES.iter().any(|secret| text.contains(secret)) {
                assert!(value.is_sensitive(), "{name}");
                *count.lock().unwrap() += 1;
            }
        }
        let response = http::Response::builder().status(401);
        std::future::ready(response.body(Body::empty()))
    });
    let builder = || WebexApi::builder().transport(refusing.clone());
    let fixed = builder().token("SENTINEL1").build().unwrap();
    let asked = builder()
        .credentials(|| std::future::ready(Token::new("SENTINEL2")))
        .build()
        .unwrap();
    for api in [&fixed, &asked] {
        api.people().me().await.unwrap_err();
        api.rooms().list().all().await.unwrap_err();
    }
    let hers = fixed.with_token(Token::new("SENTINEL3").unwrap());
    hers.people().me().await.unwrap_err();
    let basic = fixed.device_grants().token("id", "SENTINEL4", "SENTINEL5");
    basic.await.unwrap_err();
    assert_eq!(*marked.lock().unwrap(), 6);
}

/// Passwords of meetings and the secrets of applications, in calls that are stored, traced, or refused.
#[tokio::test]
async fn no_secret_of_a_call_shows() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    // With a second one, what tests beside this one meet is not taken for what nobody listens to.
    let _second = tracing::Dispatch::new(Everything::default());
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let meeting = MeetingId::new("M").unwrap();
    let (app, org) = (
        ApplicationId::new("A").unwrap(),
        OrganizationId::new("O").unwrap(),
    );
    let expires: Timestamp = "2130-01-01T00:00:00Z".parse().unwrap();
    let mut shown = String::new();
    macro_rules! show {
        ($($call:expr,)*) => { $(
            let call = $call;
            shown += &format!("{call:?} ");
            shown += &all(&call.await.map(drop).unwrap_err());
        )* };
    }
    show!(
        api.meetings()
            .create("T", "x", "x")
            .password("SENTINEL1")
            .panelist_password("SENTINEL2"),
        api.meetings().get(&meeting).password("SENTINEL3"),
        api.meetings().update(&meeting).password("SENTINEL4"),
        api.service_apps()
            .create_token(&app, "id", "SENTINEL5", &org),
        api.guest_issuer()
            .create("s", "n", "i", expires, "SENTINEL"), // is base64 as it is
    );
    let traced = everything.0.lock().unwrap().clone();
    for disguise in DISGUISES {
        assert!(!shown.contains(disguise), "{disguise}: {shown}");
        assert!(!traced.contains(disguise), "{disguise}: {traced}");
    }
}
