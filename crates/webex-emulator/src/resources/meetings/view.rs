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

/// The one meeting of a series that is scheduled. How ids are made is from the official samples, what the states mean is
/// documented; nobody ever joins.
pub(super) fn scheduled(world: &World, of: &Meeting, caller: Key) -> Map<String, Value> {
    let mut fields = meeting(world, of, caller);
    let (now, start) = (world.now(), iso(of.start).replace(['-', ':'], ""));
    let state = match () {
        () if now > of.end => "missed",
        () if now < of.start => "scheduled",
        () => "ready",
    };
    let rest = [
        ("id", format!("{}_{start}", of.id)),
        ("meetingSeriesId", of.id.clone()),
        ("meetingType", "scheduledMeeting".to_owned()),
        ("state", state.to_owned()),
    ];
    fields.extend(rest.map(|(name, value)| (name.to_owned(), value.into())));
    fields
}

/// As lists show it: with what it has, too.
pub(super) fn listed(of: &Meeting, mut fields: Map<String, Value>) -> Map<String, Value> {
    let has_registration = of.fields.contains_key("registration");
    fields.insert("hasRegistration".into(), has_registration.into());
    let has_registrants = !of.registrants.is_empty();
    fields.insert("hasRegistrants".into(), has_registrants.into());
    fields
}
