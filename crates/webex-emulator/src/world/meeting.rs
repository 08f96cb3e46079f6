//! Meetings, with who is invited and who registered.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::World;
use crate::{
    error::{ApiError, Result},
    id::Key,
};

#[derive(Clone, Debug)]
pub(crate) struct Meeting {
    /// Hexadecimal, as the service's.
    pub(crate) id: String,
    pub(crate) host: Key,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    /// The attributes that nothing here depends on, as they were sent, and those that were made up.
    pub(crate) fields: Map<String, Value>,
    pub(crate) invitees: Vec<Map<String, Value>>,
    pub(crate) registrants: Vec<Map<String, Value>>,
}

impl World {
    /// A meeting that the caller may see: as its host, invited, or as an administrator. The rule and the wording are ours.
    pub(crate) fn meeting_of(&self, caller: Key, id: &str) -> Result<&Meeting> {
        let meeting = self.meetings.get(&id.to_owned());
        meeting
            .filter(|meeting| self.sees_meeting(caller, meeting))
            .ok_or_else(no_meeting)
    }

    pub(crate) fn sees_meeting(&self, caller: Key, meeting: &Meeting) -> bool {
        meeting.host == caller || self.is_admin(caller) || {
            let person = self.people.get(&caller);
            let is_invited = |email: &String| {
                let invited = meeting.invitees.iter().filter_map(|one| one.get("email"));
                invited
                    .filter_map(Value::as_str)
                    .any(|known| known.eq_ignore_ascii_case(email))
            };
            person.is_some_and(|person| person.emails.iter().any(is_invited))
        }
    }

    /// Tells who hosts or is invited of a meeting; the host first.
    pub(crate) fn tell_of_meeting(&mut self, meeting: &Meeting, event: &'static str, data: Value) {
        let invited = meeting
            .invitees
            .iter()
            .filter_map(|one| one.get("email")?.as_str());
        let invited = invited.filter_map(|email| Some(self.person_by_email(email)?.key));
        let people: Vec<Key> = std::iter::once(meeting.host).chain(invited).collect();
        self.tell(&people, "meetings", event, data);
    }

    /// A meeting that the caller may change: as its host, or as an administrator.
    pub(crate) fn hosted_meeting(&mut self, caller: Key, id: &str) -> Result<&mut Meeting> {
        let host = self.meeting_of(caller, id)?.host;
        if host != caller && !self.is_admin(caller) {
            return Err(ApiError::forbidden("Only the host can change a meeting."));
        }
        self.meetings.get_mut(&id.to_owned()).ok_or_else(no_meeting)
    }
}

pub(crate) fn no_meeting() -> ApiError {
    ApiError::not_found("The requested meeting could not be found.")
}
