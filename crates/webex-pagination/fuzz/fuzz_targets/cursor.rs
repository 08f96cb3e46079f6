//! G3, G6: whatever a stored cursor says, it is refused or the listing goes on from it at its own origin, and ends; what is
//! stored again is the same.
#![no_main]

use std::{cell::RefCell, rc::Rc};

use futures_util::{FutureExt, StreamExt, future::ready};
use http::{HeaderValue, Request, Response, header::LINK};
use libfuzzer_sys::fuzz_target;
use webex_pagination::{BoxError, Cursor, ErrorKind, Pages};

// The cursor, and the `Link` header of the answer to it, with a new line between them.
fuzz_target!(|data: &[u8]| {
    let mut lines = data.splitn(2, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let Ok(cursor) = serde_json::from_slice::<Cursor>(line()) else {
        return;
    };
    let stored = serde_json::to_vec(&cursor).unwrap();
    assert_eq!(serde_json::from_slice::<Cursor>(&stored).unwrap(), cursor);
    let link = HeaderValue::from_bytes(line()).ok();

    let asked = Rc::new(RefCell::new(Vec::new()));
    let service = tower::service_fn({
        let asked = Rc::clone(&asked);
        move |request: Request<String>| {
            let first = asked.borrow().is_empty();
            asked.borrow_mut().push(request);
            let mut response = Response::new("[0,1,2]".to_owned());
            if let (true, Some(link)) = (first, &link) {
                response.headers_mut().insert(LINK, link.clone());
            }
            ready(Ok::<_, BoxError>(response))
        }
    });
    let first = Request::get("https://api.example/v1/rooms?max=3")
        .header("authorization", "Bearer a-token")
        .body(String::new())
        .unwrap();
    let mut items = Pages::new(service, first)
        .start_at(&cursor)
        .items::<usize>();
    let mut came = Vec::new();
    let mut refused = false;
    while let Some(item) = items.next().now_or_never().expect("nothing here waits") {
        match item {
            Ok(number) => came.push(number),
            Err(error) => refused |= error.kind() == ErrorKind::Cursor,
        }
    }
    let asked = asked.borrow();
    assert!(asked.len() <= 2);
    assert_eq!(asked.is_empty(), cursor.is_end() || refused);
    for request in asked.iter() {
        let uri = request.uri();
        let authority = uri.authority().unwrap().as_str();
        assert_eq!(
            (uri.scheme_str(), authority),
            (Some("https"), "api.example"),
            "{uri}"
        );
    }
    if let [_, ..] = asked[..] {
        let rest = [0, 1, 2].into_iter().skip(cursor.item());
        let expected: Vec<_> = rest.chain((0..3).take(3 * (asked.len() - 1))).collect();
        assert_eq!(came, expected);
    }
});
