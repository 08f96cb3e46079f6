//! `/webhooks`.

use serde_json::{Value, json};

use crate::{
    call::Call,
    error::{ApiError, Result},
    id::{Key, Kind},
    page::Paging,
    query::Query,
    reply::Reply,
    world::{Webhook, World},
};

/// Resources with their events and filters, as documented. `all` is used by clients and is in no official list.
const KNOWN: &[(&str, &str, &str)] = &[
    ("all", "all created updated deleted", ""),
    ("attachmentActions", "created", "messageId personId roomId"),
    (
        "memberships",
        "created updated deleted",
        "roomId personId personEmail isModerator",
    ),
    (
        "messages",
        "created updated deleted",
        "roomId roomType personId personEmail mentionedPeople hasFiles hasAttachments",
    ),
    ("rooms", "created updated migrated", "type isLocked"),
    // Nothing in the emulator sets off the rest: they can be registered, and stay silent.
    ("adminBatchJobs", "statusChanged", "*"),
    ("convergedRecordings", "created updated deleted", "*"),
    ("dataSources", "created updated deleted", "*"),
    ("meetingParticipants", "joined left", "*"),
    ("meetingTranscripts", "created", "*"),
    ("meetings", "created updated deleted started ended", "*"),
    ("recordings", "created updated deleted", "*"),
    ("serviceApp", "authorized deauthorized", "*"),
    ("telephony_calls", "created updated deleted", "*"),
    ("telephony_conference", "created updated deleted", "*"),
    ("telephony_mwi", "updated", "*"),
    ("uc_counters", "updated", "*"),
];

fn view(webhook: &Webhook, org: Key) -> Value {
    let mut fields = webhook.fields();
    fields.insert("orgId".into(), Kind::Organization.id(org).into());
    if let Some(secret) = &webhook.secret {
        fields.insert("secret".into(), secret.clone().into());
    }
    json!(fields)
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let owned_by_org = call.query.get("ownedBy") == Some("org");
    let rows = world
        .webhooks
        .iter()
        .rev()
        .filter(|webhook| match owned_by_org {
            true => webhook.is_org && world.is_admin(call.caller),
            false => !webhook.is_org && webhook.owner == call.caller,
        });
    let org = world.org;
    Paging::STANDARD.page(
        call,
        rows,
        |webhook| webhook.id(),
        |webhook| view(webhook, org),
    )
}

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let (key, now) = (world.new_key(), world.now());
    let mut webhook = Webhook::new(key, call.caller, now);
    form.required("name", "name cannot be empty")?
        .clone_into(&mut webhook.name);
    form.required("targetUrl", "targetUrl cannot be null")?
        .clone_into(&mut webhook.target_url);
    form.required("resource", "resource cannot be null")?
        .clone_into(&mut webhook.resource);
    form.required("event", "event cannot be null")?
        .clone_into(&mut webhook.event);
    webhook.filter = form
        .text("filter")?
        .filter(|filter| !filter.is_empty())
        .map(str::to_owned);
    webhook.secret = form
        .text("secret")?
        .filter(|secret| !secret.is_empty())
        .map(str::to_owned);
    webhook.is_org = form.text("ownedBy")? == Some("org");
    check(world, &webhook)?;
    let answer = view(&webhook, world.org);
    world.webhooks.insert(key, webhook);
    Ok(Reply::json(&answer))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let key = own(world, call)?;
    let webhook = world.webhooks.get(&key).ok_or_else(absent)?;
    Ok(Reply::json(&view(webhook, world.org)))
}

/// Changes name, target, secret and status; resource, event and filter are ignored, as documented.
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    let form = call.form()?;
    let key = own(world, call)?;
    let name = form.required("name", "name cannot be empty")?;
    let target_url = form.required("targetUrl", "targetUrl cannot be null")?;
    let (secret, status) = (form.text("secret")?, form.text("status")?);
    if status.is_some_and(|status| status != "active") {
        // Documented rule, our wording.
        return Err(ApiError::bad_request("status can only be set to active"));
    }
    if let Some(webhook) = world.webhooks.get_mut(&key) {
        name.clone_into(&mut webhook.name);
        target_url.clone_into(&mut webhook.target_url);
        if let Some(secret) = secret {
            webhook.secret = (!secret.is_empty()).then(|| secret.to_owned());
        }
        if status.is_some() && !webhook.is_active {
            webhook.revive();
        }
    }
    get(world, call)
}

/// Unknown here is 400 and not 404, as recorded from the service.
pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    let key = own(world, call).map_err(|error| ApiError::bad_request(error.message))?;
    world.webhooks.remove(&key);
    Ok(Reply::no_content())
}

fn own(world: &World, call: &Call) -> Result<Key> {
    let key = call.key(Kind::Webhook, "webhookId")?;
    let webhook = world.webhooks.get(&key).ok_or_else(absent)?;
    let is_own = webhook.owner == call.caller || (webhook.is_org && world.is_admin(call.caller));
    is_own.then_some(key).ok_or_else(absent)
}

/// The wording is ours.
fn absent() -> ApiError {
    ApiError::not_found("Webhook not found")
}

/// Refuses what the service would not register. Where no text is given in quotes, the wording is ours.
fn check(world: &World, webhook: &Webhook) -> Result<()> {
    let known = KNOWN
        .iter()
        .find(|(resource, ..)| *resource == webhook.resource);
    let (_, events, filters) =
        known.ok_or_else(|| ApiError::bad_request("invalid value for resource"))?;
    let firehose = webhook.event == "all"
        && ["all", "memberships", "messages", "rooms"].contains(&webhook.resource.as_str());
    if !firehose && !events.split(' ').any(|event| event == webhook.event) {
        return Err(ApiError::bad_request("invalid value for event"));
    }
    let filter = Query::parse(webhook.filter.as_deref().unwrap_or_default());
    for (name, value) in filter.iter() {
        if *filters != "*" && !filters.split(' ').any(|known| known == name) {
            return Err(ApiError::bad_request(format!("invalid filter: {name}")));
        }
        let is_visible = name != "roomId"
            || Kind::Room
                .key(value)
                .is_some_and(|room| world.room_of(webhook.owner, room).is_ok());
        if !is_visible {
            return Err(ApiError::bad_request(format!(
                "invalid value for filter: {name}"
            )));
        }
    }
    if webhook.is_org {
        if !world.is_admin(webhook.owner) && !world.is_compliance_officer(webhook.owner) {
            return Err(ApiError::forbidden(
                "Only an administrator can own webhooks for the organization.",
            ));
        }
        // Documented: one for a resource and a filter, whatever the event.
        let same = |other: &Webhook| {
            other.is_org && (&other.resource, &other.filter) == (&webhook.resource, &webhook.filter)
        };
        if world.webhooks.iter().any(same) {
            return Err(ApiError::conflict(
                "The organization has such a webhook already.",
            ));
        }
    }
    Ok(())
}
