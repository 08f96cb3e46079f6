//! The file of a message.

use http::Uri;
use serde::{Serialize, Serializer};
use webex_transport::Error;

use super::CreateMessage;
use crate::files::Upload;

/// The files of a message: what is sent along, and what the service is to fetch.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Files {
    /// Files that are sent along.
    pub uploads: Vec<Upload>,
    /// The URLs of files to fetch.
    pub urls: Vec<String>,
}

/// The URLs: files that are sent along are no part of JSON.
impl Serialize for Files {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.urls)
    }
}

impl Files {
    pub(super) fn no_url(&self) -> bool {
        self.urls.is_empty()
    }

    pub(super) fn count(&self) -> usize {
        self.uploads.len() + self.urls.len()
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let is_url = |url: &str| {
            let uri = url.parse::<Uri>().ok();
            uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")))
        };
        if self.count() > 1 {
            return Err(Error::invalid_input("a message takes one file"));
        }
        match self.urls.iter().find(|url| !is_url(url)) {
            Some(url) => Err(Error::invalid_input(format_args!(
                "{url:?} is no public URL; a file of this machine goes into `file`"
            ))),
            None => Ok(()),
        }
    }
}

macro_rules! file_setters {
    ($($to:ident).+) => {
        /// A file of this machine, or in memory: a path, or an [`Upload`]. 100 MiB at most, and not beside an attachment.
        pub fn file(mut self, file: impl Into<Upload>) -> Self {
            self.$($to).+.uploads.push(file.into());
            self
        }

        /// The public URL of a file that the service is to fetch.
        pub fn file_url(mut self, url: impl Into<String>) -> Self {
            self.$($to).+.urls.push(url.into());
            self
        }
    };
}

impl CreateMessage {
    file_setters!(files);
}

// As what `endpoint!` makes.
#[cfg(not(doc))]
#[allow(missing_docs)]
impl crate::Call<CreateMessage> {
    file_setters!(endpoint.files);
}
