//! One page, as plain data.

use std::fmt;

use bytes::Bytes;
use http::{Extensions, HeaderMap, StatusCode, Uri};
use serde::de::DeserializeOwned;

use crate::{
    Error, ErrorKind,
    link::{self, Link, Malformed},
};

/// One page of a list, as it was received.
#[derive(Clone)]
#[non_exhaustive]
pub struct Page {
    /// What was asked for.
    pub uri: Uri,
    /// The status of the response; of a page in a stream always a 2xx.
    pub status: StatusCode,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// The extensions of the response, where layers leave what they know about the call.
    pub extensions: Extensions,
    /// The body, whole.
    pub body: Bytes,
}

impl Page {
    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Of kind [`Decode`](ErrorKind::Decode), when the body is no JSON or does not fit `T`.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body)
            .map_err(|fault| Error::new(ErrorKind::Decode).with_source(fault))
    }

    /// The links of all its `Link` headers, in order.
    pub fn links(&self) -> impl Iterator<Item = Result<Link<'_>, Malformed<'_>>> {
        link::in_headers(&self.headers)
    }

    /// The target of the first link with this relation (`first`, `prev`, `last`, ..), as the service sent it.
    #[must_use]
    pub fn link(&self, rel: &str) -> Option<&str> {
        self.links()
            .flatten()
            .find(|link| link.has_rel(rel))
            .map(|link| link.target())
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("path", &self.uri.path())
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
