//! What a model holds beside its own attributes.

use std::fmt;

use serde_json::Value;

/// The attributes of a JSON object that its model has no place for, by name.
///
/// Two kinds of them: attributes that this version of the crate does not know, and the original of a known
/// attribute that came as `null` or in another form than documented (`"true"` for `true`). Both are written back, so
/// that reading and writing an object loses nothing.
///
/// It takes one word, and no allocation while it is empty. Entries are ordered by name.
///
/// `Debug` shows the names alone: nobody knows whether an unknown value is a secret.
///
/// ```
/// let room: webex_models::Room = serde_json::from_str(r#"{"id": "Y2lz", "isStarred": true}"#)?;
/// assert_eq!(room.extra.get("isStarred"), Some(&true.into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
// Boxed twice, as a boxed slice alone takes two words.
pub struct Extra(Option<Box<Box<[Entry]>>>);

type Entry = (Box<str>, Value);

impl Extra {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// The value of an attribute, if it is here.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let entries = self.entries();
        let at = entries
            .binary_search_by(|(key, _)| key.as_ref().cmp(name))
            .ok()?;
        entries.get(at).map(|(_, value)| value)
    }

    /// Adds an attribute, or replaces it and returns the old value.
    ///
    /// A known attribute of the model is better set on the model: what is set there is written in place of this.
    pub fn insert(&mut self, name: impl Into<Box<str>>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        let mut entries = self.take();
        let old = match entries.binary_search_by(|(key, _)| key.cmp(&name)) {
            Ok(at) => entries
                .get_mut(at)
                .map(|(_, old)| std::mem::replace(old, value)),
            Err(at) => {
                entries.insert(at, (name, value));
                None
            }
        };
        self.put(entries);
        old
    }

    /// Removes an attribute and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let mut entries = self.take();
        let at = entries.iter().position(|(key, _)| key.as_ref() == name);
        let removed = at.map(|at| entries.remove(at).1);
        self.put(entries);
        removed
    }

    /// The attributes in the order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.entries()
            .iter()
            .map(|(name, value)| (name.as_ref(), value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Takes the entries in any order; of two with one name the later stays, as in `serde_json`.
    pub(crate) fn from_entries(mut entries: Vec<Entry>) -> Self {
        if entries.len() > 1 {
            entries.reverse();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            entries.dedup_by(|(a, _), (b, _)| a == b);
        }
        let mut extra = Self::new();
        extra.put(entries);
        extra
    }

    fn entries(&self) -> &[Entry] {
        self.0.as_deref().map_or(&[], |entries| entries)
    }

    fn take(&mut self) -> Vec<Entry> {
        self.0
            .take()
            .map_or_else(Vec::new, |entries| entries.into_vec())
    }

    fn put(&mut self, entries: Vec<Entry>) {
        self.0 = (!entries.is_empty()).then(|| Box::new(entries.into_boxed_slice()));
    }
}

impl<N: Into<Box<str>>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        Self::from_entries(
            entries
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_one_word() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
    }

    #[test]
    fn reads_replaces_and_removes_by_name() {
        let mut extra = Extra::new();
        assert_eq!(extra.insert("b", 1), None);
        assert_eq!(extra.insert("a", "x"), None);
        assert_eq!(extra.insert("b", 2), Some(1.into()));
        assert_eq!((extra.len(), extra.get("b")), (2, Some(&2.into())));
        assert_eq!(
            extra.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert_eq!(extra.remove("a"), Some("x".into()));
        assert_eq!(extra.remove("a"), None);
        extra.remove("b");
        assert!(extra.is_empty());
    }

    #[test]
    fn does_not_care_for_order_and_keeps_the_last_of_two() {
        let one: Extra = [("a", 1), ("b", 2), ("a", 3)].into_iter().collect();
        let other: Extra = [("b", 2), ("a", 3)].into_iter().collect();
        assert_eq!(one, other);
        assert_eq!(one.get("a"), Some(&3.into()));
    }

    #[test]
    fn debug_shows_names_and_no_values() {
        let extra: Extra = [("token", "SENTINEL")].into_iter().collect();
        assert_eq!(format!("{extra:?}"), r#"{"token"}"#);
    }
}
