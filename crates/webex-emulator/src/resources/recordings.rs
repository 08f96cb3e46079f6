//! `/recordings`, and `/admin/recordings`.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::{meetings, people::admin_only};
use crate::{
    call::Call,
    error::{ApiError, Result},
    id::Key,
    reply::Reply,
    world::{Recording, World},
};

/// The links to download end after three hours, as in the official sample.
const LINKS_LAST: Duration = Duration::from_secs(3 * 60 * 60);

/// Documented: the last seven days, where no time is given.
const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Filters that compare an attribute with a text.
const FILTERS: [&str; 4] = ["format", "meetingId", "serviceType", "siteUrl"];

/// Makes a recording of a meeting that nobody saw.
pub(crate) fn record(world: &mut World, host: Key, topic: &str) -> String {
    let hex = |key: Key| key.to_string().replace('-', "");
    let (id, meeting) = (hex(world.new_key()), hex(world.new_key()));
    let now = world.now();
    let site = meetings::SITE;
    let fields = json!({
        "meetingId": format!("{meeting}_I_1"),
        "meetingSeriesId": meeting,
        "topic": topic,
        "timeRecorded": format!("{now:.0}"),
        "siteUrl": site,
        "downloadUrl": format!("https://{site}/example/lsr.php?RCID={id}"),
        "playbackUrl": format!("https://{site}/example/ldr.php?RCID={id}"),
        "password": "sample",
        "format": "MP4",
        "serviceType": "MeetingCenter",
        "durationSeconds": 1800,
        "sizeBytes": 1_048_576,
        "shareToMe": false,
    });
    let fields = fields.as_object().cloned().unwrap_or_default();
    let recording = Recording {
        id: id.clone(),
        host,
        created: now,
        status: "available",
        fields,
    };
    let data = view(&recording);
    world.recordings.insert(id.clone(), recording);
    world.tell(&[host], "recordings", "created", data.into());
    id
}

/// For good, which is when webhooks are told: documented.
fn forget(world: &mut World, id: &str) -> Result<()> {
    let recording = world.recordings.remove(&id.to_owned()).ok_or_else(absent)?;
    world.tell(
        &[recording.host],
        "recordings",
        "deleted",
        view(&recording).into(),
    );
    Ok(())
}

fn view(recording: &Recording) -> Map<String, Value> {
    let mut fields = recording.fields.clone();
    fields.insert("id".into(), recording.id.clone().into());
    fields.insert(
        "createTime".into(),
        format!("{:.0}", recording.created).into(),
    );
    fields.insert("status".into(), recording.status.into());
    fields
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let host = host(world, call)?;
    let rows = matching(world, call)?;
    let rows = rows.into_iter().filter(|recording| recording.host == host);
    meetings::PAGING.by_offset(call, rows, |recording| view(recording).into())
}

/// With the host of each, and without its password: documented.
pub(crate) fn list_for_admin(world: &mut World, call: &Call) -> Result<Reply> {
    if !world.is_compliance_officer(call.caller) {
        admin_only(world, call)?;
    }
    let rows = matching(world, call)?;
    meetings::PAGING.by_offset(call, rows, |recording| {
        let mut fields = view(recording);
        fields.remove("password");
        fields.remove("shareToMe");
        if let Some(host) = world.people.get(&recording.host) {
            fields.insert("hostDisplayName".into(), host.display_name.clone().into());
            fields.insert("hostEmail".into(), host.email().into());
        }
        fields.into()
    })
}

/// Newest first, of any host.
fn matching<'a>(world: &'a World, call: &Call) -> Result<Vec<&'a Recording>> {
    let time = |name: &str| -> Result<Option<Timestamp>> {
        let malformed = |_| ApiError::bad_meeting(format!("'{name}' is not an ISO 8601 time."));
        call.query
            .get(name)
            .map(|text| text.parse().map_err(malformed))
            .transpose()
    };
    let to = time("to")?.unwrap_or(Timestamp::MAX);
    let newest = to.min(world.now());
    let from =
        time("from")?.unwrap_or_else(|| newest.checked_sub(WINDOW).unwrap_or(Timestamp::MIN));
    let status = call.query.get("status").unwrap_or("available");
    let topic = call.query.get("topic").unwrap_or_default().to_lowercase();
    let matches = |recording: &&Recording| {
        let is = |name: &&str| {
            let wanted = call.query.get(name);
            wanted.is_none_or(|wanted| {
                recording
                    .fields
                    .get(*name)
                    .is_some_and(|known| known == wanted)
            })
        };
        let named = recording
            .fields
            .get("topic")
            .and_then(Value::as_str)
            .unwrap_or_default();
        recording.status == status
            && (from..=to).contains(&recording.created)
            && named.to_lowercase().contains(&topic)
            && FILTERS.iter().all(is)
    };
    Ok(world.recordings.iter().rev().filter(matches).collect())
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let recording = visible(world, call, call.param("recordingId"))?;
    let link = |kind: &str| {
        format!(
            "https://{}/download/{kind}?RCID={}",
            meetings::SITE,
            recording.id
        )
    };
    let mut fields = view(recording);
    fields.insert(
        "temporaryDirectDownloadLinks".into(),
        json!({
            "recordingDownloadLink": link("recording"),
            "audioDownloadLink": link("audio"),
            "transcriptDownloadLink": link("transcript"),
            "expiration": format!("{:.0}", world.after(LINKS_LAST)),
        }),
    );
    Ok(Reply::json(&fields.into()))
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let id = visible(world, call, call.param("recordingId"))?.id.clone();
    forget(world, &id)?;
    Ok(Reply::no_content())
}

pub(crate) fn delete_for_admin(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    forget(world, call.param("recordingId"))?;
    Ok(Reply::no_content())
}

pub(crate) fn soft_delete(world: &mut World, call: &Call) -> Result<Reply> {
    for id in named(world, call, "", "available")? {
        if let Some(recording) = world.recordings.get_mut(&id) {
            recording.status = "deleted";
        }
    }
    Ok(Reply::no_content())
}

pub(crate) fn restore(world: &mut World, call: &Call) -> Result<Reply> {
    for id in named(world, call, "restoreAll", "deleted")? {
        if let Some(recording) = world.recordings.get_mut(&id) {
            recording.status = "available";
        }
    }
    Ok(Reply::no_content())
}

pub(crate) fn purge(world: &mut World, call: &Call) -> Result<Reply> {
    for id in named(world, call, "purgeAll", "deleted")? {
        forget(world, &id)?;
    }
    Ok(Reply::no_content())
}

/// Nobody is told, and nobody sees more: the answer is all there is.
pub(crate) fn share(world: &mut World, call: &Call) -> Result<Reply> {
    call.form()?;
    visible(world, call, call.param("recordingId"))?;
    Ok(Reply::no_content())
}

/// The recordings that the body names, or all of the host's in this state. Documented: all or some, of one to a hundred.
/// The wordings are ours.
fn named(world: &World, call: &Call, all: &str, status: &str) -> Result<Vec<String>> {
    let form = call.form()?;
    let host = host(world, call)?;
    let ids = form.list("recordingIds")?.iter().filter_map(Value::as_str);
    let ids: Vec<String> = ids.map(str::to_owned).collect();
    let of_host = |recording: &&Recording| recording.host == host && recording.status == status;
    if form.flag(all)? == Some(true) {
        if !ids.is_empty() {
            let text = format!("'recordingIds' should be empty with '{all}'.");
            return Err(ApiError::bad_meeting(text));
        }
        let all = world.recordings.iter().filter(of_host);
        return Ok(all.map(|recording| recording.id.clone()).collect());
    }
    if ids.is_empty() || ids.len() > 100 {
        return Err(ApiError::bad_meeting(
            "'recordingIds' should have 1 to 100 ids.",
        ));
    }
    for id in &ids {
        world
            .recordings
            .get(id)
            .filter(of_host)
            .ok_or_else(absent)?;
    }
    Ok(ids)
}

/// The caller, or whom an administrator names.
fn host(world: &World, call: &Call) -> Result<Key> {
    match call
        .query
        .get("hostEmail")
        .map(|email| world.find_person(None, Some(email)))
    {
        Some(found) if world.is_admin(call.caller) => Ok(found?.unwrap_or(call.caller)),
        Some(Ok(Some(key))) if key == call.caller => Ok(key),
        Some(_) => Err(ApiError::forbidden(
            "Only an administrator can act for another host.",
        )),
        None => Ok(call.caller),
    }
}

fn visible<'a>(world: &'a World, call: &Call, id: &str) -> Result<&'a Recording> {
    let recording = world.recordings.get(&id.to_owned());
    let host = host(world, call)?;
    let sees =
        |recording: &&Recording| recording.host == host || world.is_compliance_officer(call.caller);
    recording.filter(sees).ok_or_else(absent)
}

/// The wording is ours.
fn absent() -> ApiError {
    ApiError::not_found("The requested recording could not be found.")
}
