//! The examples of receiving say what they are meant to say.

use std::sync::Arc;

use super::receiver::Seen;

#[path = "../../../../examples/examples/echo_bot.rs"]
#[allow(dead_code)]
mod echo_bot;
#[path = "../../../../examples/examples/poll_bot.rs"]
#[allow(dead_code)]
mod poll_bot;
#[path = "../../../../examples/examples/receiver_axum.rs"]
#[allow(dead_code)]
mod receiver_axum;
#[path = "../../../../examples/examples/receiver_hyper.rs"]
#[allow(dead_code)]
mod receiver_hyper;

#[tokio::test]
async fn the_echo_answers_each_message_once() {
    let said = Seen::default();
    echo_bot::converse(|line| said.add(line)).await.unwrap();
    let expected = [
        "Hello?",
        "You said: Hello?",
        "Is somebody there?",
        "You said: Is somebody there?",
    ];
    assert_eq!(said.take(), expected);
}

#[tokio::test]
async fn the_poll_counts_one_vote_a_person() {
    let said = Seen::default();
    poll_bot::vote(|line| said.add(line)).await.unwrap();
    let expected = [
        "Poll Where shall we have lunch? Canteen, Park, At the desk",
        "Where shall we have lunch?",
        "Ana voted. Park: 1",
        "Bo voted. Canteen: 1, Park: 1",
        "Bo voted. Park: 2",
    ];
    assert_eq!(said.take(), expected);
}

/// The layers of the host see all requests, the forged one too.
#[tokio::test]
async fn in_axum_the_layers_of_the_host_are_around() {
    let said = Seen::default();
    let log = said.clone();
    receiver_axum::host(Arc::new(move |line| log.add(line)))
        .await
        .unwrap();
    let mut said = said.take();
    said.sort(); // events are handled side by side
    let expected = [
        "   ana@example.com came in",
        "   bo@example.com came in",
        "   created: Lobby",
        "POST /webex: 200 OK",
        "POST /webex: 200 OK",
        "POST /webex: 200 OK",
        "POST /webex: 401 Unauthorized",
    ];
    assert_eq!(said, expected);
}

#[tokio::test]
async fn under_hyper_all_is_handled_at_the_end() {
    let said = Seen::default();
    let log = said.clone();
    receiver_hyper::listen(move |line| log.add(line))
        .await
        .unwrap();
    assert_eq!(
        said.take(),
        ["heard: one", "heard: two", "heard: three", "3 handled"]
    );
}
