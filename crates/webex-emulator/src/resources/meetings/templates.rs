//! `/meetings/templates`: the two that every site has.

use serde_json::{Value, json};

use super::SITE;
use crate::{
    call::Call,
    error::{ApiError, Result},
    reply::Reply,
    world::World,
};

fn all() -> [Value; 2] {
    ["meeting", "webinar"].map(|kind| {
        json!({
            "id": format!("template-{kind}"),
            "name": format!("Plain {kind}"),
            "locale": "en_US",
            "siteUrl": SITE,
            "templateType": kind,
            "isDefault": true,
            "isStandard": true,
        })
    })
}

/// All in one page.
pub(crate) fn list(_: &mut World, call: &Call) -> Result<Reply> {
    let matches = |template: &Value| {
        let is = |name: &str| {
            let value = &template[name];
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            call.query
                .get(name)
                .is_none_or(|wanted| text.eq_ignore_ascii_case(wanted))
        };
        [
            "templateType",
            "locale",
            "isDefault",
            "isStandard",
            "siteUrl",
        ]
        .into_iter()
        .all(is)
    };
    Ok(Reply::items(all().into_iter().filter(matches).collect()))
}

pub(crate) fn get(_: &mut World, call: &Call) -> Result<Reply> {
    let id = call.param("templateId");
    let found = all().into_iter().find(|template| template["id"] == id);
    // The wording is ours.
    let mut found =
        found.ok_or_else(|| ApiError::not_found("The requested template could not be found."))?;
    if let Some(fields) = found.as_object_mut() {
        let kind = fields.get("templateType").cloned().unwrap_or_default();
        fields.insert(
            "meeting".into(),
            json!({ "title": "Plain", "scheduledType": kind }),
        );
    }
    Ok(Reply::json(&found))
}
