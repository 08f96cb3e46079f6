//! `/contents`: the files of messages.

use super::range::{self, Range};
use axum::body::Body;
use http::{StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    call::Call,
    error::{ApiError, Result},
    id::{Key, Kind},
    reply::Reply,
    retry_after::RetryAfter,
    world::{Scan, World},
};

/// The address of a file.
pub(crate) fn url(base: &str, key: Key) -> String {
    format!(
        "{base}/contents/{}",
        Kind::Content.id(format_args!("{key}/0"))
    )
}

/// Answers `GET` and `HEAD`. The statuses are documented, the wordings are ours.
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let absent = || ApiError::not_found("The requested resource could not be found.");
    let key = Kind::Content
        .key(call.param("contentId"))
        .ok_or_else(ApiError::bad_id)?;
    let file = world.files.get(&key).ok_or_else(absent)?;
    world
        .room_of(call.caller, file.room)
        .map_err(|_| absent())?;
    let age = world.now().duration_since(file.created).unsigned_abs();
    match file.scan {
        Scan::Pending(wait) if age < wait => {
            let error = ApiError::new(StatusCode::LOCKED, "The file is being scanned for malware.");
            return Err(error.retry_after(RetryAfter::Seconds.text(wait - age, world.now())));
        }
        Scan::Infected => {
            return Err(ApiError::new(
                StatusCode::GONE,
                "The file is infected with malware.",
            ));
        }
        Scan::Unscannable if call.query.get("allow") != Some("unscannable") => {
            let message = "The file cannot be scanned for malware.";
            return Err(ApiError::new(StatusCode::PRECONDITION_REQUIRED, message));
        }
        Scan::Clean | Scan::Pending(_) | Scan::Unscannable => {}
    }
    let reply = Reply::no_content()
        .header(header::CONTENT_DISPOSITION, disposition(&file.name))
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::ACCEPT_RANGES, "bytes");
    let len = file.bytes.len();
    Ok(match range::of(call, len) {
        Range::Whole => reply
            .status(StatusCode::OK)
            .body(Body::from(file.bytes.clone()))
            .header(header::CONTENT_TYPE, &file.content_type)
            .header(header::CONTENT_LENGTH, len.to_string()),
        Range::Part(part) => {
            let content_range = format!("bytes {}-{}/{len}", part.start, part.end - 1);
            reply
                .status(StatusCode::PARTIAL_CONTENT)
                .header(header::CONTENT_RANGE, content_range)
                .body(Body::from(file.bytes.slice(part.clone())))
                .header(header::CONTENT_TYPE, &file.content_type)
                .header(header::CONTENT_LENGTH, part.len().to_string())
        }
        Range::Beyond => reply
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{len}")),
    })
}

/// The name as one quoted text; what is not ASCII also in the extended form, which is a guess.
fn disposition(name: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii() && !letter.is_ascii_control() {
            letter
        } else {
            '_'
        }
    };
    let ascii = name
        .chars()
        .map(plain)
        .collect::<String>()
        .replace('\\', "\\\\")
        .replace('"', "\\\"");
    let mut text = format!("attachment; filename=\"{ascii}\"");
    if !name.is_ascii() {
        text.push_str("; filename*=UTF-8''");
        text.extend(utf8_percent_encode(name, NON_ALPHANUMERIC));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_names() {
        assert_eq!(disposition("a b.pdf"), "attachment; filename=\"a b.pdf\"");
        assert_eq!(
            disposition("a\"\r\n.pdf"),
            "attachment; filename=\"a\\\"__.pdf\""
        );
        let long = "attachment; filename=\"r_.pdf\"; filename*=UTF-8''r%C3%A9%2Epdf";
        assert_eq!(disposition("ré.pdf"), long);
    }
}
