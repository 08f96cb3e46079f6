//! The raw door: any method, any path, any answer.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use http::{HeaderName, Method};
use serde::Serialize;
use serde_json::Value;
use webex_transport::{Body, Error};

use crate::api::WebexApi;
use crate::call::{Added, CallFuture};
use crate::endpoint::{Answer, Parts};
use crate::files::Multipart;

/// A call without an endpoint, as [`WebexApi::request`] makes it. A part that is wrong shows when it is sent.
#[must_use = "a call is sent when it is awaited"]
#[derive(Debug)]
pub struct RawCall<T = Value> {
    api: WebexApi,
    parts: Parts,
    added: Added,
    output: PhantomData<fn() -> T>,
}

impl RawCall {
    pub(crate) fn new(api: WebexApi, method: Method, path: &str) -> Self {
        Self {
            api,
            parts: Parts::raw(method, path),
            added: Added::default(),
            output: PhantomData,
        }
    }
}

impl<T> RawCall<T> {
    /// Names what the answer is read into, in place of any JSON.
    pub fn output<U: Answer>(self) -> RawCall<U> {
        RawCall {
            api: self.api,
            parts: self.parts,
            added: self.added,
            output: PhantomData,
        }
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: impl AsRef<str>, value: impl fmt::Display) -> Self {
        self.parts = self.parts.query(name.as_ref(), value);
        self
    }

    /// Sets the body.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.parts = self.parts.json(body);
        self
    }

    /// As [`Parts::form`].
    pub fn form<'a>(mut self, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.parts = self.parts.form(fields);
        self
    }

    /// As [`Parts::multipart`].
    pub fn multipart(mut self, form: Multipart) -> Self {
        self.parts = self.parts.multipart(form);
        self
    }

    /// As [`Call::field`](crate::Call::field).
    pub fn field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.added.field(name, value);
        self
    }

    /// As [`Parts::anonymous`].
    pub fn anonymous(mut self) -> Self {
        self.parts = self.parts.anonymous();
        self
    }

    /// As [`Parts::body`].
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.parts = self.parts.body(content_type, body);
        self
    }

    /// As [`Parts::header`].
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        self.parts = self.parts.header(name, value);
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

impl<T: Answer> IntoFuture for RawCall<T> {
    type Output = Result<T, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> Self::IntoFuture {
        self.api.send(self.added.onto(self.parts))
    }
}
