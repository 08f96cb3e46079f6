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
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, StatusCode, header};

use crate::{
    delivery,
    emulator::Shared,
    error::{ApiError, Result},
    form::Form,
    id::{Key, Kind},
    links::OddLinks,
    outbound::Outbound,
    query::Query,
    reply::Reply,
    scope, upload,
    world::{Upload, World},
};

/// Everything a handler may look at; the body is in memory.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// What the client took as base URL, for links: `https://webexapis.com/v1`.
    pub(crate) base: String,
    /// The path below it, as it was encoded.
    pub(crate) path: String,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Who calls; [`Key::NOBODY`] where no token is needed.
    pub(crate) caller: Key,
    /// The fields of a multipart body, and the file that came with a message.
    pub(crate) form: Option<Form>,
    pub(crate) upload: Option<Upload>,
    params: Vec<(String, String)>,
    odd_links: OddLinks,
    shared: Arc<Shared>,
}

/// Answers a call, looking at the world and changing it.
pub(crate) type Handler = fn(&mut World, &Call) -> Result<Reply>;

/// A route for callers with a token.
pub(crate) fn on(handler: Handler) -> impl Fn(Call) -> Ready<Response> + Clone {
    move |mut call| {
        ready(respond(
            call.authenticate().and_then(|()| call.run(handler)),
        ))
    }
}

/// As [`on`], for a call that may bring a file.
pub(crate) fn on_upload(handler: Handler) -> impl Fn(Call) -> BoxFuture<'static, Response> + Clone {
    move |mut call| {
        Box::pin(async move {
            respond(match call.authenticate() {
                Ok(()) => upload::read(&mut call)
                    .await
                    .and_then(|()| call.run(handler)),
                Err(error) => Err(error),
            })
        })
    }
}

/// A route for anybody.
pub(crate) fn open(handler: Handler) -> impl Fn(Call) -> Ready<Response> + Clone {
    move |call| ready(respond(call.run(handler)))
}

fn respond(answer: Result<Reply>) -> Response {
    answer.map_or_else(Response::from, Response::from)
}

impl Call {
    fn authenticate(&mut self) -> Result<()> {
        let world = self.shared.world();
        let token = world
            .token(&self.headers)
            .ok_or_else(ApiError::unauthorized)?;
        self.caller = token.person;
        if token.client.is_some() && !scope::allows(&token.scopes, &self.method, &self.path) {
            // The wording is ours.
            return Err(ApiError::forbidden(
                "The token lacks the scope for this request.",
            ));
        }
        Ok(())
    }

    /// Lets the handler work, then sends the webhooks that its work has set off.
    fn run(&self, handler: Handler) -> Result<Reply> {
        let mut world = self.shared.world();
        let answer = handler(&mut world, self);
        let jobs = std::mem::take(&mut world.outbox);
        drop(world);
        delivery::dispatch(&self.shared, jobs);
        answer
    }

    pub(crate) fn odd_links(&self) -> &OddLinks {
        &self.odd_links
    }

    pub(crate) fn outbound(&self) -> Outbound {
        self.shared.outbound()
    }

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
        if let Some(form) = &self.form {
            return Ok(form.clone());
        }
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

impl<S: Send + Sync> FromRequest<S> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Some(shared) = parts.extensions.remove::<Arc<Shared>>() else {
            return Err(ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "no emulator").into());
        };
        let params = RawPathParams::from_request_parts(&mut parts, state)
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
            method: parts.method,
            headers: parts.headers,
            body,
            caller: Key::NOBODY,
            form: None,
            upload: None,
            params,
            odd_links: shared.odd_links(),
            shared,
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
