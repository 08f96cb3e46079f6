//! The table of calls: paths, verbs, and who answers.

use std::sync::Arc;

use axum::{
    Router,
    response::Response,
    routing::{get, put},
};
use http::StatusCode;

use crate::{
    call::on,
    emulator::Shared,
    error::ApiError,
    resources::{memberships, messages, people, rooms},
};

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let api = Router::new()
        .route(
            "/memberships",
            get(on(memberships::list)).post(on(memberships::create)),
        )
        .route("/memberships/{membershipId}", get(on(memberships::get)))
        .route(
            "/memberships/{membershipId}",
            put(on(memberships::update)).delete(on(memberships::delete)),
        )
        .route(
            "/messages",
            get(on(messages::list)).post(on(messages::create)),
        )
        .route("/messages/direct", get(on(messages::list_direct)))
        .route(
            "/messages/{messageId}",
            get(on(messages::get))
                .put(on(messages::update))
                .delete(on(messages::delete)),
        )
        .route("/people", get(on(people::list)))
        .route("/people/me", get(on(people::me)))
        .route("/people/{personId}", get(on(people::get)))
        .route("/rooms", get(on(rooms::list)).post(on(rooms::create)))
        .route(
            "/rooms/{roomId}",
            get(on(rooms::get))
                .put(on(rooms::update))
                .delete(on(rooms::delete)),
        );
    Router::new()
        .nest("/v1", api)
        .fallback(|| async {
            Response::from(ApiError::not_found(
                "The requested resource could not be found.",
            ))
        })
        .method_not_allowed_fallback(|| async {
            Response::from(ApiError::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "Request method not supported",
            ))
        })
        .with_state(shared)
}
