//! What a script answers, as data.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use crate::{Body, Error, ErrorKind};

/// An answer, or the lack of one.
#[derive(Clone, Debug)]
pub struct Answer(pub(super) Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Response {
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
    },
    Error(ErrorKind),
    Never,
}

impl Answer {
    /// With this status and no body.
    #[must_use]
    pub const fn status(status: u16) -> Self {
        Self(Kind::Response {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        })
    }

    /// With this status and a body of JSON.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::status(status)
            .header(CONTENT_TYPE.as_str(), "application/json")
            .body(body)
    }

    /// None: the request fails with an error of this kind.
    #[must_use]
    pub const fn error(kind: ErrorKind) -> Self {
        Self(Kind::Error(kind))
    }

    /// None, ever: whoever waits ends by his own time.
    #[must_use]
    pub const fn never() -> Self {
        Self(Kind::Never)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Kind::Response { headers, .. } = &mut self.0 {
            headers.push((name.into(), value.into()));
        }
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Kind::Response { body, .. } = &mut self.0 {
            *body = bytes.into();
        }
        self
    }

    /// As a service would have it.
    pub(super) async fn give(self) -> Result<Response<Body>, Error> {
        match self.0 {
            Kind::Never => std::future::pending().await,
            Kind::Error(kind) => Err(Error::new(kind).with_message("as the script says")),
            Kind::Response {
                status,
                headers,
                body,
            } => {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = StatusCode::from_u16(status)
                    .map_err(|_| Error::invalid_input("the script's status is none"))?;
                *response.headers_mut() = of_text(&headers)
                    .ok_or_else(|| Error::invalid_input("a header of the script is none"))?;
                Ok(response)
            }
        }
    }
}

fn of_text(headers: &[(String, String)]) -> Option<HeaderMap> {
    let pairs = headers.iter().map(|(name, value)| {
        let name = HeaderName::try_from(name).ok()?;
        Some((name, HeaderValue::try_from(value).ok()?))
    });
    pairs.collect()
}
