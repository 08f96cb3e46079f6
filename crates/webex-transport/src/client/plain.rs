//! A build without TLS: https is an error that says what is missing.

use std::task::{Context, Poll};

use http::Uri;
use tower_service::Service;

use crate::proxy::Connecting;
use crate::{BoxError, Error, ErrorKind};

/// What stands where TLS would.
#[derive(Clone, Debug)]
pub(super) struct Connector<C>(pub(super) C);

impl<C> Service<Uri> for Connector<C>
where
    C: Service<Uri>,
    C::Response: Send + 'static,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Connecting<C::Response>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        if uri.scheme_str() == Some("https") {
            let message = "https needs the feature `ring` or `aws-lc-rs`";
            let error = Error::new(ErrorKind::Tls).with_message(message);
            return Box::pin(std::future::ready(Err(error.into())));
        }
        let plain = self.0.call(uri);
        Box::pin(async { plain.await.map_err(Into::into) })
    }
}
