//! A meeting as its answers show it.

use serde_json::{Map, Value, json};

use super::{SITE, times::iso};
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
    if fields.contains_key("registration") {
        let link = format!("https://{SITE}/example/j.php?RGID={}", meeting.id);
        fields.insert("registerLink".into(), link.into());
    }
    let rest = json!({
        "id": meeting.id,
        "meetingType": "meetingSeries",
        "state": state,
        "start": iso(meeting.start),
        "end": iso(meeting.end),
        "hostUserId": Kind::People.id(meeting.host),
        "hostDisplayName": host.map(|host| &host.display_name),
        "hostEmail": host.map(|host| host.email()),
    });
    if let Value::Object(rest) = rest {
        fields.extend(rest);
    }
    fields
}

/// As lists show it: with what it has, too.
pub(super) fn listed(world: &World, of: &Meeting, caller: Key) -> Map<String, Value> {
    let mut fields = meeting(world, of, caller);
    let has_registration = of.fields.contains_key("registration");
    fields.insert("hasRegistration".into(), has_registration.into());
    let has_registrants = !of.registrants.is_empty();
    fields.insert("hasRegistrants".into(), has_registrants.into());
    fields
}
