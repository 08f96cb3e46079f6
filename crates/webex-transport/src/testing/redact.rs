//! What a recording leaves out.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// What stands in place of a secret.
pub(super) const REDACTED: &str = "redacted";

/// Parts of the names of JSON members, form fields and query parameters whose values are secrets, in lower case.
const PARTS: [&str; 9] = [
    "token",
    "secret",
    "password",
    "hostkey",
    "assertion",
    "downloadurl",
    "downloadlink",
    "rtmpurl",
    "startlink",
];
/// Whole names: parts of others are no secrets (`trackingCodes`).
const NAMES: [&str; 5] = [
    "code",
    "code_verifier",
    "device_code",
    "user_code",
    "accesscode",
];

fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    // `hostPin`, and not `pinned`.
    NAMES.contains(&&*name) || name.ends_with("pin") || PARTS.iter().any(|part| name.contains(part))
}

/// The same JSON without its secrets. What is neither text nor holds any (the life of a token, whether a password is
/// needed) is none.
pub(super) fn json(value: &mut Value) {
    walk(value, false);
}

fn walk(value: &mut Value, secret: bool) {
    match value {
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(name, value)| walk(value, secret || is_secret(name))),
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, secret)),
        Value::String(text) if secret => REDACTED.clone_into(text),
        _ => {}
    }
}

/// The same form, or query, without its secrets.
pub(super) fn form(text: &str) -> String {
    let fields = text.split('&').map(|field| match field.split_once('=') {
        Some((name, _)) if is_secret(&decoded(name)) => format!("{name}={REDACTED}"),
        _ => field.to_owned(),
    });
    fields.collect::<Vec<_>>().join("&")
}

fn decoded(name: &str) -> Cow<'_, str> {
    percent_decode_str(name).decode_utf8_lossy()
}

/// The same `Link` header, without the secrets in the queries of its targets, which stand in `<>`.
pub(super) fn link(value: &str) -> String {
    let parts = value.split('<').map(|part| match part.split_once('>') {
        Some((uri, rest)) => format!("{}>{rest}", target(uri)),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("<")
}

/// The same target of a request, `/v1/rooms?max=2`, without the secrets in its query.
pub(super) fn target(line: &str) -> String {
    match line.split_once('?') {
        Some((path, query)) => format!("{path}?{}", form(query)),
        None => line.to_owned(),
    }
}
