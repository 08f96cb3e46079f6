//! What a listing asks of the service that it is given.

use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use crate::BoxError;

/// A cloneable HTTP service: implemented for every `Service<Request<B>>` that answers with a `Response` of any body.
///
/// It keeps the bounds of [`Pages`](crate::Pages) readable; there is nothing to implement.
pub trait HttpService<B>:
    Service<Request<B>, Response = Response<Self::Body>, Error: Into<BoxError>> + Clone
{
    /// The body of the responses.
    type Body: Body<Error: Into<BoxError>>;
}

impl<S, B, ResBody> HttpService<B> for S
where
    S: Service<Request<B>, Response = Response<ResBody>, Error: Into<BoxError>> + Clone,
    ResBody: Body<Error: Into<BoxError>>,
{
    type Body = ResBody;
}
