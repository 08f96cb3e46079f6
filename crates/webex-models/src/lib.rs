//! What Webex says, as Rust types: resources, ids, enums, error bodies.
