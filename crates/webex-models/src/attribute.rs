//! One attribute: read as loosely as the service writes it, written back as it came.
//!
//! Nothing that stands where a value was documented fails an object. It is understood, exactly or loosely, or it is
//! odd; whatever the typed field cannot repeat goes to [`Extra`] under the attribute's own name.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::Extra;

/// How a value was understood.
pub(crate) enum Read<T> {
    /// In the documented form, which writing repeats.
    Exact(T),
    /// In another form, which is kept beside.
    Loose(T, Value),
    /// Not at all; `null` is one of these.
    Odd(Value),
}

impl<T> Read<T> {
    pub(crate) fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Read<U> {
        match self {
            Self::Exact(value) => Read::Exact(wrap(value)),
            Self::Loose(value, original) => Read::Loose(wrap(value), original),
            Self::Odd(original) => Read::Odd(original),
        }
    }

    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Self::Exact(value) | Self::Loose(value, _) => Some(value),
            Self::Odd(_) => None,
        }
    }
}

/// A type that attributes have. Each says which forms it understands; the others are odd.
pub(crate) trait Attribute: Sized + Serialize + PartialEq {
    /// What it is called in an error.
    const NAME: &'static str;

    fn from_text(text: &str) -> Read<Self> {
        Read::Odd(text.into())
    }

    fn from_bool(value: bool) -> Read<Self> {
        Read::Odd(value.into())
    }

    fn from_number(number: Number) -> Read<Self> {
        Read::Odd(number.into())
    }

    fn from_list<'de, A: SeqAccess<'de>>(list: A) -> Result<Read<Self>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(list)).map(Read::Odd)
    }

    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Read<Self>, A::Error> {
        Ok(
            match Value::deserialize(MapAccessDeserializer::new(object))? {
                // What serde_json's feature `arbitrary_precision`, if anybody turns it on, makes of a number.
                Value::Number(number) => Self::from_number(number),
                other => Read::Odd(other),
            },
        )
    }

    /// The elements of a list that this one stands for, if it is several in one.
    fn split(&self) -> Option<Vec<Self>> {
        None
    }
}

/// Reads a `T` in any form.
pub(crate) struct AnyForm<T>(PhantomData<T>);

impl<T> AnyForm<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Attribute> DeserializeSeed<'de> for AnyForm<T> {
    type Value = Read<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Attribute> Visitor<'de> for AnyForm<T> {
    type Value = Read<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }

    fn visit_str<E>(self, text: &str) -> Result<Read<T>, E> {
        Ok(T::from_text(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Read<T>, E> {
        Ok(T::from_bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Read<T>, E> {
        Ok(T::from_number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Read<T>, E> {
        Ok(T::from_number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Read<T>, E> {
        Ok(Number::from_f64(number).map_or(Read::Odd(Value::Null), T::from_number))
    }

    fn visit_unit<E>(self) -> Result<Read<T>, E> {
        Ok(Read::Odd(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Read<T>, A::Error> {
        T::from_list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Read<T>, A::Error> {
        T::from_object(object)
    }
}

/// Reads a `T` that stands alone. The error names the form found, and never the value: it may be a secret.
pub(crate) fn deserialize<'de, T: Attribute, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let found = match AnyForm::<T>::new().deserialize(deserializer)? {
        Read::Exact(value) | Read::Loose(value, _) => return Ok(value),
        Read::Odd(Value::Null) => "null",
        Read::Odd(Value::Bool(_)) => "a boolean",
        Read::Odd(Value::Number(_)) => "a number",
        Read::Odd(Value::String(_)) => "a text",
        Read::Odd(Value::Array(_)) => "a list",
        Read::Odd(Value::Object(_)) => "an object",
    };
    Err(D::Error::custom(format_args!(
        "expected {}, found {found}",
        T::NAME
    )))
}

/// The name of an attribute, borrowed from the input where it can be.
pub(crate) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an attribute's name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name))
    }
}

/// The attribute in which an object says its kind, where it does.
pub(crate) const KIND: &str = "type";

/// What is read of an object beside its model.
#[derive(Default)]
pub(crate) struct Rest {
    extra: Vec<(Box<str>, Value)>,
    kind: Option<Value>,
}

impl Rest {
    /// Reads the value of a known attribute, keeping here what it cannot hold.
    pub(crate) fn known<'de, T, A>(
        &mut self,
        name: Cow<'de, str>,
        object: &mut A,
    ) -> Result<Option<T>, A::Error>
    where
        T: Attribute,
        A: MapAccess<'de>,
    {
        Ok(match object.next_value_seed(AnyForm::<T>::new())? {
            Read::Exact(value) => Some(value),
            Read::Loose(value, original) => {
                self.keep(name, original);
                Some(value)
            }
            Read::Odd(original) => {
                self.keep(name, original);
                None
            }
        })
    }

    /// Keeps the value of an unknown attribute.
    pub(crate) fn unknown<'de, A: MapAccess<'de>>(
        &mut self,
        name: Cow<'de, str>,
        object: &mut A,
    ) -> Result<(), A::Error> {
        let value = object.next_value()?;
        self.keep(name, value);
        Ok(())
    }

    /// Reads what kind the object says it is.
    pub(crate) fn kind<'de, A: MapAccess<'de>>(&mut self, object: &mut A) -> Result<(), A::Error> {
        self.kind = Some(object.next_value()?);
        Ok(())
    }

    pub(crate) fn take_kind(&mut self) -> Option<Value> {
        self.kind.take()
    }

    pub(crate) fn finish(self) -> Extra {
        Extra::from_entries(self.extra)
    }

    fn keep(&mut self, name: Cow<'_, str>, value: Value) {
        self.extra.push((name.into(), value));
    }
}

/// A model that was read: loosely, if its object does not say its kind as it is written.
#[inline]
pub(crate) fn of_kind<T: Attribute>(model: T, kind: &[&str], said: Option<Value>) -> Read<T> {
    match (kind, said) {
        ([], _) => Read::Exact(model),
        ([kind, ..], Some(Value::String(said))) if said == *kind => Read::Exact(model),
        (_, said) => {
            let mut original = serde_json::to_value(&model).unwrap_or_default();
            if let Some(object) = original.as_object_mut() {
                object.remove(KIND);
                object.extend(said.map(|said| (KIND.to_owned(), said)));
            }
            Read::Loose(model, original)
        }
    }
}

/// Writes a known attribute: in its original form if there is one that still says the same. What was read and is no longer
/// set is not written.
pub(crate) fn write<T: Attribute, M: SerializeMap>(
    object: &mut M,
    name: &'static str,
    value: Option<&T>,
    extra: &Extra,
) -> Result<(), M::Error> {
    match (value, extra.get(name)) {
        (None, None) => Ok(()),
        (Some(value), None) => object.serialize_entry(name, value),
        (None, Some(original)) => match AnyForm::<T>::new().deserialize(original) {
            Ok(Read::Loose(..)) => Ok(()),
            _ => object.serialize_entry(name, original),
        },
        (Some(value), Some(original)) => match AnyForm::<T>::new().deserialize(original) {
            Ok(read) if read.value() == Some(value) => object.serialize_entry(name, original),
            _ => object.serialize_entry(name, value),
        },
    }
}

/// Writes the attributes that are not among the known ones.
pub(crate) fn write_unknown<M: SerializeMap>(
    object: &mut M,
    known: &[&str],
    extra: &Extra,
) -> Result<(), M::Error> {
    for (name, value) in extra.iter().filter(|(name, _)| !known.contains(name)) {
        object.serialize_entry(name, value)?;
    }
    Ok(())
}

impl<T: Attribute> Attribute for Box<T> {
    const NAME: &'static str = T::NAME;

    fn from_text(text: &str) -> Read<Self> {
        T::from_text(text).map(Box::new)
    }

    fn from_bool(value: bool) -> Read<Self> {
        T::from_bool(value).map(Box::new)
    }

    fn from_number(number: Number) -> Read<Self> {
        T::from_number(number).map(Box::new)
    }

    fn from_list<'de, A: SeqAccess<'de>>(list: A) -> Result<Read<Self>, A::Error> {
        Ok(T::from_list(list)?.map(Box::new))
    }

    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Read<Self>, A::Error> {
        Ok(T::from_object(object)?.map(Box::new))
    }
}
