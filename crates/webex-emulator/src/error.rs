//! A refusal, in the service's words.

use http::StatusCode;

pub(crate) type Result<T, E = ApiError> = std::result::Result<T, E>;

/// A status, a text, and the reason where the text is a general one; the tracking id is added where the response leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) description: Option<String>,
    pub(crate) retry_after: Option<String>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            description: None,
            retry_after: None,
        }
    }

    pub(crate) fn retry_after(self, value: Option<String>) -> Self {
        Self {
            retry_after: value,
            ..self
        }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// As the meetings back end refuses: seen in practice. The general text is ours.
    pub(crate) fn bad_meeting(description: impl Into<String>) -> Self {
        Self {
            description: Some(description.into()),
            ..Self::bad_request("The request could not be understood.")
        }
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    pub(crate) fn unauthorized() -> Self {
        let message =
            "The request requires a valid access token set in the Authorization request header.";
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    /// The text with which the service refuses an id that is neither base64 nor a UUID.
    pub(crate) fn bad_id() -> Self {
        Self::bad_request("Expect base64 ID or UUID.")
    }
}
