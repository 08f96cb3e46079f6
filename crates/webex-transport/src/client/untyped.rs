//! Connections without their type: TLS and HTTP are compiled once, whatever they go over.

use std::task::{Context, Poll};

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use tower_service::Service;

use crate::BoxError;
use crate::proxy::Connecting;

/// What a connection can do.
pub(super) trait Stream: Connection + Read + Write + Send + Unpin {}

impl<T: Connection + Read + Write + Send + Unpin> Stream for T {}

impl Connection for Box<dyn Stream> {
    fn connected(&self) -> Connected {
        (**self).connected()
    }
}

/// Takes the type of a connector's connections away.
#[derive(Clone, Debug)]
pub(super) struct Untyped<C>(pub(super) C);

impl<C> Service<Uri> for Untyped<C>
where
    C: Service<Uri>,
    C::Response: Stream + 'static,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    type Response = Box<dyn Stream>;
    type Error = BoxError;
    type Future = Connecting<Box<dyn Stream>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = self.0.call(uri);
        Box::pin(async {
            let stream: Box<dyn Stream> = Box::new(connecting.await.map_err(Into::into)?);
            Ok(stream)
        })
    }
}
