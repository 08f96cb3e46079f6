//! Recordings of meetings.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::id::Key;

#[derive(Clone, Debug)]
pub(crate) struct Recording {
    pub(crate) id: String,
    pub(crate) host: Key,
    pub(crate) created: Timestamp,
    /// `available`, or `deleted` while it is in the recycle bin.
    pub(crate) status: &'static str,
    pub(crate) fields: Map<String, Value>,
}
