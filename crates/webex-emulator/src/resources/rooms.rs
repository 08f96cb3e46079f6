//! `/rooms`.

use std::cmp::Reverse;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::memberships;
use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    form::Form,
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Happening, Room, World},
};

fn view(world: &World, room: &Room, caller: Key) -> Value {
    let mut view = json!({
        "id": room.id(),
        "title": world.room_title(room, caller),
        "type": room.kind(),
        "isLocked": room.is_locked,
        "lastActivity": iso(room.last_activity),
        "creatorId": Kind::People.id(room.creator),
        "created": iso(room.created),
        "ownerId": Kind::Organization.id(world.org),
        "isPublic": room.is_public,
        "isReadOnly": room.is_read_only,
        "isAnnouncementOnly": room.is_announcement_only,
    });
    let optional = [
        ("teamId", room.team.map(|team| Kind::Team.id(team))),
        ("description", room.description.clone()),
        ("classificationId", room.classification.clone()),
        ("madePublic", room.made_public.map(iso)),
    ];
    for (name, value) in optional {
        if let (Some(value), Some(fields)) = (value, view.as_object_mut()) {
            fields.insert(name.to_owned(), value.into());
        }
    }
    view
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let caller = call.caller;
    let team = call
        .query
        .get("teamId")
        .map(|id| Kind::Team.key(id).ok_or_else(ApiError::bad_id))
        .transpose()?;
    let is_public = call.query.get("orgPublicSpaces") == Some("true");
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
    let mut rooms: Vec<&Room> = if is_public {
        world.rooms.iter().filter(|room| room.is_public).collect()
    } else {
        world
            .members
            .of_person(caller)
            .filter_map(|member| world.rooms.get(&member.group))
            .collect()
    };
    rooms.retain(|room| {
        let public_since = room.made_public.filter(|_| is_public);
        call.query
            .get("type")
            .is_none_or(|kind| room.kind() == kind)
            && (team.is_none() || room.team == team)
            && from.is_none_or(|from| public_since.is_none_or(|time| time >= from))
            && to.is_none_or(|to| public_since.is_none_or(|time| time <= to))
    });
    match call.query.get("sortBy") {
        _ if is_public => rooms.sort_by_key(|room| Reverse(room.made_public)),
        Some("id") => rooms.sort_by_key(|room| room.id()),
        Some("created") => rooms.sort_by_key(|room| Reverse(room.created)),
        // The order without `sortBy` is not documented; the busiest first is a guess.
        None | Some("lastactivity") => rooms.sort_by_key(|room| Reverse(room.last_activity)),
        // The wording is ours.
        Some(_) => return Err(ApiError::bad_request("Invalid value for sortBy")),
    }
    Paging::STANDARD.page(
        call,
        rooms,
        |room| room.id(),
        |room| view(world, room, caller),
    )
}

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let title = form.required("title", "Title cannot be empty.")?;
    let (key, now) = (world.new_key(), world.now());
    let mut room = Room::group(key, title, call.caller, now);
    write(&mut room, &form, world, call.caller)?;
    let is_locked = room.is_locked;
    world.rooms.insert(key, room);
    // A locked room needs a moderator: its creator.
    memberships::join(world, call.caller, call.caller, key, is_locked);
    happen(world, "created", call.caller, key);
    answer(world, call, key)
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    answer(world, call, call.key(Kind::Room, "roomId")?)
}

/// The numbers are made up; the call itself is documented as ended in 2025.
pub(crate) fn meeting_info(world: &mut World, call: &Call) -> Result<Reply> {
    let room = world.room_of(call.caller, call.key(Kind::Room, "roomId")?)?;
    Ok(Reply::json(&json!({
        "roomId": room.id(),
        "meetingLink": format!("https://example.webex.com/m/{}", room.key),
        "sipAddress": "25550001@example.webex.com",
        "meetingNumber": "25550001",
        "meetingId": room.key.to_string().replace('-', ""),
        "callInTollFreeNumber": "+1-555-010-0199",
        "callInTollNumber": "+1-555-010-0198",
    })))
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let key = call.key(Kind::Room, "roomId")?;
    let is_moderator = world.member_of(call.caller, key)?.is_moderator;
    let mut room = world.room_of(call.caller, key)?.clone();
    if room.is_direct {
        // The wording is ours.
        return Err(ApiError::bad_request("A direct room cannot be changed."));
    }
    if room.is_locked && !is_moderator {
        // The wording is ours.
        return Err(ApiError::forbidden(
            "Only a moderator can change a locked room.",
        ));
    }
    form.required("title", "Title cannot be empty.")?
        .clone_into(&mut room.title);
    write(&mut room, &form, world, call.caller)?;
    if let (true, Some(member)) = (room.is_locked, world.members.get_mut(call.caller, key)) {
        // Whoever locks a room moderates it: a guess.
        member.is_moderator = true;
    }
    world.rooms.insert(key, room);
    happen(world, "updated", call.caller, key);
    answer(world, call, key)
}

/// Moderators and creators delete a room; others only leave it, as documented.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let key = call.key(Kind::Room, "roomId")?;
    let is_moderator = world.member_of(call.caller, key)?.is_moderator;
    let room = world.room_of(call.caller, key)?;
    if room.is_direct {
        // The wording is ours.
        return Err(ApiError::bad_request("A direct room cannot be deleted."));
    }
    if is_moderator || room.creator == call.caller {
        world.remove_room(key);
    } else {
        memberships::leave(world, call.caller, call.caller, key);
    }
    Ok(Reply::no_content())
}

/// Tells of a room.
pub(crate) fn happen(world: &mut World, event: &'static str, actor: Key, room: Key) {
    if let Some(data) = world
        .rooms
        .get(&room)
        .map(|known| view(world, known, actor))
    {
        world.happen(Happening {
            resource: "rooms",
            event,
            actor,
            room,
            data,
        });
    }
}

fn answer(world: &World, call: &Call, room: Key) -> Result<Reply> {
    Ok(Reply::json(&view(
        world,
        world.room_of(call.caller, room)?,
        call.caller,
    )))
}

/// Takes over the optional fields of a create or an update.
fn write(room: &mut Room, form: &Form, world: &World, caller: Key) -> Result<()> {
    room.is_locked = form.flag("isLocked")?.unwrap_or(room.is_locked);
    room.is_read_only = form.flag("isReadOnly")?.unwrap_or(room.is_read_only);
    room.is_announcement_only = form
        .flag("isAnnouncementOnly")?
        .unwrap_or(room.is_announcement_only);
    if room.is_announcement_only && !room.is_locked {
        // Documented rule, our wording.
        return Err(ApiError::bad_request(
            "Announcement mode needs a locked room.",
        ));
    }
    if let Some(team) = form.text("teamId")? {
        let team = Kind::Team.key(team).ok_or_else(ApiError::bad_id)?;
        room.team = Some(world.team_of(caller, team)?.key);
    }
    if let Some(description) = form.text("description")? {
        // Documented: one space clears it.
        room.description = Some(description.to_owned()).filter(|text| !text.trim().is_empty());
    }
    if let Some(classification) = form.text("classificationId")? {
        room.classification = Some(classification.to_owned());
    }
    if let Some(is_public) = form.flag("isPublic")? {
        if is_public && room.description.is_none() {
            // Documented rule, our wording.
            return Err(ApiError::bad_request("A public room needs a description."));
        }
        room.made_public = is_public.then(|| room.made_public.unwrap_or_else(|| world.now()));
        room.is_public = is_public;
    }
    Ok(())
}
