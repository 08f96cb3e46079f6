//! Endpoints are plain data: what is sent, and what comes back.
//!
//! A call that this crate does not have is ten lines:
//!
//! ```
//! use serde_json::json;
//! use webex_sdk::models::{Message, MessageId, RoomId};
//! use webex_sdk::prelude::*;
//!
//! struct PinMessage {
//!     room: RoomId,
//!     message: MessageId,
//! }
//!
//! impl Endpoint for PinMessage {
//!     type Output = Message;
//!
//!     fn parts(&self) -> Parts {
//!         Parts::post("/rooms/{}/pins")
//!             .id(&self.room)
//!             .json(&json!({ "messageId": self.message }))
//!     }
//! }
//!
//! # async fn demo(api: WebexApi, room: RoomId, message: MessageId) -> webex_sdk::Result<()> {
//! let pinned = api.call(PinMessage { room, message }).await?; // retries, auth, errors, tracing: as every other call
//! # Ok(()) }
//! ```

mod parts;
mod segment;

use serde::de::DeserializeOwned;
use webex_transport::Error;

pub use self::parts::Parts;
pub(crate) use self::segment::encode;

/// One call: its request as plain data, and the type of its answer.
pub trait Endpoint {
    /// What the answer's body decodes into; `()` where there is none.
    type Output: DeserializeOwned;

    /// The request. What is wrong with it is kept in it, and shows when it is sent.
    fn parts(&self) -> Parts;

    /// Decodes the answer of a success. The default reads JSON, and nothing as `null`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](webex_transport::ErrorKind::Decode) when the body is not what it should be.
    fn decode(body: &[u8]) -> Result<Self::Output, Error> {
        crate::call::json(body)
    }
}

/// One list: its first request as plain data, and the type of its items.
pub trait ListEndpoint {
    /// What each of the `items` decodes into.
    type Item: DeserializeOwned;

    /// The query parameter for the size of a page.
    const PAGE_SIZE: &'static str = "max";

    /// The request for the first page.
    fn parts(&self) -> Parts;
}
