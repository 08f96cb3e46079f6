//! The raw door: any method, any path, any answer.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use http::Method;
use serde::Serialize;
use serde_json::Value;
use webex_transport::Error;

use crate::api::WebexApi;
use crate::call::{Added, CallFuture, json};
use crate::endpoint::Parts;

/// A call without a type, as [`WebexApi::request`] makes it. A part that is wrong shows when it is sent.
#[must_use = "a call is sent when it is awaited"]
#[derive(Debug)]
pub struct RawCall {
    api: WebexApi,
    parts: Parts,
    added: Added,
}

impl RawCall {
    pub(crate) fn new(api: WebexApi, method: Method, path: &str) -> Self {
        Self {
            api,
            parts: Parts::raw(method, path),
            added: Added::default(),
        }
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: impl AsRef<str>, value: impl fmt::Display) -> Self {
        self.parts = self.parts.query(name.as_ref(), value);
        self
    }

    /// Sets the body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.parts = self.parts.json(body);
        self
    }

    /// As [`Call::deadline`](crate::Call::deadline).
    pub const fn deadline(mut self, after: Duration) -> Self {
        self.added.set_deadline(after);
        self
    }

    /// As [`Call::idempotent`](crate::Call::idempotent).
    pub const fn idempotent(mut self, yes: bool) -> Self {
        self.added.set_idempotent(yes);
        self
    }
}

impl IntoFuture for RawCall {
    type Output = Result<Value, Error>;
    type IntoFuture = CallFuture<Value>;

    fn into_future(self) -> Self::IntoFuture {
        self.api.send(self.added.to(self.parts), json)
    }
}
