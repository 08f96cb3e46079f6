//! A meeting as its answers show it.

use serde_json::{Map, Value, json};

use super::times::iso;
use crate::{
    id::{Key, Kind},
    world::{Meeting, World},
};

/// The host key is for the host.
pub(super) fn meeting(world: &World, meeting: &Meeting, caller: Key) -> Map<String, Value> {
    let host = world.people.get(&meeting.host);
    let mut fields = meeting.fields.clone();
    if caller != meeting.host {
        fields.remove("hostKey");
    }
    let repeats = fields.contains_key("recurrence");
    // Documented of series: expired when all of it is over.
    let state = if world.now() > meeting.end && !repeats {
        "expired"
    } else {
        "active"
    };
    let has_registration = fields.contains_key("registration");
    let rest = json!({
        "id": meeting.id,
        "meetingType": "meetingSeries",
        "state": state,
        "start": iso(meeting.start),
        "end": iso(meeting.end),
        "hostUserId": Kind::People.id(meeting.host),
        "hostDisplayName": host.map(|host| &host.display_name),
        "hostEmail": host.map(|host| host.email()),
        "hasRegistration": has_registration,
        "hasRegistrants": !meeting.registrants.is_empty(),
    });
    if let Value::Object(rest) = rest {
        fields.extend(rest);
    }
    fields
}
