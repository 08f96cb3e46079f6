//! I1: what counts as the same origin here is the same one to another parser of URLs; so is what a base makes of a path, and
//! what may be told a secret.
#![no_main]

use http::Uri;
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};
use webex_transport::{BaseUriLayer, Origin};

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

// A base and a URI, with a new line between them.
fuzz_target!(|text: &str| {
    let (base, other) = text.split_once('\n').unwrap_or((text, "/rooms?max=2"));
    if let Ok(origin) = base.parse::<Origin>() {
        let again: Origin = origin.to_string().parse().unwrap();
        assert_eq!(again, origin);
        assert_eq!(again.to_string(), origin.to_string());
        let uri: Uri = base.parse().unwrap();
        assert!(origin.contains(&uri));
        if let Ok(url) = Url::parse(base) {
            assert_eq!(
                Some(origin.to_string().starts_with("https")),
                Some(url.scheme() == "https")
            );
            assert!(url.username().is_empty() && url.password().is_none());
            assert!(!origin.is_confidential() || url.scheme() == "https" || is_this_machine(&url));
        }
        if let Ok(other) = other.parse::<Uri>() {
            assert_eq!(
                origin.contains(&other),
                Origin::of(&other).as_ref() == Some(&origin)
            );
            if let (true, Ok(url), Ok(other)) = (
                origin.contains(&other),
                Url::parse(base),
                Url::parse(&other.to_string()),
            ) {
                assert_eq!(url.origin(), other.origin());
            }
        }
    }

    let (Ok(layer), Ok(other)) = (BaseUriLayer::new(base), other.parse::<Uri>()) else {
        return;
    };
    let absolute = layer.absolute(other.clone());
    if other.scheme().is_some() || other == "*" {
        assert_eq!(absolute, other);
    } else if other.authority().is_none() {
        let origin = layer.origin().unwrap();
        assert!(origin.contains(&absolute), "{absolute}");
        if let (Ok(base), Ok(url)) = (Url::parse(base.trim()), Url::parse(&absolute.to_string())) {
            assert_eq!(url.origin(), base.origin(), "{absolute}");
        }
        let path = base.trim().parse::<Uri>().unwrap();
        let path = path.path().trim_end_matches('/');
        assert!(absolute.path().starts_with(path), "{absolute}");
        assert_eq!(absolute.query(), other.query());
    }
});
