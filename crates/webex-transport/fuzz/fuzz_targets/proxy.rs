//! T4, T5, I2: a proxy's URL is read as another parser reads it or is refused, with no word of the password; and which
//! destinations go around it is what the table in the documentation says.
#![no_main]

use std::cell::RefCell;
use std::io;
use std::net::IpAddr;
use std::rc::Rc;

use futures_util::FutureExt;
use http::Uri;
use libfuzzer_sys::fuzz_target;
use tower::{Layer, ServiceExt, service_fn};
use url::{Host, Url};
use webex_transport::{Proxy, ProxyLayer};

#[path = "../stream.rs"]
mod stream;
use stream::Stream;

/// The next hop for a destination: `None` when the list is no rule at all.
fn hop(proxy: Proxy, destination: &Uri) -> Option<String> {
    let asked = Rc::new(RefCell::new(None));
    let told = Rc::clone(&asked);
    let connector = service_fn(move |hop: Uri| {
        *told.borrow_mut() = Some(hop.to_string());
        std::future::ready(Err::<Stream, _>(io::Error::other("as far as it goes")))
    });
    let connector = ProxyLayer::new([proxy]).ok()?.layer(connector);
    let _ = connector.oneshot(destination.clone()).now_or_never();
    asked.take()
}

/// The table of `Proxy::no_proxy`, read once more.
fn is_listed(list: &str, host: &str, port: u16) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address: Option<IpAddr> = bare.parse().ok();
    let is = |entry: &str| match (address, entry.strip_prefix('*').unwrap_or(entry)) {
        (_, "") => entry == "*",
        (Some(address), _) => is_network(entry, address),
        (None, suffix) => {
            let suffix = if suffix.starts_with('.') {
                &suffix[1..]
            } else {
                entry
            };
            let suffix = suffix.strip_suffix('.').unwrap_or(suffix);
            let is_name = suffix.parse::<IpAddr>().is_err() && !suffix.is_empty();
            let above = || {
                host.len()
                    .checked_sub(suffix.len() + 1)
                    .and_then(|at| host.get(at..))
            };
            is_name
                && (host.eq_ignore_ascii_case(suffix)
                    || above().is_some_and(|end| {
                        end.starts_with('.') && end[1..].eq_ignore_ascii_case(suffix)
                    }))
        }
    };
    list.split(|c: char| c == ',' || c.is_whitespace())
        .any(|entry| {
            let (host, of) = match entry
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
            {
                Some((host, "")) if host.contains(':') => return is(host),
                Some((host, port)) if host.contains(':') => (host, port.strip_prefix(':')),
                _ if entry.matches(':').count() > 1 => return is(entry),
                _ => match entry.split_once(':') {
                    Some((host, port)) => (host, Some(port)),
                    None => return is(entry),
                },
            };
            of.and_then(|of| of.parse().ok()) == Some(port) && is(host)
        })
}

fn is_network(entry: &str, address: IpAddr) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let (net, length) = match entry.split_once('/') {
        Some((net, length)) => (net, Some(length)),
        None => (entry, None),
    };
    let Ok(net) = net.parse::<IpAddr>() else {
        return false;
    };
    let ((net, most), (own, of)) = (bits(net), bits(address));
    // As many digits as the longest has.
    let digits = if most == 32 { 2 } else { 3 };
    let length = match length {
        Some(length)
            if length.len() <= digits && length.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            length.parse().unwrap_or(u32::MAX)
        }
        Some(_) => return false,
        None => most,
    };
    let mask = u128::MAX.checked_shl(128 - length.min(128)).unwrap_or(0);
    most == of && length <= most && net & mask == own & mask
}

// URL, list and destination, then user and password.
fuzz_target!(|text: &str| {
    let mut texts = text.splitn(5, '\n');
    let mut next = || texts.next().unwrap_or_default();
    let (url, list, destination, user, password) = (next(), next(), next(), next(), next());

    match Proxy::all(url) {
        Err(error) => assert!(!error.to_string().contains("SENTINEL")),
        Ok(proxy) => {
            if let Some(hop) = hop(proxy.clone(), &Uri::from_static("https://webexapis.com/v1")) {
                let hop: Uri = hop.parse().unwrap();
                let scheme = url
                    .trim()
                    .split_once("://")
                    .map_or("http", |(scheme, _)| scheme);
                let whole = if url.contains("://") {
                    url.trim().to_owned()
                } else {
                    format!("http://{}", url.trim())
                };
                assert_eq!(
                    hop.scheme_str() == Some("https"),
                    scheme.eq_ignore_ascii_case("https")
                );
                // Schemes that it does not know it reads otherwise, and a backslash, as in `DOMAIN\user`, is a slash to it.
                let special = whole.replacen(scheme, "http", 1);
                if let (false, Ok(other)) = (url.contains('\\'), Url::parse(&special)) {
                    if let Some(Host::Domain(name)) = other.host() {
                        assert!(
                            !name.is_ascii()
                                || hop.host().unwrap().eq_ignore_ascii_case(name)
                                || name.contains("xn--")
                        );
                    }
                    let default = match &*scheme.to_ascii_lowercase() {
                        "https" => 443,
                        "http" => 80,
                        _ => 1080,
                    };
                    // 80 is no port to it.
                    let port = other.port().unwrap_or(if hop.port_u16() == Some(80) {
                        80
                    } else {
                        default
                    });
                    assert_eq!(hop.port_u16(), Some(port), "{url}");
                }
            }
            // A host of that name is shown.
            if !url.contains("SENTINEL") {
                let with = proxy.basic_auth(user, format!("SENTINEL{password}"));
                let shown = format!("{with:?} {:?}", ProxyLayer::new([with.clone()]));
                assert!(!shown.contains("SENTINEL"));
            }
        }
    }

    let Ok(destination) = destination.parse::<Uri>() else {
        return;
    };
    let (Some(scheme @ ("http" | "https")), Some(host)) =
        (destination.scheme_str(), destination.host())
    else {
        return;
    };
    if host.contains('*') {
        return; // no host's name; hyper-util takes it for a rule's
    }
    let port = destination
        .port_u16()
        .unwrap_or(if scheme == "https" { 443 } else { 80 });
    let proxy = Proxy::all("http://proxy.example:3128")
        .unwrap()
        .no_proxy(list);
    if let Some(hop) = hop(proxy, &destination) {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_own = host.eq_ignore_ascii_case("localhost")
            || bare
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback());
        let is_direct = hop != "http://proxy.example:3128/";
        assert_eq!(is_direct, is_own || is_listed(list, host, port), "{hop}");
    }

    let variables = |name: &str| match name {
        "https_proxy" => Some(url.to_owned()),
        "NO_PROXY" => Some(list.to_owned()),
        _ => None,
    };
    let is_set = !url.trim().is_empty();
    match Proxy::from_variables(variables) {
        Ok(proxies) => assert_eq!(proxies.len(), usize::from(is_set)),
        Err(error) => assert!(error.to_string().contains("https_proxy")),
    }
});
