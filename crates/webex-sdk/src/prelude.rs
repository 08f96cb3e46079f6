//! What most programs use: `use webex_sdk::prelude::*`.

pub use http::Method;
pub use webex_models::{Email, MessageId, PersonId, RoomId, RoomType, TeamId};

pub use crate::endpoint::{Endpoint, ListEndpoint, Parts};
#[cfg(feature = "webhook")]
pub use crate::webhook::WebhookReceiver;
pub use crate::{Error, ErrorKind, Token, WebexApi};
