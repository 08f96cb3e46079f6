//! The records, and which model reads each.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A record, and what its model makes of it.
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// Reads and writes.
    pub(crate) through: fn(&[u8]) -> serde_json::Result<Value>,
}

fn through<T: DeserializeOwned + Serialize>(json: &[u8]) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_slice::<T>(json)?)
}

macro_rules! fixtures {
    ($list:ident in $folder:literal: $($name:literal => $Model:ty,)+) => {
        pub(crate) const $list: &[Fixture] = &[$(Fixture {
            name: $name,
            text: include_str!(concat!($folder, $name, ".json")),
            through: through::<$Model>,
        },)+];
    };
}

fixtures! { DOCUMENTED in "../fixtures/":
    "membership" => webex_models::Membership,
    "message" => webex_models::Message,
    "person" => webex_models::Person,
    "room" => webex_models::Room,
}
