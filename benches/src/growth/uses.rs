//! Lists, calls at once, clones.

use std::future::ready;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use futures_util::TryStreamExt;
use http::{Request, Response, header};
use tokio::runtime::Runtime;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tower::service_fn;
use webex_sdk::models::RoomId;
use webex_sdk::transport::{Body, BoxError};

use super::{Case, Growth};
use crate::sim::{Service, client};

const PERSON: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9iMzQ1ZDllMi0zYmU4LTVkNTktODIxZS03ODE5OGU4Njc5ODc","emails":["ana@example.com"],"displayName":"Ana Example","nickName":"Ana","firstName":"Ana","lastName":"Example","created":"2021-03-04T08:15:30.123Z","status":"active","type":"person"}"#;
const MESSAGE: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk","roomId":"Y2lzY29zcGFyazovL3VzL1JPT00vYmJjZWIxYWQtNDNmMS0zYjU4LTkxNDctZjE0YmIwYzRkMTU0","roomType":"group","text":"A new project plan has been published","personId":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY","personEmail":"matt@example.com","created":"2025-06-01T12:34:56.789Z"}"#;
const PAGE: u32 = 100;
const KIB: f64 = 1024.0;

/// Of 1, 10, 100, ...: so many sizes.
fn cases(sizes: u32, case: impl Fn(u32) -> Case) -> Vec<Case> {
    (0..sizes).map(|power| case(10_u32.pow(power))).collect()
}

/// Messages, one after another, from pages of a hundred at most. Each page has a text of its own, as from a socket.
pub fn lists(runtime: &Rc<Runtime>) -> Growth {
    Growth {
        title: "The length of a list",
        of: "messages",
        cpu: "CPU, µs a message",
        heap: "heap at its peak, KiB",
        cases: cases(7, |count| list(runtime.clone(), count)),
    }
}

fn list(runtime: Rc<Runtime>, count: u32) -> Case {
    let page = vec![MESSAGE; count.min(PAGE) as usize].join(",");
    let page: Arc<str> = format!(r#"{{"items":[{page}]}}"#).into();
    let pages = service_fn(move |request: Request<Body>| {
        let query = request.uri().query().unwrap_or_default();
        let mut pairs = query.split('&');
        let number = pairs.find_map(|pair| pair.strip_prefix("page="));
        let number = number.map_or(Ok(0), str::parse);
        let next = number.expect("a number") + 1;
        let mut answer = Response::builder();
        if next * PAGE < count {
            let link = format!("<https://webexapis.com/v1/messages?page={next}>; rel=\"next\"");
            answer = answer.header(header::LINK, link);
        }
        ready(
            answer
                .body(Body::from(page.to_string()))
                .map_err(BoxError::from),
        )
    });
    let room = RoomId::new("R").expect("an id");
    let list = client(Service::new(pages)).messages().list(room);
    let list = list.page_size(PAGE as usize);
    Case::new(count, KIB, move || {
        let read = runtime.block_on(async {
            let (mut messages, mut read) = (list.stream(), 0);
            while let Some(message) = messages.try_next().await.expect("a message") {
                black_box(message);
                read += 1;
            }
            read
        });
        assert_eq!(read, count);
    })
}

/// In tasks of their own, and none is answered before all have arrived.
pub fn at_once(runtime: &Rc<Runtime>) -> Growth {
    Growth {
        title: "Calls at once",
        of: "calls",
        cpu: "CPU, µs a call",
        heap: "heap, KiB a waiting call",
        cases: cases(5, |count| calls(runtime.clone(), count)),
    }
}

fn calls(runtime: Rc<Runtime>, count: u32) -> Case {
    let all = Arc::new(Barrier::new(count as usize));
    let api = client(Service::new(service_fn(move |_| {
        let all = all.clone();
        async move {
            all.wait().await;
            Ok(Response::new(Body::from(PERSON)))
        }
    })));
    Case::new(count, KIB * f64::from(count), move || {
        runtime.block_on(async {
            let mut calls = JoinSet::new();
            for _ in 0..count {
                calls.spawn(api.people().me().into_future());
            }
            while let Some(answer) = calls.join_next().await {
                black_box(answer.expect("no panic").expect("a person"));
            }
        });
    })
}

/// Each of which makes a call. Weighed without it.
pub fn clones(runtime: &Rc<Runtime>) -> Growth {
    Growth {
        title: "Clones of the connection",
        of: "clones",
        cpu: "CPU, µs a clone and its call",
        heap: "heap, bytes a clone",
        cases: cases(4, |count| of_clones(runtime.clone(), count)),
    }
}

fn of_clones(runtime: Rc<Runtime>, count: u32) -> Case {
    let service = service_fn(|_| ready(Ok(Response::new(Body::from(PERSON)))));
    let api = client(Service::new(service));
    let clones = move || -> Vec<_> { (0..count).map(|_| api.clone()).collect() };
    let only = clones.clone();
    let case = Case::new(count, f64::from(count), move || {
        runtime.block_on(async {
            for clone in &clones() {
                black_box(clone.people().me().await.expect("a person"));
            }
        });
    });
    case.weighing(move || drop(black_box(only())))
}
