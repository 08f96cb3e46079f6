//! `/licenses`.

use serde_json::{Value, json};

use super::people::admin_only;
use crate::{
    call::Call,
    error::{ApiError, Result},
    id::Kind,
    reply::Reply,
    world::{License, Person, World},
};

fn view(world: &World, license: &License) -> Value {
    let used = holders(world, license).count();
    json!({
        "id": license.id(),
        "name": license.name,
        "totalUnits": license.total_units,
        "consumedUnits": used,
        "consumedByUsers": used,
        "consumedByWorkspaces": 0,
    })
}

fn holders<'a>(world: &'a World, license: &License) -> impl Iterator<Item = &'a Person> {
    let key = license.key;
    world
        .people
        .iter()
        .filter(move |person| person.licenses.contains(&key))
}

/// One answer, without pages.
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    Ok(Reply::items(
        world
            .licenses
            .iter()
            .map(|license| view(world, license))
            .collect(),
    ))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let license = world.licenses.get(&call.key(Kind::License, "licenseId")?);
    // The wording is ours.
    let license = license.ok_or_else(|| ApiError::not_found("License not found"))?;
    let mut answer = view(world, license);
    if let (Some("user"), Some(fields)) =
        (call.query.get("includeAssignedTo"), answer.as_object_mut())
    {
        let users = holders(world, license).map(|person| {
            json!({
                "id": person.id(),
                "type": "INTERNAL",
                "displayName": person.display_name,
                "email": person.email(),
            })
        });
        fields.insert("users".into(), users.collect());
    }
    Ok(Reply::json(&answer))
}

/// Gives licences and takes them. What is not said is to be added; sites are answered and not kept. The wordings are ours.
pub(crate) fn assign(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let form = call.form()?;
    let person = world.find_person(form.text("personId")?, form.text("email")?)?;
    let person =
        person.ok_or_else(|| ApiError::bad_request("Must specify either personId or email."))?;
    let mut changes = Vec::new();
    for change in form.list("licenses")? {
        let id = change["id"].as_str().unwrap_or_default();
        let key = Kind::License.key(id).ok_or_else(ApiError::bad_id)?;
        let known = world.licenses.get(&key);
        known.ok_or_else(|| ApiError::not_found("License not found"))?;
        changes.push((key, change["operation"] == "remove"));
    }
    let person = world.people.get_mut(&person);
    let person = person.ok_or_else(|| ApiError::not_found("Person not found"))?;
    for (key, is_removed) in changes {
        person.licenses.retain(|&known| known != key);
        if !is_removed {
            person.licenses.push(key);
        }
    }
    let licenses = person.licenses.iter().map(|&key| Kind::License.id(key));
    Ok(Reply::json(&json!({
        "orgId": Kind::Organization.id(person.org),
        "personId": person.id(),
        "email": person.email(),
        "licenses": licenses.collect::<Vec<_>>(),
    })))
}
