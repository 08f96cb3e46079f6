//! The same work by each client, on one thread.

mod by_hand;
mod drive;
mod raw;
mod requests;
mod sdk;
#[cfg(feature = "webex")]
mod webex;

use std::future::Future;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use self::drive::drive;
use self::raw::Raw;
use self::requests::Requests;
use self::sdk::Sdk;
#[cfg(feature = "webex")]
use crate::job::Wire;
use crate::job::{Job, List};
use crate::measure::Sample;

/// A client, by its name in the tables.
pub struct Peer {
    pub name: &'static str,
    run: fn(&Job, &str, &Path) -> Sample,
    pub can: fn(&Job) -> bool,
}

/// The first is what the others are compared with.
pub const CLIENTS: &[Peer] = &[
    peer("hyper-util + serde_json", drive::<Raw>),
    peer("reqwest 0.13", drive::<Requests>),
    #[cfg(feature = "webex")]
    Peer {
        can: |job| job.wire == Wire::Tunnel,
        ..peer("webex 0.10", drive::<webex::Crate>)
    },
    peer("webex-sdk", drive::<Sdk>),
];

const fn peer(name: &'static str, run: fn(&Job, &str, &Path) -> Sample) -> Peer {
    Peer {
        name,
        run,
        can: |_| true,
    }
}

/// In a folder with the root certificate to trust, `ca.pem`, and a file, `source.bin`.
pub fn run(name: &str, job: &Job, origin: &str, folder: &Path) -> Sample {
    let found = CLIENTS.iter().find(|peer| peer.name == name);
    let peer = found.unwrap_or_else(|| panic!("no client {name}"));
    (peer.run)(job, origin, folder)
}

/// What each of them can.
trait Client {
    /// Its type of a person.
    type Me;

    /// What the environment says of proxies holds.
    fn new(origin: &str, ca: &[u8]) -> impl Future<Output = Self>;

    /// Who is asking.
    fn me(&self) -> impl Future<Output = Self::Me>;

    /// How many messages there are.
    fn list(&self, list: List) -> impl Future<Output = usize>;

    /// A file in a message.
    fn upload(&self, file: Source) -> impl Future<Output = ()>;

    /// How many bytes there are; as a new file, if a path is given, which are on the disk then.
    fn download(&self, to: Option<&Path>) -> impl Future<Output = usize>;
}

#[derive(Clone)]
enum Source {
    Memory(Bytes),
    Disk(PathBuf),
}
