//! G3: whatever headers and bodies a service answers, no request leaves for another origin, and the listing ends.
#![no_main]

use std::{cell::RefCell, rc::Rc};

use futures_util::{FutureExt, StreamExt, future::ready};
use http::{HeaderValue, Request, Response, header::LINK};
use http_body_util::Full;
use libfuzzer_sys::fuzz_target;
use webex_pagination::{BoxError, Cursor, Pages};

const MOST: usize = 8;

// Each line is a page: its `Link` header, then, after a tab, its body. The first byte chooses repair and prefetch.
fuzz_target!(|data: &[u8]| {
    let Some((&options, data)) = data.split_first() else {
        return;
    };
    let pages: Rc<Vec<Vec<u8>>> = Rc::new(
        data.split(|byte| *byte == b'\n')
            .take(MOST)
            .map(<[u8]>::to_vec)
            .collect(),
    );
    let asked = Rc::new(RefCell::new(Vec::new()));
    let service = tower::service_fn({
        let (pages, asked) = (Rc::clone(&pages), Rc::clone(&asked));
        move |request: Request<String>| {
            let page = pages.get(asked.borrow().len()).cloned().unwrap_or_default();
            asked.borrow_mut().push(request.uri().clone());
            let mut parts = page.splitn(2, |byte| *byte == b'\t');
            let link = HeaderValue::from_bytes(parts.next().unwrap_or_default());
            let body = parts.next().unwrap_or(b"[]").to_vec();
            let mut response = Response::new(Full::<bytes::Bytes>::from(body));
            if let Ok(link) = link {
                response.headers_mut().insert(LINK, link);
            }
            ready(Ok::<_, BoxError>(response))
        }
    });

    let first = Request::get("https://api.example/v1/rooms?max=2&title=a%20b")
        .body(String::new())
        .unwrap();
    let pages = Pages::new(service, first)
        .repair(options & 1 == 1)
        .prefetch(options & 2 == 2);
    let mut items = pages.items::<serde_json::Value>();
    loop {
        let cursor = serde_json::to_string(&items.cursor()).unwrap();
        serde_json::from_str::<Cursor>(&cursor).unwrap();
        match items.next().now_or_never().expect("nothing here waits") {
            Some(Ok(_)) => {}
            Some(Err(fault)) => drop((fault.to_string(), format!("{fault:?}"))),
            None => break,
        }
    }
    let asked = asked.borrow();
    assert!((1..=MOST + 1).contains(&asked.len()));
    for uri in asked.iter() {
        assert_eq!(
            (uri.scheme_str(), uri.authority().unwrap().as_str()),
            (Some("https"), "api.example"),
            "{uri}"
        );
    }
    let mut distinct: Vec<String> = asked.iter().map(ToString::to_string).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), asked.len(), "no page twice");
});
