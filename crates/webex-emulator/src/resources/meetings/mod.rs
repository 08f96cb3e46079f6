//! `/meetings`. Meetings are series of one scheduled meeting: nothing repeats, and nobody ever joins one.

pub(crate) mod invitees;
pub(crate) mod registrants;
pub(crate) mod templates;
mod times;
mod view;

use serde_json::{Map, Value, json};

use self::times::Times;
use crate::{
    call::Call,
    error::{ApiError, Result},
    form::Form,
    id::Key,
    page::Paging,
    reply::Reply,
    world::{Meeting, World, no_meeting},
};

/// Documented: 10 in a page, 100 at most.
pub(crate) const PAGING: Paging = Paging {
    default: 10,
    limit: 100,
    cursor: "offset",
};

/// What every host of the emulator uses.
pub(crate) const SITE: &str = "example.webex.com";

/// What a request can say and no answer repeats.
const UNSAID: [&str; 6] = [
    "adhoc",
    "end",
    "hostEmail",
    "invitees",
    "sendEmail",
    "start",
];

/// Filters that compare an attribute with a text.
const FILTERS: [&str; 7] = [
    "meetingNumber",
    "meetingSeriesId",
    "roomId",
    "scheduledType",
    "siteUrl",
    "state",
    "webLink",
];

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let host = host(world, call, call.query.get("hostEmail"))?;
    let (from, to) = (times::of_query(call, "from")?, times::of_query(call, "to")?);
    let (kind, series) = (
        call.query.get("meetingType"),
        call.query.get("meetingSeriesId"),
    );
    let of_kind = match (kind, series) {
        // Documented: of one series, what is scheduled.
        (Some("scheduledMeeting"), _) | (None, Some(_)) => view::scheduled,
        _ => view::meeting,
    };
    let has_taken_place = kind == Some("meeting");
    let matches = |meeting: &&Meeting| {
        let view = of_kind(world, meeting, call.caller);
        let is = |name: &&str| {
            call.query
                .get(name)
                .is_none_or(|wanted| view.get(*name).is_some_and(|known| known == wanted))
        };
        let tags = view.get("integrationTags").and_then(Value::as_array);
        let has_tag = |tag: &str| tags.is_some_and(|tags| tags.iter().any(|known| known == tag));
        (meeting.host == host || (host == call.caller && world.sees_meeting(host, meeting)))
            && !has_taken_place
            && call.query.get("integrationTag").is_none_or(has_tag)
            && FILTERS.iter().all(is)
            && from.is_none_or(|from| meeting.end > from)
            && to.is_none_or(|to| meeting.start < to)
    };
    let rows = world.meetings.iter().filter(matches);
    PAGING.by_offset(call, rows, |meeting| {
        view::listed(meeting, of_kind(world, meeting, call.caller)).into()
    })
}

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let host = host(world, call, form.text("hostEmail")?)?;
    // The wordings are ours.
    for name in ["title", "start", "end"] {
        form.text(name)?
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| ApiError::bad_meeting(format!("'{name}' is missing.")))?;
    }
    let times = Times::read(&form, None, world.now())?;
    let id = world.new_key().to_string().replace('-', "");
    let mut fields = made_up(world);
    keep(&mut fields, &form);
    let mut meeting = Meeting {
        id: id.clone(),
        host,
        start: times.start,
        end: times.end,
        fields,
        invitees: Vec::new(),
        registrants: Vec::new(),
    };
    for invitee in form.list("invitees")? {
        let invitee = invitee.as_object().cloned().unwrap_or_default();
        meeting.invite(&Form(invitee))?;
    }
    world.meetings.insert(id.clone(), meeting);
    happen(world, &id, "created");
    answer(world, call, &id)
}

/// A series, or the meeting of it that is scheduled.
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let id = call.param("meetingId");
    let Some((series, _)) = id.split_once('_') else {
        return answer(world, call, id);
    };
    let meeting = world.meeting_of(call.caller, series)?;
    let view = view::scheduled(world, meeting, call.caller);
    match view.get("id").is_some_and(|known| known == id) {
        true => Ok(Reply::json(&view.into())),
        false => Err(no_meeting()),
    }
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let (form, id, now) = (call.form()?, call.param("meetingId"), world.now());
    let meeting = world.hosted_meeting(call.caller, id)?;
    let times = Times::read(&form, Some((meeting.start, meeting.end)), now)?;
    (meeting.start, meeting.end) = (times.start, times.end);
    keep(&mut meeting.fields, &form);
    happen(world, id, "updated");
    answer(world, call, id)
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let id = world
        .hosted_meeting(call.caller, call.param("meetingId"))?
        .id
        .clone();
    happen(world, &id, "deleted");
    world.meetings.remove(&id);
    Ok(Reply::no_content())
}

fn happen(world: &mut World, id: &str, event: &'static str) {
    if let Some(meeting) = world.meetings.get(&id.to_owned()).cloned() {
        let data = view::meeting(world, &meeting, meeting.host);
        world.tell_of_meeting(&meeting, event, data.into());
    }
}

fn answer(world: &World, call: &Call, id: &str) -> Result<Reply> {
    let meeting = world.meeting_of(call.caller, id)?;
    Ok(Reply::json(
        &view::meeting(world, meeting, call.caller).into(),
    ))
}

/// Who hosts: the caller, or whom an administrator names. The wording is ours.
fn host(world: &World, call: &Call, email: Option<&str>) -> Result<Key> {
    let named = email.map(|email| world.person_by_email(email).map(|person| person.key));
    match named {
        None => Ok(call.caller),
        Some(Some(key)) if key == call.caller || world.is_admin(call.caller) => Ok(key),
        Some(None) if world.is_admin(call.caller) => Err(ApiError::not_found("Person not found")),
        Some(_) => Err(ApiError::forbidden(
            "Only an administrator can act for another host.",
        )),
    }
}

/// What the service makes up for a meeting that does not say it. The forms are from the official samples.
fn made_up(world: &mut World) -> Map<String, Value> {
    let mut digits = |from: u64, to: u64| world.random.u64(from..to).to_string();
    let (number, host_key) = (
        digits(25_500_000_000, 25_599_999_999),
        digits(100_000, 999_999),
    );
    let password: String = (0..8).map(|_| world.random.alphanumeric()).collect();
    let defaults = json!({
        "meetingNumber": number,
        "password": password,
        "hostKey": host_key,
        "timezone": "UTC",
        "scheduledType": "meeting",
        "siteUrl": SITE,
        "webLink": format!("https://{SITE}/example/j.php?MTID=m{number}"),
        "sipAddress": format!("{number}@{SITE}"),
        "enabledAutoRecordMeeting": false,
        "allowAnyUserToBeCoHost": false,
        "enabledJoinBeforeHost": false,
        "excludePassword": false,
        "publicMeeting": false,
        "enabledBreakoutSessions": false,
    });
    defaults.as_object().cloned().unwrap_or_default()
}

/// Takes over what was sent, but for what answers do not repeat.
fn keep(fields: &mut Map<String, Value>, form: &Form) {
    let sent = form.0.iter().filter(|(_, value)| !value.is_null());
    let sent = sent.filter(|(name, _)| !UNSAID.contains(&name.as_str()));
    fields.extend(sent.map(|(name, value)| (name.clone(), value.clone())));
}
