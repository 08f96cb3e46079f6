//! `/meetings/{meetingId}/registrants`.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{PAGING, times};
use crate::{
    call::Call,
    error::{ApiError, Result},
    form::Form,
    reply::Reply,
    world::{Meeting, World, no_meeting},
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

impl Meeting {
    /// Adds a registrant and gives the record. The wording is ours.
    fn register(&mut self, form: &Form, id: String, number: u32, now: Timestamp) -> Result<Value> {
        let registration = registration(self)?;
        for name in ["firstName", "lastName", "email"] {
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
            "registrationId": number.to_string(),
        });
        let mut record = record.as_object().cloned().unwrap_or_default();
        let sent = FIELDS
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), form.get(name)?.clone())));
        record.extend(sent);
        self.registrants.push(record.clone());
        Ok(record.into())
    }
}

/// Whoever has the meeting's id may register: a guess.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let made = register(world, call, &[call.form()?])?;
    Ok(Reply::json(made.first().unwrap_or(&Value::Null)))
}

/// All of them or, when one is refused, none: a guess.
pub(crate) fn bulk_insert(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let items = form.list("items")?.iter();
    let items: Vec<Form> = items
        .map(|item| Form(item.as_object().cloned().unwrap_or_default()))
        .collect();
    Ok(Reply::items(register(world, call, &items)?))
}

fn register(world: &mut World, call: &Call, forms: &[Form]) -> Result<Vec<Value>> {
    let id = call.param("meetingId").to_owned();
    let meeting = world.meetings.get(&id).ok_or_else(no_meeting)?;
    let mut with_all = meeting.clone();
    let mut made = Vec::new();
    for form in forms {
        let (key, number) = (world.new_key(), world.random.u32(100_000..999_999));
        made.push(with_all.register(form, key.to_string(), number, world.now())?);
    }
    world.meetings.insert(id, with_all);
    Ok(made)
}

pub(crate) fn approve(world: &mut World, call: &Call) -> Result<Reply> {
    become_status(world, call, "approved")
}

pub(crate) fn reject(world: &mut World, call: &Call) -> Result<Reply> {
    become_status(world, call, "rejected")
}

/// What becomes of a registration that was cancelled is a guess: it waits again.
pub(crate) fn cancel(world: &mut World, call: &Call) -> Result<Reply> {
    become_status(world, call, "pending")
}

fn become_status(world: &mut World, call: &Call, status: &str) -> Result<Reply> {
    let ids = ids(&call.form()?)?;
    let meeting = world.hosted_meeting(call.caller, call.param("meetingId"))?;
    for one in meeting
        .registrants
        .iter_mut()
        .filter(|one| is_among(one, &ids))
    {
        one.insert("status".into(), status.into());
    }
    Ok(Reply::no_content())
}

pub(crate) fn bulk_delete(world: &mut World, call: &Call) -> Result<Reply> {
    let ids = ids(&call.form()?)?;
    let meeting = world.hosted_meeting(call.caller, call.param("meetingId"))?;
    meeting.registrants.retain(|one| !is_among(one, &ids));
    Ok(Reply::no_content())
}

/// The registrants that the body names. Ids that nobody has are passed over: a guess.
fn ids(form: &Form) -> Result<Vec<Value>> {
    let registrants = form.list("registrants")?.iter();
    let ids: Vec<Value> = registrants
        .filter_map(|one| one.get("id").cloned())
        .collect();
    if ids.is_empty() {
        // The wording is ours.
        return Err(ApiError::bad_meeting("'registrants' is missing."));
    }
    Ok(ids)
}

fn is_among(one: &Map<String, Value>, ids: &[Value]) -> bool {
    one.get("id").is_some_and(|id| ids.contains(id))
}

/// One page; in the order of registration, whatever is asked for.
pub(crate) fn query(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let (emails, status) = (form.list("emails")?, form.text("status")?);
    let meeting = world.hosted_meeting(call.caller, call.param("meetingId"))?;
    registration(meeting)?;
    let rows = meeting.registrants.iter().filter(|one| {
        one.get("email").is_some_and(|email| emails.contains(email))
            && status.is_none_or(|status| one.get("status").is_some_and(|known| known == status))
    });
    Ok(Reply::items(rows.map(|one| one.clone().into()).collect()))
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

/// The wording is ours.
fn absent() -> ApiError {
    ApiError::not_found("The requested registrant could not be found.")
}
