//! Forms with files in them: `multipart/form-data`, RFC 7578, written as browsers write it.

use std::borrow::Borrow;
use std::collections::VecDeque;
use std::fmt::{self, Write};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http_body::{Body as _, Frame, SizeHint};
use serde::Serialize;
use serde_json::Value;
use webex_transport::{Body, Error, ErrorKind, Resend};

use super::Upload;
use crate::endpoint::{Form, Opening};

/// A form of texts and files, for an [`Endpoint`](crate::Endpoint) of your own that takes one.
///
/// It is streamed, with its length announced where every file's is known, and sent again only whole.
///
/// ```
/// use webex_sdk::Parts;
/// use webex_sdk::files::{Multipart, Upload};
///
/// let hello = Upload::from_bytes("hello.txt", "hello");
/// let form = Multipart::new().text("name", "Greeting").file("file", hello);
/// let request = Parts::post("/announcements").multipart(form).into_request()?;
/// # Ok::<(), webex_sdk::Error>(())
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct Multipart {
    fields: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
    max_file_bytes: Option<u64>,
}

impl Multipart {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// The members of a JSON object as fields: texts as they are, what is no text as JSON.
    pub(crate) fn of(object: &impl Serialize) -> Result<Self, Error> {
        let object = serde_json::to_value(object)
            .map_err(|error| Error::invalid_input(&error).with_source(error))?;
        let Value::Object(members) = object else {
            return Err(Error::invalid_input("a form is made of an object"));
        };
        let members = members.into_iter();
        Ok(members.fold(Self::new(), |form, (name, value)| form.value(name, value)))
    }

    /// Adds a field, in place of one of the same name.
    pub fn text(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.fields.retain(|(known, _)| *known != name);
        self.fields.push((name, value));
        self
    }

    pub(crate) fn value(self, name: impl Into<String>, value: Value) -> Self {
        match value {
            Value::String(text) => self.text(name, text),
            other => self.text(name, other.to_string()),
        }
    }

    /// Adds a file. Files come after all other fields.
    pub fn file(mut self, name: impl Into<String>, file: impl Into<Upload>) -> Self {
        self.files.push((name.into(), file.into()));
        self
    }

    /// Refuses a file known to be larger than this before anything is sent.
    pub const fn max_file_bytes(mut self, most: u64) -> Self {
        self.max_file_bytes = Some(most);
        self
    }

    /// Content type and body, with the files of paths opened.
    pub(crate) async fn open(mut self) -> Result<(HeaderValue, Body), Error> {
        for (_, file) in &mut self.files {
            file.open().await?;
        }
        self.into_body()
    }

    /// Content type and body of a form in which no file has to be opened.
    pub(crate) fn into_body(self) -> Result<(HeaderValue, Body), Error> {
        let boundary = boundary()?;
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let content_type = HeaderValue::try_from(content_type)
            .map_err(|error| Error::invalid_input(&error).with_source(error))?;
        Ok((content_type, resendable(self.pieces(&boundary)?)))
    }

    fn pieces(&self, boundary: &str) -> Result<Vec<Body>, Error> {
        let mut text = String::new();
        for (name, value) in &self.fields {
            let name = escaped(name);
            let _ = write!(
                text,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let mut pieces = Vec::new();
        for (name, file) in &self.files {
            let (name, file_name, kind) = (escaped(name), file_name(&file.name)?, kind(file)?);
            let _ = write!(
                text,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: {kind}\r\n\r\n"
            );
            let body = file.body()?;
            self.check_size(file, &body)?;
            pieces.push(Body::from(std::mem::take(&mut text)));
            pieces.push(body);
            text.push_str("\r\n");
        }
        let _ = write!(text, "--{boundary}--\r\n");
        pieces.push(Body::from(text));
        Ok(pieces)
    }

    fn check_size(&self, file: &Upload, body: &Body) -> Result<(), Error> {
        match (body.size_hint().exact(), self.max_file_bytes) {
            (Some(bytes), Some(most)) if bytes > most => Err(Error::invalid_input(format_args!(
                "the file {} has {bytes} bytes, and the service takes {most}",
                file.name
            ))),
            _ => Ok(()),
        }
    }
}

impl Form for Multipart {
    fn with_value(self: Box<Self>, name: &str, value: Value) -> Box<dyn Form> {
        Box::new(self.value(name, value))
    }

    fn open(self: Box<Self>) -> Opening {
        Box::pin(Self::open(*self))
    }

    fn into_body(self: Box<Self>) -> Result<(HeaderValue, Body), Error> {
        Self::into_body(*self)
    }
}

/// 128 random bits: no file has it in it but by a chance that nobody lives to see.
fn boundary() -> Result<String, Error> {
    let mut random = [0; 16];
    getrandom::getrandom(&mut random).map_err(|error| {
        Error::invalid_input("this machine gives no random numbers").with_source(error)
    })?;
    Ok(format!("webex-{:032x}", u128::from_be_bytes(random)))
}

/// As browsers do it for what would end the header, or the text in it; other control characters likewise. A percent sign
/// is sent as it is: nobody unescapes.
pub(super) fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter == '"' || letter.is_ascii_control() {
            let _ = write!(escaped, "%{:02X}", u32::from(letter));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

/// The last component, whichever system's path it is.
fn file_name(name: &str) -> Result<String, Error> {
    match escaped(name.rsplit(['/', '\\']).next().unwrap_or_default()) {
        name if name.is_empty() => Err(Error::invalid_input("a file to send needs a name")),
        name => Ok(name),
    }
}

fn kind(file: &Upload) -> Result<&str, Error> {
    let kind = file.kind();
    let is_one = kind.contains('/') && kind.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_one.then_some(kind).ok_or_else(|| {
        Error::invalid_input(format_args!(
            "{kind:?} cannot be the content type of a file"
        ))
    })
}

/// One after the other; as often as it takes, where each of them can be.
fn resendable(pieces: Vec<Body>) -> Body {
    let again = |pieces: &[Body]| pieces.iter().map(Resend::resend).collect::<Option<_>>();
    if again(&pieces).is_none() {
        return Body::new(Chain(pieces.into()));
    }
    let length = length(&pieces);
    let pieces = Mutex::new(pieces);
    Body::replayable(length, move || {
        let pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
        Body::new(Chain(again(&pieces).unwrap_or_default()))
    })
}

struct Chain(VecDeque<Body>);

fn length(pieces: impl IntoIterator<Item = impl Borrow<Body>>) -> Option<u64> {
    pieces.into_iter().try_fold(0u64, |sum, piece| {
        sum.checked_add(piece.borrow().size_hint().exact()?)
    })
}

impl http_body::Body for Chain {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        while let Some(piece) = self.0.front_mut() {
            match ready!(Pin::new(piece).poll_frame(cx)) {
                Some(Ok(frame)) if frame.is_trailers() => {}
                Some(frame) => return Poll::Ready(Some(frame.map_err(broke_off))),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        length(&self.0).map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// What is said of an answer that breaks off is not to be said of a file.
fn broke_off(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Body => Error::invalid_input("the file to send broke off").with_source(error),
        _ => error,
    }
}

/// The names of the fields alone.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields.iter().map(|(name, _)| name);
        let files = self.files.iter().map(|(name, _)| name);
        f.debug_list().entries(fields).entries(files).finish()
    }
}
