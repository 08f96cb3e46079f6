//! What a handler answers, before it becomes a response.

use axum::{body::Body, response::Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::error::ApiError;

/// The service's content type has no space after the semicolon.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json;charset=UTF-8");

#[derive(Debug)]
pub(crate) struct Reply(Response);

impl Reply {
    pub(crate) fn json(value: &Value) -> Self {
        let mut response = Response::new(Body::from(value.to_string()));
        response.headers_mut().insert(header::CONTENT_TYPE, JSON);
        Self(response)
    }

    pub(crate) fn items(items: Vec<Value>) -> Self {
        Self::json(&json!({ "items": items }))
    }

    pub(crate) fn no_content() -> Self {
        Self::json(&Value::Null)
            .status(StatusCode::NO_CONTENT)
            .body(Body::empty())
    }

    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        *self.0.status_mut() = status;
        self
    }

    pub(crate) fn body(mut self, body: Body) -> Self {
        self.0.headers_mut().remove(header::CONTENT_TYPE);
        *self.0.body_mut() = body;
        self
    }

    /// Puts a header; a value that HTTP cannot carry is left out.
    pub(crate) fn header(mut self, name: HeaderName, value: impl AsRef<[u8]>) -> Self {
        if let Ok(value) = HeaderValue::from_bytes(value.as_ref()) {
            self.0.headers_mut().insert(name, value);
        }
        self
    }
}

impl From<Reply> for Response {
    fn from(reply: Reply) -> Self {
        reply.0
    }
}

impl From<ApiError> for Response {
    /// Leaves the body to [`write_error`], which knows the tracking id.
    fn from(error: ApiError) -> Self {
        let mut response = Self::new(Body::empty());
        *response.status_mut() = error.status;
        let retry_after = error
            .retry_after
            .as_deref()
            .map(str::as_bytes)
            .map(HeaderValue::from_bytes);
        if let Some(Ok(value)) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response.extensions_mut().insert(error);
        response
    }
}

/// Gives a refused response its body.
pub(crate) fn write_error(response: &mut Response, tracking_id: &str) {
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        let description = error.description.as_ref().unwrap_or(&error.message);
        let body = json!({
            "message": error.message,
            "errors": [{ "description": description }],
            "trackingId": tracking_id,
        });
        response.headers_mut().insert(header::CONTENT_TYPE, JSON);
        // Set by the router, for the empty body that stood here.
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::from(body.to_string());
    }
}
