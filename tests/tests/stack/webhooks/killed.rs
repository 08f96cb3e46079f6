//! A receiver that is killed, in a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use http::{Request, StatusCode};
use http_body_util::Full;
use webex_sdk::WebexApi;
use webex_sdk::prelude::*;
use webex_sdk::webhook::WebhookReceiver;

use super::support::{Office, SECRET, sign};
use super::tcp::{http, serve_with_axum};

/// A receiver in a process of its own. What it has handled it says, line by line.
struct Process {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Process {
    fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "webhooks::killed::receives_until_it_is_killed"])
            .args(["--ignored", "--nocapture"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stdout
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// The next line that begins so; none when the process is no more.
    fn says(&self, what: &str) -> Option<String> {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(20)).ok()?;
            if let Some((_, rest)) = line.split_once(what) {
                return Some(rest.to_owned());
            }
        }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test]
#[ignore = "started by the test below, as a process of its own"]
async fn receives_until_it_is_killed() {
    let api = WebexApi::builder()
        .token("none")
        .base_url("http://127.0.0.1:9/v1");
    let receiver = WebhookReceiver::new(api.build().unwrap(), SECRET)
        .me(PersonId::new("BOT").unwrap())
        .ack_after_handling()
        .on_message_created(|message, _| async move {
            tokio::time::sleep(Duration::from_millis(2)).await;
            println!("<handled>{}", message.id);
            tokio::time::sleep(Duration::from_millis(2)).await;
            Ok(())
        });
    println!("<url>{}", serve_with_axum(receiver).await);
    std::future::pending::<()>().await;
}

/// With acknowledgement after handling: what a killed receiver did not acknowledge is delivered again, and nothing is lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_receiver_loses_nothing_that_comes_again() {
    const MESSAGES: usize = 100;
    let office = Office::new();
    let mut first = Process::start();
    office.tell(&first.says("<url>").unwrap()).await;
    let mut sent = Vec::new();
    for _ in 0..MESSAGES {
        sent.push(office.write("hello").await.to_string());
    }
    let mut handled: Vec<_> = (0..30).map_while(|_| first.says("<handled>")).collect();
    assert_eq!(handled.len(), 30);
    first.kill();
    office.webex.settle().await;
    handled.extend(std::iter::from_fn(|| first.says("<handled>")));
    let deliveries = office.webex.deliveries();
    let (acknowledged, failed): (Vec<_>, Vec<_>) = deliveries
        .iter()
        .partition(|delivery| delivery.status == Some(StatusCode::OK));
    assert_eq!(deliveries.len(), MESSAGES);
    assert!(
        acknowledged.len() >= 29 && !failed.is_empty(),
        "{} were acknowledged",
        acknowledged.len()
    );
    let id = |body: &[u8]| {
        let event: webex_sdk::models::WebhookEvent = serde_json::from_slice(body).unwrap();
        event.data.unwrap()["id"].as_str().unwrap().to_owned()
    };
    for delivery in &acknowledged {
        assert!(
            handled.contains(&id(&delivery.body)),
            "acknowledged and not handled"
        );
    }

    let mut second = Process::start();
    let url = second.says("<url>").unwrap();
    for delivery in &failed {
        let again = Request::post(&url).header("x-spark-signature", sign(&delivery.body));
        let again = again.body(Full::new(delivery.body.clone())).unwrap();
        assert_eq!(
            http().request(again).await.unwrap().status(),
            StatusCode::OK
        );
    }
    second.kill();
    handled.extend(std::iter::from_fn(|| second.says("<handled>")));
    for id in &sent {
        assert!(handled.contains(id), "lost");
    }
    assert!(
        handled.len() <= sent.len() + 1,
        "the one in the middle may be handled twice"
    );
}
