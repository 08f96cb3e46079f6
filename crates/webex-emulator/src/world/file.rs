//! Files in messages, and what the malware scan says of them.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

use super::World;
use crate::id::Key;

/// What becomes of a file that is fetched, until or after its scan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scan {
    /// Scanned and harmless.
    #[default]
    Clean,
    /// Not scanned for so long: 423 with `Retry-After`, then clean.
    Pending(Duration),
    /// 410 for ever.
    Infected,
    /// 428, unless the request has `allow=unscannable`.
    Unscannable,
}

#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) room: Key,
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
    pub(crate) scan: Scan,
    pub(crate) created: Timestamp,
}

/// A file on its way into a message.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// How many bytes of files are kept; the oldest go first.
const MOST_BYTES: usize = 512 * 1024 * 1024;

impl World {
    pub(crate) fn add_file(&mut self, room: Key, upload: Upload) -> Key {
        let (key, created) = (self.new_key(), self.now());
        let Upload {
            name,
            content_type,
            bytes,
        } = upload;
        let scan = self.next_scan.take().unwrap_or_default();
        self.file_bytes += bytes.len();
        self.files.insert(
            key,
            File {
                room,
                name,
                content_type,
                bytes,
                scan,
                created,
            },
        );
        while self.file_bytes > MOST_BYTES {
            let Some(oldest) = self.files.remove_oldest() else {
                break;
            };
            self.file_bytes -= oldest.bytes.len();
        }
        key
    }

    pub(crate) fn remove_files(&mut self, keys: &[Key]) {
        for key in keys {
            if let Some(file) = self.files.remove(key) {
                self.file_bytes -= file.bytes.len();
            }
        }
    }
}
