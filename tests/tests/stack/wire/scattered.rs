//! R1: faults that come now and then are never seen by the callers of idempotent calls, with the defaults.
//!
//! Each kind of fault has lanes: a peer, a client, and calls one after the other, so that a broken connection hits the one
//! call that it is meant for. The pauses before resends are real, hence many lanes and few calls in each.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};

use http::Method;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use webex_sdk::{WebexApi, WebexApiBuilder};

use super::http2::{self, Frames, Http2Peer, INTERNAL_ERROR, NO_ERROR};
use super::peer::{self, Act, Arrived, Door, Peer, Then};
use crate::scripted_faults::{cases, seed};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Fault {
    Refused,
    ResetBeforeHead,
    ResetAfterHead,
    CutBody,
    Status(u16),
    /// A connection that was idle is closed when the next request comes.
    Stale,
    GoAway,
}

const FAULTS: [Fault; 9] = [
    Fault::Refused,
    Fault::ResetBeforeHead,
    Fault::ResetAfterHead,
    Fault::CutBody,
    Fault::Status(502),
    Fault::Status(503),
    Fault::Status(504),
    Fault::Stale,
    Fault::GoAway,
];

/// On a fifth of the attempts, and at most twice in a row.
#[derive(Debug)]
struct Chance {
    random: fastrand::Rng,
    in_a_row: u32,
    struck: usize,
}

impl Chance {
    fn strikes(&mut self) -> bool {
        let strikes = self.in_a_row < 2 && self.random.f64() < 0.2;
        self.in_a_row = if strikes { self.in_a_row + 1 } else { 0 };
        self.struck += usize::from(strikes);
        strikes
    }
}

type Chances = Arc<Mutex<Chance>>;

fn over_http1(fault: Fault, chances: &Chances, request: &Arrived) -> Act {
    if fault == Fault::Refused || (fault == Fault::Stale && request.nth == 0) {
        return Act::ok();
    }
    if !chances.lock().unwrap().strikes() {
        return Act::ok();
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n";
    match fault {
        Fault::ResetBeforeHead => Act::send("", Then::Reset),
        Fault::ResetAfterHead => Act::send(head, Then::Reset),
        Fault::CutBody => Act::send(format!("{head}{{\"a\":"), Then::Close),
        Fault::Status(status) => Act::answer(status, ""),
        _ => Act::send("", Then::Close),
    }
}

async fn over_http2(fault: Fault, chances: Chances, mut frames: Frames) -> io::Result<()> {
    for nth in 0.. {
        let Some(request) = frames.next().await? else {
            break;
        };
        let stream = request.stream;
        let is_meant = fault != Fault::Refused && (fault != Fault::Stale || nth > 0);
        if !is_meant || !chances.lock().unwrap().strikes() {
            frames.answer(stream, 200, "{}").await?;
            continue;
        }
        match fault {
            Fault::ResetBeforeHead => frames.reset(stream, INTERNAL_ERROR).await?,
            Fault::ResetAfterHead => {
                frames.head(stream, 200, 10).await?;
                frames.reset(stream, INTERNAL_ERROR).await?;
            }
            Fault::CutBody => {
                frames.head(stream, 200, 10).await?;
                frames.frame(http2::DATA, 0, stream, b"{\"a\":").await?;
                return Ok(());
            }
            Fault::Status(status) => frames.answer(stream, status, "").await?,
            Fault::GoAway => {
                // Above the last stream: this one was not processed.
                frames.go_away(stream.saturating_sub(2), NO_ERROR).await?;
                return Ok(());
            }
            _ => return frames.break_off(),
        }
    }
    Ok(())
}

/// Whichever it is, it serves until it is dropped.
enum Serving {
    Http1(Peer),
    Http2(Http2Peer),
}

impl Serving {
    fn at(door: &Door, http2: bool, fault: Fault, chances: &Chances) -> Self {
        let chances = chances.clone();
        if http2 {
            let each = move |_, frames| over_http2(fault, chances.clone(), frames);
            return Self::Http2(Http2Peer::on(door.listen(), each));
        }
        let script = move |request: &Arrived| over_http1(fault, &chances, request);
        Self::Http1(Peer::on(door.listen(), script))
    }

    async fn stop(self) {
        match self {
            Self::Http1(peer) => peer.stop().await,
            Self::Http2(peer) => peer.stop().await,
        }
    }
}

/// Calls one after the other. How many faults they met.
async fn lane(http2: bool, fault: Fault, seed: u64, calls: usize) -> usize {
    let chances = Arc::new(Mutex::new(Chance {
        random: fastrand::Rng::with_seed(seed),
        in_a_row: 0,
        struck: 0,
    }));
    let door = Door::new();
    let mut serving = Some(Serving::at(&door, http2, fault, &chances));
    let (waits, mut waiting) = mpsc::unbounded_channel();
    let builder: WebexApiBuilder = if http2 {
        http2::builder(door.address())
    } else {
        let base_url = peer::base_url(door.address());
        WebexApi::builder().token("t").base_url(base_url)
    };
    let tell = move |_: &_| {
        let _ = waits.send(());
    };
    let api = builder.on_wait(tell).build().unwrap();
    for call in 0..calls {
        let shuts = fault == Fault::Refused && chances.lock().unwrap().strikes();
        if let Some(serving) = serving.take_if(|_| shuts) {
            serving.stop().await;
        }
        let mut call = std::pin::pin!(async {
            let answer = api.request(Method::GET, "/rooms").await;
            answer.unwrap_or_else(|error| panic!("{fault:?}, HTTP/2: {http2}, {call}: {error:?}"))
        });
        loop {
            tokio::select! {
                biased;
                Some(()) = waiting.recv() => {
                    // Refused once; now again, or no more.
                    if serving.is_none() && !chances.lock().unwrap().strikes() {
                        serving = Some(Serving::at(&door, http2, fault, &chances));
                    }
                }
                _ = &mut call => break,
            }
        }
    }
    let chances = chances.lock().unwrap();
    chances.struck
}

#[tokio::test]
async fn scattered_faults_are_never_seen() {
    let mut random = fastrand::Rng::with_seed(seed());
    let all = cases(10_000);
    let lanes = all.min(100) / 4;
    let mut running = JoinSet::new();
    for http2 in [false, true] {
        let known = |fault: &Fault| http2 || *fault != Fault::GoAway;
        for fault in FAULTS.into_iter().filter(known) {
            for _ in 0..lanes {
                let seed = random.u64(..);
                running.spawn(async move {
                    let struck = lane(http2, fault, seed, all / lanes).await;
                    ((http2, fault), struck)
                });
            }
        }
    }
    let mut struck = HashMap::new();
    while let Some(lane) = running.join_next().await {
        let (what, times) = lane.unwrap();
        *struck.entry(what).or_insert(0) += times;
    }
    for ((http2, fault), times) in struck {
        println!("HTTP/2: {http2}, {fault:?}: {times} faults in {all} calls");
        assert!(times >= all / 50, "{fault:?} struck {times} times only");
    }
}
