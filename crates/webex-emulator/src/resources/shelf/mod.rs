//! Resources without rules of their own: what a test puts here is what a client finds. Filters compare attributes.

mod filter;
mod table;

use serde_json::{Map, Value, json};

pub(crate) use self::table::Shelf;
use super::people::admin_only;
use crate::{
    call::Call,
    error::{ApiError, Result},
    id::Kind,
    reply::Reply,
    world::World,
};

const FOLDERS: &str = "/room/linkedFolders";
const REPORTS: &str = "/reports";

fn of(call: &Call) -> Result<&'static Shelf> {
    Shelf::at(&call.path).ok_or_else(absent)
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
    let shelf = of(call)?;
    let filter = filter::of(world, shelf, call)?;
    allow(world, call, &filter.attributes)?;
    let records = shelf.records(world).iter();
    let rows: Vec<_> = records.filter(|record| filter.finds(record)).collect();
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
    let (shelf, mut record) = (of(call)?, call.form()?.0);
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
    of(call)?.records(world).insert(id, record.clone());
    Ok(Reply::json(&record.into()))
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let (id, _) = found(world, call)?;
    of(call)?.records(world).remove(&id);
    Ok(Reply::no_content())
}

/// All authorizations of one application.
pub(crate) fn delete_of_client(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let client = call.query.get("clientId").ok_or_else(|| {
        ApiError::bad_request("Required String parameter 'clientId' is not present")
    })?;
    let records = of(call)?.records(world);
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
    let record = of(call)?.records(world).get(&id).cloned();
    let record = record.ok_or_else(absent)?;
    allow(world, call, &record).map_err(|_| absent())?;
    Ok((id, record))
}

/// The wording is ours.
fn absent() -> ApiError {
    ApiError::not_found("The requested record could not be found.")
}
