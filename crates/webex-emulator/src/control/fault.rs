//! Faults, chaos, odd links and limits, as JSON.

use std::time::Duration;

use http::Method;
use serde_json::Value;

use crate::{
    error::{ApiError, Result},
    fault::{Chaos, Fault},
    form::Form,
    limit::RateLimit,
    links::OddLinks,
    retry_after::RetryAfter,
};

/// `{"kind": "status", "status": 429, "retryAfter": "2", "path": "/rooms", "method": "POST", "times": 3}`
pub(super) fn read(form: &Form) -> Result<Fault> {
    let kind = form.text("kind")?.unwrap_or("status");
    let bytes = form.number("bytes")?.unwrap_or_default() as usize;
    let mut fault = match kind {
        "status" => Fault::status(form.number("status")?.unwrap_or(500.0) as u16),
        "expiredToken" => Fault::expired_token(),
        "latency" => Fault::latency(seconds(form, "seconds", 1.0)?),
        "refused" => Fault::refused(),
        "resetBeforeHead" => Fault::reset_before_head(),
        "resetAfterHead" => Fault::reset_after_head(),
        "cutBody" => Fault::cut_body(bytes),
        "slowBody" => Fault::slow_body(bytes, seconds(form, "seconds", 1.0)?),
        "wrongJson" => Fault::wrong_json(),
        "body" => Fault::body(
            form.text("contentType")?.unwrap_or("text/html"),
            form.text("text")?.unwrap_or_default(),
        ),
        "goAway" => Fault::go_away(),
        "link" => Fault::link(form.required("url", "url cannot be empty")?),
        unknown => {
            return Err(ApiError::bad_request(format!(
                "unknown kind of fault: {unknown}"
            )));
        }
    };
    if let Some(value) = form.text("retryAfter")? {
        fault = fault.retry_after(value);
    }
    if let (true, Some(text)) = (kind == "status", form.text("text")?) {
        fault = fault.answer(form.text("contentType")?.unwrap_or("text/html"), text);
    }
    if let Some(path) = form.text("path")? {
        fault = fault.path(path);
    }
    if let Some(method) = form.text("method")? {
        let method = Method::from_bytes(method.as_bytes());
        fault = fault.method(method.map_err(|_| ApiError::bad_request("method is none"))?);
    }
    if let Some(times) = form.number("times")? {
        fault = fault.times(times as u32);
    }
    Ok(fault)
}

/// `{"seed": 42, "share": 0.2, "mostInARow": 2, "faults": [..]}`
pub(super) fn chaos(form: &Form) -> Result<Chaos> {
    let mut chaos = Chaos::new(
        form.number("seed")?.unwrap_or_default() as u64,
        form.number("share")?.unwrap_or(0.1),
    );
    if let Some(most) = form.number("mostInARow")? {
        chaos = chaos.at_most_in_a_row(most as u32);
    }
    for fault in form.list("faults")? {
        let Value::Object(fields) = fault else {
            return Err(ApiError::bad_request("faults must hold objects"));
        };
        chaos = chaos.fault(read(&Form(fields.clone()))?);
    }
    Ok(chaos)
}

/// `{"maxNull": true, "droppedFilters": true, "emptyPages": true, "base": "https://other.example/v1"}`
pub(super) fn links(form: &Form) -> Result<OddLinks> {
    let mut links = OddLinks::new();
    links.max_null = form.flag("maxNull")?.unwrap_or_default();
    links.dropped_filters = form.flag("droppedFilters")?.unwrap_or_default();
    links.empty_pages = form.flag("emptyPages")?.unwrap_or_default();
    links.base = form.text("base")?.map(str::to_owned);
    Ok(links)
}

/// `{"requests": 300, "seconds": 60, "bucket": true, "family": "rooms", "retryAfter": "date"}`
pub(super) fn limit(form: &Form) -> Result<RateLimit> {
    let requests = form.number("requests")?.unwrap_or(300.0) as u32;
    let per = seconds(form, "seconds", 60.0)?;
    let limit = match form.flag("bucket")?.unwrap_or_default() {
        true => RateLimit::bucket(requests, per),
        false => RateLimit::window(requests, per),
    };
    let limit = match form.text("family")? {
        Some(family) => limit.family(family),
        None => limit,
    };
    Ok(limit.retry_after(match form.text("retryAfter")? {
        None | Some("seconds") => RetryAfter::Seconds,
        Some("date") => RetryAfter::Date,
        Some("absent") => RetryAfter::Absent,
        Some(text) => RetryAfter::Text(text.to_owned()),
    }))
}

pub(super) fn seconds(form: &Form, name: &str, default: f64) -> Result<Duration> {
    let seconds = form.number(name)?.unwrap_or(default);
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| ApiError::bad_request(format!("{name} must be a number of seconds")))
}
