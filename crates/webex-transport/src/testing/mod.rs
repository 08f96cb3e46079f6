//! For tests of programs that call Webex: a service that answers by script, and one that records and replays.
//!
//! Both are transports: they stand where HTTP would be, so that everything above them (retry, gate, errors, models) is the
//! real thing. For tests that want a Webex that remembers what it was told there is `webex-emulator`.
//!
//! ```
//! use http::Request;
//! use tower::ServiceExt;
//! use webex_transport::Body;
//! use webex_transport::testing::{Answer, Script};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let webex = Script::new()
//!     .answer(Answer::status(429).header("retry-after", "1"))
//!     .answer(Answer::json(200, r#"{"id":"R","title":"Release train"}"#));
//! // With the facade: WebexApi::builder().token("any").transport(webex.clone()).build()?
//! let request = Request::get("https://webexapis.com/v1/rooms/R").body(Body::empty())?;
//! assert_eq!(webex.clone().oneshot(request).await?.status(), 429);
//! webex.assert_asked(&["GET /v1/rooms/R"]);
//! assert_eq!(webex.left(), 1);
//! # Ok(()) }
//! ```

mod answer;
mod record;
mod redact;
mod replay;
mod script;
#[cfg(test)]
mod tests;

pub use self::answer::Answer;
pub use self::record::{Record, RecordLayer};
pub use self::script::{Asked, Script};
