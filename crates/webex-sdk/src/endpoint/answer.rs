//! What a call gives back.

use http::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use webex_transport::{Body, Error};

/// What the answer of a success is read into.
///
/// Whatever serde can read is one: the body is JSON then, and no body at all reads as `null`. `()` is the
/// answer of calls that say nothing, whatever the body. A type of your own can be one to read headers, or what is no JSON:
///
/// ```
/// use webex_sdk::http::Response;
/// use webex_sdk::{Answer, Body, Error};
///
/// struct Text(String);
///
/// impl Answer for Text {
///     fn from_response(response: Response<Body>) -> Result<Self, Error> {
///         let body = response.body().as_bytes().cloned().unwrap_or_default();
///         Ok(Self(String::from_utf8_lossy(&body).into_owned()))
///     }
/// }
/// ```
pub trait Answer: Sized {
    /// Whether the body is handed over as it arrives. Otherwise it is in memory: [`Body::as_bytes`] has it.
    const STREAMS: bool = false;

    /// Reads status, headers and body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](webex_transport::ErrorKind::Decode) when the answer is not what it should be.
    fn from_response(response: Response<Body>) -> Result<Self, Error>;
}

impl<T: DeserializeOwned> Answer for T {
    fn from_response(response: Response<Body>) -> Result<Self, Error> {
        // What says nothing, `()`, is not to be found in whatever came.
        if size_of::<Self>() == 0 {
            if let Ok(nothing) = serde_json::from_slice(b"null") {
                return Ok(nothing);
            }
        }
        let Some(body) = response.body().as_bytes() else {
            return Err(Error::new(webex_transport::ErrorKind::Decode)
                .with_message("the answer was not collected"));
        };
        let body = if body.is_empty() { b"null" } else { &**body };
        serde_json::from_slice(body)
            .map_err(|fault| Error::decode(fault, body).of_answer(response.headers()))
    }
}

/// The `items` of an answer that has them all, and no further page.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AllItems<T> {
    /// All of them.
    pub items: Vec<T>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D-32: support asks for the tracking id first, also of an answer that makes no sense.
    #[test]
    fn a_decode_error_has_the_tracking_id_of_its_answer() {
        let answer = Response::builder().header("trackingid", "ROUTER_1");
        let answer = answer.body(Body::from(r#"{"id": 5}"#)).unwrap();
        let error = webex_models::Room::from_response(answer).unwrap_err();
        assert_eq!(error.tracking_id(), Some("ROUTER_1"));
        assert!(error.to_string().contains("[Tracking ID: ROUTER_1]"));
    }

    #[test]
    fn nothing_reads_as_null() {
        assert!(<()>::from_response(Response::new(Body::empty())).is_ok());
        for body in ["{}", "<html>OK</html>", "null"] {
            assert!(<()>::from_response(Response::new(Body::from(body))).is_ok());
        }
        let absent = Option::<u8>::from_response(Response::new(Body::empty()));
        assert_eq!(absent.unwrap(), None);
    }
}
