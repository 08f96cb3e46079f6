//! Resources without rules of their own: what a test puts here is what a client finds. Filters compare attributes.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::people::admin_only;
use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::{Kind, encode},
    page::Paging,
    reply::Reply,
    world::{Table, World},
};

/// One of these resources.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) path: &'static str,
    /// Of its ids.
    kind: &'static str,
    /// What a record gets that does not bring it.
    defaults: &'static [&'static str],
    /// How it comes in pages, where it does.
    paging: Option<Paging>,
    /// Parameters for times, compared with `created`; and whether they must be there.
    times: Option<(&'static str, &'static str, bool)>,
}

const START: Paging = Paging {
    cursor: "start",
    ..Paging::STANDARD
};

#[rustfmt::skip]
pub(crate) const SHELVES: &[Shelf] = &[
    Shelf { path: "/admin/securityAudit/events", kind: "EVENT", defaults: &["created"], paging: Some(Paging::STANDARD), times: Some(("startTime", "endTime", true)) },
    Shelf { path: "/authorizations", kind: "AUTHORIZATION", defaults: &["created"], paging: None, times: None },
    Shelf { path: "/classifications", kind: "CLASSIFICATION", defaults: &["orgId"], paging: None, times: None },
    Shelf { path: "/devices", kind: "DEVICE", defaults: &["orgId", "created"], paging: Some(START), times: None },
    Shelf { path: "/hybrid/clusters", kind: "HYBRID_CLUSTER", defaults: &["orgId"], paging: None, times: None },
    Shelf { path: "/hybrid/connectors", kind: "HYBRID_CONNECTOR", defaults: &["orgId", "created"], paging: None, times: None },
    Shelf { path: "/report/templates", kind: "", defaults: &[], paging: None, times: None },
    Shelf { path: "/reports", kind: "REPORT", defaults: &["created"], paging: None, times: Some(("from", "to", false)) },
    Shelf { path: "/resourceGroup/memberships", kind: "RESOURCE_GROUP_MEMBERSHIP", defaults: &["personOrgId"], paging: Some(Paging::STANDARD), times: None },
    Shelf { path: "/resourceGroups", kind: "RESOURCE_GROUP", defaults: &["orgId"], paging: None, times: None },
    Shelf { path: "/room/linkedFolders", kind: "LINKED_FOLDER", defaults: &["created"], paging: None, times: None },
    Shelf { path: "/workspaces", kind: "PLACE", defaults: &["orgId", "created"], paging: Some(START), times: None },
];

const FOLDERS: &str = "/room/linkedFolders";
const REPORTS: &str = "/reports";

/// Parameters that say how to answer, and not what to find.
const HOW: [&str; 6] = [
    "cursor",
    "includeCapabilities",
    "includeDevices",
    "max",
    "start",
    "type_",
];

impl Shelf {
    pub(crate) fn at(path: &str) -> Option<&'static Self> {
        let holds = |shelf: &&Self| {
            let rest = path.strip_prefix(shelf.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        SHELVES.iter().find(holds)
    }

    fn of(call: &Call) -> Result<&'static Self> {
        Self::at(&call.path).ok_or_else(absent)
    }

    fn records<'a>(&self, world: &'a mut World) -> &'a mut Table<String, Map<String, Value>> {
        world.shelves.entry(self.path).or_default()
    }

    /// Puts a record there and gives its id.
    pub(crate) fn put(&self, world: &mut World, mut record: Map<String, Value>) -> String {
        let given = ["id", "Id"].into_iter().find_map(|name| record.get(name));
        let id = match given {
            Some(Value::String(id)) => id.clone(),
            Some(other) => other.to_string(),
            None => {
                let id = encode(self.kind, world.new_key());
                record.insert("id".into(), id.clone().into());
                id
            }
        };
        for &name in self.defaults {
            let value = match name {
                "created" => iso(world.now()),
                _ => Kind::Organization.id(world.org),
            };
            record.entry(name).or_insert_with(|| value.into());
        }
        self.records(world).insert(id.clone(), record);
        id
    }
}

/// For administrators; folders are for the members of their room.
fn allow(world: &World, call: &Call, record: &Map<String, Value>) -> Result<()> {
    if !call.path.starts_with(FOLDERS) {
        return admin_only(world, call);
    }
    let room = record.get("roomId").and_then(Value::as_str);
    let room = Kind::Room
        .key(room.unwrap_or_default())
        .ok_or_else(ApiError::bad_id)?;
    world.room_of(call.caller, room).map(|_| ())
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let shelf = Shelf::of(call)?;
    let query = query(call);
    allow(world, call, &query)?;
    let times = times(shelf, call)?;
    let person = call
        .query
        .get("personEmail")
        .and_then(|email| world.person_by_email(email));
    let person = person.map(|person| Value::from(person.id()));
    let matches = |record: &&Map<String, Value>| {
        let created = record.get("created").and_then(Value::as_str);
        let created = created.and_then(|text| text.parse::<Timestamp>().ok());
        let is_person =
            call.query.get("personEmail").is_none() || record.get("personId") == person.as_ref();
        is_person
            && created.is_none_or(|created| times.0 <= created && created <= times.1)
            && query
                .iter()
                .all(|(name, wanted)| fits(record, name, wanted))
    };
    let rows: Vec<_> = shelf.records(world).iter().filter(matches).collect();
    match shelf.paging {
        None => {
            let mut answer = json!({ "items": rows });
            // Seen in practice.
            let count = match shelf.path {
                "/reports" => Some("numberOfReports"),
                "/report/templates" => Some("numberOfTemplate"),
                _ => None,
            };
            if let (Some(count), Some(fields)) = (count, answer.as_object_mut()) {
                fields.insert(count.into(), rows.len().into());
            }
            Ok(Reply::json(&answer))
        }
        Some(paging) if paging.cursor == "start" => {
            paging.by_offset(call, rows, |record| record.clone().into())
        }
        Some(paging) => paging.page(
            call,
            rows,
            |record| record.get("id").map(Value::to_string).unwrap_or_default(),
            |record| record.clone().into(),
        ),
    }
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let record = found(world, call)?.1;
    Ok(Reply::json(&record.into()))
}

/// A folder, or a report, which is never done.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let (shelf, mut record) = (Shelf::of(call)?, call.form()?.0);
    record.retain(|_, value| !value.is_null());
    allow(world, call, &record)?;
    if shelf.path == REPORTS {
        record
            .get("templateId")
            .ok_or_else(|| ApiError::bad_request("templateId cannot be null"))?;
        record.insert("status".into(), "requested".into());
        record.insert("createdBy".into(), Kind::People.id(call.caller).into());
        let id = shelf.put(world, record);
        // An object where lists have a list: seen in practice.
        return Ok(Reply::json(&json!({ "items": { "Id": id } })));
    }
    for name in [
        "contentUrl",
        "displayName",
        "driveId",
        "itemId",
        "defaultFolder",
    ] {
        record
            .get(name)
            .ok_or_else(|| ApiError::bad_request(format!("{name} cannot be null")))?;
    }
    record.insert("creatorId".into(), Kind::People.id(call.caller).into());
    let id = shelf.put(world, record);
    let record = shelf.records(world).get(&id).cloned();
    Ok(Reply::json(&record.unwrap_or_default().into()))
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let (id, mut record) = found(world, call)?;
    let sent = call.form()?.0.into_iter();
    record.extend(sent.filter(|(name, value)| name != "id" && !value.is_null()));
    Shelf::of(call)?.records(world).insert(id, record.clone());
    Ok(Reply::json(&record.into()))
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let (id, _) = found(world, call)?;
    Shelf::of(call)?.records(world).remove(&id);
    Ok(Reply::no_content())
}

/// All authorizations of one application.
pub(crate) fn delete_of_client(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let client = call.query.get("clientId").ok_or_else(|| {
        ApiError::bad_request("Required String parameter 'clientId' is not present")
    })?;
    let records = Shelf::of(call)?.records(world);
    let of_client = records
        .iter()
        .filter(|record| record.get("clientId").is_some_and(|known| known == client));
    let ids: Vec<String> = of_client
        .filter_map(|record| record.get("id")?.as_str().map(str::to_owned))
        .collect();
    for id in &ids {
        records.remove(id);
    }
    Ok(Reply::no_content())
}

/// The record in the path, for who may see it.
fn found(world: &mut World, call: &Call) -> Result<(String, Map<String, Value>)> {
    if !call.path.starts_with(FOLDERS) {
        admin_only(world, call)?;
    }
    let id = call.param("id").to_owned();
    let record = Shelf::of(call)?.records(world).get(&id).cloned();
    let record = record.ok_or_else(absent)?;
    allow(world, call, &record).map_err(|_| absent())?;
    Ok((id, record))
}

/// The filters of the call, by the attributes that they compare with.
fn query(call: &Call) -> Map<String, Value> {
    let is_v2 = call.path.ends_with("/v2");
    let name = |name: &str| {
        match name {
            "id" if is_v2 => "personId",
            "orgId" if is_v2 => "personOrgId",
            "type" if is_v2 => "type_",
            "reportId" => "id",
            name => name,
        }
        .to_owned()
    };
    let pairs = call.query.iter().filter(|(_, value)| !value.is_empty());
    let pairs = pairs.map(|(key, value)| (name(key), Value::from(value)));
    pairs
        .filter(|(name, _)| !HOW.contains(&name.as_str()))
        .collect()
}

/// Whether an attribute of that name, or its plural, is or has what was asked for. A parameter for which there is neither finds
/// everything.
fn fits(record: &Map<String, Value>, name: &str, wanted: &Value) -> bool {
    let plural = match name.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{name}s"),
    };
    let Some(value) = record.get(name).or_else(|| record.get(&plural)) else {
        return true;
    };
    let is = |value: &Value| match (value, wanted.as_str()) {
        (Value::String(value), Some(wanted)) => value.eq_ignore_ascii_case(wanted),
        (Value::Bool(is), Some(wanted)) => wanted.parse() == Ok(*is),
        (Value::Number(number), Some(wanted)) => number.to_string() == wanted,
        (value, _) => value == wanted,
    };
    match value {
        Value::Array(values) => values.iter().any(is),
        value => is(value),
    }
}

/// From when to when. The wordings are ours.
fn times(shelf: &Shelf, call: &Call) -> Result<(Timestamp, Timestamp)> {
    let Some((from, to, required)) = shelf.times else {
        return Ok((Timestamp::MIN, Timestamp::MAX));
    };
    let time = |name: &str, default: Timestamp| match call.query.get(name) {
        Some(text) => {
            let malformed = |_| ApiError::bad_request(format!("{name} must be an ISO 8601 time"));
            text.parse().map_err(malformed)
        }
        None if required => {
            let text = format!("Required String parameter '{name}' is not present");
            Err(ApiError::bad_request(text))
        }
        None => Ok(default),
    };
    Ok((time(from, Timestamp::MIN)?, time(to, Timestamp::MAX)?))
}

/// The wording is ours.
fn absent() -> ApiError {
    ApiError::not_found("The requested record could not be found.")
}
