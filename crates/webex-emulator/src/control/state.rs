//! People, apps, time, and what was seen, as JSON.

use serde_json::{Value, json};

use super::fault::seconds;
use crate::{
    emulator::Emulator,
    error::{ApiError, Result},
    form::Form,
    handles::PersonHandle,
    reply::Reply,
    world::{Scan, Token},
};

/// `{"email": "ana@example.com", "role": "user"}`; other roles are `bot`, `admin` and `compliance`.
pub(super) fn add_person(webex: &Emulator, form: &Form) -> Result<Reply> {
    let email = form.required("email", "email cannot be empty")?;
    let person = match form.text("role")?.unwrap_or("user") {
        "user" => webex.add_person(email),
        "bot" => webex.add_bot(email),
        "admin" => webex.add_admin(email),
        "compliance" => webex.add_compliance_officer(email),
        unknown => return Err(ApiError::bad_request(format!("unknown role: {unknown}"))),
    };
    Ok(Reply::json(
        &json!({ "id": person.id(), "email": person.email(), "token": person.token() }),
    ))
}

/// `{"redirectUri": "https://app.example.com/back"}`
pub(super) fn add_integration(webex: &Emulator, form: &Form) -> Result<Reply> {
    let app = webex.add_integration(form.text("redirectUri")?.unwrap_or_default());
    let body = json!({ "clientId": app.client_id(), "clientSecret": app.client_secret() });
    Ok(Reply::json(&body))
}

/// `{"clientId": "C..", "email": "ana@example.com", "scope": "spark:all"}` gives `{"code": ".."}`. The person is also
/// signed in, for `/authorize`.
pub(super) fn authorize(webex: &Emulator, form: &Form) -> Result<Reply> {
    let person = person(webex, form)?;
    webex.sign_in(&person);
    let scopes = form
        .text("scope")?
        .unwrap_or("spark:all")
        .split_whitespace()
        .map(str::to_owned);
    let client_id = form.required("clientId", "clientId cannot be empty")?;
    let mut world = webex.shared.world();
    let code =
        crate::resources::new_code(&mut world, client_id, person.key, scopes.collect(), None);
    Ok(Reply::json(&json!({ "code": code })))
}

/// `{"userCode": "abc123", "email": "ana@example.com"}`
pub(super) fn approve_device(webex: &Emulator, form: &Form) -> Result<Reply> {
    let user_code = form.required("userCode", "userCode cannot be empty")?;
    let approved = webex.approve_device(user_code, &person(webex, form)?);
    Ok(Reply::json(&json!({ "approved": approved })))
}

pub(super) fn add_guest_issuer(webex: &Emulator) -> Result<Reply> {
    let issuer = webex.add_guest_issuer();
    Ok(Reply::json(
        &json!({ "id": issuer.id(), "secret": issuer.secret() }),
    ))
}

/// `{"path": "/devices", "record": {"displayName": "Board"}}` gives `{"id": ".."}`.
pub(super) fn add_record(webex: &Emulator, form: &Form) -> Result<Reply> {
    let path = form.required("path", "path cannot be empty")?;
    let record = form.get("record").cloned().unwrap_or_default();
    let id = webex.add_record(path, record);
    let id = id.ok_or_else(|| ApiError::bad_request("No record can be put there."))?;
    Ok(Reply::json(&json!({ "id": id })))
}

/// `{"email": "ana@example.com", "topic": "Shift change"}` gives `{"id": ".."}`.
pub(super) fn add_recording(webex: &Emulator, form: &Form) -> Result<Reply> {
    let host = person(webex, form)?;
    let id = webex.add_recording(&host, form.text("topic")?.unwrap_or("Meeting"));
    Ok(Reply::json(&json!({ "id": id })))
}

/// `{"seconds": 60}` moves the clock; the answer is the time it shows.
pub(super) fn advance(webex: &Emulator, form: &Form) -> Result<Reply> {
    webex.advance(seconds(form, "seconds", 0.0)?);
    Ok(Reply::json(
        &json!({ "now": webex.clock().now().to_string() }),
    ))
}

/// `{"lastSeconds": 60, "rotate": true, "expire": true}`: lifetime of access tokens, rotation of refresh tokens, and
/// the end of all access tokens of apps; each may be left out.
pub(super) fn tokens(webex: &Emulator, form: &Form) -> Result<Reply> {
    if form.get("lastSeconds").is_some() {
        webex.access_tokens_last(seconds(form, "lastSeconds", 0.0)?);
    }
    if let Some(rotate) = form.flag("rotate")? {
        webex.rotate_refresh_tokens(rotate);
    }
    if form.flag("expire")? == Some(true) {
        webex.expire_access_tokens();
    }
    Ok(Reply::no_content())
}

/// `{"state": "pending", "seconds": 10}` for the next file; other states are `clean`, `infected`, `unscannable`.
pub(super) fn scan(webex: &Emulator, form: &Form) -> Result<Reply> {
    webex.scan_next_file(match form.text("state")?.unwrap_or("clean") {
        "clean" => Scan::Clean,
        "pending" => Scan::Pending(seconds(form, "seconds", 10.0)?),
        "infected" => Scan::Infected,
        "unscannable" => Scan::Unscannable,
        unknown => return Err(ApiError::bad_request(format!("unknown state: {unknown}"))),
    });
    Ok(Reply::no_content())
}

pub(super) fn requests(webex: &Emulator) -> Result<Reply> {
    let requests = webex.requests().into_iter().map(|request| {
        json!({
            "method": request.method.as_str(),
            "path": request.path,
            "query": request.query,
            "body": String::from_utf8_lossy(&request.body),
            "bodySize": request.body_size,
        })
    });
    Ok(Reply::items(requests.collect()))
}

pub(super) fn deliveries(webex: &Emulator) -> Result<Reply> {
    let deliveries = webex.deliveries().into_iter().map(|delivery| {
        json!({
            "webhookId": delivery.webhook_id,
            "targetUrl": delivery.target_url,
            "status": delivery.status.map(|status| status.as_u16()),
            "body": serde_json::from_slice::<Value>(&delivery.body).unwrap_or_default(),
        })
    });
    Ok(Reply::items(deliveries.collect()))
}

/// Somebody who was added before.
fn person(webex: &Emulator, form: &Form) -> Result<PersonHandle> {
    let email = form.required("email", "email cannot be empty")?;
    let mut world = webex.shared.world();
    let person = world.person_by_email(email).map(|person| person.key);
    let key = person.ok_or_else(|| ApiError::not_found("Person not found"))?;
    Ok(PersonHandle::new(key, email, world.issue(Token::of(key))))
}
