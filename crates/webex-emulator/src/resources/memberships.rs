//! `/memberships`.

use http::StatusCode;
use serde_json::{Value, json};

use super::rooms;
use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Happening, Member, Room, World},
};

fn id(member: &Member) -> String {
    Kind::Membership.id(format_args!("{}:{}", member.person, member.group))
}

fn view(world: &World, member: &Member) -> Value {
    let person = world.people.get(&member.person);
    json!({
        "id": id(member),
        "roomId": Kind::Room.id(member.group),
        "personId": Kind::People.id(member.person),
        "personEmail": person.map(|person| person.email()),
        "personDisplayName": person.map(|person| &person.display_name),
        "personOrgId": person.map(|person| Kind::Organization.id(person.org)),
        "isModerator": member.is_moderator,
        "isMonitor": false,
        "isRoomHidden": member.is_hidden,
        "roomType": world.rooms.get(&member.group).map(|room| room.kind()),
        "created": iso(member.created),
    })
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let person = world.find_person(call.query.get("personId"), call.query.get("personEmail"))?;
    let rows: Vec<&Member> = match (call.query.get("roomId"), person) {
        (Some(room), person) => {
            let room = Kind::Room.key(room).ok_or_else(ApiError::bad_id)?;
            world.room_of(call.caller, room)?;
            let members = world.members.of_group(room);
            members
                .filter(|member| person.is_none_or(|person| member.person == person))
                .collect()
        }
        (None, Some(person))
            if person == call.caller || world.is_compliance_officer(call.caller) =>
        {
            world.members.of_person(person).collect()
        }
        // Documented rule, our wording.
        (None, Some(_)) => {
            return Err(ApiError::bad_request(
                "personId and personEmail need a roomId.",
            ));
        }
        (None, None) => world.members.of_person(call.caller).collect(),
    };
    Paging::STANDARD.page(
        call,
        rows,
        |member| id(member),
        |member| view(world, member),
    )
}

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let room = form.required("roomId", "roomId cannot be null")?;
    let room = Kind::Room.key(room).ok_or_else(ApiError::bad_id)?;
    let person = world.find_person(form.text("personId")?, form.text("personEmail")?)?;
    let person = person
        .ok_or_else(|| ApiError::bad_request("Must specify either personId or personEmail."))?;
    let is_moderator = form.flag("isModerator")?.unwrap_or_default();
    let room = world.rooms.get(&room);
    let room =
        room.ok_or_else(|| ApiError::not_found("Could not find a room with provided ID."))?;
    let Some(caller) = world.members.get(call.caller, room.key) else {
        return Err(ApiError::new(
            StatusCode::BAD_GATEWAY,
            "Add participant failed.",
        ));
    };
    if room.is_direct {
        // The wording is ours.
        return Err(ApiError::bad_request(
            "Nobody can be added to a direct room.",
        ));
    }
    if room.is_locked && !caller.is_moderator {
        // The wording is ours.
        return Err(ApiError::forbidden(
            "Only a moderator can add people to a locked room.",
        ));
    }
    let room = room.key;
    if world.members.contains(person, room) {
        return Err(ApiError::conflict("Person is already in the room."));
    }
    join(world, call.caller, person, room, is_moderator);
    answer(world, person, room)
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let (person, room) = visible(world, call)?;
    answer(world, person, room)
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let (is_moderator, is_hidden) = (form.flag("isModerator")?, form.flag("isRoomHidden")?);
    let (person, room) = visible(world, call)?;
    if is_moderator == Some(false) {
        keep_last_moderator(world, person, room)?;
    }
    if let Some(member) = world.members.get_mut(person, room) {
        member.is_moderator = is_moderator.unwrap_or(member.is_moderator);
        member.is_hidden = is_hidden.unwrap_or(member.is_hidden);
    }
    happen(world, "updated", call.caller, person, room);
    answer(world, person, room)
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let (person, room) = visible(world, call)?;
    let room = world.room_of(call.caller, room)?;
    if room.is_direct {
        return Err(ApiError::bad_request("Failed to leave room."));
    }
    if room.is_locked && person != call.caller && !world.members.is_moderator(call.caller, room.key)
    {
        // The wording is ours.
        return Err(ApiError::forbidden(
            "Only a moderator can remove people from a locked room.",
        ));
    }
    let room = room.key;
    keep_last_moderator(world, person, room)?;
    leave(world, call.caller, person, room);
    Ok(Reply::no_content())
}

/// Puts a person into a room and tells of it.
pub(crate) fn join(world: &mut World, actor: Key, person: Key, room: Key, is_moderator: bool) {
    if !world.members.contains(person, room) {
        world
            .members
            .add(person, room, is_moderator, world.clock.now());
        happen(world, "created", actor, person, room);
    }
}

/// Takes a person out of a room and tells of it.
pub(crate) fn leave(world: &mut World, actor: Key, person: Key, room: Key) {
    happen(world, "deleted", actor, person, room);
    world.members.remove(person, room);
}

/// The 1:1 room of two people, made when there is none.
pub(crate) fn direct_room(world: &mut World, from: Key, to: Key) -> Result<Key> {
    if from == to {
        // The wording is ours.
        return Err(ApiError::bad_request(
            "You cannot send a direct message to yourself.",
        ));
    }
    let pair = (from.min(to), from.max(to));
    if let Some(&room) = world.direct.get(&pair) {
        return Ok(room);
    }
    let (key, now) = (world.new_key(), world.now());
    world.rooms.insert(
        key,
        Room {
            is_direct: true,
            ..Room::group(key, "", from, now)
        },
    );
    world.direct.insert(pair, key);
    join(world, from, from, key, false);
    rooms::happen(world, "created", from, key);
    join(world, from, to, key, false);
    Ok(key)
}

fn happen(world: &mut World, event: &'static str, actor: Key, person: Key, room: Key) {
    if let Some(member) = world.members.get(person, room) {
        let data = view(world, member);
        world.happen(Happening {
            resource: "memberships",
            event,
            actor,
            room,
            data,
        });
    }
}

/// Person and room of the membership in the path, when the caller may see it.
fn visible(world: &World, call: &Call) -> Result<(Key, Key)> {
    let absent = || ApiError::not_found("Failed to get membership");
    let pair = Kind::Membership.pair(call.param("membershipId"));
    let (person, room) = pair.ok_or_else(ApiError::bad_id)?;
    world.members.get(person, room).ok_or_else(absent)?;
    world.room_of(call.caller, room).map_err(|_| absent())?;
    Ok((person, room))
}

fn answer(world: &World, person: Key, room: Key) -> Result<Reply> {
    let member = world.members.get(person, room);
    let member = member.ok_or_else(|| ApiError::not_found("Failed to get membership"))?;
    Ok(Reply::json(&view(world, member)))
}

/// The last moderator of a team's general room stays: documented. That a locked room keeps one while others are in
/// it is a guess. The wording is ours.
fn keep_last_moderator(world: &World, person: Key, room: Key) -> Result<()> {
    let is_general = world.teams.get(&room).is_some();
    let is_locked = world.rooms.get(&room).is_some_and(|room| room.is_locked);
    let must_stay = is_general || (is_locked && world.members.of_group(room).count() > 1);
    if must_stay && world.members.is_last_moderator(person, room) {
        return Err(ApiError::bad_request(
            "The last moderator of a room cannot be removed.",
        ));
    }
    Ok(())
}
