//! `/events`: what happened, for compliance officers.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Event, World},
};

fn view(event: &Event, org: Key) -> Value {
    json!({
        "id": event.id(),
        "resource": event.what.resource,
        "type": event.what.event,
        "actorId": Kind::People.id(event.what.actor),
        "orgId": Kind::Organization.id(org),
        "created": iso(event.created),
        "data": event.what.data,
    })
}

/// Newest first: a guess.
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    allowed(world, call)?;
    let time = |name: &str| {
        let time = call
            .query
            .get(name)
            .map(str::parse::<Timestamp>)
            .transpose();
        // The wording is ours.
        time.map_err(|_| ApiError::bad_request(format!("{name} must be an ISO 8601 time")))
    };
    let (from, to) = (time("from")?, time("to")?);
    let actor = call
        .query
        .get("actorId")
        .map(|id| Kind::People.key(id).ok_or_else(ApiError::bad_id))
        .transpose()?;
    let (resource, kind) = (call.query.get("resource"), call.query.get("type"));
    let rows = world.events.iter().filter(|event| {
        from.is_none_or(|from| event.created >= from)
            && to.is_none_or(|to| event.created <= to)
            && actor.is_none_or(|actor| event.what.actor == actor)
            && resource.is_none_or(|resource| event.what.resource == resource)
            && kind.is_none_or(|kind| event.what.event == kind)
    });
    let org = world.org;
    Paging::STANDARD.page(call, rows, |event| event.id(), |event| view(event, org))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    allowed(world, call)?;
    let key = call.key(Kind::Event, "eventId")?;
    // The wording is ours.
    let event = world
        .events
        .iter()
        .find(|event| event.key == key)
        .ok_or_else(|| ApiError::not_found("Event not found"))?;
    Ok(Reply::json(&view(event, world.org)))
}

fn allowed(world: &World, call: &Call) -> Result<()> {
    if world.is_compliance_officer(call.caller) {
        return Ok(());
    }
    // The wording is ours.
    Err(ApiError::forbidden(
        "Only a compliance officer can read events.",
    ))
}
