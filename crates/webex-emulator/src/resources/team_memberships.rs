//! `/team/memberships`.

use serde_json::{Value, json};

use super::memberships;
use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Member, World},
};

fn id(member: &Member) -> String {
    Kind::TeamMembership.id(format_args!("{}:{}", member.person, member.group))
}

fn view(world: &World, member: &Member) -> Value {
    let person = world.people.get(&member.person);
    json!({
        "id": id(member),
        "teamId": Kind::Team.id(member.group),
        "personId": Kind::People.id(member.person),
        "personEmail": person.map(|person| person.email()),
        "personDisplayName": person.map(|person| &person.display_name),
        "personOrgId": person.map(|person| Kind::Organization.id(person.org)),
        "isModerator": member.is_moderator,
        "created": iso(member.created),
    })
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let team = call.query.get("teamId");
    let team = team.ok_or_else(|| {
        ApiError::bad_request("Required String parameter 'teamId' is not present")
    })?;
    let team = world
        .team_of(
            call.caller,
            Kind::Team.key(team).ok_or_else(ApiError::bad_id)?,
        )?
        .key;
    let rows = world.team_members.of_group(team);
    Paging::STANDARD.page(
        call,
        rows,
        |member| id(member),
        |member| view(world, member),
    )
}

/// Whoever joins a team joins its general room.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let team = Kind::Team
        .key(form.required("teamId", "teamId cannot be null")?)
        .ok_or_else(ApiError::bad_id)?;
    let person = world.find_person(form.text("personId")?, form.text("personEmail")?)?;
    let person = person
        .ok_or_else(|| ApiError::bad_request("Must specify either personId or personEmail."))?;
    let is_moderator = form.flag("isModerator")?.unwrap_or_default();
    let team = world.team_of(call.caller, team)?.key;
    moderates(world, call.caller, team)?;
    if world.team_members.contains(person, team) {
        // The wording is ours.
        return Err(ApiError::conflict("Person is already in the team."));
    }
    world
        .team_members
        .add(person, team, is_moderator, world.clock.now());
    memberships::join(world, call.caller, person, team, is_moderator);
    answer(world, person, team)
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let (person, team) = visible(world, call)?;
    answer(world, person, team)
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let is_moderator = form.flag("isModerator")?;
    let (person, team) = visible(world, call)?;
    moderates(world, call.caller, team)?;
    if is_moderator == Some(false) {
        keep_last_moderator(world, person, team)?;
    }
    for members in [&mut world.team_members, &mut world.members] {
        if let Some(member) = members.get_mut(person, team) {
            member.is_moderator = is_moderator.unwrap_or(member.is_moderator);
        }
    }
    answer(world, person, team)
}

/// Whoever leaves a team leaves its rooms.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let (person, team) = visible(world, call)?;
    if person != call.caller {
        moderates(world, call.caller, team)?;
    }
    keep_last_moderator(world, person, team)?;
    for room in world.rooms_of_team(team) {
        memberships::leave(world, call.caller, person, room);
    }
    world.team_members.remove(person, team);
    Ok(Reply::no_content())
}

fn visible(world: &World, call: &Call) -> Result<(Key, Key)> {
    let absent = || ApiError::not_found("Failed to get membership");
    let pair = Kind::TeamMembership.pair(call.param("membershipId"));
    let (person, team) = pair.ok_or_else(ApiError::bad_id)?;
    world.team_members.get(person, team).ok_or_else(absent)?;
    world.team_of(call.caller, team).map_err(|_| absent())?;
    Ok((person, team))
}

fn answer(world: &World, person: Key, team: Key) -> Result<Reply> {
    let member = world.team_members.get(person, team);
    let member = member.ok_or_else(|| ApiError::not_found("Failed to get membership"))?;
    Ok(Reply::json(&view(world, member)))
}

/// The wording is ours.
fn moderates(world: &World, caller: Key, team: Key) -> Result<()> {
    if world.team_members.is_moderator(caller, team) {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "Only a moderator can change the members of a team.",
    ))
}

/// Documented rule, our wording.
fn keep_last_moderator(world: &World, person: Key, team: Key) -> Result<()> {
    if world.team_members.is_last_moderator(person, team) {
        return Err(ApiError::bad_request(
            "The last moderator of a team cannot be removed.",
        ));
    }
    Ok(())
}
