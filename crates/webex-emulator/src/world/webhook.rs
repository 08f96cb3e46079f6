//! Webhooks: what they listen to, and when they have failed too often.

use std::{collections::VecDeque, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Happening, World};
use crate::{
    clock::iso,
    id::{Key, Kind},
    query::Query,
};

/// Documented: this many failures within this time disable a webhook.
const MOST_FAILURES: usize = 100;
const WITHIN: Duration = Duration::from_secs(5 * 60);

/// What a webhook's data leaves out: it is fetched by id, with a token. Documented for text; the rest is a guess.
const SENSITIVE: &[&str] = &[
    "text",
    "markdown",
    "html",
    "attachments",
    "inputs",
    "updated",
    "password",
    "hostKey",
];

#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) key: Key,
    pub(crate) owner: Key,
    pub(crate) is_org: bool,
    pub(crate) name: String,
    pub(crate) target_url: String,
    pub(crate) resource: String,
    pub(crate) event: String,
    pub(crate) filter: Option<String>,
    pub(crate) secret: Option<String>,
    pub(crate) is_active: bool,
    pub(crate) created: Timestamp,
    /// Times of the failures that still count, on the emulator's clock.
    failures: VecDeque<Duration>,
    disabled_at: Option<Duration>,
}

/// One notification, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) webhook: Key,
    pub(crate) body: Bytes,
}

impl Webhook {
    pub(crate) fn new(key: Key, owner: Key, created: Timestamp) -> Self {
        Self {
            key,
            owner,
            is_org: false,
            name: String::new(),
            target_url: String::new(),
            resource: String::new(),
            event: String::new(),
            filter: None,
            secret: None,
            is_active: true,
            created,
            failures: VecDeque::new(),
            disabled_at: None,
        }
    }

    pub(crate) fn id(&self) -> String {
        Kind::Webhook.id(self.key)
    }

    pub(crate) fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), value.into());
        put("id", &self.id());
        put("name", &self.name);
        put("targetUrl", &self.target_url);
        put("resource", &self.resource);
        put("event", &self.event);
        put("status", if self.is_active { "active" } else { "inactive" });
        put("ownedBy", if self.is_org { "org" } else { "creator" });
        put("createdBy", &Kind::People.id(self.owner));
        put("appId", &Kind::Application.id(format_args!("C{:064x}", 0)));
        put("created", &iso(self.created));
        if let Some(filter) = &self.filter {
            put("filter", filter);
        }
        fields
    }

    fn listens(&self, what: &Happening) -> bool {
        // The firehose of everything has only these three resources.
        let firehose =
            self.resource == "all" && ["memberships", "messages", "rooms"].contains(&what.resource);
        (firehose || self.resource == what.resource)
            && (self.event == "all" || self.event == what.event)
    }

    fn lets_through(&self, data: &Value) -> bool {
        let filter = Query::parse(self.filter.as_deref().unwrap_or_default());
        filter
            .iter()
            .all(|(name, value)| matches(data, name, value, self.owner))
    }

    /// Makes the webhook active again. Soon after it was disabled, one failure is enough: documented.
    pub(crate) fn revive(&mut self) {
        self.is_active = true;
        self.failures.clear();
    }

    /// Counts the outcome of a delivery.
    pub(crate) fn delivered(&mut self, succeeded: bool, now: Duration) {
        if succeeded || !self.is_active {
            return;
        }
        self.failures.push_back(now);
        self.failures
            .retain(|&failure| now.saturating_sub(failure) < WITHIN);
        let was_disabled = self
            .disabled_at
            .is_some_and(|at| now.saturating_sub(at) < WITHIN);
        if was_disabled || self.failures.len() >= MOST_FAILURES {
            self.is_active = false;
            self.disabled_at = Some(now);
        }
    }
}

/// Whether one condition of a filter holds.
fn matches(data: &Value, name: &str, wanted: &str, owner: Key) -> bool {
    let has = |field: &str| {
        data.get(field)
            .is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty()))
    };
    match name {
        "hasFiles" => has("files").to_string() == wanted,
        "hasAttachments" => has("attachments").to_string() == wanted,
        "mentionedPeople" => {
            let me = Kind::People.id(owner);
            let people = data
                .get(name)
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            wanted.split(',').any(|person| {
                people
                    .iter()
                    .any(|known| known == if person == "me" { me.as_str() } else { person })
            })
        }
        _ => match data.get(name) {
            Some(Value::String(value)) if name == "personEmail" => {
                value.eq_ignore_ascii_case(wanted)
            }
            Some(Value::String(value)) => value == wanted,
            Some(Value::Bool(value)) => wanted == if *value { "true" } else { "false" },
            _ => false,
        },
    }
}

impl World {
    /// Puts a notification for each webhook that listens into the outbox. Those of the organization may know everything.
    pub(crate) fn notify(&mut self, what: &Happening, may_know: impl Fn(&Self, &Webhook) -> bool) {
        let jobs = self.webhooks.iter().filter(|webhook| {
            webhook.is_active
                && webhook.listens(what)
                && (webhook.is_org || may_know(self, webhook))
                && webhook.lets_through(&what.data)
        });
        let jobs: Vec<Job> = jobs
            .map(|webhook| Job {
                webhook: webhook.key,
                body: self.envelope(webhook, what),
            })
            .collect();
        self.outbox.extend(jobs);
    }

    /// Members of the room may: for card actions that is a guess. In a group room bots hear only of messages that
    /// mention them, as documented.
    pub(super) fn may_hear(&self, owner: Key, what: &Happening) -> bool {
        if !self.members.contains(owner, what.room) {
            return false;
        }
        let is_group = self
            .rooms
            .get(&what.room)
            .is_some_and(|room| !room.is_direct);
        !(self.is_bot(owner) && is_group && what.resource == "messages")
            || matches(&what.data, "mentionedPeople", "me", owner)
    }

    fn envelope(&self, webhook: &Webhook, what: &Happening) -> Bytes {
        let mut envelope = webhook.fields();
        let mut data = what.data.clone();
        if let Some(fields) = data.as_object_mut() {
            fields.retain(|name, _| !SENSITIVE.contains(&name.as_str()));
        }
        envelope.insert("resource".into(), what.resource.into());
        envelope.insert("event".into(), what.event.into());
        // Seen in the service's samples: a bare UUID here, and no URI.
        envelope.insert(
            "orgId".into(),
            URL_SAFE_NO_PAD.encode(self.org.to_string()).into(),
        );
        envelope.insert("actorId".into(), Kind::People.id(what.actor).into());
        envelope.insert("data".into(), data);
        Bytes::from(json!(envelope).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhook() -> Webhook {
        Webhook::new(Key::NOBODY, Key::NOBODY, Timestamp::UNIX_EPOCH)
    }

    fn fail(webhook: &mut Webhook, times: u32, start: u64) {
        for n in 0..times {
            webhook.delivered(
                false,
                Duration::from_secs(start) + Duration::from_millis(n.into()),
            );
        }
    }

    #[test]
    fn a_hundred_failures_in_five_minutes_disable() {
        let mut webhook = webhook();
        fail(&mut webhook, 99, 0);
        assert!(webhook.is_active);
        fail(&mut webhook, 99, 301);
        assert!(webhook.is_active, "the first failures are too old to count");
        fail(&mut webhook, 1, 302);
        assert!(!webhook.is_active);
    }

    #[test]
    fn a_revived_webhook_is_on_probation() {
        let mut webhook = webhook();
        fail(&mut webhook, 100, 0);
        webhook.revive();
        fail(&mut webhook, 1, 200);
        assert!(!webhook.is_active, "one failure soon after");
        webhook.revive();
        fail(&mut webhook, 99, 600);
        assert!(webhook.is_active, "five minutes later it is as any other");
    }

    #[test]
    fn filters_compare_by_their_field() {
        let me = Kind::People.id(Key::NOBODY);
        let data = json!({ "roomId": "r", "isModerator": true, "mentionedPeople": [me], "files": [], "personEmail": "A@b.c" });
        for (filter, lets) in [
            ("", true),
            ("roomId=r&isModerator=true", true),
            ("roomId=r&isModerator=false", false),
            ("roomId=x", false),
            ("mentionedPeople=x,me", true),
            ("mentionedPeople=x", false),
            ("hasFiles=false&hasAttachments=false", true),
            ("hasFiles=true", false),
            ("personEmail=a@b.c", true),
            ("unknown=1", false),
        ] {
            let webhook = Webhook {
                filter: Some(filter.to_owned()),
                ..webhook()
            };
            assert_eq!(webhook.lets_through(&data), lets, "{filter}");
        }
    }
}
