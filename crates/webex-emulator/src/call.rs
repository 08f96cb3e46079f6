//! One call of the API, as a handler sees it.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use axum::{
    body::HttpBody,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    response::Response,
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use crate::{
    emulator::Shared,
    error::{ApiError, Result},
    form::Form,
    id::{Key, Kind},
    query::Query,
    reply::Reply,
    world::World,
};

/// Everything a handler may look at; the body is in memory.
#[derive(Debug)]
pub(crate) struct Call {
    /// What the client took as base URL, for links: `https://webexapis.com/v1`.
    pub(crate) base: String,
    /// The path below it, as it was encoded.
    pub(crate) path: String,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Who calls; [`Key::NOBODY`] where no token is needed.
    pub(crate) caller: Key,
    params: Vec<(String, String)>,
    shared: Arc<Shared>,
}

/// Answers a call, looking at the world and changing it.
pub(crate) type Handler = fn(&mut World, &Call) -> Result<Reply>;

/// A route for callers with a token.
pub(crate) fn on(handler: Handler) -> impl Fn(Call) -> Ready<Response> + Clone {
    move |mut call| {
        let shared = call.shared.clone();
        let mut world = shared.world();
        let answer = match world.caller(&call.headers) {
            Some(caller) => {
                call.caller = caller;
                handler(&mut world, &call)
            }
            None => Err(ApiError::unauthorized()),
        };
        drop(world);
        ready(answer.map_or_else(Response::from, Response::from))
    }
}

impl Call {
    /// A part of the path.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The key in a part of the path.
    pub(crate) fn key(&self, kind: Kind, name: &str) -> Result<Key> {
        kind.key(self.param(name)).ok_or_else(ApiError::bad_id)
    }

    /// The body's fields.
    pub(crate) fn form(&self) -> Result<Form> {
        let kind = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("text/plain");
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            let message = format!("Content type '{kind}' not supported");
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
        Form::parse(&self.body)
    }
}

impl FromRequest<Arc<Shared>> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Arc<Shared>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let params = RawPathParams::from_request_parts(&mut parts, shared)
            .await
            .map_or_else(
                |_| Vec::new(),
                |params| {
                    params
                        .iter()
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect()
                },
            );
        debug_assert!(
            body.size_hint().exact().is_some(),
            "the service has read the body"
        );
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap_or_default();
        Ok(Self {
            base: parts.extensions.remove::<Base>().unwrap_or_default().0,
            path: parts.uri.path().to_owned(),
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            headers: parts.headers,
            body,
            caller: Key::NOBODY,
            params,
            shared: shared.clone(),
        })
    }
}

/// The base URL that a request was sent to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base(String);

impl Base {
    /// From an absolute URI, or from the `Host` header of a request that came over a socket.
    pub(crate) fn of(parts: &http::request::Parts, scheme: &str) -> Self {
        let host = || {
            parts
                .headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok())
        };
        let authority = parts
            .uri
            .authority()
            .map(http::uri::Authority::as_str)
            .or_else(host)
            .unwrap_or("localhost");
        let host = authority.rsplit('@').next().unwrap_or(authority);
        Self(format!(
            "{}://{host}/v1",
            parts.uri.scheme_str().unwrap_or(scheme)
        ))
    }
}
