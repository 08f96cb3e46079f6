//! `/device`: the grant for devices without a browser.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{StatusCode, header};
use serde_json::json;

use super::oauth::{grant, refused, scopes};
use crate::{
    call::Call,
    error::{ApiError, Result},
    query::Query,
    reply::Reply,
    world::{Device, World},
};

const LIFETIME: Duration = Duration::from_secs(300);

pub(crate) fn authorize(world: &mut World, call: &Call) -> Result<Reply> {
    let form = Query::parse(&String::from_utf8_lossy(&call.body));
    let client_id = form.get("client_id").unwrap_or_default().to_owned();
    if world.apps.get(&client_id).is_none() {
        return Ok(refused("invalid_client", "The client id is unknown."));
    }
    let (device_code, now) = (world.secret(), world.now());
    let user_code: String = world
        .secret()
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(6)
        .collect();
    let device = Device {
        client_id,
        user_code: user_code.clone(),
        scopes: scopes(form.get("scope").unwrap_or_default()),
        approved_by: None,
        expires: world.after(LIFETIME),
    };
    world.devices.retain(|_, device| device.expires > now);
    world.devices.insert(device_code.clone(), device);
    Ok(Reply::json(&json!({
        "device_code": device_code,
        "expires_in": LIFETIME.as_secs(),
        "user_code": user_code,
        "verification_uri": format!("{}/device/verify", call.base),
        "verification_uri_complete": format!("{}/device/verify?userCode={user_code}", call.base),
        "interval": 2,
    })))
}

/// 428 until the user has approved, as documented.
pub(crate) fn token(world: &mut World, call: &Call) -> Result<Reply> {
    let form = Query::parse(&String::from_utf8_lossy(&call.body));
    let get = |name| form.get(name).unwrap_or_default();
    let client_id = get("client_id").to_owned();
    let app = world.apps.get(&client_id);
    if app.is_none_or(|app| {
        basic(call).as_deref() != Some(&format!("{}:{}", app.client_id, app.client_secret))
    }) {
        return Ok(refused(
            "invalid_client",
            "Client id and secret do not match.",
        ));
    }
    if get("grant_type") != "urn:ietf:params:oauth:grant-type:device_code" {
        return Ok(refused(
            "unsupported_grant_type",
            "grant_type must be that of devices.",
        ));
    }
    let device = world.devices.get(get("device_code"));
    let device =
        device.filter(|device| device.client_id == client_id && device.expires > world.now());
    let Some(device) = device.cloned() else {
        return Ok(refused(
            "invalid_grant",
            "The device code is unknown, spent or expired.",
        ));
    };
    let Some(person) = device.approved_by else {
        return Err(ApiError::new(
            StatusCode::PRECONDITION_REQUIRED,
            "authorization_pending",
        ));
    };
    world.devices.remove(get("device_code"));
    Ok(grant(world, person, &client_id, device.scopes, None))
}

/// The user's page: whoever is signed in to the emulator approves.
pub(crate) fn verify(world: &mut World, call: &Call) -> Result<Reply> {
    let person = world
        .signed_in
        .ok_or_else(|| ApiError::forbidden("Nobody is signed in to the emulator."))?;
    let device = world.device(call.query.get("userCode").unwrap_or_default());
    device
        .ok_or_else(|| ApiError::not_found("The user code is unknown or expired."))?
        .approved_by = Some(person);
    Ok(Reply::json(&json!({ "approved": true })))
}

impl World {
    pub(crate) fn device(&mut self, user_code: &str) -> Option<&mut Device> {
        let now = self.now();
        self.devices
            .values_mut()
            .find(|device| device.user_code == user_code && device.expires > now)
    }
}

fn basic(call: &Call) -> Option<String> {
    let text = call.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    String::from_utf8(STANDARD.decode(text.strip_prefix("Basic ")?.trim()).ok()?).ok()
}
