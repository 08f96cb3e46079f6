//! What each client is asked to do.

use serde::Serialize;

/// How many `people/me` are counted.
pub const CALLS: usize = 20_000;
/// And how many go before, which open connections.
pub const WARM: usize = 200;
/// How many bytes a file has.
pub const FILE: usize = 100_000_000;
/// How many of them are counted; one goes before.
pub const FILES: usize = 4;

/// One piece of work over one kind of connection, the same for all.
#[derive(Debug)]
pub struct Job {
    pub name: &'static str,
    pub wire: Wire,
    pub work: Work,
}

/// How the server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    Plain,
    /// HTTP/1.1 over TLS: the server offers nothing else.
    Tls,
    /// HTTP/2 over TLS, by ALPN.
    Http2,
    /// HTTP/1.1 over TLS to the one host that the crate `webex` knows, through a proxy that leads here.
    Tunnel,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Work {
    /// `people/me`.
    Calls {
        at_once: usize,
    },
    List(List),
    /// A file in a message.
    Upload {
        from: Place,
    },
    Download {
        to: Place,
    },
}

/// Messages, all of a room.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct List {
    /// What the server knows of it: whether its messages have two attributes that nobody knows, how many there are, and
    /// how many milliseconds a page takes.
    pub room: &'static str,
    pub page: usize,
    pub items: usize,
    /// How many milliseconds the reader takes for each page.
    pub pause: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Place {
    Memory,
    Disk,
}

pub const JOBS: &[Job] = &[
    job("in-turn", Wire::Plain, calls(1)),
    job("at-once", Wire::Plain, calls(64)),
    job("in-turn-tls", Wire::Tls, calls(1)),
    job("at-once-tls", Wire::Tls, calls(64)),
    job("in-turn-h2", Wire::Http2, calls(1)),
    job("at-once-h2", Wire::Http2, calls(64)),
    job("list-1000", Wire::Plain, list("known-100000-0", 1000)),
    job("list-100", Wire::Plain, list("known-100000-0", 100)),
    job(
        "list-1000-unknown",
        Wire::Plain,
        list("unknown-100000-0", 1000),
    ),
    job(
        "list-100-unknown",
        Wire::Plain,
        list("unknown-100000-0", 100),
    ),
    job("list-100-h2", Wire::Http2, list("known-100000-0", 100)),
    job("prefetch", Wire::Plain, Work::List(SLOW)),
    job("upload", Wire::Plain, Work::Upload { from: Place::Disk }),
    job(
        "upload-bytes",
        Wire::Plain,
        Work::Upload {
            from: Place::Memory,
        },
    ),
    job(
        "download",
        Wire::Plain,
        Work::Download { to: Place::Memory },
    ),
    job(
        "download-to-file",
        Wire::Plain,
        Work::Download { to: Place::Disk },
    ),
    job(
        "download-h2",
        Wire::Http2,
        Work::Download { to: Place::Memory },
    ),
    #[cfg(feature = "webex")]
    job("in-turn-tunnel", Wire::Tunnel, calls(1)),
    #[cfg(feature = "webex")]
    job("at-once-tunnel", Wire::Tunnel, calls(64)),
];

const SLOW: List = List {
    room: "known-1000-50",
    page: 100,
    items: 1000,
    pause: 50,
};

const fn job(name: &'static str, wire: Wire, work: Work) -> Job {
    Job { name, wire, work }
}

const fn calls(at_once: usize) -> Work {
    Work::Calls { at_once }
}

const fn list(room: &'static str, page: usize) -> Work {
    Work::List(List {
        room,
        page,
        items: 100_000,
        pause: 0,
    })
}

impl Job {
    pub fn named(name: &str) -> &'static Self {
        let found = JOBS.iter().find(|job| job.name == name);
        found.unwrap_or_else(|| panic!("no job {name}"))
    }

    pub fn title(&self) -> String {
        let over = match self.wire {
            Wire::Plain => "",
            Wire::Tls => ", over TLS",
            Wire::Http2 => ", HTTP/2 over TLS",
            Wire::Tunnel => ", over TLS through a proxy",
        };
        self.work.title() + over
    }
}

impl Wire {
    pub const ALL: [Self; 4] = [Self::Plain, Self::Tls, Self::Http2, Self::Tunnel];

    /// As the server sees it.
    pub const fn speaks(self) -> &'static str {
        match self {
            Self::Plain => "HTTP/1.1",
            Self::Tls | Self::Tunnel => "HTTP/1.1 over TLSv1_3",
            Self::Http2 => "HTTP/2.0 over TLSv1_3",
        }
    }
}

impl Work {
    fn title(self) -> String {
        match self {
            Self::Calls { at_once: 1 } => "people/me, one call after another".to_owned(),
            Self::Calls { at_once } => format!("people/me, {at_once} at once"),
            Self::List(List {
                pause: 0,
                page,
                room,
                ..
            }) => {
                let unknown = if room.starts_with("unknown") {
                    ", two unknown attributes each"
                } else {
                    ""
                };
                format!("100,000 messages, pages of {page}{unknown}")
            }
            Self::List(_) => "ten pages of 50 ms each, 50 ms of work on each".to_owned(),
            Self::Upload { from: Place::Disk } => "a file of 100 MB up, from the disk".to_owned(),
            Self::Upload {
                from: Place::Memory,
            } => "a file of 100 MB up, from memory".to_owned(),
            Self::Download { to: Place::Memory } => "a file of 100 MB down, looked at".to_owned(),
            Self::Download { to: Place::Disk } => "a file of 100 MB down, to the disk".to_owned(),
        }
    }

    /// What is counted, and how many of it there are.
    pub const fn units(self) -> (&'static str, usize) {
        match self {
            Self::Calls { .. } => ("a call", CALLS),
            Self::List(list) => ("an item", list.items),
            Self::Upload { .. } | Self::Download { .. } => ("a file", FILES),
        }
    }

    /// Whether it is about time that passes, rather than time on a core.
    pub const fn waits(self) -> bool {
        matches!(self, Self::List(List { pause: 1.., .. }))
    }
}
