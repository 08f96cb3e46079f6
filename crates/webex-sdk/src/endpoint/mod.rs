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

mod answer;
mod content;
mod parts;
mod segment;

use serde::de::DeserializeOwned;

pub use self::answer::{AllItems, Answer};
pub(crate) use self::content::{Form, Opening, with_content};
pub(crate) use self::parts::OwnOrigin;
pub use self::parts::Parts;
pub(crate) use self::segment::encode;

/// One call: its request as plain data, and the type of its answer.
pub trait Endpoint {
    /// What the answer is read into: anything that serde reads from JSON; `()` where there is none.
    type Output: Answer;

    /// The request. What is wrong with it is kept in it, and shows when it is sent.
    fn parts(&self) -> Parts;
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
