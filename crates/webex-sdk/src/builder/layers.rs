//! Layers of the user's, whose bodies and errors are their own affair.

use bytes::Bytes;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;
use webex_transport::{Body, BoxError, CollectLayer, ErrorLayer};

use super::attempt::{Call, Whole};
use crate::stack::Stack;

/// A layer without its type.
type UserLayer = Box<dyn FnOnce(Stack, CollectLayer) -> Stack + Send>;

/// Layers of the user's, and what puts them between ours, which is left out of programs that have none.
pub(super) struct UserLayers {
    pub(super) outer: Vec<UserLayer>,
    pub(super) inner: Vec<UserLayer>,
    pub(super) between: fn(Self, Whole, Call, Stack, CollectLayer) -> Stack,
}

impl Default for UserLayers {
    fn default() -> Self {
        Self {
            outer: Vec::new(),
            inner: Vec::new(),
            between: |layers, whole, call, attempt, collect| {
                let attempt = apply(layers.inner, attempt, collect);
                let call = apply(layers.outer, Stack::part(call.layer(attempt)), collect);
                // What they answer by themselves is told from a success, too.
                Stack::new(whole.layer(ErrorLayer::new().layer(call)))
            },
        }
    }
}

/// Takes the type of a layer away, and turns its body and error into ours.
pub(super) fn erase<L, RB>(layer: L) -> UserLayer
where
    L: Layer<Stack> + Send + 'static,
    L::Service: Service<Request<Body>, Response = Response<RB>> + Clone + Send + Sync + 'static,
    <L::Service as Service<Request<Body>>>::Future: Send + 'static,
    <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
    RB: http_body::Body<Data = Bytes> + Send + 'static,
    RB::Error: Into<BoxError>,
{
    // What comes from below is collected already; this bounds what the layer itself makes.
    Box::new(move |inner, collect| Stack::part(collect.layer(layer.layer(inner))))
}

/// Puts the layers over a stack, the first one outermost.
fn apply(layers: Vec<UserLayer>, stack: Stack, collect: CollectLayer) -> Stack {
    layers
        .into_iter()
        .rev()
        .fold(stack, |stack, layer| layer(stack, collect))
}
