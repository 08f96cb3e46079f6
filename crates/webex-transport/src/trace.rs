//! One span for a call, whatever it takes to answer it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{Request, Response};
use pin_project::pin_project;
use tower_layer::Layer;
use tower_service::Service;
use tracing::field::{Empty, display};
use tracing::{Level, Span};

use crate::meta::Counts;
use crate::{BoxError, CallMeta, Error, ErrorKind};

/// Opens one `tracing` span a call, at level `INFO` and target `webex`, with the names of OpenTelemetry's HTTP client
/// conventions.
///
/// It shows the operation, the method, the path before its ids were filled in, the status, the attempts and the tracking
/// id; never a token, a query or an id. It sits outside of everything that waits or resends, and what those report are
/// events in its span.
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{GateLayer, RetryAfter, RetryLayer, TraceLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(TraceLayer::new())
///     .layer(RetryLayer::new(RetryAfter::new()))
///     .layer(GateLayer::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TraceLayer(());

impl TraceLayer {
    /// The layer.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl<S> Layer<S> for TraceLayer {
    type Service = Trace<S>;

    fn layer(&self, inner: S) -> Trace<S> {
        Trace { inner }
    }
}

/// The service of [`TraceLayer`].
#[derive(Clone, Debug)]
pub struct Trace<S> {
    inner: S,
}

impl<S> Trace<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for Trace<S>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
{
    type Response = Response<RB>;
    type Error = Error;
    type Future = TraceFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(crate::classify)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // One for all attempts, whether anybody listens or not.
        let _ = CallMeta::of(request.extensions_mut());
        let meta = request.extensions().get::<CallMeta>();
        let span = tracing::span!(
            target: "webex",
            Level::INFO,
            "webex",
            operation = meta.and_then(CallMeta::operation),
            http.request.method = request.method().as_str(),
            url.template = meta.and_then(CallMeta::route_template),
            server.address = request.uri().host(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            webex.tracking_id = Empty,
            error.type = Empty,
        );
        if span.is_disabled() {
            return TraceFuture {
                inner: self.inner.call(request),
                watched: None,
            };
        }
        let counts = CallMeta::of(request.extensions_mut()).counts();
        TraceFuture {
            inner: span.in_scope(|| self.inner.call(request)),
            watched: Some(Box::new((span, counts))),
        }
    }
}

/// The future of [`Trace`].
#[pin_project]
#[derive(Debug)]
pub struct TraceFuture<F> {
    #[pin]
    inner: F,
    /// Nothing when nobody listens.
    watched: Option<Box<(Span, Arc<Counts>)>>,
}

impl<F, RB, E> Future for TraceFuture<F>
where
    F: Future<Output = Result<Response<RB>, E>>,
    E: Into<BoxError>,
{
    type Output = Result<Response<RB>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let _entered = this.watched.as_ref().map(|watched| watched.0.enter());
        let result = ready!(this.inner.poll(cx)).map_err(crate::classify);
        if let Some(watched) = &*this.watched {
            record(&watched.0, &watched.1, &result);
        }
        Poll::Ready(result)
    }
}

fn record<RB>(span: &Span, counts: &Counts, result: &Result<Response<RB>, Error>) {
    span.record(
        "http.request.resend_count",
        counts.attempts().saturating_sub(1),
    );
    let (status, tracking_id) = match result {
        Ok(response) => {
            let id = response.headers().get("trackingid");
            (Some(response.status()), id.and_then(|id| id.to_str().ok()))
        }
        Err(error) => {
            let kind: ErrorKind = error.kind();
            span.record("error.type", display(kind));
            (error.status(), error.tracking_id())
        }
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = tracking_id {
        span.record("webex.tracking_id", id);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tower::ServiceExt;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;
    use crate::probe::Probe;
    use crate::{Body, ErrorLayer};

    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<String>>>);

    impl Visit for Seen {
        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            self.0
                .lock()
                .unwrap()
                .push(format!("{}={value:?}", field.name()));
        }
    }

    impl Subscriber for Seen {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut self.clone());
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut self.clone());
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            event.record(&mut self.clone());
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[tokio::test]
    async fn one_span_shows_the_call_and_hides_ids_queries_and_tokens() {
        let seen = Seen::default();
        let _guard = tracing::subscriber::set_default(seen.clone());
        let _second = tracing::Dispatch::new(Seen::default());
        let service = tower::ServiceBuilder::new()
            .layer(TraceLayer::new())
            .layer(ErrorLayer::new())
            .service(Probe::answering([404]));
        let mut request = Request::get("https://webexapis.com/v1/rooms/SENTINEL?email=SENTINEL")
            .header("authorization", "Bearer SENTINEL")
            .body(Body::empty())
            .unwrap();
        request
            .extensions_mut()
            .insert(CallMeta::new("rooms.get").route("/rooms/{}"));
        service.oneshot(request).await.unwrap_err();

        let seen = seen.0.lock().unwrap().join(" ");
        for expected in [
            "operation=\"rooms.get\"",
            "url.template=\"/rooms/{}\"",
            "http.response.status_code=404",
            "error.type=not found",
        ] {
            assert!(seen.contains(expected), "{expected} in {seen}");
        }
        assert!(!seen.contains("SENTINEL"), "{seen}");
    }

    #[tokio::test(start_paused = true)]
    async fn each_attempt_is_an_event() {
        let seen = Seen::default();
        let _guard = tracing::subscriber::set_default(seen.clone());
        // With a second one, what tests beside this one meet is not taken for what nobody listens to.
        let _second = tracing::Dispatch::new(Seen::default());
        let service = tower::ServiceBuilder::new()
            .layer(TraceLayer::new())
            .layer(crate::RetryLayer::new(crate::RetryAfter::new()))
            .layer(crate::GateLayer::new())
            .service(Probe::scripted([
                Ok(crate::probe::answer(503, &[])),
                Err(Error::new(ErrorKind::Connect)),
                Ok(crate::probe::answer(200, &[])),
            ]));
        let request = Request::get("https://webexapis.com/v1/rooms");
        let request = request.body(Body::empty()).unwrap();
        service.oneshot(request).await.unwrap();

        let seen = seen.0.lock().unwrap();
        let attempts = |what: &str| seen.iter().filter(|field| field.contains(what)).count();
        assert_eq!(attempts("an attempt was answered"), 2, "{seen:?}");
        assert_eq!(attempts("an attempt failed"), 1, "{seen:?}");
        assert_eq!(attempts("status=503"), 1, "{seen:?}");
    }
}
