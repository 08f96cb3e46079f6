//! R2, R3, D-28, D-30: what may have been processed is never sent again, and what was not is never lost.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use webex_sdk::{Error, ErrorKind, WebexApi};

use super::http2::{Http2Peer, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM};
use super::peer::{Act, Peer, Then};
use crate::scripted_faults::cases;

async fn post(api: &WebexApi, text: impl Into<String>) -> Result<Value, Error> {
    let body = json!({ "text": text.into() });
    api.request(Method::POST, "/messages").json(&body).await
}

/// How often each text came.
fn counts(texts: impl IntoIterator<Item = String>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    counts
}

/// All at once, so many on their way at a time; what each came to.
async fn all_posted(api: &WebexApi, count: usize) -> Vec<Result<Value, Error>> {
    let mut calls = JoinSet::new();
    let mut results = Vec::new();
    for n in 0..count {
        let api = api.clone();
        calls.spawn(async move { post(&api, format!("text {n}")).await });
        if calls.len() == 50 {
            results.push(calls.join_next().await.unwrap().unwrap());
        }
    }
    results.extend(calls.join_all().await);
    results
}

/// D-28: the server has it all, and the connection goes.
#[tokio::test]
async fn a_post_that_was_read_is_never_repeated() {
    for act in [
        Act::send("", Then::Close),
        Act::send("", Then::Reset),
        Act::send("HTTP/1.1 200 OK\r\ncontent-le", Then::Close),
        Act::send("HTTP/1.1 200 OK\r\ncontent-le", Then::Reset),
    ] {
        let all = cases(10_000) / 4;
        let what = format!("{act:?}");
        let peer = Peer::new(move |_| act.clone()).await;
        for result in all_posted(&peer.api(), all).await {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{what}: {error:?}");
            assert_eq!(error.attempts(), 1);
        }
        let arrived = counts(peer.arrived().iter().map(|request| request.text()));
        assert_eq!(arrived.len(), all, "{what}");
        assert!(arrived.values().all(|&times| times == 1), "{what}");
    }
}

/// How an HTTP/2 server can drop a request that it has read.
#[derive(Clone, Copy, Debug)]
enum Dropped {
    Reset,
    Closed,
    BrokenOff,
    /// The stream is not above the last one, so it may have been processed; and then nothing more comes.
    GoneAwayThenClosed(u32),
}

#[tokio::test]
async fn a_post_that_was_read_is_never_repeated_over_http_2() {
    for how in [
        Dropped::Reset,
        Dropped::Closed,
        Dropped::BrokenOff,
        Dropped::GoneAwayThenClosed(NO_ERROR),
        Dropped::GoneAwayThenClosed(INTERNAL_ERROR),
    ] {
        let all = cases(10_000) / 4;
        let log = Arc::new(Mutex::new(Vec::new()));
        let texts = log.clone();
        let peer = Http2Peer::new(move |_, mut frames| {
            let log = log.clone();
            async move {
                while let Some(request) = frames.next().await? {
                    log.lock().unwrap().push(request.text());
                    match how {
                        Dropped::Reset => {
                            frames.reset(request.stream, INTERNAL_ERROR).await?;
                            continue;
                        }
                        Dropped::Closed => {}
                        Dropped::BrokenOff => frames.break_off()?,
                        Dropped::GoneAwayThenClosed(code) => {
                            frames.go_away(request.stream, code).await?;
                            // In the client's hands before the end is.
                            tokio::time::sleep(Duration::from_millis(2)).await;
                        }
                    }
                    break;
                }
                Ok(())
            }
        })
        .await;
        // One at a time: what is on the same connection would share its fate.
        let api = peer.api();
        for n in 0..all {
            let error = post(&api, format!("text {n}")).await.unwrap_err();
            assert_eq!(
                error.kind(),
                ErrorKind::OutcomeUnknown,
                "{how:?}: {error:?}"
            );
            assert_eq!(error.attempts(), 1, "{how:?}");
        }
        let arrived = counts(texts.lock().unwrap().clone());
        assert_eq!(arrived.len(), all, "{how:?}");
        assert!(arrived.values().all(|&times| times == 1), "{how:?}");
    }
}

/// R3: refused, unprocessed, and told so.
#[tokio::test]
async fn a_refused_post_is_sent_again_and_arrives_once() {
    for status in [429, 423] {
        let seen = Mutex::new(HashSet::new());
        let peer = Peer::new(move |request| {
            if seen.lock().unwrap().insert(request.text()) {
                let refusal =
                    format!("HTTP/1.1 {status} No\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n");
                return Act::send(refusal, Then::Keep);
            }
            Act::ok()
        })
        .await;
        // What 429 refuses, the gate slows down.
        let all = cases(1_000).min(if status == 429 { 20 } else { 1_000 });
        for result in all_posted(&peer.api(), all).await {
            result.unwrap();
        }
        let arrived = counts(peer.arrived().iter().map(|request| request.text()));
        assert_eq!(arrived.len(), all);
        assert!(arrived.values().all(|&times| times == 2), "{arrived:?}");
    }
}

/// R3: every stream is refused once.
#[tokio::test]
async fn a_refused_stream_is_sent_again_and_processed_once() {
    let log = Arc::new(Mutex::new((HashSet::new(), Vec::new())));
    let processed = log.clone();
    let peer = Http2Peer::new(move |_, mut frames| {
        let log = log.clone();
        async move {
            while let Some(request) = frames.next().await? {
                let is_new = log.lock().unwrap().0.insert(request.text());
                if is_new {
                    frames.reset(request.stream, REFUSED_STREAM).await?;
                } else {
                    log.lock().unwrap().1.push(request.text());
                    frames.answer(request.stream, 200, "{}").await?;
                }
            }
            Ok(())
        }
    })
    .await;
    let all = cases(1_000).max(300);
    for result in all_posted(&peer.api(), all).await {
        result.unwrap();
    }
    let processed = counts(processed.lock().unwrap().1.clone());
    assert_eq!(processed.len(), all);
    assert!(processed.values().all(|&times| times == 1));
}

/// D-30, over a socket.
#[tokio::test]
async fn a_502_is_backed_off_from_by_a_get_and_not_by_a_post() {
    let peer = Peer::new(|request| {
        if request.nth == 0 {
            return Act::answer(502, "");
        }
        Act::ok()
    })
    .await;
    let error = post(&peer.api(), "once").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert_eq!(peer.arrived().len(), 1);
    peer.api().request(Method::GET, "/rooms").await.unwrap();
    assert_eq!(peer.arrived().len(), 3);
}
