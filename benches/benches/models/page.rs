//! Pages of 100 messages, made up.

/// About 530 bytes a message: ids, text, markdown and html, a mention in every fourth.
pub(crate) fn known() -> String {
    page("")
}

pub(crate) fn two_unknown() -> String {
    page(r#","isStarred":true,"displayHint":"compact""#)
}

pub(crate) fn unknown_object() -> String {
    page(r#","isStarred":true,"reactions":{"like":[1]}"#)
}

fn page(more: &str) -> String {
    let items: Vec<String> = (0..100).map(|n| message(n, more)).collect();
    format!(r#"{{"items":[{}]}}"#, items.join(","))
}

fn message(n: u32, more: &str) -> String {
    let id = |kind: &str, n: u32| {
        format!("Y2lzY29zcGFyazovL3VzL{kind}zAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAw{n:04}")
    };
    let mentioned = match n % 4 {
        0 => format!(r#","mentionedPeople":["{}"]"#, id("BFT1BM", 7)),
        _ => String::new(),
    };
    format!(
        concat!(
            r#"{{"id":"{}","roomId":"{}","roomType":"group","text":"Train {} leaves on time","#,
            r#""markdown":"Train **{}** leaves on time","html":"<p>Train <strong>{}</strong> leaves on time</p>","#,
            r#""personId":"{}","personEmail":"ana@example.com","created":"2026-02-03T04:{:02}:06.007Z"{}{}}}"#
        ),
        id("01FU1N", n),
        id("1JPT00", 1),
        n,
        n,
        n,
        id("BFT1BM", n % 9),
        n % 60,
        mentioned,
        more
    )
}
