//! `/adminAudit`: no administrator has ever done anything here.

use jiff::Timestamp;
use serde_json::json;

use super::people::admin_only;
use crate::{
    call::Call,
    error::{ApiError, Result},
    reply::Reply,
    world::World,
};

/// Documented: `orgId`, `from` and `to` are required, and span a year at most. The wordings are ours.
pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    let required = |name: &str| {
        let missing =
            || ApiError::bad_request(format!("Required String parameter '{name}' is not present"));
        call.query.get(name).ok_or_else(missing)
    };
    let time = |name: &str| -> Result<Timestamp> {
        let malformed = |_| ApiError::bad_request(format!("{name} must be an ISO 8601 time"));
        required(name)?.parse().map_err(malformed)
    };
    required("orgId")?;
    if time("to")?.duration_since(time("from")?).as_hours() > 366 * 24 {
        return Err(ApiError::bad_request(
            "from and to can be a year apart at most",
        ));
    }
    Ok(Reply::items(Vec::new()))
}

pub(crate) fn categories(world: &mut World, call: &Call) -> Result<Reply> {
    admin_only(world, call)?;
    Ok(Reply::json(
        &json!({ "eventCategories": ["COMPLIANCE", "LOGINS", "ORG_SETTINGS", "USERS"] }),
    ))
}
