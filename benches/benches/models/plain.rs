//! The same message as anybody would derive it: owned strings, and what is unknown is dropped.

#![allow(dead_code, reason = "only decoded")]

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    id: String,
    parent_id: Option<String>,
    room_id: Option<String>,
    room_type: Option<String>,
    to_person_id: Option<String>,
    to_person_email: Option<String>,
    text: Option<String>,
    markdown: Option<String>,
    html: Option<String>,
    files: Option<Vec<String>>,
    person_id: Option<String>,
    person_email: Option<String>,
    mentioned_people: Option<Vec<String>>,
    mentioned_groups: Option<Vec<String>>,
    attachments: Option<Vec<Attachment>>,
    created: Option<String>,
    updated: Option<String>,
    is_voice_clip: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    content_type: Option<String>,
    content: Option<Value>,
}
