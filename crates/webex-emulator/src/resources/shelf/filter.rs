//! What a list is asked for: attributes, a person, times.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Shelf;
use crate::{
    call::Call,
    error::{ApiError, Result},
    world::World,
};

/// Parameters that say how to answer, and not what to find.
const HOW: [&str; 6] = [
    "cursor",
    "includeCapabilities",
    "includeDevices",
    "max",
    "start",
    "type_",
];

pub(super) struct Filter {
    pub(super) attributes: Map<String, Value>,
    /// The id of the person whose address was given; `null` where there is none.
    person: Option<Value>,
    from: Timestamp,
    to: Timestamp,
}

pub(super) fn of(world: &World, shelf: &Shelf, call: &Call) -> Result<Filter> {
    let (from, to) = times(shelf, call)?;
    let person = |email: &str| world.person_by_email(email).map(|person| person.id());
    let email = call.query.get("personEmail");
    Ok(Filter {
        attributes: attributes(call),
        person: email.map(|email| person(email).into()),
        from,
        to,
    })
}

impl Filter {
    pub(super) fn finds(&self, record: &Map<String, Value>) -> bool {
        let created = record.get("created").and_then(Value::as_str);
        let created = created.and_then(|text| text.parse::<Timestamp>().ok());
        let person = record.get("personId");
        self.person
            .as_ref()
            .is_none_or(|wanted| person == Some(wanted))
            && created.is_none_or(|created| self.from <= created && created <= self.to)
            && self
                .attributes
                .iter()
                .all(|(name, wanted)| fits(record, name, wanted))
    }
}

/// The filters of the call, by the attributes that they compare with.
fn attributes(call: &Call) -> Map<String, Value> {
    let is_v2 = call.path.ends_with("/v2");
    let name = |name: &str| {
        match name {
            "id" if is_v2 => "personId",
            "orgId" if is_v2 => "personOrgId",
            "type" if is_v2 => "type_",
            "reportId" => "id",
            name => name,
        }
        .to_owned()
    };
    let pairs = call.query.iter().filter(|(_, value)| !value.is_empty());
    let pairs = pairs.map(|(key, value)| (name(key), Value::from(value)));
    pairs
        .filter(|(name, _)| !HOW.contains(&name.as_str()))
        .collect()
}

/// Whether an attribute of that name, or its plural, is or has what was asked for. A parameter for which there is neither finds
/// everything.
fn fits(record: &Map<String, Value>, name: &str, wanted: &Value) -> bool {
    let plural = match name.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{name}s"),
    };
    let Some(value) = record.get(name).or_else(|| record.get(&plural)) else {
        return true;
    };
    let is = |value: &Value| match (value, wanted.as_str()) {
        (Value::String(value), Some(wanted)) => value.eq_ignore_ascii_case(wanted),
        (Value::Bool(is), Some(wanted)) => wanted.parse() == Ok(*is),
        (Value::Number(number), Some(wanted)) => number.to_string() == wanted,
        (value, _) => value == wanted,
    };
    match value {
        Value::Array(values) => values.iter().any(is),
        value => is(value),
    }
}

/// From when to when. The wordings are ours.
fn times(shelf: &Shelf, call: &Call) -> Result<(Timestamp, Timestamp)> {
    let Some((from, to, required)) = shelf.times else {
        return Ok((Timestamp::MIN, Timestamp::MAX));
    };
    let time = |name: &str, default: Timestamp| match call.query.get(name) {
        Some(text) => {
            let malformed = |_| ApiError::bad_request(format!("{name} must be an ISO 8601 time"));
            text.parse().map_err(malformed)
        }
        None if required => {
            let text = format!("Required String parameter '{name}' is not present");
            Err(ApiError::bad_request(text))
        }
        None => Ok(default),
    };
    Ok((time(from, Timestamp::MIN)?, time(to, Timestamp::MAX)?))
}
