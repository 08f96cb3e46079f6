//! Pagination without Webex and without our transport: a GitHub-like API, over reqwest.
//!
//! The server here answers bare arrays and puts `Link` headers with `next` and `last` on them, as GitHub does.
//! To make any client a service takes a function from request to response.

use std::net::SocketAddr;

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::{HeaderMap, header},
    response::IntoResponse,
    routing::get,
};
use futures_util::TryStreamExt;
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tower::service_fn;
use webex_pagination::{BoxError, Pages};

#[derive(Serialize, Deserialize)]
struct Issue {
    number: usize,
    title: String,
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let address = serve().await?;

    let client = reqwest::Client::new();
    let service = service_fn(move |request: Request<reqwest::Body>| {
        let client = client.clone();
        async move {
            let response = client.execute(request.try_into()?).await?;
            Ok::<_, reqwest::Error>(Response::<reqwest::Body>::from(response))
        }
    });

    let first = Request::get(format!(
        "http://{address}/repos/octo/cat/issues?per_page=30"
    ))
    .header(header::USER_AGENT, "pages-of-issues")
    .body(reqwest::Body::default())?;
    let mut issues = Pages::new(service, first).prefetch(true).items::<Issue>();

    let (mut count, mut last) = (0, String::new());
    while let Some(issue) = issues.try_next().await? {
        count += 1;
        last = issue.title;
    }
    println!("{count} issues, the last: {last}");
    assert_eq!((count, last.as_str()), (100, "Issue 100"));
    Ok(())
}

async fn serve() -> std::io::Result<SocketAddr> {
    let app = Router::new().route("/repos/{owner}/{repo}/issues", get(issues));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

#[derive(Deserialize)]
struct Paging {
    per_page: usize,
    #[serde(default = "one")]
    page: usize,
}

fn one() -> usize {
    1
}

async fn issues(
    Path((owner, repo)): Path<(String, String)>,
    Query(Paging { per_page, page }): Query<Paging>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let all: Vec<Issue> = (1..=100)
        .map(|number| Issue {
            number,
            title: format!("Issue {number}"),
        })
        .collect();
    let pages = all.len().div_ceil(per_page);
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let link = |page: usize, rel: &str| {
        format!(
            r#"<http://{host}/repos/{owner}/{repo}/issues?per_page={per_page}&page={page}>; rel="{rel}""#
        )
    };
    let link = match page {
        page if page < pages => format!("{}, {}", link(page + 1, "next"), link(pages, "last")),
        _ => link(1, "first"),
    };
    let page: Vec<Issue> = all
        .into_iter()
        .skip((page - 1) * per_page)
        .take(per_page)
        .collect();
    ([(header::LINK, link)], Json(page))
}
