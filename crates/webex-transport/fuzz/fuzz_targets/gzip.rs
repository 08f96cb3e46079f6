//! T7, D-46, D-47: a packed answer comes out as another decoder has it, or is an error; and never more than the limit.
#![no_main]

use std::io::{Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use futures_util::{FutureExt, stream};
use http::{Request, Response};
use http_body::Frame;
use http_body_util::StreamBody;
use libfuzzer_sys::fuzz_target;
use tower::{ServiceBuilder, ServiceExt, service_fn};
use webex_transport::{Body, CollectLayer, Error, ErrorKind, GzipLayer};

const LIMIT: usize = 1 << 15;

/// As it came, in pieces of that size.
fn read(packed: &[u8], piece: usize) -> Result<Bytes, Error> {
    let frames: Vec<_> = packed
        .chunks(piece)
        .map(|bytes| Ok::<_, Error>(Frame::data(Bytes::copy_from_slice(bytes))))
        .collect();
    let body = std::sync::Mutex::new(Some(Body::new(StreamBody::new(stream::iter(frames)))));
    let stack = ServiceBuilder::new()
        .layer(CollectLayer::new().limit(LIMIT))
        .layer(GzipLayer::new())
        .service(service_fn(move |_: Request<Body>| {
            let response = Response::builder().header("content-encoding", "gzip");
            std::future::ready(response.body(body.lock().unwrap().take().unwrap()))
        }));
    let answer = stack.oneshot(Request::new(Body::empty()));
    let answer = answer.now_or_never().expect("nothing here waits")?;
    Ok(answer.body().as_bytes().unwrap().clone())
}

// How: packed already, or to be packed in members, and then perhaps damaged; the size of the pieces; the bytes.
fuzz_target!(|data: &[u8]| {
    let [how, piece, at, turned, rest @ ..] = data else {
        return;
    };
    let mut packed = rest.to_vec();
    if how & 1 == 1 {
        packed.clear();
        for member in rest.splitn(4, |byte| *byte == 0xff) {
            let level = Compression::new(u32::from(how >> 1) % 10);
            let mut encoder = GzEncoder::new(&mut packed, level);
            // Now and then much of the same.
            encoder
                .write_all(&member.repeat(if how & 64 == 64 { 200 } else { 1 }))
                .unwrap();
            encoder.finish().unwrap();
        }
    }
    let is_whole = how & 1 == 1 && *turned == 0;
    let place = usize::from(*at) * packed.len() / 256;
    if let (1, Some(byte)) = (how & 1, packed.get_mut(place)) {
        *byte ^= turned;
    }

    let ours = read(&packed, usize::from(*piece) + 1);
    let mut theirs = Vec::new();
    let decoder = MultiGzDecoder::new(&*packed);
    let read = decoder.take(LIMIT as u64 + 1).read_to_end(&mut theirs);
    match &ours {
        Ok(bytes) => {
            assert!(bytes.len() <= LIMIT);
            // A body of nothing is none.
            assert!(packed.is_empty() || read.is_ok());
            assert_eq!(bytes, &theirs);
        }
        // What theirs had unpacked in the step that failed, it does not give: it may have been over the limit.
        Err(error) if error.kind() == ErrorKind::TooLarge => {
            assert!(theirs.len() > LIMIT || read.is_err());
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(read.is_err() || theirs.len() > LIMIT, "{error}");
            assert!(!is_whole);
        }
    }
});
