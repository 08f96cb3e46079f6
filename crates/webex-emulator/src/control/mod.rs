//! `/_emulator`: the Rust API for users of other languages; and `/`, to look at. Off unless asked for.

mod fault;
mod page;
mod state;

use axum::response::Response;
use http::Method;

use crate::{
    emulator::Emulator,
    error::{ApiError, Result},
    form::Form,
    reply::Reply,
};

/// Where it is.
pub(crate) const PATH: &str = "/_emulator";

/// Answers a request below [`PATH`], of which `path` is the rest; or for `/`, the page.
pub(crate) fn answer(webex: &Emulator, method: &Method, path: &str, body: &[u8]) -> Response {
    if (method, path) == (&Method::GET, "/") {
        return page::answer(webex);
    }
    let form = if body.is_empty() {
        Ok(Form::default())
    } else {
        Form::parse(body)
    };
    let answer = form.and_then(|form| route(webex, method, path, &form));
    answer.map_or_else(Response::from, Response::from)
}

fn route(webex: &Emulator, method: &Method, path: &str, form: &Form) -> Result<Reply> {
    match (method.as_str(), path) {
        ("POST", "/people") => return state::add_person(webex, form),
        ("POST", "/integrations") => return state::add_integration(webex, form),
        ("POST", "/authorize") => return state::authorize(webex, form),
        ("POST", "/devices") => return state::approve_device(webex, form),
        ("POST", "/guest-issuers") => return state::add_guest_issuer(webex),
        ("POST", "/records") => return state::add_record(webex, form),
        ("POST", "/recordings") => return state::add_recording(webex, form),
        ("POST", "/clock") => return state::advance(webex, form),
        ("POST", "/tokens") => return state::tokens(webex, form),
        ("POST", "/scan") => return state::scan(webex, form),
        ("GET", "/requests") => return state::requests(webex),
        ("DELETE", "/requests") => webex.clear_requests(),
        ("GET", "/deliveries") => return state::deliveries(webex),
        ("POST", "/faults") => webex.faults().next(fault::read(form)?),
        ("POST", "/chaos") => webex.faults().random(fault::chaos(form)?),
        ("DELETE", "/faults" | "/chaos") => webex.faults().clear(),
        ("POST", "/links") => webex.odd_links(fault::links(form)?),
        ("POST", "/limits") => webex.rate_limit(fault::limit(form)?),
        ("DELETE", "/limits") => webex.clear_rate_limits(),
        _ => return Err(ApiError::not_found("The emulator has no such control.")),
    }
    Ok(Reply::no_content())
}
