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
