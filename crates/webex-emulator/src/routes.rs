//! The table of calls: paths, verbs, and who answers.

use std::sync::LazyLock;

use axum::{
    Router,
    response::Response,
    routing::{delete, get, patch, post},
};
use http::StatusCode;

use crate::{
    call::{on, on_upload, open},
    error::ApiError,
    resources::{
        admin_audit, attachment_actions, contents, device, events, guests, licenses, meetings,
        meetings::{invitees, registrants, templates},
        memberships, messages, oauth, organizations, people, people_admin, recordings, roles,
        room_tabs, rooms, shelf, team_memberships, teams, webhooks,
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

/// The same for all emulators, as it takes time to make: which of them is meant comes with each request, as an extension.
pub(crate) static ROUTER: LazyLock<Router> = LazyLock::new(router);

fn router() -> Router {
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
        .route("/licenses/users", patch(on(licenses::assign)))
        .route("/organizations", get(on(organizations::list)))
        .route("/organizations/{orgId}", get(on(organizations::get)))
        .route("/events", get(on(events::list)))
        .route("/events/{eventId}", get(on(events::get)))
        .route(
            "/messages",
            get(on(messages::list)).post(on_upload(messages::create)),
        )
        .route(
            "/meetingInvitees",
            get(on(invitees::list)).post(on(invitees::create)),
        )
        .route(
            "/meetingInvitees/bulkInsert",
            post(on(invitees::bulk_insert)),
        )
        .route(
            "/meetingInvitees/{meetingInviteeId}",
            get(on(invitees::get))
                .put(on(invitees::update))
                .delete(on(invitees::delete)),
        )
        .route(
            "/meetings/{meetingId}/registrants",
            get(on(registrants::list)).post(on(registrants::create)),
        )
        .route(
            "/meetings/{meetingId}/registrants/{registrantId}",
            get(on(registrants::get)).delete(on(registrants::delete)),
        )
        .route(
            "/meetings/{meetingId}/registrants/approve",
            post(on(registrants::approve)),
        )
        .route(
            "/meetings/{meetingId}/registrants/reject",
            post(on(registrants::reject)),
        )
        .route(
            "/meetings/{meetingId}/registrants/cancel",
            post(on(registrants::cancel)),
        )
        .route(
            "/meetings/{meetingId}/registrants/bulkDelete",
            post(on(registrants::bulk_delete)),
        )
        .route(
            "/meetings/{meetingId}/registrants/bulkInsert",
            post(on(registrants::bulk_insert)),
        )
        .route(
            "/meetings/{meetingId}/registrants/query",
            post(on(registrants::query)),
        )
        .route("/meetings/templates", get(on(templates::list)))
        .route("/meetings/templates/{templateId}", get(on(templates::get)))
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
    let api = resource!(api, "/room/linkedFolders", "id", shelf);
    let api = resource!(api, "/meetings", "meetingId", meetings);
    Router::new()
        .nest("/v1", shelves(recordings(api)))
        .fallback(|| async {
            let message = "The requested resource could not be found.";
            Response::from(ApiError::not_found(message))
        })
        .method_not_allowed_fallback(|| async {
            let message = "Request method not supported";
            Response::from(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, message))
        })
}

fn recordings(api: Router) -> Router {
    api.route("/recordings", get(on(recordings::list)))
        .route("/recordings/softDelete", post(on(recordings::soft_delete)))
        .route("/recordings/restore", post(on(recordings::restore)))
        .route("/recordings/purge", post(on(recordings::purge)))
        .route(
            "/recordings/{recordingId}",
            get(on(recordings::get)).delete(on(recordings::delete)),
        )
        .route(
            "/recordings/{recordingId}/accessList",
            post(on(recordings::share)),
        )
        .route("/admin/recordings", get(on(recordings::list_for_admin)))
        .route(
            "/admin/recordings/{recordingId}",
            delete(on(recordings::delete_for_admin)),
        )
}

/// What is only read, for the most part.
fn shelves(api: Router) -> Router {
    let readable = [
        "/devices",
        "/hybrid/clusters",
        "/hybrid/connectors",
        "/resourceGroups",
        "/workspaces",
    ];
    let listed = [
        "/admin/securityAudit/events",
        "/classifications",
        "/report/templates",
        "/resourceGroup/memberships",
        "/resourceGroup/memberships/v2",
    ];
    let one = |path: &str| format!("{path}/{{id}}");
    let api = readable
        .iter()
        .chain(&listed)
        .fold(api, |api, path| api.route(path, get(on(shelf::list))));
    let api = readable
        .iter()
        .fold(api, |api, path| api.route(&one(path), get(on(shelf::get))));
    api.route(
        "/authorizations",
        get(on(shelf::list)).delete(on(shelf::delete_of_client)),
    )
    .route("/authorizations/{id}", delete(on(shelf::delete)))
    .route("/reports", get(on(shelf::list)).post(on(shelf::create)))
    .route(
        "/reports/{id}",
        get(on(shelf::get)).delete(on(shelf::delete)),
    )
    .route(
        "/resourceGroup/memberships/{id}",
        get(on(shelf::get)).put(on(shelf::update)),
    )
}
