//! I2, I3: of a form with a file, a parser that is not ours reads what was put in, and no line more.
#![no_main]

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http_body_util::BodyExt;
use libfuzzer_sys::fuzz_target;
use webex_sdk::files::{Multipart, Upload};
use webex_sdk::{BoxError, Parts};

/// As browsers write what would end a name.
fn escaped(name: &str) -> String {
    let letter = |letter: char| match letter {
        '"' | '\0'..='\u{1f}' | '\u{7f}' => format!("%{:02X}", u32::from(letter)),
        letter => letter.to_string(),
    };
    name.chars().map(letter).collect()
}

// The field's name and value, the file's name and type, each up to a byte 0xff, then the file.
fuzz_target!(|data: &[u8]| {
    let mut pieces = data.splitn(5, |byte| *byte == 0xff);
    let mut text = || std::str::from_utf8(pieces.next().unwrap_or_default()).ok();
    let (Some(name), Some(value), Some(file_name), Some(kind)) = (text(), text(), text(), text())
    else {
        return;
    };
    // Sent as browsers send it; to other parsers it makes the quote behind it a letter.
    if name.ends_with('\\') {
        return;
    }
    let content = Bytes::copy_from_slice(pieces.next().unwrap_or_default());

    let mut file = Upload::from_bytes(file_name, content.clone());
    if !kind.is_empty() {
        file = file.content_type(kind);
    }
    let form = Multipart::new().text(name, value).file("files", file);
    let last = file_name.rsplit(['/', '\\']).next().unwrap();
    let Ok(request) = Parts::post("/messages").multipart(form).into_request() else {
        let is_kind = kind.is_empty()
            || kind.contains('/') && kind.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        assert!(last.is_empty() || !is_kind);
        return;
    };
    let (head, body) = request.into_parts();
    let announced = http_body::Body::size_hint(&body).exact();
    let body = body
        .collect()
        .now_or_never()
        .expect("in memory")
        .unwrap()
        .to_bytes();
    assert_eq!(announced, Some(body.len() as u64));
    let content_type = head.headers["content-type"].to_str().unwrap();
    let boundary = multer::parse_boundary(content_type).unwrap();

    let one = stream::iter([Ok::<_, BoxError>(body.clone())]);
    let mut parts = multer::Multipart::new(one, boundary);
    let mut next = || {
        parts
            .next_field()
            .now_or_never()
            .expect("in memory")
            .unwrap()
    };
    let field = next().unwrap();
    assert_eq!(
        (field.name(), field.file_name()),
        (Some(&*escaped(name)), None)
    );
    assert_eq!(field.bytes().now_or_never().unwrap().unwrap(), value);
    let file = next().unwrap();
    assert_eq!(
        (file.name(), file.file_name()),
        (Some("files"), Some(&*escaped(last)))
    );
    assert_eq!(file.headers().len(), 2);
    assert_eq!(file.bytes().now_or_never().unwrap().unwrap(), content);
    assert!(next().is_none());
});
