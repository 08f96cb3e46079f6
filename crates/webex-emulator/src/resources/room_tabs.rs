//! `/room/tabs`.

use serde_json::{Value, json};

use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::{Key, Kind},
    reply::Reply,
    world::{Tab, World},
};

fn view(world: &World, tab: &Tab) -> Value {
    json!({
        "id": Kind::Tab.id(tab.key),
        "roomId": Kind::Room.id(tab.room),
        "roomType": world.rooms.get(&tab.room).map(|room| room.kind()),
        "displayName": tab.display_name,
        "contentUrl": tab.content_url,
        "creatorId": Kind::People.id(tab.creator),
        "created": iso(tab.created),
    })
}

/// All in one page.
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let room = call.query.get("roomId");
    let room = room.ok_or_else(|| {
        ApiError::bad_request("Required String parameter 'roomId' is not present")
    })?;
    let room = world
        .room_of(
            call.caller,
            Kind::Room.key(room).ok_or_else(ApiError::bad_id)?,
        )?
        .key;
    let tabs = world.tabs.iter().filter(|tab| tab.room == room);
    Ok(Reply::items(tabs.map(|tab| view(world, tab)).collect()))
}

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let (room, content_url, display_name) = read(world, call)?;
    let (key, created) = (world.new_key(), world.now());
    let tab = Tab {
        key,
        room,
        creator: call.caller,
        display_name,
        content_url,
        created,
    };
    let reply = Reply::json(&view(world, &tab));
    world.tabs.insert(key, tab);
    Ok(reply)
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let key = visible(world, call)?;
    let tab = world.tabs.get(&key).ok_or_else(absent)?;
    Ok(Reply::json(&view(world, tab)))
}

pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let key = visible(world, call)?;
    let (_, content_url, display_name) = read(world, call)?;
    if let Some(tab) = world.tabs.get_mut(&key) {
        (tab.content_url, tab.display_name) = (content_url, display_name);
    }
    get(world, call)
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let key = visible(world, call)?;
    world.tabs.remove(&key);
    Ok(Reply::no_content())
}

/// Room, address and name. The wordings are ours.
fn read(world: &World, call: &Call) -> Result<(Key, String, String)> {
    let form = call.form()?;
    let room = Kind::Room
        .key(form.required("roomId", "roomId cannot be null")?)
        .ok_or_else(ApiError::bad_id)?;
    let url = form
        .required("contentUrl", "contentUrl cannot be null")?
        .to_owned();
    let name = form
        .required("displayName", "displayName cannot be null")?
        .to_owned();
    world.member_of(call.caller, room)?;
    Ok((room, url, name))
}

fn visible(world: &World, call: &Call) -> Result<Key> {
    let tab = world
        .tabs
        .get(&call.key(Kind::Tab, "id")?)
        .ok_or_else(absent)?;
    world.room_of(call.caller, tab.room).map_err(|_| absent())?;
    Ok(tab.key)
}

/// The wording is ours.
fn absent() -> ApiError {
    ApiError::not_found("Room tab not found")
}
