//! `/meetings/{meetingId}/registrants`.

use serde_json::{Map, Value, json};

use super::{PAGING, times};
use crate::{
    call::Call,
    error::{ApiError, Result},
    reply::Reply,
    world::{Meeting, World},
};

const FIELDS: [&str; 14] = [
    "firstName",
    "lastName",
    "email",
    "jobTitle",
    "companyName",
    "address1",
    "address2",
    "city",
    "state",
    "zipCode",
    "countryRegion",
    "workPhone",
    "fax",
    "customizedQuestions",
];

/// Whoever has the meeting's id may register: a guess.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let (form, id, now) = (call.form()?, world.new_key().to_string(), world.now());
    let number = world.random.u32(100_000..999_999).to_string();
    let meeting = world.meetings.get_mut(&call.param("meetingId").to_owned());
    let meeting = meeting.ok_or_else(no_meeting)?;
    let registration = registration(meeting)?;
    for name in ["firstName", "lastName", "email"] {
        // The wording is ours.
        form.text(name)?
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| ApiError::bad_meeting(format!("'{name}' is missing.")))?;
    }
    let accepts = registration
        .get("autoAcceptRequest")
        .and_then(Value::as_bool);
    let record = json!({
        "id": id,
        "status": if accepts == Some(true) { "approved" } else { "pending" },
        "registrationTime": times::iso(now),
        "registrationId": number,
    });
    let mut record = record.as_object().cloned().unwrap_or_default();
    let sent = FIELDS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), form.get(name)?.clone())));
    record.extend(sent);
    meeting.registrants.push(record.clone());
    Ok(Reply::json(&record.into()))
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let meeting = world.hosted_meeting(call.caller, call.param("meetingId"))?;
    registration(meeting)?;
    let email = call.query.get("email");
    let rows = meeting.registrants.iter();
    let rows = rows.filter(|one| {
        email.is_none_or(|email| one.get("email").is_some_and(|known| known == email))
    });
    PAGING.by_offset(call, rows, |one| one.clone().into())
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let meeting = world.hosted_meeting(call.caller, call.param("meetingId"))?;
    let found = meeting.registrants.iter().find(|one| is(one, call));
    Ok(Reply::json(&found.ok_or_else(absent)?.clone().into()))
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let meeting = world.hosted_meeting(call.caller, call.param("meetingId"))?;
    let before = meeting.registrants.len();
    meeting.registrants.retain(|one| !is(one, call));
    if meeting.registrants.len() == before {
        return Err(absent());
    }
    Ok(Reply::no_content())
}

/// The form to fill in. The refusal was seen in practice; that only meetings made with a form have one is a guess.
fn registration(meeting: &Meeting) -> Result<Map<String, Value>> {
    let form = meeting
        .fields
        .get("registration")
        .and_then(Value::as_object);
    form.cloned().ok_or_else(|| {
        ApiError::bad_meeting("Registration is not supported for this meeting series.")
    })
}

fn is(one: &Map<String, Value>, call: &Call) -> bool {
    one.get("id")
        .is_some_and(|known| known == call.param("registrantId"))
}

/// The wordings are ours.
fn no_meeting() -> ApiError {
    ApiError::not_found("The requested meeting could not be found.")
}

fn absent() -> ApiError {
    ApiError::not_found("The requested registrant could not be found.")
}
