//! The service in-process, whose connections can break.

use std::{
    io,
    task::{Context, Poll},
};

use axum::response::Response;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::Request;
use tower::BoxError;
use tower_service::Service;

use crate::{
    fault::{Broken, Faults},
    service::EmulatorService,
};

/// As [`EmulatorService`], but a broken connection is an error, as it would be over TCP.
///
/// [`Fault::refused`](crate::Fault::refused) and [`Fault::reset_before_head`](crate::Fault::reset_before_head) give
/// errors of the kinds that the operating system gives.
#[derive(Clone, Debug)]
pub struct FlakyService(EmulatorService);

impl FlakyService {
    pub(crate) fn new(service: EmulatorService) -> Self {
        Self(service)
    }

    /// Over TLS: a request that does not say its scheme came by https.
    #[cfg(feature = "tls")]
    pub(crate) fn https(self) -> Self {
        Self(self.0.https())
    }

    pub(crate) fn faults(&self) -> &Faults {
        self.0.faults()
    }
}

impl<B> Service<Request<B>> for FlakyService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let answer = self.0.call(request);
        Box::pin(async move {
            let Ok(response) = answer.await;
            match response.extensions().get::<Broken>() {
                Some(Broken::Refused) => Err(io::ErrorKind::ConnectionRefused.into()),
                Some(Broken::Reset) => Err(io::ErrorKind::ConnectionReset.into()),
                None => Ok(response),
            }
        })
    }
}
