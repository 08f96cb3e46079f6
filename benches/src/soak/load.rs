//! Calls at a fixed pace, whatever becomes of them, and what became of them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt;
use tokio::sync::Semaphore;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use webex_sdk::models::RoomId;
use webex_sdk::{Error, ErrorKind, WebexApi};

use super::service;

/// Calls, as long as no more than `AT_ONCE` are on their way.
pub const PER_SECOND: u32 = 500;
pub const AT_ONCE: usize = 200;

/// What is known of a post.
const NOT_SENT: u8 = 1;
const ACKNOWLEDGED: u8 = 2;
const UNKNOWN: u8 = 3;
const REFUSED: u8 = 4;

/// Half of the calls post a text that no other has, half read.
pub struct Load {
    room: RoomId,
    posts: Vec<AtomicU8>,
    /// Calls on their way.
    pub open: AtomicUsize,
    /// Nothing more is sent.
    pub is_over: AtomicBool,
    /// How long each call took: a counter for each 5 % of more time, from 0.1 ms.
    took: Mutex<Vec<u32>>,
    failed: Mutex<HashMap<(&'static str, ErrorKind), usize>>,
}

/// What came of the posts, counted where they went.
#[derive(Debug)]
pub struct Tally {
    pub acknowledged: usize,
    pub unknown: usize,
    pub refused: usize,
    /// Acknowledged, and not there.
    pub lost: usize,
    pub doubled: usize,
    /// The errors of all calls.
    pub failed: HashMap<(&'static str, ErrorKind), usize>,
}

impl Load {
    pub async fn new(api: &WebexApi, lasts: Duration) -> Arc<Self> {
        let posts = f64::from(PER_SECOND) * lasts.as_secs_f64();
        Arc::new(Self {
            room: service::room(api).await,
            posts: (0..posts as usize)
                .map(|_| AtomicU8::new(NOT_SENT))
                .collect(),
            open: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
            took: Mutex::new(vec![0; 400]),
            failed: Mutex::default(),
        })
    }

    /// Sends until it is over, and waits for what is on its way then.
    pub async fn run(self: Arc<Self>, api: WebexApi) {
        let mut ticks = interval(Duration::from_secs(1) / PER_SECOND);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let room = Arc::new(Semaphore::new(AT_ONCE));
        for n in 0..self.posts.len() {
            ticks.tick().await;
            let permit = room.clone().acquire_owned().await;
            if self.is_over.load(Ordering::Relaxed) {
                break;
            }
            self.open.fetch_add(1, Ordering::Relaxed);
            let (load, api) = (self.clone(), api.clone());
            tokio::spawn(async move {
                let start = Instant::now();
                load.call(&api, n).await;
                load.count(start.elapsed());
                load.open.fetch_sub(1, Ordering::Relaxed);
                drop(permit);
            });
        }
        while self.open.load(Ordering::Relaxed) > 0 {
            sleep(Duration::from_millis(10)).await;
        }
    }

    async fn call(&self, api: &WebexApi, n: usize) {
        match n % 4 {
            0 => self.note("read", api.people().me().await.err()),
            1 => self.note("read", api.rooms().get(&self.room).await.err()),
            _ => {
                let post = api.messages().create(&self.room).text(n.to_string());
                let error = post.await.err();
                let fate = match error.as_ref().map(Error::kind) {
                    None => ACKNOWLEDGED,
                    Some(
                        ErrorKind::OutcomeUnknown
                        | ErrorKind::Timeout
                        | ErrorKind::Body
                        | ErrorKind::Server,
                    ) => UNKNOWN,
                    Some(_) => REFUSED,
                };
                self.posts[n].store(fate, Ordering::Relaxed);
                self.note("post", error);
            }
        }
    }

    fn note(&self, what: &'static str, error: Option<Error>) {
        if let Some(error) = error {
            let mut failed = self.failed.lock().expect("no panic");
            *failed.entry((what, error.kind())).or_default() += 1;
        }
    }

    fn count(&self, took: Duration) {
        let tenths = (took.as_secs_f64() * 1e4).max(1.0);
        let mut counts = self.took.lock().expect("no panic");
        let last = counts.len() - 1;
        counts[((tenths.ln() / 1.05f64.ln()) as usize).min(last)] += 1;
    }

    /// How many calls have ended since the last time, and what 99 in 100 of them took no longer than.
    pub fn take_p99(&self) -> (u32, Duration) {
        let mut counts = self.took.lock().expect("no panic");
        let counts = std::mem::replace(&mut *counts, vec![0; 400]);
        let all: u32 = counts.iter().sum();
        let mut left = f64::from(all) * 0.99;
        let at = counts.iter().position(|&count| {
            left -= f64::from(count);
            left <= 0.0
        });
        let tenths = 1.05f64.powi(at.unwrap_or_default() as i32 + 1);
        (all, Duration::from_secs_f64(tenths / 1e4))
    }

    /// Reads what is there, by a client that nothing happens to.
    pub async fn tally(&self, api: &WebexApi) -> webex_sdk::Result<Tally> {
        let mut there = vec![0u32; self.posts.len()];
        let mut messages = api.messages().list(&self.room).page_size(1000).stream();
        while let Some(message) = messages.try_next().await? {
            let text = message.text.unwrap_or_default();
            if let Some(times) = text.parse().ok().and_then(|n: usize| there.get_mut(n)) {
                *times += 1;
            }
        }
        let fate = |n: usize| self.posts[n].load(Ordering::Relaxed);
        let count = |which| (0..there.len()).filter(|&n| fate(n) == which).count();
        let lost = |&n: &usize| fate(n) == ACKNOWLEDGED && there[n] == 0;
        Ok(Tally {
            acknowledged: count(ACKNOWLEDGED),
            unknown: count(UNKNOWN),
            refused: count(REFUSED),
            lost: (0..there.len()).filter(lost).count(),
            doubled: there.iter().filter(|&&times| times > 1).count(),
            failed: self.failed.lock().expect("no panic").clone(),
        })
    }
}
