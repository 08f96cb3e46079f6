//! Storms and outages on a paused clock: the whole stack, as `WebexApi::builder().build()` makes it, over a service that
//! only answers or refuses.

mod limit;
mod outage;
mod storm;

use std::future::Future;

use http::Response;
use tower::util::BoxCloneSyncService;
use webex_sdk::WebexApi;
use webex_sdk::transport::{Body, BoxError};

pub use self::limit::{Limit, Rate};
pub use self::outage::{Failure, Outage, OutageFigures};
pub use self::storm::{Storm, StormFigures};

/// What stands in for Webex.
pub type Service = BoxCloneSyncService<http::Request<Body>, Response<Body>, BoxError>;

/// A client with nothing set.
pub fn client(service: Service) -> WebexApi {
    WebexApi::builder()
        .token("simulated")
        .transport(service)
        .build()
        .expect("the defaults build")
}

/// Runs to the end with a clock that jumps from one timer to the next.
pub fn on_paused_clock<T>(simulation: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime")
        .block_on(simulation)
}

/// An answer without a body.
pub fn answer(status: u16, retry_after: Option<u64>) -> Response<Body> {
    let mut answer = Response::builder().status(status);
    if let Some(seconds) = retry_after {
        answer = answer.header("retry-after", seconds);
    }
    answer.body(Body::empty()).expect("a response")
}
