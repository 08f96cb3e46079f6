//! A JSON body, read field by field.

use serde_json::{Map, Value};

use crate::error::{ApiError, Result};

/// The fields of a request; `null` counts as absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(pub(crate) Map<String, Value>);

impl Form {
    pub(crate) fn parse(body: &[u8]) -> Result<Self> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            // The wording is ours.
            _ => Err(ApiError::bad_request(
                "The request body is not a valid JSON object.",
            )),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>> {
        self.typed(name, "a string", Value::as_str)
    }

    /// A text that is there and not blank, or the refusal given.
    pub(crate) fn required(&self, name: &str, refusal: &str) -> Result<&str> {
        let text = self.text(name)?.filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| ApiError::bad_request(refusal))
    }

    /// A boolean, or the texts `true` and `false`, which some clients send.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>> {
        self.typed(name, "a boolean", |value| {
            value.as_bool().or_else(|| value.as_str()?.parse().ok())
        })
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<f64>> {
        self.typed(name, "a number", Value::as_f64)
    }

    /// A list; empty when absent.
    pub(crate) fn list(&self, name: &str) -> Result<&[Value]> {
        Ok(self
            .typed(name, "an array", |value| {
                value.as_array().map(Vec::as_slice)
            })?
            .unwrap_or_default())
    }

    fn typed<'a, T>(
        &'a self,
        name: &str,
        kind: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>> {
        self.get(name)
            .map(|value| read(value).ok_or_else(|| wrong_type(name, kind)))
            .transpose()
    }
}

/// The wording is ours.
fn wrong_type(name: &str, kind: &str) -> ApiError {
    ApiError::bad_request(format!("{name} must be {kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields_and_refuses_wrong_types() {
        let form = Form::parse(br#"{"a":"x","b":"true","n":null,"l":["y"]}"#).unwrap();
        assert_eq!(form.text("a"), Ok(Some("x")));
        assert_eq!(form.flag("b"), Ok(Some(true)));
        assert_eq!((form.text("n"), form.text("none")), (Ok(None), Ok(None)));
        assert_eq!(form.list("l").map(<[_]>::len), Ok(1));
        assert_eq!(form.flag("a").unwrap_err().message, "a must be a boolean");
        assert!(form.list("a").is_err() && form.text("l").is_err());
    }

    #[test]
    fn refuses_what_is_no_object() {
        for body in ["", "[]", "{", "null", &"[".repeat(10_000)] {
            assert!(Form::parse(body.as_bytes()).is_err());
        }
    }
}
