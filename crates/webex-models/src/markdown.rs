//! Writing markdown: mentions, and text that is meant as it stands.

use std::fmt;

use crate::{Email, PersonId};

/// Mentions somebody, in the markdown of a message.
///
/// ```
/// use webex_models::{Email, Mention};
///
/// let ana = Email::new("ana@example.com")?;
/// assert_eq!(format!("Hi {}", Mention::email(&ana)), "Hi <@personEmail:ana@example.com>");
/// assert_eq!(Mention::email(&ana).name("Ana").to_string(), "<@personEmail:ana@example.com|Ana>");
/// assert_eq!(Mention::all().to_string(), "<@all>");
/// # Ok::<(), webex_models::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mention {
    who: Who,
    name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    Person(PersonId),
    Email(Email),
    All,
}

impl Mention {
    /// Mentions a person.
    #[must_use]
    pub fn person(id: &PersonId) -> Self {
        Self {
            who: Who::Person(id.clone()),
            name: None,
        }
    }

    /// Mentions whoever has this address.
    #[must_use]
    pub fn email(email: &Email) -> Self {
        Self {
            who: Who::Email(email.clone()),
            name: None,
        }
    }

    /// Mentions everybody in the room.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            who: Who::All,
            name: None,
        }
    }

    /// The name to show. What would end the mention (`|`, `<`, `>` and control characters) is left out of it.
    #[must_use]
    pub fn name(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(within(name.as_ref()));
        self
    }
}

/// Without what would end the mention.
fn within(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '|' | '<' | '>') && !c.is_control())
        .collect()
}

impl fmt::Display for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.who {
            Who::Person(id) => write!(f, "<@personId:{}", within(id.as_str()))?,
            Who::Email(email) => write!(f, "<@personEmail:{}", within(email.as_str()))?,
            Who::All => return f.write_str("<@all>"),
        }
        match self.name.as_deref() {
            Some(name) if !name.is_empty() => write!(f, "|{name}>"),
            _ => f.write_str(">"),
        }
    }
}

/// Text that somebody wrote, so that markdown shows it as it stands: it cannot mention, link or format. White space that a
/// line begins with is left out, as markdown shows none.
///
/// ```
/// assert_eq!(webex_models::escape_markdown("2 * 3 <@all>"), r"2 \* 3 &lt;@all&gt;");
/// ```
#[must_use]
pub fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut line = Line::Start;
    for c in text.chars() {
        match c {
            // Four of them would make it code, and fewer are not shown.
            ' ' | '\t' if line == Line::Start => {}
            // A mention is understood before markdown is, so that a backslash would not stop it (a guess).
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '~' | '|' | '!' => {
                escaped.extend(['\\', c]);
            }
            '-' | '+' | '=' if line == Line::Start => escaped.extend(['\\', c]),
            '.' if line == Line::Digits => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
        line = match line {
            _ if matches!(c, '\n' | '\r') => Line::Start,
            Line::Start if c.is_whitespace() => Line::Start,
            Line::Start | Line::Digits if c.is_ascii_digit() => Line::Digits,
            _ => Line::Inside,
        };
    }
    escaped
}

/// What the line holds so far: dashes at its start and a dot after its digits would make it an item of a list.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    Start,
    Digits,
    Inside,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_the_mention() {
        let id = PersonId::new("Y2lz").unwrap();
        let mention = Mention::person(&id).name("x>|<@all>\n");
        assert_eq!(mention.to_string(), "<@personId:Y2lz|x@all>");
        assert_eq!(
            Mention::person(&id).name("<>").to_string(),
            "<@personId:Y2lz>"
        );
        let id = PersonId::new("x><@all>").unwrap();
        assert_eq!(Mention::person(&id).to_string(), "<@personId:x@all>");
        let email = Email::new("a@b.c>[here](https://evil.example)").unwrap();
        let mention = Mention::email(&email).to_string();
        assert_eq!(mention.matches('>').count(), 1, "{mention}");
    }

    #[test]
    fn escapes_what_markdown_would_take() {
        for (text, escaped) in [
            ("plain text, a-b 1.5", "plain text, a-b 1.5"),
            ("<@personEmail:a@b.c|x>", r"&lt;@personEmail:a@b.c\|x&gt;"),
            ("**b** _i_ `c`", r"\*\*b\*\* \_i\_ \`c\`"),
            ("[l](http://x)", r"\[l\]\(http://x\)"),
            (
                "- item\n  + item\n1. item\r- item",
                "\\- item\n\\+ item\n1\\. item\r\\- item",
            ),
            ("# h", r"\# h"),
            ("    code\n\t<@all>", "code\n&lt;@all&gt;"),
            ("a\\", r"a\\"),
        ] {
            assert_eq!(escape_markdown(text), escaped);
        }
    }
}
