//! Tables of where links lead.

use super::{Origin, Refusal, resolve};
use Refusal::{Foreign, Malformed};

fn followed(base: &str, allowed: &[&str], link: &str) -> Result<String, Refusal> {
    let base = base.parse().unwrap();
    let aliases = allowed
        .iter()
        .map(|uri| Origin::of(&uri.parse().unwrap()).unwrap());
    let origins: Vec<Origin> = Origin::of(&base).into_iter().chain(aliases).collect();
    resolve(&base, link, &origins).map(|uri| uri.to_string())
}

/// G3, D-07 to D-11: what each link becomes, found in the answer to `https://webexapis.com/v1/rooms?max=2`.
#[test]
fn lets_pass_only_what_stays() {
    let table = [
        // the same origin, in its other spellings
        ("https://webexapis.com/v1/rooms?c=2", Ok("/v1/rooms?c=2")),
        ("HTTPS://WEBEXAPIS.COM/v1/rooms?c=2", Ok("/v1/rooms?c=2")),
        (
            "https://webexapis.com:443/v1/rooms?c=2",
            Ok("/v1/rooms?c=2"),
        ),
        ("https://webexapis.com:/v1/rooms?c=2", Ok("/v1/rooms?c=2")),
        (
            "https://webexapis.com:0443/v1/rooms?c=2",
            Ok("/v1/rooms?c=2"),
        ),
        ("https://webexapis.com", Ok("/")),
        ("https://webexapis.com?c=2", Ok("/?c=2")),
        ("//webexapis.com/v1/rooms?c=2", Ok("/v1/rooms?c=2")),
        ("https://webexapis.com/v1/../v1/./rooms", Ok("/v1/rooms")),
        (
            "https://webexapis.com//evil.example/",
            Ok("//evil.example/"),
        ),
        // relative: D-08
        ("rooms?c=2", Ok("/v1/rooms?c=2")),
        ("?c=2", Ok("/v1/rooms?c=2")),
        ("/v1/rooms?c=2", Ok("/v1/rooms?c=2")),
        ("../v2/rooms", Ok("/v2/rooms")),
        ("#last", Ok("/v1/rooms?max=2")),
        (
            "?next=https://evil.example/",
            Ok("/v1/rooms?next=https://evil.example/"),
        ),
        ("?a=b@evil.example", Ok("/v1/rooms?a=b@evil.example")),
        ("@evil.example/v1/rooms", Ok("/v1/@evil.example/v1/rooms")), // D-11: a path, by RFC 3986
        ("/..//evil.example/", Ok("//evil.example/")),
        // another scheme: D-09
        ("http://webexapis.com/v1/rooms?c=2", Err(Foreign)),
        ("http://webexapis.com:443/v1/rooms?c=2", Err(Foreign)),
        ("ftp://webexapis.com/", Err(Foreign)),
        ("wss://webexapis.com/", Err(Foreign)),
        ("file:///etc/passwd", Err(Foreign)),
        ("javascript:alert(1)", Err(Foreign)),
        ("data:,x", Err(Foreign)),
        ("https:webexapis.com/v1", Err(Foreign)),
        ("https:/webexapis.com/v1", Err(Foreign)),
        ("https:///webexapis.com/v1", Err(Foreign)),
        // another host: D-10
        ("https://evil.example/v1/rooms", Err(Foreign)),
        ("//evil.example/v1/rooms", Err(Foreign)),
        ("https://webexapis.com.evil.example/v1/rooms", Err(Foreign)),
        ("https://evilwebexapis.com/", Err(Foreign)),
        ("https://webexapis.co/", Err(Foreign)),
        ("https://api.webexapis.com/", Err(Foreign)),
        ("https://webexapis.com./v1/rooms", Err(Foreign)),
        ("https://webexapis%2Ecom/", Err(Foreign)),
        ("https://webexapis.com%00.evil.example/", Err(Foreign)),
        ("https://webexapis.com%23@evil.example/", Err(Foreign)),
        ("https://xn--wbexapis-c4a.com/", Err(Foreign)),
        ("https://127.0.0.1/", Err(Foreign)),
        ("https://2130706433/", Err(Foreign)),
        ("https://0x7f.1/", Err(Foreign)),
        ("https://[::1]/", Err(Foreign)),
        ("https://[webexapis.com]/", Err(Foreign)),
        ("https://", Err(Foreign)),
        // another port
        ("https://webexapis.com:8443/v1/rooms", Err(Foreign)),
        ("https://webexapis.com:80/v1/rooms", Err(Foreign)),
        ("https://webexapis.com:65979/v1/rooms", Err(Foreign)), // 443 + 2^16
        ("https://webexapis.com:443:443/", Err(Foreign)),
        ("https://webexapis.com:+443/", Err(Foreign)),
        // user information
        ("https://webexapis.com@evil.example/v1/rooms", Err(Foreign)),
        ("https://webexapis.com:443@evil.example/", Err(Foreign)),
        ("https://ana@webexapis.com/v1/rooms", Err(Foreign)),
        ("https://ana:secret@webexapis.com/", Err(Foreign)),
        ("https://@webexapis.com/", Err(Foreign)),
        ("//ana@webexapis.com/", Err(Foreign)),
        // no URI at all
        (r"https:\\evil.example/v1", Err(Malformed)),
        (r"\\evil.example\v1", Err(Malformed)),
        (r"/\evil.example", Err(Malformed)),
        (r"https://webexapis.com\@evil.example/", Err(Malformed)),
        (r"https://evil.example\.webexapis.com/", Err(Malformed)),
        ("https://wébexapis.com/", Err(Malformed)), // an international name, not encoded
        ("https://webexapis。com/", Err(Malformed)),
        (
            "https://webexapis.com/v1/rooms?cursor=[object Object]",
            Err(Malformed),
        ), // D-07
        (" https://evil.example/", Err(Malformed)),
        ("https://webexapis.com\t.evil.example/", Err(Malformed)),
        (
            "https://webexapis.com\r\nHost: evil.example/",
            Err(Malformed),
        ),
        ("\u{0}", Err(Malformed)),
        (":8443/v1/rooms", Err(Malformed)),
        ("webexapis.com:443/v1", Err(Foreign)), // by RFC 3986 a scheme with dots
    ];
    for (link, expected) in table {
        let expected = expected.map(|path| format!("https://webexapis.com{path}"));
        assert_eq!(
            followed("https://webexapis.com/v1/rooms?max=2", &[], link),
            expected,
            "{link:?}"
        );
    }
}

#[test]
fn ports_and_addresses_compare_as_written() {
    let table = [
        (
            "http://h.example/",
            "http://h.example:80/2",
            Ok("http://h.example/2"),
        ),
        (
            "http://h.example:80/",
            "http://h.example/2",
            Ok("http://h.example:80/2"),
        ),
        ("http://h.example/", "http://h.example:443/2", Err(Foreign)),
        (
            "http://h.example:8080/",
            "http://h.example:8080/2",
            Ok("http://h.example:8080/2"),
        ),
        ("http://h.example:8080/", "http://h.example/2", Err(Foreign)),
        (
            "http://h.example:8080/",
            "//h.example:8080/2",
            Ok("http://h.example:8080/2"),
        ),
        (
            "http://[::1]:8080/",
            "http://[::1]:8080/2",
            Ok("http://[::1]:8080/2"),
        ),
        (
            "http://[2001:db8::a]/",
            "http://[2001:DB8::A]:80/2",
            Ok("http://[2001:db8::a]/2"),
        ),
        (
            "http://[::1]:8080/",
            "http://[0:0:0:0:0:0:0:1]:8080/2",
            Err(Foreign),
        ),
        ("http://[::1]:8080/", "http://[::1]/2", Err(Foreign)),
        ("http://127.0.0.1:1/", "http://127.1:1/2", Err(Foreign)),
        ("http://127.0.0.1:1/", "http://localhost:1/2", Err(Foreign)),
        // a scheme whose port is not known
        (
            "ws://h.example/",
            "ws://h.example/2",
            Ok("ws://h.example/2"),
        ),
        ("ws://h.example:80/", "ws://h.example/2", Err(Foreign)),
        // behind a base path: D-08
        (
            "https://h.example/edge/v1/rooms?max=2",
            "rooms?c=2",
            Ok("https://h.example/edge/v1/rooms?c=2"),
        ),
        (
            "https://h.example/edge/v1/rooms?max=2",
            "?c=2",
            Ok("https://h.example/edge/v1/rooms?c=2"),
        ),
        (
            "https://h.example/edge/v1/rooms?max=2",
            "/v1/rooms?c=2",
            Ok("https://h.example/v1/rooms?c=2"),
        ),
        // the list's own user information is kept, and no part of its name
        (
            "https://ana:pw@h.example/",
            "https://h.example/2",
            Ok("https://ana:pw@h.example/2"),
        ),
        (
            "https://ana:pw@h.example/",
            "https://ana:pw@h.example/2",
            Err(Foreign),
        ),
        // a list that knows no origin of its own
        ("/v1/rooms", "/v1/rooms?c=2", Ok("/v1/rooms?c=2")),
        ("/v1/rooms", "?c=2", Ok("/v1/rooms?c=2")),
        ("/v1/rooms", "https://h.example/v1/rooms?c=2", Err(Foreign)),
        ("/v1/rooms", "//h.example/v1/rooms?c=2", Err(Foreign)),
        ("/v1/rooms", "/..//h.example/", Err(Malformed)),
    ];
    for (base, link, expected) in table {
        assert_eq!(
            followed(base, &[], link),
            expected.map(str::to_owned),
            "{link:?} from {base:?}"
        );
    }
}

#[test]
fn an_allowed_origin_is_one_more_and_nothing_else() {
    let allowed = ["https://api.ciscospark.com/v1"];
    let follow = |base, link| followed(base, &allowed, link);
    let own = "https://webexapis.com/v1/rooms";
    let alias = "https://api.ciscospark.com/v1/rooms";
    assert_eq!(
        follow(own, "https://API.ciscospark.com:443/v1/rooms?c=2").unwrap(),
        format!("{alias}?c=2")
    );
    assert_eq!(follow(alias, "?c=3").unwrap(), format!("{alias}?c=3"));
    assert_eq!(
        follow("/v1/rooms", "https://api.ciscospark.com/v1/rooms?c=2").unwrap(),
        format!("{alias}?c=2")
    );
    assert_eq!(
        follow(own, "http://api.ciscospark.com/v1/rooms"),
        Err(Foreign)
    );
    assert_eq!(
        follow(own, "https://api.ciscospark.com:8443/v1/rooms"),
        Err(Foreign)
    );
    assert_eq!(
        follow(own, "https://ana@api.ciscospark.com/v1/rooms"),
        Err(Foreign)
    );
}
