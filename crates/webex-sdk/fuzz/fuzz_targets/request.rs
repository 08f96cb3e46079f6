//! D-60, D-62: whatever ids, queries and scopes hold, another parser of URLs reads the same route and the same values.
#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use url::Url;
use webex_sdk::Parts;
use webex_sdk::oauth::AuthorizeUrl;
use webex_sdk::transport::BaseUriLayer;

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap()
}

// Five texts, with new lines between them.
fuzz_target!(|text: &str| {
    let mut texts = text.splitn(5, '\n');
    let mut next = || texts.next().unwrap_or_default();
    let (first, second, name, value, last) = (next(), next(), next(), next(), next());

    let parts = Parts::get("/rooms/{}/tabs/{}").id(first).id(second);
    match parts.query(name, value).query("last", last).into_request() {
        Ok(request) => {
            let base = BaseUriLayer::new("https://edge.example/webex/v1/").unwrap();
            let url = Url::parse(&base.absolute(request.uri().clone()).to_string()).unwrap();
            assert_eq!(
                (url.host_str(), url.fragment()),
                (Some("edge.example"), None)
            );
            let path: Vec<_> = url.path_segments().unwrap().map(decoded).collect();
            assert_eq!(path, ["webex", "v1", "rooms", first, "tabs", second]);
            let query: Vec<_> = url.query_pairs().collect();
            assert_eq!(
                query,
                [(name.into(), value.into()), ("last".into(), last.into())]
            );
        }
        Err(_) => {
            let is_none =
                |id: &str| ["", ".", ".."].contains(&&*id.replace("%2e", ".").replace("%2E", "."));
            // A URI has up to 64 KiB.
            assert!(is_none(first) || is_none(second) || text.len() > 20_000);
        }
    }

    let url = AuthorizeUrl::new(first, second)
        .scopes([name, value])
        .state(last);
    let url = Url::parse(&url.to_string()).unwrap();
    let scope = if name.is_empty() {
        value.to_owned()
    } else {
        format!("{name} {value}")
    };
    let expected = [
        ("response_type", "code"),
        ("client_id", first),
        ("redirect_uri", second),
        ("scope", &scope),
        ("state", last),
    ];
    let query: Vec<_> = url.query_pairs().collect();
    assert_eq!(
        query,
        expected.map(|(name, value)| (name.into(), value.into()))
    );
});
