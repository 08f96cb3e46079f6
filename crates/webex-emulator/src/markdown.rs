//! Markdown to HTML and to text, with mentions.

use pulldown_cmark::{Event, Parser, TagEnd, html};

use crate::id::{Key, Kind};

/// Stand for a mention while Markdown is read; they mean nothing in Unicode.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// How a mention names its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named<'a> {
    Email(&'a str),
    Id(&'a str),
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) people: Vec<Key>,
    pub(crate) mentions_all: bool,
}

/// Renders Markdown; `find` gives key and display name of a mentioned person.
pub(crate) fn render(
    markdown: &str,
    find: impl Fn(Named<'_>) -> Option<(Key, String)>,
) -> Rendered {
    let mut rendered = Rendered::default();
    let mut mentions: Vec<(String, String)> = Vec::new();
    let (mut source, mut rest) = (String::new(), markdown.replace([OPEN, CLOSE], ""));
    while let Some((before, inside, after)) = next_mention(&rest) {
        source.push_str(before);
        if let Some(mention) = rendered.mention(inside, &find) {
            source.push_str(&format!("{OPEN}{}{CLOSE}", mentions.len()));
            mentions.push(mention);
        } else {
            source.push_str(&format!("<@{inside}>"));
        }
        rest = after.to_owned();
    }
    source.push_str(&rest);
    // Tags in the source are shown, not obeyed: the service allows a few, which is left out here.
    let events = Parser::new(&source).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        event => event,
    });
    let events: Vec<Event<'_>> = events.collect();
    rendered.text = plain(&events);
    html::push_html(&mut rendered.html, events.into_iter());
    for (at, (text, html)) in mentions.iter().enumerate() {
        let mark = format!("{OPEN}{at}{CLOSE}");
        rendered.text = rendered.text.replace(&mark, text);
        rendered.html = rendered.html.replace(&mark, html);
    }
    rendered.text.truncate(rendered.text.trim_end().len());
    rendered.html.truncate(rendered.html.trim_end().len());
    rendered
}

/// What is before the next `<@...>`, in it, and after it.
fn next_mention(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("<@")?;
    let (inside, after) = rest.split_once('>')?;
    Some((before, inside, after))
}

impl Rendered {
    /// Text and HTML of a mention, or none when it names nobody.
    fn mention(
        &mut self,
        inside: &str,
        find: impl Fn(Named<'_>) -> Option<(Key, String)>,
    ) -> Option<(String, String)> {
        if inside == "all" {
            self.mentions_all = true;
            return Some((
                "All".into(),
                spark_mention("groupMention", "group-type", "all", "All"),
            ));
        }
        let (named, label) = match inside.split_once('|') {
            Some((named, label)) => (named, Some(label)),
            None => (inside, None),
        };
        let named = match named.split_once(':')? {
            ("personEmail", email) => Named::Email(email.trim()),
            ("personId", id) => Named::Id(id.trim()),
            _ => return None,
        };
        let (key, name) = find(named)?;
        if !self.people.contains(&key) {
            self.people.push(key);
        }
        let label = label.filter(|label| !label.is_empty()).unwrap_or(&name);
        let html = spark_mention("person", "object-id", &Kind::People.id(key), label);
        Some((label.to_owned(), html))
    }
}

fn spark_mention(kind: &str, attribute: &str, value: &str, label: &str) -> String {
    let label = label.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<spark-mention data-object-type=\"{kind}\" data-{attribute}=\"{value}\">{label}</spark-mention>"
    )
}

/// The text that clients show which know no Markdown.
fn plain(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => text.push('\n'),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: Key = Key::NOBODY;

    fn find(named: Named<'_>) -> Option<(Key, String)> {
        [Named::Email("ana@x.org"), Named::Id("id-1")]
            .contains(&named)
            .then(|| (ANA, "Ana <B>".to_owned()))
    }

    #[test]
    fn renders_emphasis_links_and_lists() {
        let rendered = render("**a** _b_ [c](http://d)\n\n* e\n* `f`", find);
        let html = "<p><strong>a</strong> <em>b</em> <a href=\"http://d\">c</a></p>\n<ul>\n<li>e</li>\n\
                    <li><code>f</code></li>\n</ul>";
        assert_eq!(rendered.html, html);
        assert_eq!(rendered.text, "a b c\ne\nf");
    }

    #[test]
    fn tells_who_is_mentioned() {
        let rendered = render(
            "<@personEmail:ana@x.org> *and* <@personId:id-1|Annie>, <@all>",
            find,
        );
        assert_eq!(
            (rendered.people.as_slice(), rendered.mentions_all),
            (&[ANA][..], true)
        );
        assert_eq!(rendered.text, "Ana <B> and Annie, All");
        let html = format!(
            "data-object-id=\"{}\">Ana &lt;B></spark-mention>",
            Kind::People.id(ANA)
        );
        assert!(rendered.html.contains(&html), "{}", rendered.html);
    }

    #[test]
    fn shows_what_it_does_not_know() {
        let rendered = render(
            "<@personEmail:no@x.org> <@x <script>alert(1)</script>",
            find,
        );
        assert!(rendered.people.is_empty());
        assert!(!rendered.html.contains("<script"), "{}", rendered.html);
        assert!(rendered.text.starts_with("<@personEmail:no@x.org>"));
    }
}
