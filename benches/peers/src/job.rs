//! What each client is asked to do.

/// One piece of work, the same for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// `people/me`, one call after another.
    InTurn,
    /// `people/me`, 64 at once.
    AtOnce,
    /// 100,000 messages, in pages of this size, with two attributes that nobody knows or without.
    List { page: usize, unknown: bool },
    /// Ten pages that take 50 ms each, and a reader that takes 50 ms for each.
    Prefetch,
}

/// How many `people/me` are counted.
pub const CALLS: usize = 20_000;
/// And how many go before, which open connections.
pub const WARM: usize = 200;
/// How many messages a list has.
pub const MESSAGES: usize = 100_000;

impl Job {
    pub const ALL: [Self; 7] = [
        Self::InTurn,
        Self::AtOnce,
        Self::List {
            page: 1000,
            unknown: false,
        },
        Self::List {
            page: 100,
            unknown: false,
        },
        Self::List {
            page: 1000,
            unknown: true,
        },
        Self::List {
            page: 100,
            unknown: true,
        },
        Self::Prefetch,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::InTurn => "in-turn",
            Self::AtOnce => "at-once",
            Self::List {
                page: 1000,
                unknown: false,
            } => "list-1000",
            Self::List { unknown: false, .. } => "list-100",
            Self::List {
                page: 1000,
                unknown: true,
            } => "list-1000-unknown",
            Self::List { .. } => "list-100-unknown",
            Self::Prefetch => "prefetch",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::InTurn => "people/me, one call after another",
            Self::AtOnce => "people/me, 64 at once",
            Self::List {
                page: 1000,
                unknown: false,
            } => "100,000 messages, pages of 1000",
            Self::List { unknown: false, .. } => "100,000 messages, pages of 100",
            Self::List {
                page: 1000,
                unknown: true,
            } => "100,000 messages, pages of 1000, two unknown attributes each",
            Self::List { .. } => "100,000 messages, pages of 100, two unknown attributes each",
            Self::Prefetch => "ten pages of 50 ms each, 50 ms of work on each",
        }
    }

    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|job| job.name() == name)
            .expect("a job")
    }

    /// What the CPU time is divided by.
    pub const fn units(self) -> usize {
        match self {
            Self::InTurn | Self::AtOnce => CALLS,
            Self::List { .. } => MESSAGES,
            Self::Prefetch => 1,
        }
    }

    /// The room whose messages are listed, which tells the server all about them, and the size of a page; `None` for a
    /// call.
    pub const fn list(self) -> Option<(&'static str, usize)> {
        match self {
            Self::InTurn | Self::AtOnce => None,
            Self::List {
                page,
                unknown: false,
            } => Some(("known-100000-0", page)),
            Self::List { page, .. } => Some(("unknown-100000-0", page)),
            Self::Prefetch => Some(("known-1000-50", 100)),
        }
    }

    /// The path and query of a list's first page.
    pub fn first_page(self) -> Option<String> {
        self.list()
            .map(|(room, page)| format!("/v1/messages?roomId={room}&max={page}"))
    }
}
