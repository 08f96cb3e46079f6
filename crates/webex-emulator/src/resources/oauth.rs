//! `/authorize` and `/access_token`: OAuth by code, with PKCE, and refresh.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{StatusCode, header};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    call::Call,
    error::{ApiError, Result},
    id::Key,
    query::Query,
    reply::Reply,
    world::{ACCESS, Code, REFRESH, Token, World},
};

/// How long a code is good: a guess.
const CODE: std::time::Duration = std::time::Duration::from_secs(5 * 60);

/// An OAuth refusal: not the form of the other errors, but that of RFC 6749.
pub(super) fn refused(error: &str, description: &str) -> Reply {
    let body = json!({ "error": error, "error_description": description });
    Reply::json(&body).status(StatusCode::BAD_REQUEST)
}

/// Sends the browser back with a code, for whoever is signed in to the emulator. The wordings are ours.
pub(crate) fn authorize(world: &mut World, call: &Call) -> Result<Reply> {
    let get = |name| call.query.get(name);
    if get("response_type") != Some("code") {
        return Err(ApiError::bad_request("response_type must be code"));
    }
    let app = get("client_id").and_then(|id| world.apps.get(&id.to_owned()));
    let app = app.filter(|app| get("redirect_uri").is_none_or(|uri| uri == app.redirect_uri));
    let app = app
        .ok_or_else(|| ApiError::bad_request("unknown client_id or redirect_uri"))?
        .clone();
    let challenge = get("code_challenge").map(str::to_owned);
    if challenge.is_some() && get("code_challenge_method") != Some("S256") {
        return Err(ApiError::bad_request("code_challenge_method must be S256"));
    }
    let person = world
        .signed_in
        .ok_or_else(|| ApiError::forbidden("Nobody is signed in to the emulator."))?;
    let scopes = scopes(get("scope").unwrap_or_default());
    let code = new_code(world, &app.client_id, person, scopes, challenge);
    let mut query = Query::default().with("code", Some(&code));
    if let Some(state) = get("state") {
        query = query.with("state", Some(state));
    }
    let separator = if app.redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    let location = format!("{}{separator}{query}", app.redirect_uri);
    Ok(Reply::no_content()
        .status(StatusCode::FOUND)
        .header(header::LOCATION, location))
}

pub(crate) fn new_code(
    world: &mut World,
    client_id: &str,
    person: Key,
    scopes: Vec<String>,
    challenge: Option<String>,
) -> String {
    let code = world.secret();
    let (client_id, expires, now) = (client_id.to_owned(), world.after(CODE), world.now());
    world.codes.retain(|_, code| code.expires > now);
    world.codes.insert(
        code.clone(),
        Code {
            client_id,
            person,
            scopes,
            challenge,
            expires,
        },
    );
    code
}

pub(crate) fn access_token(world: &mut World, call: &Call) -> Result<Reply> {
    let form = Query::parse(&String::from_utf8_lossy(&call.body));
    let get = |name| form.get(name).unwrap_or_default();
    let client_id = get("client_id").to_owned();
    let app = world
        .apps
        .get(&client_id)
        .filter(|app| app.client_secret == get("client_secret"));
    let redirect_uri = app.map(|app| app.redirect_uri.clone());
    match get("grant_type") {
        "authorization_code" => {
            // One use: a wrong try spends it, too.
            let code = world.codes.remove(get("code"));
            let code =
                code.filter(|code| code.client_id == client_id && code.expires > world.now());
            let Some(code) = code else {
                return Ok(refused(
                    "invalid_grant",
                    "The code is unknown, spent or expired.",
                ));
            };
            let verified = code
                .challenge
                .as_deref()
                .map(|challenge| challenge == hash(get("code_verifier")));
            // With PKCE a public app has no secret.
            let is_app = redirect_uri.is_some()
                || (verified == Some(true) && get("client_secret").is_empty());
            if !is_app {
                return Ok(refused(
                    "invalid_client",
                    "Client id and secret do not match.",
                ));
            }
            if verified == Some(false) || redirect_uri.is_some_and(|uri| uri != get("redirect_uri"))
            {
                return Ok(refused(
                    "invalid_grant",
                    "The code was not issued for this request.",
                ));
            }
            Ok(grant(world, code.person, &client_id, code.scopes, None))
        }
        "refresh_token" => {
            let text = get("refresh_token");
            let token = world.refresh_tokens.get(text, world.now()).cloned();
            let token = token.filter(|token| token.client.as_ref() == Some(&client_id));
            let Some(token) = token.filter(|_| redirect_uri.is_some()) else {
                return Ok(refused(
                    "invalid_grant",
                    "The refresh token is unknown, spent or expired.",
                ));
            };
            Ok(grant(
                world,
                token.person,
                &client_id,
                token.scopes,
                Some(text),
            ))
        }
        _ => Ok(refused(
            "unsupported_grant_type",
            "grant_type must be authorization_code or refresh_token.",
        )),
    }
}

/// A new access token, and the old refresh token or a new one.
pub(super) fn grant(
    world: &mut World,
    person: Key,
    client_id: &str,
    scopes: Vec<String>,
    old: Option<&str>,
) -> Reply {
    let scope = scopes.join(" ");
    let token = Token {
        person,
        scopes,
        client: Some(client_id.to_owned()),
        expires: Some(world.after(world.access_lifetime.unwrap_or(ACCESS))),
    };
    let refresh = Token {
        expires: Some(world.after(REFRESH)),
        ..token.clone()
    };
    let access_token = world.issue(token);
    let refresh_token = match old {
        Some(old) if !world.rotates_refresh_tokens => {
            // Renewed by use.
            world.refresh_tokens.renew(old, refresh);
            old.to_owned()
        }
        old => {
            old.into_iter()
                .for_each(|old| world.refresh_tokens.remove(old));
            world.issue_refresh(refresh)
        }
    };
    Reply::json(&json!({
        "access_token": access_token,
        "expires_in": world.access_lifetime.unwrap_or(ACCESS).as_secs(),
        "refresh_token": refresh_token,
        "refresh_token_expires_in": REFRESH.as_secs(),
        "token_type": "Bearer",
        "scope": scope,
    }))
}

/// A service app's own tokens; an administrator's tool asks for them.
pub(crate) fn service_app(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let (id, secret) = (
        form.text("clientId")?.unwrap_or_default(),
        form.text("clientSecret")?.unwrap_or_default(),
    );
    let app = world
        .apps
        .get(&id.to_owned())
        .filter(|app| app.client_secret == secret)
        .cloned();
    // The wording is ours.
    let refusal = || {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "Client id and secret do not match a service app.",
        )
    };
    let app = app.ok_or_else(refusal)?;
    let machine = app.machine.ok_or_else(refusal)?;
    Ok(grant(world, machine, &app.client_id, app.scopes, None))
}

/// When the caller's token ends, in milliseconds since 1970. For ever is a hundred years here.
pub(crate) fn token_expiry(world: &mut World, call: &Call) -> Result<Reply> {
    let expires =
        crate::world::bearer(&call.headers).and_then(|token| world.tokens.get(token, world.now()));
    let expires = expires.and_then(|token| token.expires);
    let ever = world.after(std::time::Duration::from_secs(100 * 365 * 24 * 60 * 60));
    Ok(Reply::json(
        &json!({ "exp": expires.unwrap_or(ever).as_millisecond() }),
    ))
}

pub(super) fn scopes(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn hash(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn hashes_as_rfc_7636_has_it() {
        // RFC 7636, appendix B.
        let challenge = super::hash("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
