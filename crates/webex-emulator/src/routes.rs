//! The table of calls: paths, verbs, and who answers.

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use http::StatusCode;

use crate::{
    call::{on, on_upload, open},
    error::ApiError,
    resources::{
        admin_audit, attachment_actions, contents, device, events, guests, licenses, memberships,
        messages, oauth, organizations, people, people_admin, roles, room_tabs, rooms,
        team_memberships, teams, webhooks,
    },
};

/// The routes of a resource with the five usual calls.
macro_rules! resource {
    ($router:expr, $path:literal, $id:literal, $resource:ident) => {
        $router
            .route($path, get(on($resource::list)).post(on($resource::create)))
            .route(
                concat!($path, "/{", $id, "}"),
                get(on($resource::get))
                    .put(on($resource::update))
                    .delete(on($resource::delete)),
            )
    };
}

/// The emulator itself comes with each request, as an extension, so that it can own its router.
pub(crate) fn router() -> Router {
    let api = Router::new()
        .route("/attachment/actions", post(on(attachment_actions::create)))
        .route("/attachment/actions/{id}", get(on(attachment_actions::get)))
        .route("/contents/{contentId}", get(on(contents::get)))
        .route("/access_token", post(open(oauth::access_token)))
        .route("/authorize", get(open(oauth::authorize)))
        .route("/authorizations/tokenExpiry", get(on(oauth::token_expiry)))
        .route(
            "/applications/{applicationId}/token",
            post(on(oauth::service_app)),
        )
        .route("/device/authorize", post(open(device::authorize)))
        .route("/device/token", post(open(device::token)))
        .route("/device/verify", get(open(device::verify)))
        .route("/guests/count", get(on(guests::count)))
        .route("/guests/token", post(on(guests::token)))
        .route("/jwt/login", post(open(guests::login)))
        .route("/adminAudit/events", get(on(admin_audit::list)))
        .route(
            "/adminAudit/eventCategories",
            get(on(admin_audit::categories)),
        )
        .route("/licenses", get(on(licenses::list)))
        .route("/licenses/{licenseId}", get(on(licenses::get)))
        .route("/organizations", get(on(organizations::list)))
        .route("/organizations/{orgId}", get(on(organizations::get)))
        .route("/events", get(on(events::list)))
        .route("/events/{eventId}", get(on(events::get)))
        .route(
            "/messages",
            get(on(messages::list)).post(on_upload(messages::create)),
        )
        .route("/messages/direct", get(on(messages::list_direct)))
        .route(
            "/messages/{messageId}",
            get(on(messages::get))
                .put(on(messages::update))
                .delete(on(messages::delete)),
        )
        .route(
            "/people",
            get(on(people::list)).post(on(people_admin::create)),
        )
        .route("/people/me", get(on(people::me)))
        .route(
            "/people/{personId}",
            get(on(people::get))
                .put(on(people_admin::update))
                .delete(on(people_admin::delete)),
        )
        .route("/roles", get(on(roles::list)))
        .route("/roles/{roleId}", get(on(roles::get)))
        .route("/rooms/{roomId}/meetingInfo", get(on(rooms::meeting_info)));
    let api = resource!(api, "/memberships", "membershipId", memberships);
    let api = resource!(api, "/room/tabs", "id", room_tabs);
    let api = resource!(api, "/rooms", "roomId", rooms);
    let api = resource!(api, "/team/memberships", "membershipId", team_memberships);
    let api = resource!(api, "/teams", "teamId", teams);
    let api = resource!(api, "/webhooks", "webhookId", webhooks);
    Router::new()
        .nest("/v1", api)
        .fallback(|| async {
            let message = "The requested resource could not be found.";
            Response::from(ApiError::not_found(message))
        })
        .method_not_allowed_fallback(|| async {
            let message = "Request method not supported";
            Response::from(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, message))
        })
}
