//! Webhooks received by a service that does other things, too: `cargo run -p webex-examples --example receiver_axum`
//!
//! The receiver is a service on one path of an axum router. The host's own layers are around it as around all else: here a log
//! of requests, a limit on how many are served at a time, and a limit on how long each may take. Someone who does not
//! know the secret gets no further than 401.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower::limit::GlobalConcurrencyLimitLayer;
use webex_emulator::Emulator;
use webex_sdk::BoxError;
use webex_sdk::models::{WebhookData, WebhookEventType, WebhookResource};
use webex_sdk::prelude::*;

type Log = Arc<dyn Fn(String) + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    host(Arc::new(|line| println!("{line}"))).await
}

/// Tells of rooms and who comes into them.
fn receiver(api: WebexApi, secret: &str, log: Log) -> WebhookReceiver {
    let of_rooms = log.clone();
    WebhookReceiver::new(api, secret)
        .max_in_flight(100)
        .on_failure(|failure| eprintln!("{failure}"))
        .on_membership_created(move |membership, _| {
            let who = membership.person_email.as_ref().map(ToString::to_string);
            log(format!("   {} came in", who.unwrap_or_default()));
            std::future::ready(Ok(()))
        })
        .on(
            WebhookResource::Rooms,
            WebhookEventType::All,
            move |room, _| {
                if let (WebhookData::Room(it), Some(what)) = (&*room, &room.event().event) {
                    of_rooms(format!(
                        "   {what}: {}",
                        it.title.as_deref().unwrap_or_default()
                    ));
                }
                std::future::ready(Ok(()))
            },
        )
}

fn app(receiver: WebhookReceiver, log: Log) -> Router {
    Router::new()
        .route_service("/webex", receiver)
        .route("/health", get(async || "fine"))
        .layer(middleware::from_fn(in_time))
        .layer(GlobalConcurrencyLimitLayer::new(64))
        .layer(middleware::from_fn_with_state(log, logged))
}

async fn in_time(request: Request, next: Next) -> Result<Response, StatusCode> {
    let answer = tokio::time::timeout(Duration::from_secs(10), next.run(request)).await;
    answer.map_err(|_| StatusCode::REQUEST_TIMEOUT)
}

async fn logged(State(log): State<Log>, request: Request, next: Next) -> Response {
    let line = format!("{} {}", request.method(), request.uri().path());
    let answer = next.run(request).await;
    log(format!("{line}: {}", answer.status()));
    answer
}

pub async fn host(log: Log) -> Result<(), BoxError> {
    let webex = Emulator::new();
    let connect = |token: &str| {
        let builder = WebexApi::builder().token(token);
        builder.transport(webex.service()).build()
    };
    let api = connect(webex.add_person("ana@example.com").token())?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/webex", listener.local_addr()?);
    let secret = "a shared secret";
    let receiver = receiver(api.clone(), secret, log.clone());
    let app = app(receiver.clone(), log);
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) });
    let serving = tokio::spawn(serving.into_future());

    for resource in [WebhookResource::Rooms, WebhookResource::Memberships] {
        let ensure = api.webhooks().ensure("lobby", &*url).secret(secret);
        ensure.resource(resource).event("all").await?;
    }
    let room = api.rooms().create("Lobby").await?;
    webex.settle().await;
    let bo = Email::new("bo@example.com")?;
    drop(webex.add_person(bo.as_str()));
    api.memberships().create(&room.id, bo).await?;
    webex.settle().await;

    // Somebody who found the URL.
    let forged = reqwest::Client::new().post(&url);
    forged
        .body(r#"{"id":"W","resource":"rooms"}"#)
        .send()
        .await?;

    drop(stop); // the server ends first, for what came to a receiver that is shut down would be lost
    serving.await??;
    receiver.shutdown().await;
    Ok(())
}
