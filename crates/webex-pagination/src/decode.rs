//! From the body of a page to its records: whole and fast, or record by record when that fails.

use std::{borrow::Cow, fmt, marker::PhantomData, vec};

use serde::{
    Deserialize,
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess,
        Visitor, value::MapAccessDeserializer,
    },
};
use serde_json::value::RawValue;

/// The records of one page, not yet delivered.
#[derive(Debug)]
pub(crate) enum Records<T> {
    Whole(vec::IntoIter<T>),
    Apart(vec::IntoIter<Result<T, serde_json::Error>>),
}

impl<T> Records<T> {
    pub(crate) fn none() -> Self {
        Self::Whole(Vec::new().into_iter())
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Whole(records) => records.len(),
            Self::Apart(records) => records.len(),
        }
    }
}

impl<T> Iterator for Records<T> {
    type Item = Result<T, serde_json::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Whole(records) => records.next().map(Ok),
            Self::Apart(records) => records.next(),
        }
    }
}

/// Reads a list: an array, or an object with the records in `member`, where null or nothing is no record and an
/// object is one.
///
/// `expected` is how many records there probably are. The error is that of the envelope; records have their own.
pub(crate) fn records<T: DeserializeOwned>(
    body: &[u8],
    member: &str,
    expected: usize,
) -> Result<Records<T>, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let records = Array {
        expected,
        record: PhantomData,
    };
    let whole = List { member, records }.deserialize(&mut json);
    match whole.and_then(|records| json.end().map(|()| records)) {
        Ok(records) => Ok(Records::Whole(records.into_iter())),
        Err(_) => apart(body, member).map(|records| Records::Apart(records.into_iter())),
    }
}

fn apart<T: DeserializeOwned>(
    body: &[u8],
    member: &str,
) -> Result<Vec<Result<T, serde_json::Error>>, serde_json::Error> {
    let text = String::from_utf8_lossy(body);
    let damaged = matches!(text, Cow::Owned(_));
    let record = |record: &RawValue| {
        if damaged && record.get().contains(char::REPLACEMENT_CHARACTER) {
            return Err(de::Error::custom("invalid UTF-8"));
        }
        serde_json::from_str(record.get())
    };

    let mut list: Option<&RawValue> = Some(serde_json::from_str(&text)?);
    if let Some(object) = list.filter(|list| list.get().starts_with('{')) {
        list = Member(member).deserialize(&mut serde_json::Deserializer::from_str(object.get()))?;
    }
    Ok(match list {
        None => Vec::new(),
        Some(one) if one.get().starts_with('{') => vec![record(one)],
        Some(list) => {
            let records: Option<Vec<&RawValue>> = serde_json::from_str(list.get())?;
            records
                .unwrap_or_default()
                .into_iter()
                .map(record)
                .collect()
        }
    })
}

/// The whole page.
struct List<'m, T> {
    member: &'m str,
    records: Array<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for List<'_, T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Vec<T>, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list, or an object with one in `{}`", self.member)
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Vec<T>, A::Error> {
        self.records.visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let (mut seed, mut found) = (Some(self.records), Vec::new());
        while let Some(is_member) = map.next_key_seed(KeyIs(self.member))? {
            match seed.take_if(|_| is_member) {
                Some(records) => found = map.next_value_seed(records)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// What stands where the records should.
struct Array<T> {
    expected: usize,
    record: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Array<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Vec<T>, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Array<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records, one record, or null")
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut records = Vec::with_capacity(self.expected);
        while let Some(record) = seq.next_element()? {
            records.push(record);
        }
        Ok(records)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|record| vec![record])
    }
}

/// The raw text of the first member of this name.
struct Member<'m>(&'m str);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_member) = map.next_key_seed(KeyIs(self.0))? {
            let value = map.next_value()?;
            if is_member {
                found = found.or(Some(value));
            }
        }
        Ok(found)
    }
}

/// Whether a key is this one, without keeping it.
struct KeyIs<'m>(&'m str);

impl<'de> DeserializeSeed<'de> for KeyIs<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<bool, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyIs<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}
