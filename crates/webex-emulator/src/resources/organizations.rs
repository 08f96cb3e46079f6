//! `/organizations`: there is one.

use serde_json::{Value, json};

use super::people::admin_only;
use crate::{
    call::Call,
    clock::iso,
    error::{ApiError, Result},
    id::Kind,
    reply::Reply,
    world::World,
};

fn view(world: &World) -> Value {
    json!({ "id": Kind::Organization.id(world.org), "displayName": "Example Org", "created": iso(world.founded) })
}

/// One answer, without pages.
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    Ok(Reply::items(vec![view(world)]))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    if call.key(Kind::Organization, "orgId")? != world.org {
        // The wording is ours.
        return Err(ApiError::not_found("Organization not found"));
    }
    Ok(Reply::json(&view(world)))
}
