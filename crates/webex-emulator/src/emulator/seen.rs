//! What came in, and what went out.

use std::sync::PoisonError;

use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response};
use tower::BoxError;
use tower_service::Service;

use super::Emulator;
use crate::{delivery::Delivery, outbound::Outbound, record::RecordedRequest};

impl Emulator {
    /// The requests received, oldest first: the last 10 000, with at most 32 MiB of bodies.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.recorder.all()
    }

    /// Forgets the requests received so far.
    pub fn clear_requests(&self) {
        self.shared.recorder.clear();
    }

    /// Sends webhooks, and fetches files that are given by URL, through this service instead of TCP: an
    /// `axum::Router`, say, so that a test needs no socket.
    pub fn send_through<S, B>(&self, service: S)
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        *self
            .shared
            .outbound
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Outbound::new(service);
    }

    /// Returns when every webhook that was set off so far has been answered, or has failed.
    pub async fn settle(&self) {
        self.shared.deliveries.settle().await;
    }

    /// What was sent to webhooks, oldest first: the last 10 000.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.deliveries.all()
    }
}
