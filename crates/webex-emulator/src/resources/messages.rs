//! `/messages`.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    form::Form,
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

/// Documented: the size of `text` and of `markdown`, in bytes of UTF-8.
const MOST_BYTES: usize = 7439;

const MOST_EDITS: u8 = 10;

pub(crate) fn view(world: &World, message: &Message) -> Value {
    let mut view = json!({
        "id": message.id(),
        "roomId": Kind::Room.id(message.room),
        "roomType": world.rooms.get(&message.room).map(|room| room.kind()),
        "personId": Kind::People.id(message.person),
        "personEmail": world.people.get(&message.person).map(|person| person.email()),
        "created": iso(message.created),
    });
    let mentioned: Vec<_> = message
        .mentioned_people
        .iter()
        .map(|&person| Kind::People.id(person))
        .collect();
    let optional = [
        (
            "parentId",
            message.parent.map(|parent| Kind::Message.id(parent).into()),
        ),
        ("text", message.text.clone().map(Value::from)),
        ("markdown", message.markdown.clone().map(Value::from)),
        ("html", message.html.clone().map(Value::from)),
        (
            "attachments",
            (!message.attachments.is_empty()).then(|| message.attachments.clone().into()),
        ),
        (
            "mentionedPeople",
            (!mentioned.is_empty()).then(|| mentioned.into()),
        ),
        (
            "mentionedGroups",
            message.mentions_all.then(|| json!(["all"])),
        ),
        ("updated", message.updated.map(|time| iso(time).into())),
    ];
    if let Some(fields) = view.as_object_mut() {
        for (name, value) in optional {
            if let Some(value) = value {
                fields.insert(name.into(), value);
            }
        }
    }
    view
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let room = call.query.get("roomId");
    let room = room.ok_or_else(|| {
        ApiError::bad_request("Required String parameter 'roomId' is not present")
    })?;
    let room = Kind::Room.key(room).ok_or_else(ApiError::bad_id)?;
    let is_direct = world.room_of(call.caller, room)?.is_direct;
    let mentioned = call
        .query
        .get("mentionedPeople")
        .map(|person| mentioned(person, call.caller))
        .transpose()?;
    if world.is_bot(call.caller) && !is_direct && mentioned != Some(call.caller) {
        // Documented rule, our wording.
        return Err(ApiError::forbidden(
            "A bot in a group room can list only messages that mention it.",
        ));
    }
    let parent = optional_key(call, Kind::Message, "parentId")?;
    let before = call
        .query
        .get("before")
        .map(str::parse::<Timestamp>)
        .transpose();
    // The wording is ours.
    let before = before.map_err(|_| ApiError::bad_request("before must be an ISO 8601 time"))?;
    let start = match optional_key(call, Kind::Message, "beforeMessage")? {
        Some(key) => Some(world.messages.place(key).ok_or_else(not_found)?),
        None => None,
    };
    let size = PAGING.size(&call.query)?;
    let rows = world.messages.of_room(room, start);
    let rows = rows.skip_while(|message| before.is_some_and(|before| message.created >= before));
    let rows = rows.filter(|message| parent.is_none() || message.parent == parent);
    let rows = rows.filter(|message| {
        mentioned.is_none_or(|person| message.mentioned_people.contains(&person))
    });
    let rows: Vec<&Message> = rows.take(size + 1).collect();
    let last = rows
        .get(size - 1)
        .filter(|_| rows.len() > size)
        .map(|message| message.id());
    let reply = Reply::items(
        rows.into_iter()
            .take(size)
            .map(|message| view(world, message))
            .collect(),
    );
    Ok(match last {
        Some(last) => PAGING.link(call, reply, &last),
        None => reply,
    })
}

/// The messages of a 1:1 room, which is not paged.
pub(crate) fn list_direct(world: &mut World, call: &Call) -> Result<Reply> {
    let person = world.find_person(call.query.get("personId"), call.query.get("personEmail"))?;
    // The wording is ours.
    let person = person
        .ok_or_else(|| ApiError::bad_request("Must specify either personId or personEmail."))?;
    let parent = optional_key(call, Kind::Message, "parentId")?;
    let pair = (person.min(call.caller), person.max(call.caller));
    let room = world.direct.get(&pair);
    let room =
        room.ok_or_else(|| ApiError::not_found("Could not find a room with provided ID."))?;
    let rows = world
        .messages
        .of_room(*room, None)
        .filter(|message| parent.is_none() || message.parent == parent);
    Ok(Reply::items(
        rows.map(|message| view(world, message)).collect(),
    ))
}

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let (text, markdown) = content(&form)?;
    let attachments = form.list("attachments")?.to_vec();
    if text.is_none() && markdown.is_none() && attachments.is_empty() {
        return Err(ApiError::bad_request("Both text and file cannot be empty."));
    }
    let (room, recipient) = destination(world, call, &form)?;
    let parent = parent(world, room, form.text("parentId")?)?;
    let (key, now) = (world.new_key(), world.now());
    let message = Message {
        key,
        room,
        person: call.caller,
        parent,
        text: text.or_else(|| markdown.clone()),
        html: None,
        markdown,
        attachments,
        mentioned_people: Vec::new(),
        mentions_all: false,
        created: now,
        updated: None,
        edits: 0,
    };
    let mut answer = view(world, &message);
    if let Some((name, value)) = recipient {
        answer
            .as_object_mut()
            .and_then(|fields| fields.insert(name.into(), value.into()));
    }
    world.messages.add(message);
    if let Some(room) = world.rooms.get_mut(&room) {
        room.last_activity = now;
    }
    Ok(Reply::json(&answer))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    Ok(Reply::json(&view(world, visible(world, call)?)))
}

/// Own messages, ten times at most, and none with a file or a card: documented. The wordings are ours.
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let now = world.now();
    let message = visible(world, call)?;
    let key = message.key;
    let room = Kind::Room
        .key(form.required("roomId", "roomId cannot be null")?)
        .ok_or_else(ApiError::bad_id)?;
    let (text, markdown) = content(&form)?;
    if room != message.room {
        return Err(ApiError::bad_request("The message is not in this room."));
    }
    if message.person != call.caller {
        return Err(ApiError::forbidden("Only its author can edit a message."));
    }
    if !message.attachments.is_empty() {
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
    if let Some(message) = world.messages.get_mut(key) {
        message.text = text.or_else(|| markdown.clone());
        message.markdown = markdown;
        message.updated = Some(now);
        message.edits += 1;
    }
    get(world, call)
}

/// Own messages, or any in a room that the caller moderates.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let message = visible(world, call)?;
    let (key, room) = (message.key, message.room);
    if message.person != call.caller && !world.members.is_moderator(call.caller, room) {
        // The wording is ours.
        return Err(ApiError::forbidden(
            "Only its author or a moderator can delete a message.",
        ));
    }
    world.messages.remove(key);
    Ok(Reply::no_content())
}

/// Text and markdown, within their size.
fn content(form: &Form) -> Result<(Option<String>, Option<String>)> {
    let field = |name| -> Result<Option<String>> {
        let text = form.text(name)?.filter(|text| !text.is_empty());
        if text.is_some_and(|text| text.len() > MOST_BYTES) {
            return Err(ApiError::bad_request(
                "Unable to post message to room: \"The request payload is too big\"",
            ));
        }
        Ok(text.map(str::to_owned))
    };
    Ok((field("text")?, field("markdown")?))
}

/// The room to post to, and for a direct message the field that echoes whom it was sent to.
fn destination(
    world: &mut World,
    call: &Call,
    form: &Form,
) -> Result<(Key, Option<(&'static str, String)>)> {
    let destinations = (
        form.text("roomId")?,
        form.text("toPersonId")?,
        form.text("toPersonEmail")?,
    );
    match destinations {
        (Some(room), None, None) => {
            let room = Kind::Room.key(room).ok_or_else(ApiError::bad_id)?;
            let is_moderator = world.member_of(call.caller, room)?.is_moderator;
            if world.room_of(call.caller, room)?.is_announcement_only && !is_moderator {
                // Documented rule, our wording.
                return Err(ApiError::forbidden(
                    "Only moderators can post to this room.",
                ));
            }
            Ok((room, None))
        }
        (None, Some(_), None) | (None, None, Some(_)) => {
            let (_, id, email) = destinations;
            let person = world.find_person(id, email)?.ok_or_else(not_found)?;
            let echo = match email {
                Some(email) => ("toPersonEmail", email.to_owned()),
                None => ("toPersonId", Kind::People.id(person)),
            };
            Ok((world.direct_room(call.caller, person), Some(echo)))
        }
        _ => Err(ApiError::bad_request(
            "Exactly one of the destination fields must not be empty (roomId, toPersonEmail, toPersonId)",
        )),
    }
}

/// The head of a thread, which must be in the same room and no reply itself: a guess.
fn parent(world: &World, room: Key, id: Option<&str>) -> Result<Option<Key>> {
    let Some(id) = id else { return Ok(None) };
    let key = Kind::Message.key(id).ok_or_else(ApiError::bad_id)?;
    let parent = world
        .messages
        .get(key)
        .filter(|parent| parent.room == room && parent.parent.is_none());
    // The wording is ours.
    parent
        .map(|parent| Some(parent.key))
        .ok_or_else(|| ApiError::bad_request("Invalid parentId"))
}

/// The message in the path. A bot in a group room sees only its own and those that mention it.
fn visible<'a>(world: &'a World, call: &Call) -> Result<&'a Message> {
    let message = world
        .messages
        .get(call.key(Kind::Message, "messageId")?)
        .ok_or_else(not_found)?;
    let room = world
        .room_of(call.caller, message.room)
        .map_err(|_| not_found())?;
    let hidden = world.is_bot(call.caller)
        && !room.is_direct
        && message.person != call.caller
        && !message.mentioned_people.contains(&call.caller);
    if hidden {
        Err(not_found())
    } else {
        Ok(message)
    }
}

/// The wording is ours.
fn not_found() -> ApiError {
    ApiError::not_found("Message not found")
}

fn mentioned(person: &str, caller: Key) -> Result<Key> {
    if person == "me" {
        Ok(caller)
    } else {
        Kind::People.key(person).ok_or_else(ApiError::bad_id)
    }
}

fn optional_key(call: &Call, kind: Kind, name: &str) -> Result<Option<Key>> {
    call.query
        .get(name)
        .map(|id| kind.key(id).ok_or_else(ApiError::bad_id))
        .transpose()
}
