//! A service that shares its HTTP client with the SDK: `cargo run -p webex-examples --example shared_pool`
//!
//! An axum service has a hyper client for what it calls, with its own connector, pool and limits. The connection object is
//! put over that same client, once; each request to the service is served with its own caller's token. The emulator stands
//! in for Webex. A service that has no client yet does the same with a clone of one `HyperTransport`.

use std::net::Ipv4Addr;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::routing::get;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;
use tower::ServiceExt;
use webex_emulator::Emulator;
use webex_sdk::prelude::*;
use webex_sdk::{BoxError, Error};

/// What the service calls everything with.
type HttpClient = Client<HttpConnector, Body>;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    ask_the_service(|line| println!("{line}")).await
}

/// One client, one pool. The service's own token is none: every call has its caller's.
fn connection(client: HttpClient, base_url: String) -> webex_sdk::Result<WebexApi> {
    // The SDK's requests have a body of the SDK's; the client wants axum's.
    let client = client.map_request(|request: Request<webex_sdk::Body>| request.map(Body::new));
    WebexApi::builder()
        .anonymous()
        .base_url(base_url)
        .transport(client)
        .build()
}

fn service(api: WebexApi) -> Router {
    Router::new().route("/rooms", get(rooms)).with_state(api)
}

/// `GET /rooms`: the titles of the caller's rooms.
async fn rooms(
    State(api): State<WebexApi>,
    headers: HeaderMap,
) -> Result<String, (StatusCode, String)> {
    let failed = |error: Error| {
        let status = error.status().unwrap_or(StatusCode::BAD_GATEWAY);
        (status, error.to_string())
    };
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = Token::new(token.unwrap_or_default())
        .map_err(|error| (StatusCode::UNAUTHORIZED, error.to_string()))?;
    let rooms = api
        .with_token(token)
        .rooms()
        .list()
        .all()
        .await
        .map_err(failed)?;
    let titles: Vec<_> = rooms.into_iter().filter_map(|room| room.title).collect();
    Ok(titles.join(", "))
}

pub async fn ask_the_service(say: impl Fn(String)) -> Result<(), BoxError> {
    let webex = Emulator::new();
    let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;
    let client: HttpClient = Client::builder(TokioExecutor::new()).build_http();
    let api = connection(client.clone(), server.base_url())?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/rooms", listener.local_addr()?);
    let running = tokio::spawn(axum::serve(listener, service(api.clone())).into_future());

    let mut callers = Vec::new();
    for (email, title) in [
        ("ana@example.com", "Release train"),
        ("bob@example.com", "Lunch"),
    ] {
        let token = webex.add_person(email).token().to_owned();
        api.with_token(Token::new(&token)?)
            .rooms()
            .create(title)
            .await?;
        callers.push((email, token));
    }
    callers.push(("nobody", "no-such-token".to_owned()));
    for (who, token) in callers {
        let request = Request::get(&url).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answer = client.request(request.body(Body::empty())?).await?;
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(Body::new(answer.into_body()), 10_000).await?;
        say(format!(
            "{who}: {status} {}",
            String::from_utf8_lossy(&body)
        ));
    }

    running.abort();
    server.shutdown().await;
    Ok(())
}
