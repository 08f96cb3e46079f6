//! Who belongs to what: people in rooms, and people in teams.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::Table;
use crate::id::Key;

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) person: Key,
    /// A room or a team.
    pub(crate) group: Key,
    pub(crate) is_moderator: bool,
    pub(crate) is_hidden: bool,
    pub(crate) created: Timestamp,
}

/// Memberships of one kind, found by person, by group, and by both.
#[derive(Debug, Default)]
pub(crate) struct Members {
    table: Table<(Key, Key), Member>,
    by_group: HashMap<Key, BTreeSet<u64>>,
    by_person: HashMap<Key, BTreeSet<u64>>,
}

impl Members {
    pub(crate) fn add(&mut self, person: Key, group: Key, is_moderator: bool, created: Timestamp) {
        let place = self.table.insert(
            (person, group),
            Member {
                person,
                group,
                is_moderator,
                is_hidden: false,
                created,
            },
        );
        self.by_group.entry(group).or_default().insert(place);
        self.by_person.entry(person).or_default().insert(place);
    }

    pub(crate) fn get(&self, person: Key, group: Key) -> Option<&Member> {
        self.table.get(&(person, group))
    }

    pub(crate) fn get_mut(&mut self, person: Key, group: Key) -> Option<&mut Member> {
        self.table.get_mut(&(person, group))
    }

    pub(crate) fn contains(&self, person: Key, group: Key) -> bool {
        self.get(person, group).is_some()
    }

    pub(crate) fn remove(&mut self, person: Key, group: Key) -> Option<Member> {
        let place = self.table.place(&(person, group))?;
        for (index, key) in [(&mut self.by_group, group), (&mut self.by_person, person)] {
            if let Some(places) = index.get_mut(&key) {
                places.remove(&place);
                if places.is_empty() {
                    index.remove(&key);
                }
            }
        }
        self.table.remove(&(person, group))
    }

    /// Oldest membership first.
    pub(crate) fn of_group(&self, group: Key) -> impl Iterator<Item = &Member> + Clone {
        self.by_group
            .get(&group)
            .into_iter()
            .flatten()
            .filter_map(|&place| self.table.at(place))
    }

    /// Oldest membership first.
    pub(crate) fn of_person(&self, person: Key) -> impl Iterator<Item = &Member> + Clone {
        self.by_person
            .get(&person)
            .into_iter()
            .flatten()
            .filter_map(|&place| self.table.at(place))
    }

    pub(crate) fn is_moderator(&self, person: Key, group: Key) -> bool {
        self.get(person, group)
            .is_some_and(|member| member.is_moderator)
    }

    /// True when the person moderates the group and nobody else does.
    pub(crate) fn is_last_moderator(&self, person: Key, group: Key) -> bool {
        self.is_moderator(person, group)
            && self
                .of_group(group)
                .filter(|member| member.is_moderator)
                .count()
                == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_members_both_ways_until_they_leave() {
        let mut random = fastrand::Rng::with_seed(1);
        let [ana, bo, room] = std::array::from_fn(|_| Key::random(&mut random));
        let mut members = Members::default();
        members.add(ana, room, true, Timestamp::UNIX_EPOCH);
        members.add(bo, room, false, Timestamp::UNIX_EPOCH);
        assert!(members.is_last_moderator(ana, room) && !members.is_last_moderator(bo, room));
        assert_eq!(
            members
                .of_group(room)
                .map(|member| member.person)
                .collect::<Vec<_>>(),
            [ana, bo]
        );
        members.remove(ana, room);
        assert_eq!(
            (
                members.of_person(ana).count(),
                members.of_person(bo).count()
            ),
            (0, 1)
        );
        assert!(!members.contains(ana, room));
    }
}
