//! Query parameters, in order, with and without values.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',');

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, Option<String>)>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        let pairs = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| match pair.split_once('=') {
                Some((name, value)) => (decode(name), Some(decode(value))),
                None => (decode(pair), None),
            });
        Self(pairs.collect())
    }

    /// The first non-empty value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self
            .0
            .iter()
            .filter(|(key, _)| key == name)
            .filter_map(|(_, value)| value.as_deref());
        values.find(|value| !value.is_empty())
    }

    /// All parameters that have a value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_deref()?)))
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self
    }

    pub(crate) fn with(mut self, name: &str, value: Option<&str>) -> Self {
        self.0.push((name.to_owned(), value.map(str::to_owned)));
        self
    }
}

impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (name, value)) in self.0.iter().enumerate() {
            let separator = if at == 0 { "" } else { "&" };
            write!(f, "{separator}{}", utf8_percent_encode(name, PLAIN))?;
            if let Some(value) = value {
                write!(f, "={}", utf8_percent_encode(value, PLAIN))?;
            }
        }
        Ok(())
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_parameters_with_and_without_values() {
        let query = Query::parse("email=a%2Bb%40x.org&before&max=&q=a+b&&id=1,2");
        assert_eq!(query.get("email"), Some("a+b@x.org"));
        assert_eq!(
            (query.get("before"), query.get("max"), query.get("q")),
            (None, None, Some("a b"))
        );
        assert_eq!(
            query.to_string(),
            "email=a%2Bb%40x.org&before&max=&q=a%20b&id=1,2"
        );
        assert_eq!(
            query
                .without("q")
                .without("id")
                .with("n", Some("é"))
                .without("email")
                .to_string(),
            "before&max=&n=%C3%A9"
        );
    }
}
