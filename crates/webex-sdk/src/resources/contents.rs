//! Contents: the files of messages.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi, message: webex_sdk::models::Message) -> webex_sdk::Result<()> {
//! for url in message.files.iter().flatten() {
//!     let size = api.contents().head(url).await?.content_length();
//!     let path = api.contents().get(url).await?.to_folder("downloads").await?;
//! }
//! # Ok(()) }
//! ```

use http::Method;
use serde::Serialize;

use crate::endpoint::{Endpoint, Parts};
use crate::files::{Download, FileInfo};

resource! {
    /// The calls for files: [`WebexApi::contents`](crate::WebexApi::contents). The service documents their answers in its
    /// guides; they are in none of its `OpenAPI` descriptions.
    Contents {
        /// A file, as it arrives: [`GetContent`].
        get(content: ContentRef) -> Call<GetContent> {
            /// let path = api.contents().get(content).await?.to_folder("downloads").await?;
        }
        /// What a file is, without its bytes: [`HeadContent`].
        head(content: ContentRef) -> Call<HeadContent> {
            /// let size = api.contents().head(content).await?.content_length();
        }
    }
}

/// A file: its URL, as [`Message::files`](webex_models::Message::files) has it, or its id, which is the end of that.
///
/// A URL has to be one of the API's own: of any other nothing is asked. Where the base URL is an edge of your own, through
/// which files are fetched, too, the id is what to give.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct ContentRef(String);

impl<T: AsRef<str> + ?Sized> From<&T> for ContentRef {
    fn from(id_or_url: &T) -> Self {
        Self(id_or_url.as_ref().to_owned())
    }
}

impl From<String> for ContentRef {
    fn from(id_or_url: String) -> Self {
        Self(id_or_url)
    }
}

impl ContentRef {
    fn parts(&self, method: Method, unscannable: bool) -> Parts {
        const ROUTE: &str = "/contents/{}";
        const ALLOW: (&str, &str) = ("allow", "unscannable");
        let is_url = self.0.contains("://");
        let parts = if is_url {
            Parts::raw(method, &self.0).of_route(ROUTE).own_origin()
        } else {
            Parts::new(method, ROUTE).id(&self.0)
        };
        // The URL may allow it already.
        let url = self.0.split('#').next().filter(|_| is_url);
        let query = url.and_then(|url| url.split_once('?'));
        let mut pairs = query.into_iter().flat_map(|(_, query)| query.split('&'));
        let allows = pairs.any(|pair| pair.split_once('=') == Some(ALLOW));
        let adds = unscannable && !allows;
        parts.query_opt(ALLOW.0, adds.then_some(ALLOW.1))
    }
}

endpoint! {
    /// `GET /contents/{contentId}`
    ///
    /// A file that is still being scanned (423) is waited for as for a rate limit. One that is infected is
    /// [`ErrorKind::Gone`](crate::ErrorKind::Gone). One that cannot be scanned, because it is encrypted, say, is an error with
    /// the status 428, unless it is allowed. The service documents these.
    GetContent in Call {
        /// Which.
        content: ContentRef,
        =>
        /// Whether the file may come although it cannot be scanned for malware.
        allow_unscannable: bool,
    }
}

impl Endpoint for GetContent {
    type Output = Download;

    fn parts(&self) -> Parts {
        let parts = self.content.parts(Method::GET, self.allow_unscannable);
        parts.operation("contents.get")
    }
}

endpoint! {
    /// `HEAD /contents/{contentId}`
    ///
    /// It is refused where [`GetContent`] is; the answer to a refused `HEAD` has no body, so that its error has no message.
    HeadContent in Call {
        /// Which.
        content: ContentRef,
        =>
        /// Whether the file may be asked about although it cannot be scanned for malware.
        allow_unscannable: bool,
    }
}

impl Endpoint for HeadContent {
    type Output = FileInfo;

    fn parts(&self) -> Parts {
        let parts = self.content.parts(Method::HEAD, self.allow_unscannable);
        parts.operation("contents.head")
    }
}

macro_rules! allow_unscannable {
    ($($Endpoint:ident),*) => { $(
        impl $Endpoint {
            /// Takes the file although it cannot be scanned for malware, at one's own risk.
            pub fn allow_unscannable(mut self) -> Self {
                self.allow_unscannable = true;
                self
            }
        }

        // As what `endpoint!` makes.
        #[cfg(not(doc))]
        #[allow(missing_docs)]
        impl crate::Call<$Endpoint> {
            pub fn allow_unscannable(mut self) -> Self {
                self.endpoint.allow_unscannable = true;
                self
            }
        }
    )* };
}
allow_unscannable!(GetContent, HeadContent);

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(endpoint: impl Endpoint) -> String {
        let request = endpoint.parts().into_request().unwrap();
        format!("{} {}", request.method(), request.uri())
    }

    #[test]
    fn an_id_and_a_url_ask_for_the_same() {
        assert_eq!(wire(GetContent::new("Y2lz")), "GET /contents/Y2lz");
        assert_eq!(
            wire(HeadContent::new("Y2lz").allow_unscannable()),
            "HEAD /contents/Y2lz?allow=unscannable"
        );
        let url = "https://webexapis.com/v1/contents/Y2lz";
        assert_eq!(wire(GetContent::new(url)), format!("GET {url}"));
        assert_eq!(
            wire(GetContent::new(format!("{url}?x=1")).allow_unscannable()),
            format!("GET {url}?x=1&allow=unscannable")
        );
        let allowing = format!("{url}?allow=unscannable");
        assert_eq!(
            wire(GetContent::new(&allowing).allow_unscannable()),
            format!("GET {allowing}")
        );
        let fragment = format!("{url}#?allow=unscannable");
        assert_eq!(
            wire(GetContent::new(fragment).allow_unscannable()),
            format!("GET {allowing}")
        );
    }

    /// D-62.
    #[test]
    fn an_id_stays_one_segment() {
        assert_eq!(
            wire(GetContent::new("a/../b?c")),
            "GET /contents/a%2F..%2Fb%3Fc"
        );
        for id in ["", "..", "%2e%2E"] {
            assert!(GetContent::new(id).parts().into_request().is_err(), "{id}");
        }
    }
}
