//! What the requests for later pages have of the first.

use http::{Extensions, HeaderMap, Method, Request, Uri, Version};

#[derive(Debug)]
pub(super) struct Later {
    method: Method,
    version: Version,
    headers: HeaderMap,
    extensions: Extensions,
}

impl Later {
    pub(super) fn of<B>(first: &Request<B>) -> Self {
        Self {
            method: first.method().clone(),
            version: first.version(),
            headers: first.headers().clone(),
            extensions: first.extensions().clone(),
        }
    }

    pub(super) fn request<B: Default>(&self, uri: Uri) -> Request<B> {
        let mut request = Request::new(B::default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.version_mut() = self.version;
        request.headers_mut().clone_from(&self.headers);
        request.extensions_mut().clone_from(&self.extensions);
        request
    }

    /// Whether sending the same again can do no harm.
    pub(super) fn is_safe(&self) -> bool {
        self.method.is_safe()
    }
}
