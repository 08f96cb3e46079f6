//! `/teams`.

use serde_json::{Value, json};

use super::{memberships, rooms};
use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Room, Team, World},
};

fn view(team: &Team) -> Value {
    let mut view = json!({
        "id": team.id(),
        "name": team.name,
        "creatorId": Kind::People.id(team.creator),
        "created": iso(team.created),
    });
    if let (Some(description), Some(fields)) = (&team.description, view.as_object_mut()) {
        fields.insert("description".into(), description.clone().into());
    }
    view
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let teams = world.team_members.of_person(call.caller);
    let teams = teams.filter_map(|member| world.teams.get(&member.group));
    Paging::STANDARD.page(call, teams, |team| team.id(), view)
}

/// The creator moderates the team, and its general room.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    // The wording is ours.
    let name = form.required("name", "name cannot be empty")?.to_owned();
    let description = form.text("description")?.map(str::to_owned);
    let (key, created) = (world.new_key(), world.now());
    let team = Team {
        key,
        name,
        description,
        creator: call.caller,
        created,
    };
    let reply = Reply::json(&view(&team));
    let general = Room {
        team: Some(key),
        ..Room::group(key, &team.name, call.caller, created)
    };
    world.teams.insert(key, team);
    world.team_members.add(call.caller, key, true, created);
    world.rooms.insert(key, general);
    memberships::join(world, call.caller, call.caller, key, true);
    rooms::happen(world, "created", call.caller, key);
    Ok(reply)
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    Ok(Reply::json(&view(
        world.team_of(call.caller, call.key(Kind::Team, "teamId")?)?,
    )))
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let name = form.required("name", "name cannot be empty")?;
    let description = form.text("description")?;
    let key = moderated(world, call)?;
    if let Some(team) = world.teams.get_mut(&key) {
        name.clone_into(&mut team.name);
        if let Some(description) = description {
            team.description = Some(description.to_owned());
        }
    }
    get(world, call)
}

/// A team goes with its rooms. The service archives them, which looks the same from here.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let key = moderated(world, call)?;
    for room in world.rooms_of_team(key) {
        world.remove_room(room);
    }
    let members: Vec<Key> = world
        .team_members
        .of_group(key)
        .map(|member| member.person)
        .collect();
    for person in members {
        world.team_members.remove(person, key);
    }
    world.teams.remove(&key);
    Ok(Reply::no_content())
}

/// The team in the path, which the caller moderates. The wording is ours.
fn moderated(world: &World, call: &Call) -> Result<Key> {
    let key = world
        .team_of(call.caller, call.key(Kind::Team, "teamId")?)?
        .key;
    if world.team_members.is_moderator(call.caller, key) {
        return Ok(key);
    }
    Err(ApiError::forbidden("Only a moderator can change a team."))
}
