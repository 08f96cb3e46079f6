//! The origin guard: where a link may lead.

#[cfg(test)]
mod tests;

use http::{
    Uri,
    uri::{Authority, PathAndQuery, Scheme},
};

use crate::uri::Reference;

/// Scheme and authority of a URI that requests may go to.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    scheme: Scheme,
    authority: Authority,
}

/// Why a link is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is no URI that could be asked for.
    Malformed,
    /// It leads to another origin.
    Foreign,
}

impl Origin {
    /// `None` for a relative URI.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        Some(Self {
            scheme: uri.scheme()?.clone(),
            authority: uri.authority()?.clone(),
        })
    }

    fn is(&self, scheme: &str, authority: &HostPort<'_>) -> bool {
        self.scheme.as_str().eq_ignore_ascii_case(scheme)
            && HostPort::parse(without_user(self.authority.as_str()), scheme).is_some_and(|own| {
                own.host.eq_ignore_ascii_case(authority.host) && own.port == authority.port
            })
    }

    fn uri(&self, path_and_query: PathAndQuery) -> Option<Uri> {
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path_and_query)
            .build()
            .ok()
    }
}

/// Host and port of an authority without user information; no port is the scheme's own.
struct HostPort<'a> {
    host: &'a str,
    port: Option<u16>,
}

impl<'a> HostPort<'a> {
    fn parse(authority: &'a str, scheme: &str) -> Option<Self> {
        let after_address = authority.rfind(']').unwrap_or(0);
        let (host, port) = match authority.get(after_address..)?.find(':') {
            Some(colon) => authority.split_at_checked(after_address + colon)?,
            None => (authority, ""),
        };
        let port = match port.strip_prefix(':').unwrap_or_default() {
            "" if scheme.eq_ignore_ascii_case("https") => Some(443),
            "" if scheme.eq_ignore_ascii_case("http") => Some(80),
            "" => None,
            digits if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                Some(digits.parse().ok()?)
            }
            _ => return None,
        };
        (!host.is_empty()).then_some(Self { host, port })
    }
}

fn without_user(authority: &str) -> &str {
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}

/// Resolves `link`, found in the answer to a request for `base`, and lets it pass only to an origin in `allowed`, or
/// to a path where it names none.
///
/// What is compared is text: the scheme and host in any case, the port with its default filled in. User information,
/// a trailing dot, another spelling of the same address: all are foreign. The URI that comes out has scheme and authority
/// of `base` or of the allowed origin, byte for byte, so that nothing of the link's own authority is ever looked up.
pub(crate) fn resolve(base: &Uri, link: &str, allowed: &[Origin]) -> Result<Uri, Refusal> {
    let reference = Reference::parse(link).ok_or(Refusal::Malformed)?;
    let target = reference.path_and_query(base.path(), base.query());
    let target = PathAndQuery::try_from(target).map_err(|_| Refusal::Malformed)?;

    let scheme = reference.scheme.or_else(|| base.scheme_str());
    let Some(authority) = reference.authority else {
        if reference.scheme.is_some() {
            return Err(Refusal::Foreign); // `https:path`, `javascript:..`: RFC 3986 gives these no authority
        }
        return match Origin::of(base) {
            Some(origin) => origin.uri(target).ok_or(Refusal::Malformed),
            None if target.path().starts_with("//") => Err(Refusal::Malformed),
            None => Ok(Uri::from(target)),
        };
    };

    let scheme = scheme.ok_or(Refusal::Foreign)?;
    if authority.contains('@') {
        return Err(Refusal::Foreign);
    }
    let authority = HostPort::parse(authority, scheme).ok_or(Refusal::Foreign)?;
    let origin = allowed
        .iter()
        .find(|origin| origin.is(scheme, &authority))
        .ok_or(Refusal::Foreign)?;
    origin.uri(target).ok_or(Refusal::Malformed)
}
