//! `/attachment/actions`: what people send by a card.

use serde_json::{Value, json};

use super::messages;
use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::Kind,
    reply::Reply,
    world::{Action, Happening, World},
};

fn view(action: &Action) -> Value {
    json!({
        "id": Kind::AttachmentAction.id(action.key),
        "type": "submit",
        "messageId": Kind::Message.id(action.message),
        "inputs": action.inputs,
        "personId": Kind::People.id(action.person),
        "roomId": Kind::Room.id(action.room),
        "created": iso(action.created),
    })
}

/// The wordings are ours.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    if form.required("type", "type cannot be null")? != "submit" {
        return Err(ApiError::bad_request("type must be submit"));
    }
    let message = messages::visible(
        world,
        call,
        form.required("messageId", "messageId cannot be null")?,
    )?;
    if message.attachments.is_empty() {
        return Err(ApiError::bad_request("The message has no card."));
    }
    let (message, room) = (message.key, message.room);
    let inputs = form.get("inputs").filter(|inputs| inputs.is_object());
    let inputs = inputs
        .ok_or_else(|| ApiError::bad_request("inputs must be an object"))?
        .clone();
    world.member_of(call.caller, room)?;
    let (key, created) = (world.new_key(), world.now());
    let action = Action {
        key,
        message,
        room,
        person: call.caller,
        inputs,
        created,
    };
    let data = view(&action);
    let reply = Reply::json(&data);
    world.actions.insert(key, action);
    world.happen(Happening {
        resource: "attachmentActions",
        event: "created",
        actor: call.caller,
        room,
        data,
    });
    Ok(reply)
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let absent = || ApiError::not_found("Attachment action not found");
    let action = world
        .actions
        .get(&call.key(Kind::AttachmentAction, "id")?)
        .ok_or_else(absent)?;
    world
        .room_of(call.caller, action.room)
        .map_err(|_| absent())?;
    Ok(Reply::json(&view(action)))
}
