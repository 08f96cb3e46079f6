//! Adding people.

use super::Emulator;
use crate::{
    handles::PersonHandle,
    world::{PersonType, Token},
};

impl Emulator {
    /// Adds a user with an access token that does not expire. An address that is known gives the same person, with
    /// another token.
    #[must_use]
    pub fn add_person(&self, email: &str) -> PersonHandle {
        self.add(PersonType::Person, email, &[])
    }

    /// Adds a bot with its token. A bare name gets the address `name@webex.bot`.
    #[must_use]
    pub fn add_bot(&self, name_or_email: &str) -> PersonHandle {
        if name_or_email.contains('@') {
            self.add(PersonType::Bot, name_or_email, &[])
        } else {
            self.add(PersonType::Bot, &format!("{name_or_email}@webex.bot"), &[])
        }
    }

    /// Adds a full administrator.
    #[must_use]
    pub fn add_admin(&self, email: &str) -> PersonHandle {
        self.add(PersonType::Person, email, &["Full Administrator"])
    }

    /// Adds a compliance officer, who sees every room and message of the organisation.
    #[must_use]
    pub fn add_compliance_officer(&self, email: &str) -> PersonHandle {
        self.add(PersonType::Person, email, &["Compliance Officer"])
    }

    fn add(&self, kind: PersonType, email: &str, roles: &[&str]) -> PersonHandle {
        let mut world = self.shared.world();
        let known = world.person_by_email(email).map(|person| person.key);
        let key = known.unwrap_or_else(|| {
            let name = email.split('@').next().unwrap_or(email);
            world.add_person(kind, email, &display_name(name))
        });
        for role in roles {
            world.grant(key, role);
        }
        PersonHandle::new(key, email, world.issue(Token::of(key)))
    }
}

/// `ana.maria` becomes `Ana Maria`.
fn display_name(local: &str) -> String {
    let words = local.split(['.', '-', '_']).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_tokens() {
        let add = |seed| {
            let person = Emulator::with_seed(seed).add_person("ana@example.com");
            (person.id().to_owned(), person.token().to_owned())
        };
        assert_eq!(add(1), add(1));
        assert_ne!(add(1), add(2));
    }

    #[test]
    fn names_people_by_their_address() {
        assert_eq!(display_name("ana.maria-x"), "Ana Maria X");
        assert_eq!(display_name(".."), "");
    }
}
