//! T3: wherever a download breaks off, and whatever rests the service gives, what is put together is the file, or an
//! error.
#![no_main]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::ready;

use bytes::Bytes;
use futures_util::stream;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG};
use http::{Request, Response};
use http_body::Frame;
use http_body_util::StreamBody;
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use webex_sdk::{Body, Error, ErrorKind, WebexApi};

/// How long the file is; its bytes are all different.
const LENGTH: usize = 200;

thread_local! {
    static ANSWERS: RefCell<VecDeque<[u8; 4]>> = RefCell::default();
    static API: (Runtime, WebexApi) = (
        Builder::new_current_thread().enable_time().start_paused(true).build().unwrap(),
        WebexApi::builder().token("a-token").max_attempts(2).transport(tower::service_fn(answer)).build().unwrap(),
    );
}

fn file() -> Vec<u8> {
    (0..LENGTH as u8).collect()
}

/// Of a service that may end anywhere, or give what nobody asked for, but says what it gives.
fn answer(_: Request<Body>) -> std::future::Ready<Result<Response<Body>, Error>> {
    let Some([how, begin, end, cut]) = ANSWERS.with_borrow_mut(VecDeque::pop_front) else {
        return ready(Err(Error::new(ErrorKind::Connect)));
    };
    let is_part = how & 1 == 1;
    let end = usize::from(end).min(LENGTH);
    let (begin, end) = if is_part {
        (usize::from(begin).min(end), end)
    } else {
        (0, LENGTH)
    };
    let mut response = Response::builder().status(if is_part { 206 } else { 200 });
    if is_part {
        // Where it does not say how long the whole is, it gives all of the rest: who could tell otherwise?
        let total = if how & 2 == 2 || end < LENGTH {
            LENGTH.to_string()
        } else {
            "*".to_owned()
        };
        let last = end.wrapping_sub(1) as isize;
        response = response.header(CONTENT_RANGE, format!("bytes {begin}-{last}/{total}"));
    }
    if how & 4 == 4 {
        response = response.header(CONTENT_LENGTH, end - begin);
    }
    if how & 8 == 8 {
        response = response.header(ETAG, format!("\"{}\"", how >> 6));
    }
    let sent = usize::from(cut).min(end - begin);
    let bytes = Bytes::from(file()).slice(begin..begin + sent);
    let is_whole = sent == end - begin;
    let breaks = (!is_whole || how & 16 == 16).then(|| Err(Error::new(ErrorKind::Body)));
    // Or it ends early without a word, where its head said how long it is.
    let breaks = breaks.filter(|_| how & 32 == 0 || (!is_part && how & 4 == 0));
    let frames = bytes
        .chunks(7)
        .map(|bytes| Ok(Frame::data(Bytes::copy_from_slice(bytes))));
    let frames: Vec<_> = frames.chain(breaks).collect();
    ready(Ok(response
        .body(Body::new(StreamBody::new(stream::iter(frames))))
        .unwrap()))
}

// How often it goes on, then four bytes for each answer.
fuzz_target!(|data: &[u8]| {
    let Some((&times, answers)) = data.split_first() else {
        return;
    };
    API.with(|(runtime, api)| {
        ANSWERS.set(
            answers
                .chunks_exact(4)
                .map(|answer| answer.try_into().unwrap())
                .collect(),
        );
        let whole = runtime.block_on(async {
            let download = api.contents().get("Y2lz").await?;
            if download.info().headers().contains_key(CONTENT_RANGE) {
                return Ok(None); // nobody asked for a part: what there is, is given
            }
            download.resume(u32::from(times)).bytes().await.map(Some)
        });
        if let Ok(Some(whole)) = whole {
            assert_eq!(whole, file());
        }
    });
});
