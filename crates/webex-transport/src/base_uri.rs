//! From `/rooms` to `https://webexapis.com/v1/rooms`.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Request, Uri};
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
            None => self.0.join(&uri).unwrap_or(uri),
            Some(_) => uri,
        }
    }

    /// Scheme, host and port of the base.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        Origin::of(&self.absolute(Uri::default()))
    }
}

impl Base {
    /// The absolute form of a relative URI.
    fn join(&self, relative: &Uri) -> Option<Uri> {
        let path = relative.path_and_query().map_or("/", PathAndQuery::as_str);
        if path == "*" {
            return None; // no path: written behind a host, it would be a part of that
        }
        let path = if self.path.is_empty() {
            path.parse()
        } else {
            PathAndQuery::from_maybe_shared(Bytes::from([&self.path, path].concat()))
        };
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path.ok()?)
            .build()
            .ok()
    }
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
