//! `/roles`.

use serde_json::{Value, json};

use super::people::admin_only;
use crate::{
    call::Call,
    error::{ApiError, Result},
    id::Kind,
    reply::Reply,
    world::{Role, World},
};

fn view(role: &Role) -> Value {
    json!({ "id": Kind::Role.id(role.key), "name": role.name })
}

/// One answer, without pages.
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    Ok(Reply::items(world.roles.iter().map(view).collect()))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let role = world.roles.get(&call.key(Kind::Role, "roleId")?);
    // The wording is ours.
    Ok(Reply::json(&view(
        role.ok_or_else(|| ApiError::not_found("Role not found"))?,
    )))
}
