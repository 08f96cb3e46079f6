//! Editing and deleting messages.

use super::{
    content,
    create::render,
    view::{get, view, visible},
};
use crate::{
    call::Call,
    error::{ApiError, Result},
    id::Kind,
    reply::Reply,
    world::{Happening, World},
};

/// Documented.
const MOST_EDITS: u8 = 10;

/// Own messages, ten times at most, and none with a file or a card: documented. The wordings are ours.
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let message = visible(world, call, call.param("messageId"))?;
    let (key, room) = (message.key, message.room);
    // Clients of old leave the room out; the service documents it as required.
    let named = form
        .text("roomId")?
        .map(|id| Kind::Room.key(id).ok_or_else(ApiError::bad_id))
        .transpose()?;
    let (text, markdown) = content(&form)?;
    if named.is_some_and(|named| named != room) {
        return Err(ApiError::bad_request("The message is not in this room."));
    }
    if message.person != call.caller {
        return Err(ApiError::forbidden("Only its author can edit a message."));
    }
    if !message.attachments.is_empty() || !message.files.is_empty() {
        return Err(ApiError::bad_request(
            "A message with files or attachments cannot be edited.",
        ));
    }
    if message.edits >= MOST_EDITS {
        return Err(ApiError::bad_request(
            "A message can be edited 10 times at most.",
        ));
    }
    if text.is_none() && markdown.is_none() {
        return Err(ApiError::bad_request("Both text and file cannot be empty."));
    }
    let rendered = markdown
        .map(|markdown| render(world, room, markdown))
        .unwrap_or_default();
    let now = world.now();
    if let Some(message) = world.messages.get_mut(key) {
        message.text = text
            .map(str::to_owned)
            .or_else(|| markdown.map(|_| rendered.text));
        message.html = markdown.map(|_| rendered.html);
        message.markdown = markdown.map(str::to_owned);
        message.mentioned_people = rendered.people;
        message.mentions_all = rendered.mentions_all;
        message.updated = Some(now);
        message.edits += 1;
    }
    happen(world, call, "updated")?;
    get(world, call)
}

/// Own messages, or any in a room that the caller moderates; compliance officers may delete all, as documented.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let message = visible(world, call, call.param("messageId"))?;
    let (key, room) = (message.key, message.room);
    let may = message.person == call.caller
        || world.members.is_moderator(call.caller, room)
        || world.is_compliance_officer(call.caller);
    if !may {
        // The wording is ours.
        return Err(ApiError::forbidden(
            "Only its author or a moderator can delete a message.",
        ));
    }
    happen(world, call, "deleted")?;
    if let Some(message) = world.messages.remove(key) {
        world.remove_files(&message.files);
    }
    Ok(Reply::no_content())
}

fn happen(world: &mut World, call: &Call, event: &'static str) -> Result<()> {
    let message = visible(world, call, call.param("messageId"))?;
    let (room, data) = (message.room, view(world, message, &call.base));
    world.happen(Happening {
        resource: "messages",
        event,
        actor: call.caller,
        room,
        data,
    });
    Ok(())
}
