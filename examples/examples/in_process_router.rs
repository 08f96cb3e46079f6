//! The SDK over a router of your own, in the same process: `cargo run -p webex-examples --example in_process_router`
//!
//! An axum `Router` is a service that answers HTTP requests, and that is all a transport has to be. No socket is opened.
//! Good for a test that wants to say exactly what is answered, for a gateway in front of Webex, for a recorded session. Paths
//! begin with `/v1`, as those of Webex do.

use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use webex_sdk::models::RoomId;
use webex_sdk::prelude::*;
use webex_sdk::{BoxError, WebexApiBuilder};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    look_around(WebexApi::builder().token("anything"), |line| {
        println!("{line}")
    })
    .await
}

/// A Webex with two rooms in it, a page for each.
fn router() -> Router {
    Router::new()
        .route("/v1/rooms", get(rooms))
        .route("/v1/rooms/{room}", get(no_room))
}

pub async fn look_around(builder: WebexApiBuilder, say: impl Fn(String)) -> Result<(), BoxError> {
    let api = builder.transport(router()).build()?;
    for room in api.rooms().list().page_size(1).all().await? {
        say(format!("{}: {:?}", room.id, room.title));
    }
    // Errors are those of the service, whoever it is.
    match api.rooms().get(RoomId::new("three")?).await {
        Err(error) if error.is_not_found() => say(error.to_string()),
        other => drop(other?),
    }
    Ok(())
}

#[derive(Deserialize)]
struct Page {
    cursor: Option<String>,
}

/// A list is an object with `items`, and a `Link` to the next page.
async fn rooms(Query(page): Query<Page>) -> impl IntoResponse {
    let next = "<https://webexapis.com/v1/rooms?max=1&cursor=2>; rel=\"next\"";
    match page.cursor {
        None => (
            [(header::LINK, next)],
            Json(json!({ "items": [{ "id": "one", "title": "First" }] })),
        )
            .into_response(),
        Some(_) => Json(json!({ "items": [{ "id": "two", "title": "Second" }] })).into_response(),
    }
}

async fn no_room(Path(room): Path<String>) -> impl IntoResponse {
    let body = json!({ "message": format!("There is no room {room}."), "trackingId": "ROUTER_1" });
    (StatusCode::NOT_FOUND, Json(body))
}
