//! `/people`.

use crate::{
    call::Call,
    error::{ApiError, Result},
    id::{Key, Kind},
    page::Paging,
    reply::Reply,
    world::{Person, World},
};

const PAGING: Paging = Paging {
    cursor: "after",
    ..Paging::STANDARD
};

/// Documented: no more ids than this in one list call.
const MOST_IDS: usize = 85;

pub(crate) fn me(world: &mut World, call: &Call) -> Result<Reply> {
    Ok(Reply::json(
        &world.person(call.caller)?.view(world.is_admin(call.caller)),
    ))
}

pub(crate) fn get(world: &mut World, call: &Call) -> Result<Reply> {
    let person = world.person(call.key(Kind::People, "personId")?)?;
    Ok(Reply::json(&person.view(world.is_admin(call.caller))))
}

pub(crate) fn list(world: &mut World, call: &Call) -> Result<Reply> {
    let admin = world.is_admin(call.caller);
    let rows: Vec<&Person> = match (
        call.query.get("id"),
        call.query.get("email"),
        call.query.get("displayName"),
    ) {
        (Some(ids), ..) => by_ids(world, ids)?,
        (None, Some(email), _) => world.person_by_email(email).into_iter().collect(),
        (None, None, Some(prefix)) => {
            let prefix = prefix.to_lowercase();
            world
                .people
                .iter()
                .filter(|person| person.display_name.to_lowercase().starts_with(&prefix))
                .collect()
        }
        (None, None, None) if admin => world.people.iter().collect(),
        (None, None, None) => {
            return Err(ApiError::bad_request(
                "Email, displayName, or id list should be specified.",
            ));
        }
    };
    // Documented: no presence in a list by ids, nor when it is not wanted.
    let hides_status = call.query.get("id").is_some() || is_true(call, "excludeStatus");
    paging(call).page(
        call,
        rows,
        |person| person.id(),
        |person| {
            let mut view = person.view(admin);
            if let (true, Some(fields)) = (hides_status, view.as_object_mut()) {
                fields.remove("status");
            }
            view
        },
    )
}

/// Refuses callers who administer nothing. The wording is ours.
pub(crate) fn admin_only(world: &World, call: &Call) -> Result<()> {
    if world.is_admin(call.caller) {
        return Ok(());
    }
    Err(ApiError::forbidden(
        "Access to the requested resource is only for administrators.",
    ))
}

/// Documented: smaller pages with calling data, and for a location.
fn paging(call: &Call) -> Paging {
    let limit = match call.query.get("locationId") {
        Some(_) => 50,
        None if is_true(call, "callingData") => 100,
        None => PAGING.limit,
    };
    Paging { limit, ..PAGING }
}

/// In any case: Python clients write `True`.
fn is_true(call: &Call, name: &str) -> bool {
    call.query
        .get(name)
        .is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
}

fn by_ids<'a>(world: &'a World, ids: &str) -> Result<Vec<&'a Person>> {
    let keys: Option<Vec<Key>> = ids.split(',').map(|id| Kind::People.key(id)).collect();
    let keys = keys.ok_or_else(ApiError::bad_id)?;
    if keys.len() > MOST_IDS {
        // The wording is ours.
        return Err(ApiError::bad_request(format!(
            "At most {MOST_IDS} ids can be given."
        )));
    }
    Ok(keys
        .iter()
        .filter_map(|key| world.people.get(key))
        .collect())
}
