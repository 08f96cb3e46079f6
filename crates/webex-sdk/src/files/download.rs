//! A file on its way from the service.

use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Response};
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use webex_transport::{Body, Error, ErrorKind};

use super::counted::{Counted, OnProgress};
use super::resume::{Again, Resuming};
use super::{Save, disposition, safe_name};
use crate::endpoint::Answer;
use crate::resources::messages::MAX_FILE_BYTES;

/// What the headers say of a file.
#[derive(Clone, Debug)]
pub struct FileInfo {
    headers: HeaderMap,
}

impl FileInfo {
    /// The name that it was sent by, made safe to use in any folder: of a path only the last component, and `file` in place
    /// of a name that some system takes for more than a name. `None` where there is none.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        let header = self.headers.get(CONTENT_DISPOSITION)?;
        disposition::file_name(header.as_bytes()).map(|name| safe_name::safe_name(&name))
    }

    /// What it is, `image/png`, as its sender said.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Its size in bytes, where it is known.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.headers
            .get(CONTENT_LENGTH)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    }

    /// All headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl Answer for FileInfo {
    /// Nothing comes, but its length and its type are those of the file only where they are asked for as the file is.
    const STREAMS: bool = true;

    fn from_response(response: Response<Body>) -> Result<Self, Error> {
        let (head, _) = response.into_parts();
        Ok(Self {
            headers: head.headers,
        })
    }
}

/// A file as it arrives: a stream of bytes, and what is known of it.
///
/// It ends in an error when it breaks off, when it is of another length than was announced, or when nothing comes for a
/// minute: never short. The deadline of the call is kept until it begins, not until it ends.
///
/// ```no_run
/// use futures_util::TryStreamExt;
/// use webex_sdk::prelude::*;
///
/// # async fn demo(api: WebexApi, url: &str) -> webex_sdk::Result<()> {
/// let mut file = api.contents().get(url).await?;
/// println!("{:?}: {:?} bytes", file.info().file_name(), file.info().content_length());
/// while let Some(bytes) = file.try_next().await? {
///     println!("{} more", bytes.len());
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing of it is read until it is asked for"]
pub struct Download {
    info: FileInfo,
    body: Counted,
    again: Option<Again>,
}

impl Download {
    /// What the headers say.
    #[must_use]
    pub const fn info(&self) -> &FileInfo {
        &self.info
    }

    /// As [`FileInfo::file_name`].
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        self.info.file_name()
    }

    /// As [`FileInfo::content_type`].
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.info.content_type()
    }

    /// As [`FileInfo::content_length`].
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.info.content_length()
    }

    /// Tells of the bytes that came so far, and of how many there are where that is known.
    pub fn on_progress(mut self, hook: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.body = self.body.on_progress(Some(OnProgress::new(hook)));
        self
    }

    /// Goes on from where it broke off, up to so often: it asks for the rest, and for the whole again where the service gives
    /// no rests. Default: never.
    ///
    /// A call that is not idempotent is never sent again for it: that does nothing then. Whether Webex gives rests is not documented. A file that is another by then, by its version or its length, is an error.
    pub fn resume(mut self, times: u32) -> Self {
        if let Some(again) = self.again.take() {
            let headers = &self.info.headers;
            let resuming = |body, gone| Body::new(Resuming::new(again, times, headers, body, gone));
            self.body = self.body.over(resuming);
        }
        self
    }

    /// All of it in memory: at most what the service takes for one file, [`MAX_FILE_BYTES`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] when it is larger, and whatever breaks it off.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let too_large = |headers| {
            let message = format_args!("the file is larger than {MAX_FILE_BYTES} bytes");
            let error = Error::new(ErrorKind::TooLarge).with_message(message);
            error.of_answer(headers)
        };
        if self
            .content_length()
            .is_some_and(|length| length > MAX_FILE_BYTES)
        {
            return Err(too_large(self.info.headers()));
        }
        let headers = self.info.headers.clone();
        let most = usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX);
        match Limited::new(self, most).collect().await {
            Ok(collected) => Ok(collected.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(too_large(&headers)),
            Err(error) => Err(webex_transport::classify(error)),
        }
    }

    /// Saves it under its own name, made safe, in a folder; gives back where it is. The folder is made if it is not there, but
    /// not the one that it is in.
    pub fn to_folder(self, folder: impl Into<PathBuf>) -> Save {
        let name = self.file_name().unwrap_or_else(|| safe_name::safe_name(""));
        Save::in_folder(self, folder.into(), &name)
    }

    /// Saves it as this path.
    pub fn to_file(self, path: impl Into<PathBuf>) -> Save {
        Save::new(self, path.into())
    }
}

impl Answer for Download {
    const STREAMS: bool = true;

    fn from_response(response: Response<Body>) -> Result<Self, Error> {
        let (mut head, body) = response.into_parts();
        let again = head.extensions.remove::<Again>();
        let info = FileInfo {
            headers: head.headers,
        };
        match info.headers.get(CONTENT_ENCODING) {
            Some(encoding) if encoding != "identity" => {
                return Err(Error::new(ErrorKind::Decode)
                    .with_message("the file is encoded in a way that was not asked for")
                    .of_answer(&info.headers));
            }
            _ => {}
        }
        let body = Counted::new(body, info.content_length(), ErrorKind::Body);
        Ok(Self { info, body, again })
    }
}

impl http_body::Body for Download {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        frame.map_err(|error| error.of_answer(&self.info.headers))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = std::task::ready!(http_body::Body::poll_frame(self.as_mut(), cx));
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Err(_))) => {}
                Some(Ok(Ok(bytes))) => return Poll::Ready(Some(Ok(bytes))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl std::fmt::Debug for Download {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type())
            .field("content_length", &self.content_length())
            .finish_non_exhaustive()
    }
}
