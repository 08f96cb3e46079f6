//! What came in, so that a test can assert the wire.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header, request::Parts};

/// How many requests are kept, how much of each body, and how much of all bodies.
const MOST_REQUESTS: usize = 10_000;
const MOST_OF_ONE: usize = 64 * 1024;
const MOST_OF_ALL: usize = 32 * 1024 * 1024;

/// A request as the emulator received it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The verb.
    pub method: Method,
    /// The whole path, as it was encoded on the wire: `/v1/people/me`.
    pub path: String,
    /// The query, as it was encoded on the wire, without `?`.
    pub query: Option<String>,
    /// All headers, but the credentials in `Authorization` are left out: only the scheme is kept.
    pub headers: HeaderMap,
    /// The body, or its first 64 KiB.
    pub body: Bytes,
    /// The size of the whole body in bytes.
    pub body_size: usize,
}

/// The latest requests: at most 10 000 of them, and 32 MiB of bodies.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<Ring>);

#[derive(Debug, Default)]
struct Ring {
    requests: VecDeque<RecordedRequest>,
    bytes: usize,
}

impl Recorder {
    pub(crate) fn record(&self, parts: &Parts, body: &Bytes) {
        let mut headers = parts.headers.clone();
        if let Some(value) = headers.get_mut(header::AUTHORIZATION) {
            let scheme = value
                .to_str()
                .ok()
                .and_then(|value| value.split(' ').next())
                .unwrap_or_default();
            *value = HeaderValue::from_str(scheme).unwrap_or(HeaderValue::from_static(""));
        }
        let kept = body.slice(..body.len().min(MOST_OF_ONE));
        let request = RecordedRequest {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers,
            // A slice would keep the whole body alive.
            body: if kept.len() < body.len() {
                Bytes::copy_from_slice(&kept)
            } else {
                kept
            },
            body_size: body.len(),
        };
        let mut ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ring.bytes += request.body.len();
        ring.requests.push_back(request);
        while ring.requests.len() > MOST_REQUESTS || ring.bytes > MOST_OF_ALL {
            let Some(oldest) = ring.requests.pop_front() else {
                break;
            };
            ring.bytes -= oldest.body.len();
        }
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        let ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ring.requests.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Ring::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(recorder: &Recorder, body: Vec<u8>) {
        let request = http::Request::get("/v1/rooms?max=2")
            .header("authorization", "Bearer SENTINEL")
            .body(())
            .unwrap();
        recorder.record(&request.into_parts().0, &Bytes::from(body));
    }

    #[test]
    fn keeps_no_credentials() {
        let recorder = Recorder::default();
        record(&recorder, Vec::new());
        let all = recorder.all();
        assert_eq!(
            (all[0].path.as_str(), all[0].query.as_deref()),
            ("/v1/rooms", Some("max=2"))
        );
        assert_eq!(all[0].headers["authorization"], "Bearer");
        assert!(!format!("{all:?}").contains("SENTINEL"));
    }

    #[test]
    fn is_bounded_in_number_and_size() {
        let recorder = Recorder::default();
        for _ in 0..MOST_REQUESTS + 5 {
            record(&recorder, Vec::new());
        }
        assert_eq!(recorder.all().len(), MOST_REQUESTS);
        for _ in 0..1_000 {
            record(&recorder, vec![0; MOST_OF_ONE + 1]);
        }
        let all = recorder.all();
        assert_eq!(all.len(), MOST_OF_ALL / MOST_OF_ONE);
        assert_eq!(
            (all[0].body.len(), all[0].body_size),
            (MOST_OF_ONE, MOST_OF_ONE + 1)
        );
    }
}
