//! `/rooms`.

use serde_json::{Value, json};

use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    form::Form,
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Room, World},
};

pub(crate) fn view(world: &World, room: &Room, caller: Key) -> Value {
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
    });
    let optional = [
        ("teamId", room.team.map(|team| Kind::Team.id(team))),
        ("description", room.description.clone()),
        ("classificationId", room.classification.clone()),
        ("madePublic", room.made_public.map(iso)),
    ];
    if let Some(fields) = view.as_object_mut() {
        for (name, value) in optional {
            if let Some(value) = value {
                fields.insert(name.into(), value.into());
            }
        }
        if !room.is_direct {
            fields.insert(
                "isAnnouncementOnly".into(),
                room.is_announcement_only.into(),
            );
        }
    }
    view
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let caller = call.caller;
    let kind = call.query.get("type");
    let mut rooms: Vec<&Room> = world
        .members
        .of_person(caller)
        .filter_map(|member| world.rooms.get(&member.group))
        .collect();
    rooms.retain(|room| kind.is_none_or(|kind| room.kind() == kind));
    match call.query.get("sortBy") {
        Some("id") => rooms.sort_by_key(|room| room.id()),
        Some("created") => rooms.sort_by_key(|room| std::cmp::Reverse(room.created)),
        // The order without `sortBy` is not documented; the busiest first is a guess.
        None | Some("lastactivity") => {
            rooms.sort_by_key(|room| std::cmp::Reverse(room.last_activity));
        }
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
    write(&mut room, &form, world)?;
    // A locked room needs a moderator: its creator.
    world.members.add(call.caller, key, room.is_locked, now);
    let reply = Reply::json(&view(world, &room, call.caller));
    world.rooms.insert(key, room);
    Ok(reply)
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let room = world.room_of(call.caller, call.key(Kind::Room, "roomId")?)?;
    Ok(Reply::json(&view(world, room, call.caller)))
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let key = call.key(Kind::Room, "roomId")?;
    let member = world.member_of(call.caller, key)?;
    let mut room = world.room_of(call.caller, key)?.clone();
    if room.is_direct {
        // The wording is ours.
        return Err(ApiError::bad_request("A direct room cannot be changed."));
    }
    if room.is_locked && !member.is_moderator {
        // The wording is ours.
        return Err(ApiError::forbidden(
            "Only a moderator can change a locked room.",
        ));
    }
    form.required("title", "Title cannot be empty.")?
        .clone_into(&mut room.title);
    let was_locked = room.is_locked;
    write(&mut room, &form, world)?;
    if room.is_locked && !was_locked {
        // Whoever locks a room moderates it: a guess.
        if let Some(member) = world.members.get_mut(call.caller, key) {
            member.is_moderator = true;
        }
    }
    let reply = Reply::json(&view(world, &room, call.caller));
    world.rooms.insert(key, room);
    Ok(reply)
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
        world.members.remove(call.caller, key);
    }
    Ok(Reply::no_content())
}

/// Takes over the optional fields of a create or an update.
fn write(room: &mut Room, form: &Form, world: &World) -> Result<()> {
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
    if let Some(description) = form.text("description")? {
        // Documented: one space clears it.
        room.description =
            (description != " " && !description.is_empty()).then(|| description.to_owned());
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
