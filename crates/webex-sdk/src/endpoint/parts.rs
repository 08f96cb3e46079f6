//! A request as plain data.

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use serde::Serialize;
use serde_json::Value;
use webex_transport::{BaseUriLayer, Body, CallMeta, Error};

use super::content::{Content, WithForm, time_to_send, with_content};
use super::segment::{encode, is_possible};
use crate::files::Multipart;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// What an [`Endpoint`](super::Endpoint) sends: method, path, query and body.
///
/// The first thing that is wrong with it is kept, and is the error of the call; nothing is sent then.
///
/// ```
/// use webex_sdk::Parts;
///
/// let parts = Parts::get("/rooms/{}/meetingInfo").id("Y2lz").query("verbose", true);
/// assert_eq!(parts.into_request()?.uri(), "/rooms/Y2lz/meetingInfo?verbose=true");
/// # Ok::<(), webex_sdk::Error>(())
/// ```
#[must_use]
pub struct Parts {
    method: Method,
    meta: CallMeta,
    path_and_query: Cow<'static, str>,
    /// What of the route's template is not filled in yet.
    rest: &'static str,
    has_query: bool,
    body: Option<Content>,
    headers: HeaderMap,
    own_origin: bool,
    error: Option<Error>,
}

/// In a request's extensions: it goes to the API's own origin, or nowhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnOrigin;

impl Parts {
    /// A request with this method, to this route below the base URL: each `{}` stands for an id.
    pub fn new(method: Method, route: &'static str) -> Self {
        let place = route.as_bytes().windows(2).position(|pair| pair == b"{}");
        let (path, rest) = route.split_at(place.unwrap_or(route.len()));
        let mut parts = match path.starts_with('/') {
            true => Self::at(method, path.into()),
            false => Self::raw(method, path),
        };
        parts.meta = parts.meta.route(route);
        parts.rest = rest;
        parts
    }

    /// `GET`.
    pub fn get(route: &'static str) -> Self {
        Self::new(Method::GET, route)
    }

    /// `POST`.
    pub fn post(route: &'static str) -> Self {
        Self::new(Method::POST, route)
    }

    /// `PUT`.
    pub fn put(route: &'static str) -> Self {
        Self::new(Method::PUT, route)
    }

    /// `DELETE`.
    pub fn delete(route: &'static str) -> Self {
        Self::new(Method::DELETE, route)
    }

    /// A request to a path as it is, with or without a slash in front; or to an absolute URL, which gets the token only
    /// on the API's own origin. What follows a `#` is sent to nobody.
    pub fn raw(method: Method, path: &str) -> Self {
        let path = path.split('#').next().unwrap_or_default();
        let is_url = path
            .split_once("://")
            .is_some_and(|(scheme, _)| !scheme.contains(['/', '?']));
        let relative = !path.starts_with('/') && !is_url;
        Self::at(
            method,
            [if relative { "/" } else { "" }, path].concat().into(),
        )
    }

    fn at(method: Method, path: Cow<'static, str>) -> Self {
        Self {
            method,
            meta: CallMeta::default(),
            has_query: path.as_bytes().contains(&b'?'),
            path_and_query: path,
            rest: "",
            body: None,
            headers: HeaderMap::new(),
            own_origin: false,
            error: None,
        }
    }

    /// Names the route of a raw path.
    pub(crate) fn of_route(mut self, route: &'static str) -> Self {
        self.meta = self.meta.route(route);
        self
    }

    /// Refuses to go to another origin than the API's, of which the path is perhaps a URL.
    pub(crate) const fn own_origin(mut self) -> Self {
        self.own_origin = true;
        self
    }

    /// Names the operation, `rooms.create`, for traces and errors.
    pub fn operation(mut self, name: &'static str) -> Self {
        self.meta = self.meta.named(name);
        self
    }

    /// Fills in the next `{}` of the route. Whatever the id holds, it stays one segment of the path; one that cannot
    /// (empty, `.`, `..`) is an error.
    pub fn id(mut self, id: impl AsRef<str>) -> Self {
        let id = id.as_ref();
        let Some(rest) = self.rest.strip_prefix("{}") else {
            return self.fail(Error::invalid_input(
                "more ids than the route has places for",
            ));
        };
        if !is_possible(id) {
            let message =
                format_args!("{id:?} cannot be an id: it names no single segment of a path");
            return self.fail(Error::invalid_input(message));
        }
        let (literal, rest) = rest.split_at(rest.find("{}").unwrap_or(rest.len()));
        self.rest = rest;
        let _ = write!(self.path_and_query.to_mut(), "{}{literal}", encode(id));
        self
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        let separator = if self.has_query { '&' } else { '?' };
        self.has_query = true;
        let value = value.to_string();
        let _ = write!(
            self.path_and_query.to_mut(),
            "{separator}{}={}",
            encode(name),
            encode(&value)
        );
        self
    }

    /// Adds a query parameter where there is a value.
    pub fn query_opt(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Sets the body, as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.holds(Content::Whole(JSON, bytes.into())),
            Err(error) => return self.fail(Error::invalid_input(&error).with_source(error)),
        }
        self
    }

    /// Sets the body, as a form: `application/x-www-form-urlencoded`.
    pub fn form<'a>(mut self, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let fields = fields.into_iter();
        let fields = fields.map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = fields.collect::<Vec<_>>().join("&");
        self.holds(Content::Whole(FORM, body.into()));
        self
    }

    /// Sets the body, as it is: bytes, or a [`Body`] that streams.
    ///
    /// ```
    /// use webex_sdk::Parts;
    ///
    /// let parts = Parts::post("/things").body("text/csv", "name,count\r\n");
    /// assert_eq!(parts.into_request()?.headers()["content-type"], "text/csv");
    /// # Ok::<(), webex_sdk::Error>(())
    /// ```
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(content_type) => self.holds(Content::Whole(content_type, body.into())),
            Err(_) => return self.fail(Error::invalid_input("no value for a content type")),
        }
        self
    }

    /// The last that is set is what is sent, and has the time that it takes.
    fn holds(&mut self, content: Content) {
        let time = match &content {
            Content::Whole(_, body) => time_to_send(body),
            Content::Form(_) => None, // known when its files are open
        };
        let meta = std::mem::take(&mut self.meta);
        self.meta = meta.time_to_send(time.unwrap_or_default());
        self.body = Some(content);
    }

    /// Sets the body, as a form with files: `multipart/form-data`.
    pub fn multipart(mut self, form: Multipart) -> Self {
        self.holds(Content::Form(Box::new(form)));
        self
    }

    /// Sets a header. Its value is marked sensitive, so that it shows nowhere.
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        match HeaderValue::try_from(value) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
                self
            }
            Err(_) => self.fail(Error::invalid_input(format_args!(
                "no value for the header {name}"
            ))),
        }
    }

    /// Sends it without a token, as the calls that ask for one.
    pub fn anonymous(mut self) -> Self {
        self.meta = self.meta.anonymous(true);
        self
    }

    /// Adds a member to the JSON object that is the body, or a field to the form, in place of one of the same name.
    pub(crate) fn field(mut self, name: &str, value: Value) -> Self {
        let object = match self.body.take() {
            Some(Content::Form(form)) => {
                self.body = Some(Content::Form(form.with_value(name, value)));
                return self;
            }
            None if matches!(self.method, Method::GET | Method::HEAD) => {
                let message = format_args!("a {} has no body for the field {name}", self.method);
                let error = Error::invalid_input(message);
                return self.fail(error);
            }
            None => Some(Value::Object(serde_json::Map::new())),
            Some(Content::Whole(_, body)) => body
                .as_bytes()
                .and_then(|body| serde_json::from_slice(body).ok()),
        };
        match object {
            Some(Value::Object(mut object)) => {
                object.insert(name.to_owned(), value);
                self.json(&object)
            }
            _ => self.fail(Error::invalid_input(
                "a field needs a body that is a JSON object",
            )),
        }
    }

    /// Changes what the layers know of the call.
    pub(crate) fn with_meta(mut self, change: impl FnOnce(CallMeta) -> CallMeta) -> Self {
        self.meta = change(self.meta);
        self
    }

    /// Keeps an error, unless there is one already: what the call comes to, without sending anything.
    pub fn fail(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }

    /// The request, with its [`CallMeta`] in its extensions.
    ///
    /// # Errors
    ///
    /// The first error that was kept, a place in the route that no id was given for, a path that cannot be sent, or a file
    /// that is given by its path: these are opened by the call alone.
    pub fn into_request(self) -> Result<Request<Body>, Error> {
        match self.split(None)? {
            (request, None) => Ok(request),
            (request, Some(form)) => Ok(with_content(request, form.into_body()?)),
        }
    }

    pub(crate) const fn meta(&self) -> &CallMeta {
        &self.meta
    }

    /// The request, and the form that is still to be its body. With a base, its URI is absolute at once.
    pub(crate) fn split(mut self, base: Option<&BaseUriLayer>) -> Result<WithForm, Error> {
        if !self.rest.is_empty() {
            self = self.fail(Error::invalid_input("a place in the route has no id"));
        }
        if let Some(error) = self.error {
            return Err(error.of_call(&self.meta, &self.method));
        }
        let relative = self.path_and_query.starts_with('/');
        let joined = base
            .filter(|_| relative)
            .and_then(|base| base.join(&self.path_and_query));
        let uri = match joined {
            Some(uri) => uri,
            None => Uri::try_from(self.path_and_query.into_owned()).map_err(|error| {
                Error::invalid_input("the path and query cannot be sent")
                    .with_source(error)
                    .of_call(&self.meta, &self.method)
            })?,
        };
        let mut request = Request::new(Body::empty());
        *request.headers_mut() = self.headers;
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        request.extensions_mut().insert(self.meta);
        if self.own_origin {
            request.extensions_mut().insert(OwnOrigin);
        }
        Ok(match self.body {
            None => (request, None),
            Some(Content::Form(form)) => (request, Some(form)),
            Some(Content::Whole(content_type, body)) => {
                (with_content(request, (content_type, body)), None)
            }
        })
    }
}

/// Without what was filled in: ids, queries and bodies may be nobody's business.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("method", &self.method)
            .field("route", &self.meta.route_template())
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(parts: Parts) -> String {
        parts.into_request().unwrap().uri().to_string()
    }

    fn refusal(parts: Parts) -> String {
        parts.into_request().unwrap_err().to_string()
    }

    #[test]
    fn a_body_that_is_replaced_leaves_no_time_to_send() {
        let stream = || Body::replayable(1 << 30, || Body::from("..."));
        let time = |parts: Parts| parts.meta().longer().as_secs();
        let parts = || Parts::post("/files").body("a/b", stream());
        assert_eq!(time(parts()), 8192);
        assert_eq!(time(parts().json(&1)), 0);
        assert_eq!(time(parts().multipart(Multipart::new())), 0);
    }

    #[test]
    fn ids_fill_the_route_in_order() {
        assert_eq!(uri(Parts::get("/rooms")), "/rooms");
        assert_eq!(uri(Parts::get("rooms")), "/rooms");
        assert_eq!(uri(Parts::get("/a/{}/b/{}").id("1").id("2")), "/a/1/b/2");
        assert_eq!(
            uri(Parts::get("/a/{}/b").id("x/y").query("q", 1)),
            "/a/x%2Fy/b?q=1"
        );
        assert_eq!(uri(Parts::get("/a?b={c,d}")), "/a?b={c,d}");
        assert!(refusal(Parts::get("/a/{}")).contains("no id"));
        assert!(refusal(Parts::get("/a/{}/{}").id("1")).contains("no id"));
        assert!(refusal(Parts::get("/a").id("1")).contains("more ids"));
    }

    #[test]
    fn a_url_in_a_query_makes_no_url_of_a_path() {
        let of = |path| uri(Parts::raw(Method::GET, path));
        for path in ["webhooks?targetUrl=https://x.example/hook", "a/b://c"] {
            assert_eq!(of(path), format!("/{path}"));
        }
        assert_eq!(of("https://x.example/a"), "https://x.example/a");
    }

    #[test]
    fn a_query_is_added_before_a_fragment() {
        let of = |path| uri(Parts::raw(Method::GET, path).query("q", 1));
        assert_eq!(of("/rooms#x"), "/rooms?q=1");
        assert_eq!(of("/rooms#x?y"), "/rooms?q=1");
        assert_eq!(
            of("https://x.example/a?b=c#d"),
            "https://x.example/a?b=c&q=1"
        );
    }

    /// D-62, D-64.
    #[test]
    fn an_impossible_id_is_refused_and_shown_escaped() {
        assert!(refusal(Parts::get("/rooms/{}").id("..")).contains("cannot be an id"));
        assert!(refusal(Parts::get("/rooms/{}").id("")).contains("cannot be an id"));
        assert_eq!(
            uri(Parts::get("/rooms/{}").id("a\r\nX: 1")),
            "/rooms/a%0D%0AX%3A%201"
        );
    }

    /// D-60.
    #[test]
    fn a_plus_in_a_query_stays_a_plus() {
        let parts = Parts::get("/people")
            .query("email", "first.last+bot@example.com")
            .query("q", "a b");
        assert_eq!(
            uri(parts),
            "/people?email=first.last%2Bbot%40example.com&q=a%20b"
        );
    }

    #[test]
    fn a_body_takes_members_that_nobody_knew_of() {
        let body = |parts: Parts| {
            let request = parts.into_request().unwrap();
            serde_json::from_slice::<Value>(request.body().as_bytes().unwrap()).unwrap()
        };
        let parts = Parts::post("/rooms").json(&serde_json::json!({ "title": "x" }));
        let parts = parts
            .field("isStarred", true.into())
            .field("title", "y".into());
        assert_eq!(
            body(parts),
            serde_json::json!({ "title": "y", "isStarred": true })
        );
        assert_eq!(
            body(Parts::post("/rooms").field("a", 1.into())),
            serde_json::json!({ "a": 1 })
        );
        assert!(refusal(Parts::get("/rooms").field("max", 1.into())).contains("GET has no body"));
        assert!(refusal(Parts::post("/rooms").json(&[1]).field("a", 1.into())).contains("object"));
    }

    #[test]
    fn debug_shows_nothing_of_what_is_sent() {
        let parts = Parts::post("/a/{}").id("SENTINEL").query("q", "SENTINEL");
        let parts = parts.form([("client_secret", "SENTINEL")]);
        let bytes = format!("{:?}", b"SENTINEL")
            .trim_matches(['[', ']'])
            .to_owned();
        let shown = format!("{parts:?}");
        assert!(
            !shown.contains("SENTINEL") && !shown.contains(&bytes),
            "{shown}"
        );
    }

    #[test]
    fn the_first_fault_is_the_one_that_shows() {
        let parts = Parts::get("/a/{}")
            .id("..")
            .fail(Error::invalid_input("second"));
        assert!(refusal(parts).contains("cannot be an id"));
    }
}
