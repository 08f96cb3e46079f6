//! A message as callers see it, and who may see it.

use serde_json::{Value, json};

use super::not_found;
use crate::{
    call::Call,
    clock::iso,
    error::Result,
    id::Kind,
    reply::Reply,
    resources::contents,
    world::{Message, World},
};

pub(super) fn view(world: &World, message: &Message, base: &str) -> Value {
    let mut view = json!({
        "id": message.id(),
        "roomId": Kind::Room.id(message.room),
        "roomType": world.rooms.get(&message.room).map(|room| room.kind()),
        "personId": Kind::People.id(message.person),
        "personEmail": message.person_email,
        "created": iso(message.created),
    });
    let Some(fields) = view.as_object_mut() else {
        return view;
    };
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let list = |ids: Vec<String>| (!ids.is_empty()).then(|| ids.into());
    put(
        "parentId",
        message.parent.map(|parent| Kind::Message.id(parent).into()),
    );
    put("text", message.text.clone().map(Value::from));
    put("markdown", message.markdown.clone().map(Value::from));
    put("html", message.html.clone().map(Value::from));
    put(
        "attachments",
        (!message.attachments.is_empty()).then(|| message.attachments.clone().into()),
    );
    put(
        "mentionedGroups",
        message.mentions_all.then(|| json!(["all"])),
    );
    put(
        "mentionedPeople",
        list(
            message
                .mentioned_people
                .iter()
                .map(|&key| Kind::People.id(key))
                .collect(),
        ),
    );
    put(
        "files",
        list(
            message
                .files
                .iter()
                .map(|&key| contents::url(base, key))
                .collect(),
        ),
    );
    put("updated", message.updated.map(|time| iso(time).into()));
    view
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let message = visible(world, call, call.param("messageId"))?;
    Ok(Reply::json(&view(world, message, &call.base)))
}

/// The message with this id. A bot in a group room sees only its own and those that mention it.
pub(crate) fn visible<'a>(world: &'a World, call: &Call, id: &str) -> Result<&'a Message> {
    let key = Kind::Message
        .key(id)
        .ok_or_else(crate::error::ApiError::bad_id)?;
    let message = world.messages.get(key).ok_or_else(not_found)?;
    let room = world
        .room_of(call.caller, message.room)
        .map_err(|_| not_found())?;
    let is_hidden = world.is_bot(call.caller)
        && !room.is_direct
        && message.person != call.caller
        && !message.mentioned_people.contains(&call.caller);
    if is_hidden {
        Err(not_found())
    } else {
        Ok(message)
    }
}
