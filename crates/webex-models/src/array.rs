//! A list that takes one word where it is missing.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{MapAccess, SeqAccess};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

use crate::attribute::{AnyForm, Attribute, Read};

/// The elements of a JSON list: a slice, as `Vec` is, in a single word.
///
/// Most lists of a record are missing, and `Option<Array<T>>` is a third of `Option<Vec<T>>`.
///
/// ```
/// use webex_models::{Email, Person, PersonId};
///
/// let ana = Person::new(PersonId::new("Y2lz")?).emails([Email::new("ana@example.com")?]);
/// assert_eq!(ana.emails.as_deref().unwrap_or_default().len(), 1);
/// for email in ana.emails.iter().flatten() {
///     println!("{email}");
/// }
/// # Ok::<(), webex_models::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(
    clippy::box_collection,
    reason = "one word instead of three is the point"
)]
pub struct Array<T>(Box<Vec<T>>);

impl<T> Array<T> {
    /// Adds an element at the end.
    pub fn push(&mut self, element: T) {
        self.0.push(element);
    }

    /// The elements as a vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        *self.0
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> Deref for Array<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> DerefMut for Array<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Array<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(elements: Vec<T>) -> Self {
        Self(Box::new(elements))
    }
}

impl<T, const N: usize> From<[T; N]> for Array<T> {
    fn from(elements: [T; N]) -> Self {
        Vec::from(elements).into()
    }
}

impl<T> From<Array<T>> for Vec<T> {
    fn from(list: Array<T>) -> Self {
        list.into_vec()
    }
}

impl<T> FromIterator<T> for Array<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Vec::from_iter(elements).into()
    }
}

impl<T> IntoIterator for Array<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Array<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Serialize> Serialize for Array<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Array<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

/// One value that stands where a list was documented is a list of one.
impl<T: Attribute> Attribute for Array<T> {
    const NAME: &'static str = "a list";

    fn from_list<'de, A: SeqAccess<'de>>(mut list: A) -> Result<Read<Self>, A::Error> {
        let mut elements = Vec::new();
        // The list as it came, from the first element on that is not in the documented form.
        let mut original: Option<Vec<Value>> = None;
        while let Some(read) = list.next_element_seed(AnyForm::<T>::new())? {
            let before = elements.len();
            let form = match read {
                Read::Exact(element) => match element.split() {
                    None => {
                        elements.push(element);
                        None
                    }
                    Some(several) => {
                        elements.extend(several);
                        Some(as_json(&element))
                    }
                },
                Read::Loose(element, form) => {
                    elements.push(element);
                    Some(form)
                }
                Read::Odd(form) => Some(form),
            };
            match (&mut original, form) {
                (None, None) => {}
                (None, Some(form)) => {
                    original = Some(
                        elements
                            .iter()
                            .take(before)
                            .map(as_json)
                            .chain([form])
                            .collect(),
                    );
                }
                (Some(original), Some(form)) => original.push(form),
                (Some(original), None) => original.extend(elements.last().map(as_json)),
            }
        }
        Ok(match original {
            None => Read::Exact(elements.into()),
            Some(original) => Read::Loose(elements.into(), original.into()),
        })
    }

    fn from_text(text: &str) -> Read<Self> {
        one(T::from_text(text))
    }

    fn from_bool(value: bool) -> Read<Self> {
        one(T::from_bool(value))
    }

    fn from_number(number: Number) -> Read<Self> {
        one(T::from_number(number))
    }

    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Read<Self>, A::Error> {
        T::from_object(object).map(one)
    }
}

fn one<T: Attribute>(read: Read<T>) -> Read<Array<T>> {
    match read {
        Read::Exact(element) => {
            let original = as_json(&element);
            Read::Loose([element].into(), original)
        }
        other => other.map(|element| [element].into()),
    }
}

fn as_json<T: Serialize>(element: &T) -> Value {
    serde_json::to_value(element).unwrap_or_default()
}
