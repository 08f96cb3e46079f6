//! `GET /`: who and what there is, for a person to look at.

use std::fmt::Write as _;

use axum::{body::Body, response::Response};
use http::{HeaderValue, header};

use crate::{clock::iso, emulator::Emulator, world::World};

/// How many of the latest messages and requests are shown.
const LATEST: usize = 50;

const HEAD: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Webex emulator</title>\
<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse;margin-bottom:2em}\
td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left;vertical-align:top}</style><h1>Webex emulator</h1>";

/// A page without script, and without tokens.
pub(super) fn answer(webex: &Emulator) -> Response {
    let mut page = HEAD.to_owned();
    state(&webex.shared.world(), &mut page);
    let mut requests = webex.requests();
    let latest = requests.split_off(requests.len().saturating_sub(LATEST));
    let rows = latest.into_iter().rev().map(|request| {
        let query = request.query.map(|query| format!("?{query}"));
        let path = request.path + &query.unwrap_or_default();
        [
            request.method.to_string(),
            path,
            request.body_size.to_string(),
        ]
    });
    table(
        &mut page,
        "Last requests",
        ["method", "path", "bytes"],
        rows,
    );
    let mut response = Response::new(Body::from(page));
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

fn state(world: &World, page: &mut String) {
    let people = world.people.iter().map(|person| {
        [
            person.display_name.clone(),
            person.email().to_owned(),
            person.id(),
        ]
    });
    table(page, "People", ["name", "address", "id"], people);
    let rooms = world.rooms.iter().map(|room| {
        let members = world.members.of_group(room.key);
        let members = members.filter_map(|member| world.people.get(&member.person));
        let members: Vec<&str> = members.map(|person| person.email()).collect();
        [room.title.clone(), members.join(", "), room.id()]
    });
    table(page, "Rooms", ["title", "members", "id"], rooms);
    let messages = world.messages.latest(LATEST).map(|message| {
        let text = message.text.as_deref().or(message.markdown.as_deref());
        [
            iso(message.created),
            message.person_email.clone(),
            text.unwrap_or_default().to_owned(),
        ]
    });
    table(page, "Last messages", ["time", "from", "text"], messages);
    let webhooks = world.webhooks.iter().map(|webhook| {
        let state = if webhook.is_active {
            "active"
        } else {
            "inactive"
        };
        [
            format!("{} ({state})", webhook.name),
            format!("{} {}", webhook.resource, webhook.event),
            webhook.target_url.clone(),
        ]
    });
    table(page, "Webhooks", ["name", "what", "where"], webhooks);
}

fn table<const N: usize>(
    page: &mut String,
    title: &str,
    names: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let _ = write!(page, "<h2>{title}</h2><table><tr>");
    for name in names {
        let _ = write!(page, "<th>{name}");
    }
    for row in rows {
        page.push_str("<tr>");
        for cell in row {
            let _ = write!(page, "<td>{}", escaped(&cell));
        }
    }
    page.push_str("</table>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_no_markup() {
        let mut page = String::new();
        let row = ["<script>a && b</script>".to_owned()];
        table(&mut page, "T", ["t"], [row].into_iter());
        let cell = "<td>&lt;script&gt;a &amp;&amp; b&lt;/script&gt;";
        assert_eq!(
            page,
            format!("<h2>T</h2><table><tr><th>t<tr>{cell}</table>")
        );
    }
}
