//! People, bots and guests.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::World;
use crate::{
    clock::iso,
    error::{ApiError, Result},
    id::{Key, Kind},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonType {
    Person,
    Bot,
    Guest,
}

impl PersonType {
    fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Bot => "bot",
            Self::Guest => "appuser",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) key: Key,
    pub(crate) kind: PersonType,
    pub(crate) emails: Vec<String>,
    pub(crate) display_name: String,
    pub(crate) org: Key,
    pub(crate) roles: Vec<Key>,
    pub(crate) licenses: Vec<Key>,
    pub(crate) created: Timestamp,
    pub(crate) modified: Timestamp,
    /// What an administrator may write and nothing here depends on, as it was sent.
    pub(crate) details: Map<String, Value>,
}

impl Person {
    pub(crate) fn id(&self) -> String {
        Kind::People.id(self.key)
    }

    pub(crate) fn email(&self) -> &str {
        self.emails.first().map_or("", String::as_str)
    }

    pub(crate) fn is_bot(&self) -> bool {
        self.kind == PersonType::Bot
    }

    /// The record as others see it; roles and licences are for administrators.
    pub(crate) fn view(&self, full: bool) -> Value {
        let mut view = Value::Object(self.details.clone());
        if let Some(fields) = view.as_object_mut() {
            fields.insert("id".into(), self.id().into());
            fields.insert("emails".into(), self.emails.clone().into());
            fields.insert("displayName".into(), self.display_name.clone().into());
            fields.insert("orgId".into(), Kind::Organization.id(self.org).into());
            fields.insert("created".into(), iso(self.created).into());
            fields.insert("lastModified".into(), iso(self.modified).into());
            fields.insert("type".into(), self.kind.name().into());
            if self.is_bot() {
                fields.insert("status".into(), "unknown".into());
            } else {
                fields.insert("status".into(), "active".into());
            }
            if full && !self.is_bot() {
                let roles: Vec<_> = self.roles.iter().map(|&role| Kind::Role.id(role)).collect();
                let licenses = self
                    .licenses
                    .iter()
                    .map(|&license| Kind::License.id(license));
                fields.insert("roles".into(), json!(roles));
                fields.insert("licenses".into(), licenses.collect());
                fields.insert("invitePending".into(), false.into());
                fields.insert("loginEnabled".into(), true.into());
            }
        }
        view
    }
}

impl World {
    pub(crate) fn add_person(&mut self, kind: PersonType, email: &str, display_name: &str) -> Key {
        let (key, now) = (self.new_key(), self.now());
        let person = Person {
            key,
            kind,
            emails: vec![email.to_owned()],
            display_name: display_name.to_owned(),
            org: self.org,
            roles: Vec::new(),
            licenses: Vec::new(),
            created: now,
            modified: now,
            details: Map::new(),
        };
        self.emails.insert(email.to_lowercase(), key);
        self.people.insert(key, person);
        key
    }

    /// Removes a person, who leaves everything; what they wrote stays, and their webhooks fall silent.
    pub(crate) fn remove_person(&mut self, key: Key) {
        self.people.remove(&key);
        self.emails.retain(|_, known| *known != key);
        self.tokens.remove_all(key);
        self.refresh_tokens.remove_all(key);
        self.direct.retain(|pair, _| pair.0 != key && pair.1 != key);
        for members in [&mut self.members, &mut self.team_members] {
            let groups: Vec<Key> = members.of_person(key).map(|member| member.group).collect();
            for group in groups {
                members.remove(key, group);
            }
        }
        for webhook in self
            .webhooks
            .iter_mut()
            .filter(|webhook| webhook.owner == key)
        {
            webhook.is_active = false;
        }
    }

    pub(crate) fn person(&self, key: Key) -> Result<&Person> {
        self.people
            .get(&key)
            .ok_or_else(|| ApiError::not_found("Person not found"))
    }

    pub(crate) fn person_by_email(&self, email: &str) -> Option<&Person> {
        self.people.get(self.emails.get(&email.to_lowercase())?)
    }

    /// The person named by an id or an e-mail address.
    pub(crate) fn find_person(&self, id: Option<&str>, email: Option<&str>) -> Result<Option<Key>> {
        match (id, email) {
            (Some(id), _) => Ok(Some(
                self.person(Kind::People.key(id).ok_or_else(ApiError::bad_id)?)?
                    .key,
            )),
            (None, Some(email)) => match self.person_by_email(email) {
                Some(person) => Ok(Some(person.key)),
                // The service may invite a stranger; refusing is our choice.
                None => Err(ApiError::not_found("Person not found")),
            },
            (None, None) => Ok(None),
        }
    }

    /// Gives a person a role, by its name.
    pub(crate) fn grant(&mut self, key: Key, name: &str) {
        let known = self
            .roles
            .iter()
            .find(|role| role.name == name)
            .map(|role| role.key);
        if let (Some(role), Some(person)) = (known, self.people.get_mut(&key)) {
            if !person.roles.contains(&role) {
                person.roles.push(role);
            }
        }
    }

    pub(crate) fn has_role(&self, key: Key, name: &str) -> bool {
        let roles = self
            .people
            .get(&key)
            .map(|person| person.roles.as_slice())
            .unwrap_or_default();
        roles
            .iter()
            .any(|role| self.roles.get(role).is_some_and(|known| known.name == name))
    }

    pub(crate) fn is_admin(&self, key: Key) -> bool {
        self.has_role(key, "Full Administrator")
    }

    pub(crate) fn is_compliance_officer(&self, key: Key) -> bool {
        self.has_role(key, "Compliance Officer")
    }

    pub(crate) fn is_bot(&self, key: Key) -> bool {
        self.people.get(&key).is_some_and(Person::is_bot)
    }
}
