//! Lists of messages, newest first.

use jiff::Timestamp;

use super::{not_found, view::view};
use crate::{
    call::Call,
    error::{ApiError, Result},
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Message, World},
};

const PAGING: Paging = Paging {
    default: 50,
    limit: 1000,
    cursor: "beforeMessage",
};

/// Documented: smaller pages of mentions.
const MENTIONS: Paging = Paging {
    limit: 100,
    ..PAGING
};

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let room = call.query.get("roomId");
    let room = room.ok_or_else(|| {
        ApiError::bad_request("Required String parameter 'roomId' is not present")
    })?;
    let room = Kind::Room.key(room).ok_or_else(ApiError::bad_id)?;
    let is_direct = world.room_of(call.caller, room)?.is_direct;
    let mentioned = match call.query.get("mentionedPeople") {
        Some("me") => Some(call.caller),
        Some(id) => Some(Kind::People.key(id).ok_or_else(ApiError::bad_id)?),
        None => None,
    };
    if mentioned.is_some_and(|person| person != call.caller) {
        // Documented rule, our wording.
        return Err(ApiError::bad_request(
            "mentionedPeople can only be me or the caller's own id.",
        ));
    }
    if world.is_bot(call.caller) && !is_direct && mentioned.is_none() {
        // Documented rule, our wording.
        return Err(ApiError::forbidden(
            "A bot in a group room can list only messages that mention it.",
        ));
    }
    let parent = key(call, "parentId")?;
    let before = call
        .query
        .get("before")
        .map(str::parse::<Timestamp>)
        .transpose();
    // The wording is ours.
    let before = before.map_err(|_| ApiError::bad_request("before must be an ISO 8601 time"))?;
    let paging = if mentioned.is_some() {
        MENTIONS
    } else {
        PAGING
    };
    if let Some(empty) = paging.empty(call) {
        return Ok(empty);
    }
    let start = match paging.cursor(call) {
        Some(id) => {
            let key = Kind::Message.key(id).ok_or_else(ApiError::bad_id)?;
            Some(world.messages.place(key).ok_or_else(not_found)?)
        }
        None => None,
    };
    let size = paging.size(&call.query)?;
    let rows = world.messages.of_room(room, start);
    let rows = rows.skip_while(|message| before.is_some_and(|before| message.created >= before));
    let rows = rows.filter(|message| parent.is_none() || message.parent == parent);
    let rows = rows.filter(|message| {
        mentioned.is_none_or(|person| message.mentioned_people.contains(&person))
    });
    // One more than asked for tells whether there is a next page.
    let rows: Vec<&Message> = rows.take(size + 1).collect();
    let last = rows
        .get(size - 1)
        .filter(|_| rows.len() > size)
        .map(|message| message.id());
    let items = rows
        .into_iter()
        .take(size)
        .map(|message| view(world, message, &call.base));
    let reply = Reply::items(items.collect());
    Ok(match last {
        Some(last) => paging.link(call, reply, &last),
        None => reply,
    })
}

/// The messages of a 1:1 room, which is not paged.
pub(crate) fn list_direct(world: &mut World, call: &Call) -> Result<Reply> {
    let person = world.find_person(call.query.get("personId"), call.query.get("personEmail"))?;
    // The wording is ours.
    let person = person
        .ok_or_else(|| ApiError::bad_request("Must specify either personId or personEmail."))?;
    let parent = key(call, "parentId")?;
    let room = world
        .direct
        .get(&(person.min(call.caller), person.max(call.caller)));
    let room =
        *room.ok_or_else(|| ApiError::not_found("Could not find a room with provided ID."))?;
    let rows = world.messages.of_room(room, None);
    let rows = rows.filter(|message| parent.is_none() || message.parent == parent);
    Ok(Reply::items(
        rows.map(|message| view(world, message, &call.base))
            .collect(),
    ))
}

fn key(call: &Call, name: &str) -> Result<Option<Key>> {
    let id = call.query.get(name);
    id.map(|id| Kind::Message.key(id).ok_or_else(ApiError::bad_id))
        .transpose()
}
