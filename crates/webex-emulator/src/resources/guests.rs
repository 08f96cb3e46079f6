//! Guests: `/jwt/login` of old, and `/guests`.

use std::time::Duration;

use axum::body::Body;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use http::header;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{
    call::Call,
    error::{ApiError, Result},
    id::{Key, Kind},
    reply::Reply,
    world::{PersonType, Token, World, bearer},
};

/// About six hours for the old kind, as documented; the new kind's is from a sample.
const OLD: Duration = Duration::from_secs(6 * 60 * 60 - 1);
const NEW: Duration = Duration::from_secs(64799);

/// Trades a JWT, signed with a guest issuer's secret, for a token.
pub(crate) fn login(world: &mut World, call: &Call) -> Result<Reply> {
    let claims = bearer(&call.headers)
        .and_then(|jwt| claims(world, jwt))
        .ok_or_else(ApiError::unauthorized)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    // The expiry comes as a number, and as text from some clients.
    let expires = claims
        .get("exp")
        .and_then(|exp| exp.as_i64().or_else(|| exp.as_str()?.parse().ok()));
    if expires.is_none_or(|expires| expires <= world.now().as_second()) {
        return Err(ApiError::unauthorized());
    }
    // The wording is ours.
    let subject = text("sub").ok_or_else(|| ApiError::bad_request("sub cannot be empty"))?;
    let issuer = text("iss").unwrap_or_default();
    let guest = guest(
        world,
        format!("{issuer} {subject}"),
        text("name").unwrap_or(subject),
    );
    let token = issue(world, guest, OLD);
    Ok(Reply::json(
        &json!({ "token": token, "expiresIn": OLD.as_secs() }),
    ))
}

/// The same subject is the same guest, with another token: documented.
pub(crate) fn token(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    // The wordings are ours.
    let subject = form.required("subject", "subject cannot be empty")?;
    let name = form.required("displayName", "displayName cannot be empty")?;
    let guest = guest(world, format!(" {subject}"), name);
    let token = issue(world, guest, NEW);
    Ok(Reply::json(&json!({
        "id": Kind::People.id(guest),
        "subject": subject,
        "displayName": name,
        "email": world.person(guest)?.email(),
        "accessToken": token,
        "expiresIn": NEW.as_secs(),
    })))
}

/// Plain text, as documented.
pub(crate) fn count(world: &mut World, _: &Call) -> Result<Reply> {
    let count = world.guests.len().to_string();
    Ok(Reply::json(&Value::Null)
        .body(Body::from(count))
        .header(header::CONTENT_TYPE, "text/plain"))
}

fn guest(world: &mut World, subject: String, name: &str) -> Key {
    if let Some(&key) = world
        .guests
        .get(&subject)
        .filter(|&key| world.people.get(key).is_some())
    {
        return key;
    }
    let address = format!("{}@appid.ciscospark.com", world.new_key());
    let key = world.add_person(PersonType::Guest, &address, name);
    world.guests.insert(subject, key);
    key
}

fn issue(world: &mut World, guest: Key, lifetime: Duration) -> String {
    let expires = Some(world.after(lifetime));
    world.issue(Token {
        expires,
        ..Token::of(guest)
    })
}

/// The claims of a JWT with a right HS256 signature of a known issuer.
fn claims(world: &World, jwt: &str) -> Option<Value> {
    let (signed, signature) = jwt.rsplit_once('.')?;
    let (head, claims) = signed.split_once('.')?;
    let head: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head).ok()?).ok()?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let secret = STANDARD
        .decode(world.issuers.get(claims.get("iss")?.as_str()?)?)
        .ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret).ok()?;
    mac.update(signed.as_bytes());
    mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).ok()?)
        .ok()?;
    (head.get("alg")?.as_str()? == "HS256").then_some(claims)
}
