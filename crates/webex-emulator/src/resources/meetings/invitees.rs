//! `/meetingInvitees`.

use serde_json::{Map, Value, json};

use super::PAGING;
use crate::{
    call::Call,
    error::{ApiError, Result},
    form::Form,
    reply::Reply,
    world::{Meeting, World},
};

const FIELDS: [&str; 4] = ["email", "displayName", "coHost", "panelist"];

impl Meeting {
    /// Adds an invitee and gives the record. The wordings are ours.
    pub(super) fn invite(&mut self, form: &Form) -> Result<Value> {
        let email = form
            .text("email")?
            .filter(|email| email.contains('@'))
            .ok_or_else(|| ApiError::bad_meeting("'email' is missing or not valid."))?;
        let known = |one: &Map<String, Value>| one.get("email").is_some_and(|known| known == email);
        if self.invitees.iter().any(known) {
            return Err(ApiError::conflict("The person is already invited."));
        }
        let number = self
            .invitees
            .iter()
            .filter_map(number)
            .max()
            .unwrap_or(2_628_956)
            + 1;
        let record = json!({
            "id": format!("{}_{number}", self.id),
            "meetingId": self.id,
            "coHost": false,
            "panelist": false,
        });
        let mut record = record.as_object().cloned().unwrap_or_default();
        write(&mut record, form);
        self.invitees.push(record.clone());
        Ok(record.into())
    }
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let meeting = call.query.get("meetingId");
    let meeting = meeting.ok_or_else(|| {
        ApiError::bad_request("Required String parameter 'meetingId' is not present")
    })?;
    let meeting = world.meeting_of(call.caller, meeting)?;
    let panelist = call
        .query
        .get("panelist")
        .map(|text| text.eq_ignore_ascii_case("true"));
    let rows = meeting.invitees.iter();
    let rows = rows.filter(|one| {
        let is = one.get("panelist").and_then(Value::as_bool);
        panelist.is_none_or(|wanted| is == Some(wanted))
    });
    PAGING.by_offset(call, rows, |one| one.clone().into())
}

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let meeting = form.text("meetingId")?.unwrap_or_default();
    let meeting = world.hosted_meeting(call.caller, meeting)?;
    Ok(Reply::json(&meeting.invite(&form)?))
}

/// All of them or, when one is refused, none: a guess.
pub(crate) fn bulk_insert(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let meeting = form.text("meetingId")?.unwrap_or_default();
    let meeting = world.hosted_meeting(call.caller, meeting)?;
    let mut with_all = meeting.clone();
    let mut items = Vec::new();
    for item in form.list("items")? {
        let item = item.as_object().cloned().unwrap_or_default();
        items.push(with_all.invite(&Form(item))?);
    }
    *meeting = with_all;
    Ok(Reply::items(items))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let id = call.param("meetingInviteeId");
    let meeting = world.meeting_of(call.caller, meeting_of(id))?;
    let found = meeting.invitees.iter().find(|one| is(one, id));
    Ok(Reply::json(&found.ok_or_else(absent)?.clone().into()))
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let (form, id) = (call.form()?, call.param("meetingInviteeId"));
    form.text("email")?
        .ok_or_else(|| ApiError::bad_meeting("'email' is missing or not valid."))?;
    let meeting = world.hosted_meeting(call.caller, meeting_of(id))?;
    let found = meeting.invitees.iter_mut().find(|one| is(one, id));
    let found = found.ok_or_else(absent)?;
    write(found, &form);
    Ok(Reply::json(&found.clone().into()))
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let id = call.param("meetingInviteeId");
    let meeting = world.hosted_meeting(call.caller, meeting_of(id))?;
    let before = meeting.invitees.len();
    meeting.invitees.retain(|one| !is(one, id));
    if meeting.invitees.len() == before {
        return Err(absent());
    }
    Ok(Reply::no_content())
}

/// `<meeting>_<number>`, as in the official samples.
fn meeting_of(id: &str) -> &str {
    id.rsplit_once('_').map_or(id, |(meeting, _)| meeting)
}

fn number(one: &Map<String, Value>) -> Option<u64> {
    one.get("id")?.as_str()?.rsplit_once('_')?.1.parse().ok()
}

fn is(one: &Map<String, Value>, id: &str) -> bool {
    one.get("id").is_some_and(|known| known == id)
}

fn write(record: &mut Map<String, Value>, form: &Form) {
    let sent = FIELDS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), form.get(name)?.clone())));
    record.extend(sent);
}

/// The wording is ours.
fn absent() -> ApiError {
    ApiError::not_found("The requested invitee could not be found.")
}
