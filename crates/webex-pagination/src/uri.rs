//! Resolving a reference against a base by RFC 3986, section 5.2.

/// A reference taken apart (RFC 3986, appendix B), without its fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    pub(crate) scheme: Option<&'a str>,
    pub(crate) authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// `None` when the text can be no reference: it has a character that no reference has, or a first segment with a
    /// colon that is no scheme.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let foreign =
            |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'<' | b'>' | b'"' | b'\\');
        if text.bytes().any(foreign) {
            return None;
        }
        let text = text.split_once('#').map_or(text, |(text, _)| text);
        let (text, query) = match text.split_once('?') {
            Some((text, query)) => (text, Some(query)),
            None => (text, None),
        };
        let (scheme, text) = match text.split_once(':') {
            Some((scheme, text)) if is_scheme(scheme) => (Some(scheme), text),
            Some((segment, _)) if !segment.contains('/') => return None,
            _ => (None, text),
        };
        let (authority, path) = match text.strip_prefix("//") {
            Some(text) => {
                let (authority, path) = text.split_at(text.find('/').unwrap_or(text.len()));
                (Some(authority), path)
            }
            None => (None, text),
        };
        Some(Self {
            scheme,
            authority,
            path,
            query,
        })
    }

    /// Path and query of the target, where the base has the path and query given.
    pub(crate) fn path_and_query(&self, base_path: &str, base_query: Option<&str>) -> String {
        let (path, query) =
            if self.scheme.is_some() || self.authority.is_some() || self.path.starts_with('/') {
                (remove_dot_segments(self.path), self.query)
            } else if self.path.is_empty() {
                (base_path.to_owned(), self.query.or(base_query))
            } else {
                let folder = base_path.rsplit_once('/').map_or("", |(folder, _)| folder);
                (
                    remove_dot_segments(&format!("{folder}/{}", self.path)),
                    self.query,
                )
            };
        let mut target = path;
        if !target.starts_with('/') {
            target.insert(0, '/');
        }
        if let Some(query) = query {
            target.push('?');
            target.push_str(query);
        }
        target
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// RFC 3986, section 5.2.4, for an absolute path.
fn remove_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3986, section 5.4: base `http://a/b/c/d;p?q`.
    #[test]
    fn resolves_the_examples_of_rfc_3986() {
        let table = [
            ("g", "/b/c/g"),
            ("./g", "/b/c/g"),
            ("g/", "/b/c/g/"),
            ("/g", "/g"),
            ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"),
            ("#s", "/b/c/d;p?q"),
            ("g#s", "/b/c/g"),
            ("g?y#s", "/b/c/g?y"),
            (";x", "/b/c/;x"),
            ("g;x", "/b/c/g;x"),
            ("g;x?y#s", "/b/c/g;x?y"),
            ("", "/b/c/d;p?q"),
            (".", "/b/c/"),
            ("./", "/b/c/"),
            ("..", "/b/"),
            ("../", "/b/"),
            ("../g", "/b/g"),
            ("../..", "/"),
            ("../../", "/"),
            ("../../g", "/g"),
            ("../../../g", "/g"),
            ("../../../../g", "/g"),
            ("/./g", "/g"),
            ("/../g", "/g"),
            ("g.", "/b/c/g."),
            (".g", "/b/c/.g"),
            ("g..", "/b/c/g.."),
            ("..g", "/b/c/..g"),
            ("./../g", "/b/g"),
            ("./g/.", "/b/c/g/"),
            ("g/./h", "/b/c/g/h"),
            ("g/../h", "/b/c/h"),
            ("g;x=1/./y", "/b/c/g;x=1/y"),
            ("g;x=1/../y", "/b/c/y"),
            ("g?y/./x", "/b/c/g?y/./x"),
            ("g?y/../x", "/b/c/g?y/../x"),
            ("http://a/g/../h?i", "/h?i"),
            ("//a", "/"),
        ];
        for (text, expected) in table {
            let reference = Reference::parse(text).unwrap();
            assert_eq!(
                reference.path_and_query("/b/c/d;p", Some("q")),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn splits_scheme_and_authority() {
        let parts = |text| Reference::parse(text).map(|found| (found.scheme, found.authority));
        assert_eq!(parts("https://h:1/p?q"), Some((Some("https"), Some("h:1"))));
        assert_eq!(parts("//h?q"), Some((None, Some("h"))));
        assert_eq!(parts("https:h/p"), Some((Some("https"), None)));
        assert_eq!(parts("p/a:b"), Some((None, None)));
        assert_eq!(parts("?a=b:c"), Some((None, None)));
        assert_eq!(parts("1a:b"), None);
        assert_eq!(parts(":8443/p"), None);
        assert_eq!(parts(r"https:\\h"), None);
        assert_eq!(parts("a b"), None);
        assert_eq!(parts("é"), None);
    }
}
