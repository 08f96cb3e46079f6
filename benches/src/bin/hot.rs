//! One hot path, so many times, for counting instructions: `hot PATH COUNT`. `benches/instructions.sh` runs it.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::hint::black_box;
use std::task::{Context, Poll, Waker};

use http::{HeaderMap, HeaderValue, Request, Response, header};
use tower::{Layer, Service, service_fn};
use webex_sdk::models::{Message, RoomId};
use webex_sdk::pagination::link;
use webex_sdk::transport::GateLayer;
use webex_sdk::{Body, WebexApi};

const PERSON: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9iMzQ1ZDllMi0zYmU4LTVkNTktODIxZS03ODE5OGU4Njc5ODc","emails":["ana@example.com"],"displayName":"Ana Example","nickName":"Ana","firstName":"Ana","lastName":"Example","created":"2021-03-04T08:15:30.123Z","status":"active","type":"person"}"#;
const MESSAGE: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk","roomId":"Y2lzY29zcGFyazovL3VzL1JPT00vYmJjZWIxYWQtNDNmMS0zYjU4LTkxNDctZjE0YmIwYzRkMTU0","roomType":"group","text":"A new project plan has been published","personId":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY","personEmail":"matt@example.com","created":"2025-06-01T12:34:56.789Z"}"#;
const LINK: &str = r#"<https://webexapis.com/v1/messages?roomId=Y2lzY29zcGFyazovL3VzL1JPT00vNjFiMjQ1&max=50&beforeMessage=Y2lzY29zcGFyazovL3VzL01FU1NBR0U>; rel="next""#;

/// Answers at once with the same body.
#[derive(Clone)]
struct NoOp(&'static str);

impl Service<Request<Body>> for NoOp {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        ready(Ok(Response::new(Body::from(self.0))))
    }
}

fn api(body: &'static str) -> WebexApi {
    let builder = WebexApi::builder().token("token");
    builder.transport(NoOp(body)).build().unwrap()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (path, count) = (arguments.next().unwrap(), arguments.next().unwrap());
    let count: u32 = count.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    match path.as_str() {
        "call" => {
            let api = api(PERSON);
            runtime.block_on(async {
                for _ in 0..count {
                    black_box(api.people().me().await.unwrap());
                }
            });
        }
        "page of 100" => {
            let page = format!(r#"{{"items":[{}]}}"#, [MESSAGE; 100].join(","));
            let api = api(page.leak());
            let list = api.messages().list(RoomId::new("R").unwrap());
            runtime.block_on(async {
                for _ in 0..count {
                    assert_eq!(black_box(list.all().await.unwrap()).len(), 100);
                }
            });
        }
        "decode" => {
            for _ in 0..count {
                let message: Message = serde_json::from_str(black_box(MESSAGE)).unwrap();
                black_box(message);
            }
        }
        "link" => {
            let mut headers = HeaderMap::new();
            headers.insert(header::LINK, HeaderValue::from_static(LINK));
            for _ in 0..count {
                let mut links = link::in_headers(black_box(&headers)).flatten();
                let next = links.find(|link| link.has_rel("next"));
                assert!(black_box(next.map(|link| link.target())).is_some());
            }
        }
        "gate" => {
            let nothing =
                service_fn(|_: Request<()>| ready(Ok::<_, Infallible>(Response::new(()))));
            let mut gate = GateLayer::new().layer(nothing);
            let mut context = Context::from_waker(Waker::noop());
            for _ in 0..count {
                let request = Request::get("https://webexapis.com/v1/rooms/ID");
                let mut future = std::pin::pin!(gate.call(request.body(()).unwrap()));
                assert!(black_box(future.as_mut().poll(&mut context)).is_ready());
            }
        }
        _ => panic!("no path {path}"),
    }
}
