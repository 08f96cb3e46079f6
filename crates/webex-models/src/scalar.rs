//! Plain attributes: texts, booleans, numbers, free JSON.

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, MapAccess, SeqAccess};
use serde_json::{Map, Number, Value};

use crate::attribute::{Attribute, Read};

impl Attribute for String {
    const NAME: &'static str = "a text";

    fn from_text(text: &str) -> Read<Self> {
        Read::Exact(text.to_owned())
    }

    fn from_bool(value: bool) -> Read<Self> {
        Read::Loose(value.to_string(), value.into())
    }

    fn from_number(number: Number) -> Read<Self> {
        Read::Loose(number.to_string(), number.into())
    }
}

impl Attribute for Box<str> {
    const NAME: &'static str = String::NAME;

    fn from_text(text: &str) -> Read<Self> {
        Read::Exact(text.into())
    }

    fn from_bool(value: bool) -> Read<Self> {
        String::from_bool(value).map(Self::from)
    }

    fn from_number(number: Number) -> Read<Self> {
        String::from_number(number).map(Self::from)
    }
}

impl Attribute for bool {
    const NAME: &'static str = "a boolean";

    fn from_bool(value: bool) -> Read<Self> {
        Read::Exact(value)
    }

    /// The official samples have "true", "false" and "yes".
    fn from_text(text: &str) -> Read<Self> {
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        if is("true") || is("yes") {
            Read::Loose(true, text.into())
        } else if is("false") || is("no") {
            Read::Loose(false, text.into())
        } else {
            Read::Odd(text.into())
        }
    }
}

impl Attribute for i64 {
    const NAME: &'static str = "a whole number";

    fn from_number(number: Number) -> Read<Self> {
        match number.as_i64() {
            Some(value) => Read::Exact(value),
            None => Read::Odd(number.into()),
        }
    }

    fn from_text(text: &str) -> Read<Self> {
        match text.trim().parse() {
            Ok(value) => Read::Loose(value, text.into()),
            Err(_) => Read::Odd(text.into()),
        }
    }
}

impl Attribute for Number {
    const NAME: &'static str = "a number";

    fn from_number(number: Number) -> Read<Self> {
        Read::Exact(number)
    }

    fn from_text(text: &str) -> Read<Self> {
        match text.trim().parse() {
            Ok(number) => Read::Loose(number, text.into()),
            Err(_) => Read::Odd(text.into()),
        }
    }
}

impl Attribute for Value {
    const NAME: &'static str = "a JSON value";

    fn from_text(text: &str) -> Read<Self> {
        Read::Exact(text.into())
    }

    fn from_bool(value: bool) -> Read<Self> {
        Read::Exact(value.into())
    }

    fn from_number(number: Number) -> Read<Self> {
        Read::Exact(number.into())
    }

    fn from_list<'de, A: SeqAccess<'de>>(list: A) -> Result<Read<Self>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(list)).map(Read::Exact)
    }

    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Read<Self>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(object)).map(Read::Exact)
    }
}

impl Attribute for Map<String, Value> {
    const NAME: &'static str = "an object";

    fn from_object<'de, A: MapAccess<'de>>(object: A) -> Result<Read<Self>, A::Error> {
        Map::deserialize(MapAccessDeserializer::new(object)).map(Read::Exact)
    }
}
