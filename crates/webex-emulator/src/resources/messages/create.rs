//! Posting a message.

use serde_json::Value;

use super::{content, view::view};
use crate::{
    call::Call,
    error::{ApiError, Result},
    form::Form,
    id::{Key, Kind},
    markdown::{self, Named, Rendered},
    reply::Reply,
    resources::memberships,
    world::{Happening, Message, World},
};

/// Documented: the only content type of a card, and its newest version.
const CARD: &str = "application/vnd.microsoft.card.adaptive";
const CARD_VERSIONS: &[&str] = &["1.0", "1.1", "1.2", "1.3"];

/// Where a message goes: the room, and for a direct message the field that echoes whom it was sent to.
type Destination = (Key, Option<(&'static str, String)>);

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let (text, markdown) = content(&form)?;
    // Documented: a card needs a text beside it, for clients that show none.
    if text.is_none() && markdown.is_none() && call.upload.is_none() {
        return Err(ApiError::bad_request("Both text and file cannot be empty."));
    }
    let attachments = card(&form)?;
    let (room, echo) = destination(world, call, &form)?;
    let parent = parent(world, room, form.text("parentId")?)?;
    let person_email = world.person(call.caller)?.email().to_owned();
    let rendered = markdown
        .map(|markdown| render(world, room, markdown))
        .unwrap_or_default();
    let (key, now) = (world.new_key(), world.now());
    let files = call
        .upload
        .iter()
        .map(|upload| world.add_file(room, upload.clone()))
        .collect();
    let message = Message {
        key,
        room,
        person: call.caller,
        person_email,
        parent,
        // Without Markdown the text is what was sent; beside it, it is the fallback.
        text: text
            .map(str::to_owned)
            .or_else(|| markdown.map(|_| rendered.text)),
        html: markdown.map(|_| rendered.html),
        markdown: markdown.map(str::to_owned),
        files,
        attachments,
        mentioned_people: rendered.people,
        mentions_all: rendered.mentions_all,
        created: now,
        updated: None,
        edits: 0,
    };
    let mut answer = view(world, &message, &call.base);
    world.messages.add(message);
    if let Some(room) = world.rooms.get_mut(&room) {
        room.last_activity = now;
    }
    let (resource, event, data) = ("messages", "created", answer.clone());
    world.happen(Happening {
        resource,
        event,
        actor: call.caller,
        room,
        data,
    });
    if let (Some((name, value)), Some(fields)) = (echo, answer.as_object_mut()) {
        fields.insert(name.to_owned(), value.into());
    }
    Ok(Reply::json(&answer))
}

/// Renders Markdown; members of the room can be mentioned.
pub(super) fn render(world: &World, room: Key, markdown: &str) -> Rendered {
    markdown::render(markdown, |named| {
        let person = match named {
            Named::Email(email) => world.person_by_email(email)?,
            Named::Id(id) => world.people.get(&Kind::People.key(id)?)?,
        };
        // That strangers to the room cannot be mentioned is a guess.
        world
            .members
            .contains(person.key, room)
            .then(|| (person.key, person.display_name.clone()))
    })
}

/// The one card of a message. Documented rules, our wordings.
fn card(form: &Form) -> Result<Vec<Value>> {
    let cards = form.list("attachments")?;
    let [card] = cards else {
        return match cards {
            [] => Ok(Vec::new()),
            _ => Err(ApiError::bad_request(
                "Only one card can be sent in a message.",
            )),
        };
    };
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    if text(card, "contentType").as_deref() != Some(CARD) {
        return Err(ApiError::bad_request(
            "Unsupported contentType of an attachment.",
        ));
    }
    let content = card
        .get("content")
        .filter(|content| text(content, "type").as_deref() == Some("AdaptiveCard"));
    let content = content
        .ok_or_else(|| ApiError::bad_request("The content of a card must be an AdaptiveCard."))?;
    if text(content, "version").is_none_or(|version| !CARD_VERSIONS.contains(&version.as_str())) {
        return Err(ApiError::bad_request(
            "Unsupported version of an AdaptiveCard.",
        ));
    }
    Ok(vec![card.clone()])
}

fn destination(world: &mut World, call: &Call, form: &Form) -> Result<Destination> {
    match (
        form.text("roomId")?,
        form.text("toPersonId")?,
        form.text("toPersonEmail")?,
    ) {
        (Some(room), None, None) => {
            let room = Kind::Room.key(room).ok_or_else(ApiError::bad_id)?;
            let is_moderator = world.member_of(call.caller, room)?.is_moderator;
            let room = world.room_of(call.caller, room)?;
            if (room.is_announcement_only && !is_moderator) || room.is_read_only {
                // Documented rule, our wording.
                return Err(ApiError::forbidden(
                    "You are not allowed to post to this room.",
                ));
            }
            Ok((room.key, None))
        }
        (None, Some(id), None) => {
            let person = world.find_person(Some(id), None)?.unwrap_or(Key::NOBODY);
            let echo = ("toPersonId", Kind::People.id(person));
            Ok((
                memberships::direct_room(world, call.caller, person)?,
                Some(echo),
            ))
        }
        (None, None, Some(email)) => {
            let person = world.find_person(None, Some(email))?.unwrap_or(Key::NOBODY);
            let echo = ("toPersonEmail", email.to_owned());
            Ok((
                memberships::direct_room(world, call.caller, person)?,
                Some(echo),
            ))
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
