//! D-31: an HTTP/2 server that goes away loses nothing and gets nothing twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use http::Method;
use serde_json::json;
use tokio::task::JoinSet;

use super::http2::{Http2Peer, NO_ERROR};

/// Each text that was processed, how often, and on how many connections.
#[derive(Default)]
struct Processed {
    texts: HashMap<String, usize>,
    connections: usize,
}

impl Processed {
    fn count(&mut self, text: String) {
        *self.texts.entry(text).or_default() += 1;
    }
}

/// Streams 1, 3 and 5 are open; all but the first go again, on another connection.
#[tokio::test]
async fn streams_above_the_last_go_again() {
    for method in [Method::GET, Method::POST] {
        let log = Arc::new(Mutex::new(Processed::default()));
        let processed = log.clone();
        let peer = Http2Peer::new(move |number, mut frames| {
            let log = log.clone();
            log.lock().unwrap().connections += 1;
            async move {
                let mut first = None;
                while let Some(request) = frames.next().await? {
                    if number == 0 && request.stream < 5 {
                        first.get_or_insert(request);
                        continue;
                    }
                    let request = if number == 0 {
                        let first = first.take().unwrap();
                        frames.go_away(first.stream, NO_ERROR).await?;
                        first
                    } else {
                        request
                    };
                    log.lock().unwrap().count(request.text());
                    frames.answer(request.stream, 200, "{}").await?;
                }
                Ok(())
            }
        })
        .await;
        let api = peer.api();
        let mut calls = JoinSet::new();
        for text in ["one", "three", "five"] {
            let call = api.request(method.clone(), "/messages");
            let call = call.json(&json!({ "text": text }));
            calls.spawn(call.into_future());
        }
        for result in calls.join_all().await {
            result.unwrap();
        }
        let processed = processed.lock().unwrap();
        assert_eq!(processed.connections, 2, "{method}");
        assert_eq!(processed.texts.len(), 3, "{method}");
        assert!(processed.texts.values().all(|&times| times == 1));
    }
}

/// R3: a thousand on their way over one connection, half of them not taken up when it goes.
#[tokio::test]
async fn a_thousand_calls_survive_a_server_that_goes_away() {
    let log = Arc::new(Mutex::new(Processed::default()));
    let processed = log.clone();
    let peer = Http2Peer::new(move |number, mut frames| {
        let log = log.clone();
        log.lock().unwrap().connections += 1;
        async move {
            let mut taken = 0;
            let mut last = 0;
            let mut held = Vec::new();
            while let Some(request) = frames.next().await? {
                taken += 1;
                if number > 0 {
                    log.lock().unwrap().count(request.text());
                    frames.answer(request.stream, 200, "{}").await?;
                    continue;
                }
                // The first connection answers nothing until all streams are open, and then the older half.
                held.push(request);
                if taken < 1000 {
                    continue;
                }
                for request in held.drain(..).take(500) {
                    last = request.stream;
                    log.lock().unwrap().count(request.text());
                    frames.answer(request.stream, 200, "{}").await?;
                }
                frames.go_away(last, NO_ERROR).await?;
            }
            Ok(())
        }
    })
    .await;
    let api = peer.api();
    let mut calls = JoinSet::new();
    for n in 0..1000 {
        let call = api.request(Method::POST, "/messages");
        let call = call.json(&json!({ "text": format!("text {n}") }));
        calls.spawn(call.into_future());
    }
    let lost = calls.join_all().await.into_iter().filter_map(Result::err);
    let lost: Vec<_> = lost.collect();
    assert!(lost.is_empty(), "{} lost: {:?}", lost.len(), lost.first());
    let processed = processed.lock().unwrap();
    assert_eq!(processed.texts.len(), 1000);
    assert!(processed.texts.values().all(|&times| times == 1));
    assert!(processed.connections >= 2);
}
