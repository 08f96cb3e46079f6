//! A server that costs as little as it can: fixed bytes, one thread.

use std::collections::HashMap;
use std::convert::Infallible;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;

const ME: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9iMzQ1ZDllMi0zYmU4LTVkNTktODIxZS03ODE5OGU4Njc5ODc","emails":["ana@example.com"],"phoneNumbers":[{"type":"work","value":"+1 555 0100"}],"displayName":"Ana Example","nickName":"Ana","firstName":"Ana","lastName":"Example","avatar":"https://avatars.example.com/ana~1600","orgId":"Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi82ZTRhNjM0NC1mYmY0LTUxZTAtOGJkYy1hNzI5ODkzMjdkMTE","created":"2021-03-04T08:15:30.123Z","lastModified":"2024-11-05T09:00:00.000Z","lastActivity":"2025-06-01T12:34:56.789Z","status":"active","invitePending":false,"loginEnabled":true,"type":"person"}"#;

const MESSAGE: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk","roomId":"Y2lzY29zcGFyazovL3VzL1JPT00vYmJjZWIxYWQtNDNmMS0zYjU4LTkxNDctZjE0YmIwYzRkMTU0","roomType":"group","text":"PROJECT UPDATE - A new project plan has been published on Box, and here is where","html":"<p>PROJECT UPDATE - A <b>new</b> project plan has been published</p>","personId":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY","personEmail":"matt@example.com","created":"2025-06-01T12:34:56.789Z"#;

pub fn run() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        println!("{address}");
        let pages = Rc::new(Pages::new());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let pages = pages.clone();
            let service = service_fn(move |request| answer(pages.clone(), request));
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            tokio::task::spawn_local(connection);
        }
    });
}

/// The bodies of pages, by size and whether they have what nobody knows.
struct Pages(HashMap<(usize, bool), Bytes>);

impl Pages {
    fn new() -> Self {
        let bodies = [100, 1000].into_iter().flat_map(|size| {
            [false, true].map(|unknown| {
                let more = if unknown {
                    r#"","isPinned":true,"threadKind":"announcement"}"#
                } else {
                    r#""}"#
                };
                let items = vec![[MESSAGE, more].concat(); size].join(",");
                ((size, unknown), format!(r#"{{"items":[{items}]}}"#).into())
            })
        });
        Self(bodies.collect())
    }
}

async fn answer(
    pages: Rc<Pages>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let json = Response::builder().header("content-type", "application/json");
    let Some(query) = request.uri().query() else {
        return Ok(json.body(Full::from(ME)).unwrap());
    };
    let query: HashMap<&str, &str> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
    let size = number("max").unwrap_or(100);
    let room = query["roomId"];
    let mut about = room.split('-');
    let unknown = about.next() == Some("unknown");
    let [all, delay] = [(); 2].map(|()| {
        about
            .next()
            .and_then(|text| text.parse::<usize>().ok())
            .unwrap_or(0)
    });
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay as u64)).await;
    }
    let left = number("left").unwrap_or(all).saturating_sub(size);
    let mut json = json;
    if left > 0 {
        let host = request.headers()["host"].to_str().unwrap();
        let next = format!(
            r#"<http://{host}/v1/messages?roomId={room}&max={size}&left={left}>; rel="next""#
        );
        json = json.header("link", next);
    }
    Ok(json
        .body(Full::new(pages.0[&(size, unknown)].clone()))
        .unwrap())
}
