//! I2: text that is escaped is text and nothing else to another parser of markdown; and no name ends its mention.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use webex_models::{Mention, PersonId, escape_markdown};

/// Without white space, of which markdown keeps what it likes, and with what it has in place of NUL.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters
        .map(|c| if c == '\0' { '\u{fffd}' } else { c })
        .collect()
}

fuzz_target!(|text: &str| {
    let escaped = escape_markdown(text);
    assert!(!escaped.contains(['<', '>']));
    let mut shown = String::new();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    for event in Parser::new_ext(&escaped, options) {
        match event {
            Event::Text(text) => shown.push_str(&text),
            Event::SoftBreak | Event::HardBreak => {}
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            more => panic!("{more:?} of {escaped:?}"),
        }
    }
    assert_eq!(letters(&shown), letters(text), "{escaped:?}");

    let id = PersonId::new("Y2lz").unwrap();
    let mention = Mention::person(&id).name(text).to_string();
    let inside = mention
        .strip_prefix("<@personId:Y2lz")
        .unwrap()
        .strip_suffix('>')
        .unwrap();
    assert!(!inside.contains(['<', '>']) && inside.matches('|').count() <= 1);
});
