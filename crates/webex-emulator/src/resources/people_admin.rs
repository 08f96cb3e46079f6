//! Administrators' part of `/people`: creating, changing and deleting.

use serde_json::Value;

use super::people::admin_only;
use crate::{
    call::Call,
    error::{ApiError, Result},
    form::Form,
    id::{Key, Kind},
    reply::Reply,
    world::{PersonType, World},
};

/// What is kept as it was sent.
const DETAILS: &[&str] = &[
    "phoneNumbers",
    "extension",
    "locationId",
    "firstName",
    "lastName",
    "nickName",
    "avatar",
    "department",
    "manager",
    "managerId",
    "title",
    "addresses",
    "siteUrls",
];

pub(crate) fn create(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let form = call.form()?;
    let emails = emails(world, &form, Key::NOBODY)?;
    // The wording is ours.
    let email = emails
        .first()
        .ok_or_else(|| ApiError::bad_request("emails cannot be empty"))?;
    let (roles, licenses) = (roles(world, &form)?, licenses(world, &form)?);
    let name = match (
        form.text("displayName")?,
        form.text("firstName")?,
        form.text("lastName")?,
    ) {
        (Some(name), ..) => name.to_owned(),
        (None, first, last) if first.or(last).is_some() => [first, last]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        _ => {
            // Documented rule, our wording.
            return Err(ApiError::bad_request(
                "displayName, firstName or lastName is required.",
            ));
        }
    };
    let key = world.add_person(PersonType::Person, email, &name);
    if let Some(person) = world.people.get_mut(&key) {
        person.roles = roles.unwrap_or_default();
        person.licenses = licenses.unwrap_or_default();
        details(&mut person.details, &form);
    }
    Ok(Reply::json(&world.person(key)?.view(true)))
}

/// Takes a whole person, as the service does: what is read-only in it is ignored.
pub(crate) fn update(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let form = call.form()?;
    let key = world.person(call.key(Kind::People, "personId")?)?.key;
    // The wording is ours.
    let name = form.required("displayName", "displayName cannot be empty")?;
    let emails = emails(world, &form, key)?;
    let (roles, licenses, now) = (roles(world, &form)?, licenses(world, &form)?, world.now());
    if !emails.is_empty() {
        world.emails.retain(|_, known| *known != key);
        world
            .emails
            .extend(emails.iter().map(|email| (email.to_lowercase(), key)));
    }
    if let Some(person) = world.people.get_mut(&key) {
        name.clone_into(&mut person.display_name);
        if !emails.is_empty() {
            person.emails = emails;
        }
        person.roles = roles.unwrap_or_else(|| std::mem::take(&mut person.roles));
        person.licenses = licenses.unwrap_or_else(|| std::mem::take(&mut person.licenses));
        person.modified = now;
        details(&mut person.details, &form);
    }
    if call
        .query
        .get("minResponse")
        .is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
    {
        return Ok(Reply::no_content());
    }
    Ok(Reply::json(&world.person(key)?.view(true)))
}

pub(crate) fn delete(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let key = world.person(call.key(Kind::People, "personId")?)?.key;
    world.remove_person(key);
    Ok(Reply::no_content())
}

/// The addresses sent, which nobody else may have.
fn emails(world: &World, form: &Form, owner: Key) -> Result<Vec<String>> {
    let emails: Option<Vec<&str>> = form.list("emails")?.iter().map(Value::as_str).collect();
    // The wordings are ours.
    let emails = emails.filter(|emails| emails.iter().all(|email| email.contains('@')));
    let emails = emails.ok_or_else(|| ApiError::bad_request("emails must hold addresses"))?;
    if emails.iter().any(|email| {
        world
            .person_by_email(email)
            .is_some_and(|person| person.key != owner)
    }) {
        return Err(ApiError::conflict("User already exists."));
    }
    Ok(emails.into_iter().map(str::to_owned).collect())
}

fn roles(world: &World, form: &Form) -> Result<Option<Vec<Key>>> {
    keys(form, "roles", Kind::Role, |key| {
        world.roles.get(key).is_some()
    })
}

fn licenses(world: &World, form: &Form) -> Result<Option<Vec<Key>>> {
    keys(form, "licenses", Kind::License, |key| {
        world.licenses.get(key).is_some()
    })
}

fn keys(
    form: &Form,
    name: &str,
    kind: Kind,
    is_known: impl Fn(&Key) -> bool,
) -> Result<Option<Vec<Key>>> {
    if form.get(name).is_none() {
        return Ok(None);
    }
    let ids = form.list(name)?.iter();
    let keys: Option<Vec<Key>> = ids
        .map(|id| kind.key(id.as_str()?).filter(&is_known))
        .collect();
    // The wording is ours.
    keys.map(Some)
        .ok_or_else(|| ApiError::bad_request(format!("{name} holds an unknown id")))
}

fn details(details: &mut serde_json::Map<String, Value>, form: &Form) {
    for name in DETAILS {
        if let Some(value) = form.get(name) {
            details.insert((*name).to_owned(), value.clone());
        }
    }
}
