//! What Webex says, as Rust types: resources, ids, enums, error bodies.

mod api_error;
mod attribute;
mod email;
mod error;
mod extra;
mod id;
mod id_parts;
mod list;
mod membership;
mod message;
mod model;
mod names;
mod open_enum;
mod person;
mod room;
mod scalar;
mod secret;
mod text;
mod timestamp;

pub use api_error::{ApiErrorBody, ApiErrorDetail};
pub use email::Email;
pub use error::Error;
pub use extra::Extra;
pub use id::*;
pub use id_parts::IdParts;
pub use list::List;
pub use membership::Membership;
pub use message::{Attachment, Message};
pub use person::{
    Address, Person, PersonStatus, PersonType, PhoneNumber, PhoneNumberType, SipAddress,
    SipAddressType,
};
pub use room::{Room, RoomType};
pub use secret::Secret;
pub use timestamp::Timestamp;
