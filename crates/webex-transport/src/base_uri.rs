//! From `/rooms` to `https://webexapis.com/v1/rooms`.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Request, Uri, uri};
use tower_layer::Layer;
use tower_service::Service;

use crate::{Error, Origin};

/// Puts a base in front of every relative request URI. Absolute ones pass unchanged.
///
/// ```
/// # fn main() -> Result<(), webex_transport::Error> {
/// use webex_transport::BaseUriLayer;
///
/// let layer = BaseUriLayer::new("https://webexapis.com/v1")?; // with or without a slash at the end
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct BaseUriLayer(Arc<Base>);

#[derive(Debug)]
struct Base {
    scheme: Scheme,
    authority: Authority,
    /// Without a slash at the end.
    path: Box<str>,
}

impl BaseUriLayer {
    /// A base of scheme, host and perhaps a path; a slash at its end makes no difference.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) when it is no absolute `http` or `https` URI, holds user information, or
    /// has a query.
    pub fn new(base: &str) -> Result<Self, Error> {
        let refuse = |why| Err(Error::invalid_input(format_args!("the base URL {why}")));
        let Ok(uri) = base.trim().parse::<Uri>() else {
            return refuse("is not a URL");
        };
        if Origin::of(&uri).is_none() {
            return refuse("needs http or https and a host, and no user name");
        }
        if uri.query().is_some() {
            return refuse("must have no query");
        }
        let path = uri.path().trim_end_matches('/').into();
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return refuse("needs a scheme and a host");
        };
        Ok(Self(Arc::new(Base {
            scheme,
            authority,
            path,
        })))
    }

    /// The absolute form of a relative URI; an absolute one as it is, and so `*`.
    #[must_use]
    pub fn absolute(&self, uri: Uri) -> Uri {
        match uri.scheme() {
            None => self
                .join(uri.path_and_query().map_or("/", PathAndQuery::as_str))
                .unwrap_or(uri),
            Some(_) => uri,
        }
    }

    /// The absolute form of a path, which begins with a slash, and a query; `None` where these cannot be a URI's.
    #[must_use]
    pub fn join(&self, path_and_query: &str) -> Option<Uri> {
        if path_and_query == "*" {
            return None; // no path: written behind a host, it would be a part of that
        }
        let base = &*self.0;
        let whole = bytes(&base.path, path_and_query);
        let mut parts = uri::Parts::default();
        parts.scheme = Some(base.scheme.clone());
        parts.authority = Some(base.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(whole).ok()?);
        Uri::from_parts(parts).ok()
    }

    /// Scheme, host and port of the base.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        Origin::of(&self.absolute(Uri::default()))
    }
}

/// Both, one after the other. Most are short, and made so that their copies, one for each call that may be resent, allocate
/// nothing.
fn bytes(base: &str, path: &str) -> Bytes {
    struct Short([u8; 104], usize);

    impl AsRef<[u8]> for Short {
        fn as_ref(&self) -> &[u8] {
            self.0.get(..self.1).unwrap_or_default()
        }
    }

    let mut short = Short([0; 104], base.len() + path.len());
    let Some(room) = short.0.get_mut(..short.1) else {
        return Bytes::from([base, path].concat());
    };
    let (first, second) = room.split_at_mut(base.len());
    first.copy_from_slice(base.as_bytes());
    second.copy_from_slice(path.as_bytes());
    Bytes::from_owner(short)
}

impl<S> Layer<S> for BaseUriLayer {
    type Service = BaseUri<S>;

    fn layer(&self, inner: S) -> BaseUri<S> {
        BaseUri {
            inner,
            base: self.clone(),
        }
    }
}

/// The service of [`BaseUriLayer`].
#[derive(Clone, Debug)]
pub struct BaseUri<S> {
    inner: S,
    base: BaseUriLayer,
}

impl<S> BaseUri<S> {
    inner_access!();
}

impl<S, B> Service<Request<B>> for BaseUri<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        let uri = std::mem::take(request.uri_mut());
        *request.uri_mut() = self.base.absolute(uri);
        self.inner.call(request)
    }
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt;

    use super::*;
    use crate::probe::Probe;

    async fn sent(base: &str, uri: &str) -> String {
        let probe = Probe::answering([200]);
        let service = BaseUriLayer::new(base).unwrap().layer(probe.clone());
        let request = Request::get(uri).body(crate::Body::empty()).unwrap();
        service.oneshot(request).await.unwrap();
        probe.seen()[0].uri.clone()
    }

    #[test]
    fn a_path_of_any_length_is_joined() {
        let base = BaseUriLayer::new("https://edge.example/webex/v1").unwrap();
        for length in [1, 50, 94, 95, 96, 97, 2000] {
            let path = format!("/{}?max=2", "r".repeat(length));
            let expected = format!("https://edge.example/webex/v1{path}");
            assert_eq!(base.join(&path).unwrap(), *expected);
        }
        for path in ["/a b", &"/r".repeat(40_000)] {
            assert_eq!(base.join(path), None);
        }
    }

    /// D-61.
    #[tokio::test]
    async fn a_last_slash_makes_no_difference() {
        for base in [
            "https://edge.example/webex/v1",
            "https://edge.example/webex/v1/",
        ] {
            assert_eq!(
                sent(base, "/rooms?max=2").await,
                "https://edge.example/webex/v1/rooms?max=2"
            );
        }
        assert_eq!(
            sent("http://[::1]:9000", "/rooms").await,
            "http://[::1]:9000/rooms"
        );
        assert_eq!(
            sent("http://[::1]:9000/", "/rooms").await,
            "http://[::1]:9000/rooms"
        );
    }

    #[tokio::test]
    async fn absolute_uris_pass_unchanged() {
        let next = "https://webexapis.com/v1/rooms?cursor=2";
        assert_eq!(sent("https://edge.example/v1", next).await, next);
    }

    #[tokio::test]
    async fn an_asterisk_becomes_no_part_of_the_host() {
        assert_eq!(sent("https://edge.example", "*").await, "*");
    }

    #[test]
    fn refuses_what_is_no_base() {
        for bad in [
            "",
            "webexapis.com/v1",
            "/v1",
            "ftp://x.example",
            "https://u:p@x.example",
            "https://x.example?a=1",
        ] {
            assert!(BaseUriLayer::new(bad).is_err(), "{bad}");
        }
    }
}
