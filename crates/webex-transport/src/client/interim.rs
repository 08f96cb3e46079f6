//! Interim answers (1xx): a few are fine, a flood is none.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use http::Request;
use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// No server has so many hints for one answer.
const MOST: u32 = 100;

/// Ready when more of them came for this request than anybody needs. hyper passes over them without end; over HTTP/2 it does
/// not tell of them, and the timeout of the attempt is what ends a flood.
pub(super) fn flood<B>(request: &mut Request<B>) -> OwnedNotified {
    let flooded = Arc::new(Notify::new());
    let (tell, count) = (flooded.clone(), AtomicU32::new(0));
    hyper::ext::on_informational(request, move |_| {
        if count.fetch_add(1, Ordering::Relaxed) == MOST {
            tell.notify_one();
        }
    });
    flooded.notified_owned()
}
