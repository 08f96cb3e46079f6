//! Records by key, in order of arrival.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

/// A map that remembers the order of insertion, with removal and a start in the middle in logarithmic time.
#[derive(Debug)]
pub(crate) struct Table<K, T> {
    rows: BTreeMap<u64, T>,
    places: HashMap<K, u64>,
    next: u64,
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            places: HashMap::new(),
            next: 0,
        }
    }
}

impl<K: Eq + Hash, T> Table<K, T> {
    /// Puts a record at the end and returns its place; a record under the same key is replaced where it is.
    pub(crate) fn insert(&mut self, key: K, row: T) -> u64 {
        let place = *self.places.entry(key).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.rows.insert(place, row);
        place
    }

    pub(crate) fn place(&self, key: &K) -> Option<u64> {
        self.places.get(key).copied()
    }

    pub(crate) fn at(&self, place: u64) -> Option<&T> {
        self.rows.get(&place)
    }

    pub(crate) fn get(&self, key: &K) -> Option<&T> {
        self.at(self.place(key)?)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut T> {
        self.rows.get_mut(self.places.get(key)?)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.values_mut()
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<T> {
        self.rows.remove(&self.places.remove(key)?)
    }

    pub(crate) fn remove_oldest(&mut self) -> Option<T> {
        let (place, row) = self.rows.pop_first()?;
        self.places.retain(|_, known| *known != place);
        Some(row)
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.rows.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_through_removal_and_replacement() {
        let mut table = Table::default();
        for key in ["a", "b", "c"] {
            table.insert(key, key.to_owned());
        }
        table.insert("a", "A".to_owned());
        assert_eq!(table.remove(&"b"), Some("b".to_owned()));
        table.insert("b", "late".to_owned());
        assert_eq!(table.iter().collect::<Vec<_>>(), ["A", "c", "late"]);
        assert_eq!(table.get(&"x"), None);
    }
}
