//! What becomes of calls, and of the token that there was, when a renewal fails or is told to wait.

use super::*;

/// D-37: `invalid_grant` is final, and says so.
#[tokio::test(start_paused = true)]
async fn a_spent_refresh_token_is_asked_with_once() {
    let refusal = json!({ "error": "invalid_grant", "error_description": "spent" });
    let webex = Webex::new(None, [Answer::Status(400, refusal)]);
    let stack = stack(&webex, oauth(&webex));
    for _ in 0..3 {
        let error = stack.clone().oneshot(request()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains("agree again"), "{error}");
        assert_eq!(error.to_string().matches("no access token").count(), 1);
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
    assert_eq!(webex.asked().len(), 1);
    assert_eq!(webex.api_requests(), 0);
}

/// The 429 of a token endpoint is waited out, as any other.
#[tokio::test(start_paused = true)]
async fn a_busy_token_endpoint_is_waited_for() {
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(429, Value::Null), pair("A1", "R2", 1000)],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .timeout(Duration::from_secs(60))
        .over(webex.service());
    let start = Instant::now();
    credentials.token().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(15));
    assert_eq!(webex.asked().len(), 2);
}

/// One that asks for more time than a renewal has is left alone for it, and who waits is told how long.
#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_is_busy_for_long_is_left_alone() {
    let webex = Webex::new(Some("A1"), [Answer::Busy(120), pair("A1", "R2", 1000)]);
    let credentials = oauth(&webex);
    for left in [120, 60] {
        let error = credentials.token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsent);
        let told = error.retry_after().unwrap().as_secs_f64();
        assert!((told - f64::from(left)).abs() < 1.0, "{told} of {left}");
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    credentials.token().await.unwrap();
    assert_eq!(webex.asked().len(), 2);
}

/// The calls that need a token wait as long, where they have the time.
#[tokio::test(start_paused = true)]
async fn calls_wait_as_long_as_a_token_endpoint_asks() {
    let webex = Webex::new(Some("A1"), [Answer::Busy(120), pair("A1", "R2", 1000)]);
    let began = Instant::now();
    let stack = stack(&webex, oauth(&webex));
    stack.oneshot(request()).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(120));
    assert_eq!((webex.asked().len(), webex.api_requests()), (2, 1));
}

/// Nor does a wait that nobody can bear: it is an error at once, with the wait in it, and asked again after a while.
#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_asks_for_an_hour_is_told_of() {
    let webex = Webex::new(Some("A1"), [Answer::Busy(3600), pair("A1", "R2", 1000)]);
    let credentials = oauth(&webex);
    let began = Instant::now();
    let error = stack(&webex, credentials.clone())
        .oneshot(request())
        .await
        .unwrap_err();
    assert!(began.elapsed() < Duration::from_secs(1));
    assert_eq!(error.kind(), ErrorKind::Unsent);
    assert!(error.retry_after().unwrap() > Duration::from_secs(3590));
    tokio::time::sleep(Duration::from_secs(300)).await;
    credentials.token().await.unwrap();
}

/// Who is told to ask again in a moment, again and again, is told when that is of use.
#[tokio::test(start_paused = true)]
async fn the_wait_that_is_told_is_the_one_that_is_kept() {
    let busy = [const { Answer::Busy(1) }; 6];
    let webex = Webex::new(Some("A1"), busy.into_iter().chain([pair("A1", "R2", 1000)]));
    let credentials = OAuth::refresh("id", "S", "R1")
        .timeout(Duration::from_millis(500))
        .over(webex.service());
    for _ in 0..6 {
        let error = credentials.token().await.unwrap_err();
        tokio::time::sleep(error.retry_after().unwrap()).await;
    }
    credentials.token().await.unwrap();
    assert_eq!(webex.asked().len(), 7, "never asked for nothing");
}

/// D-37: where nothing is left to renew it with, one call that is refused takes the token from nobody else.
#[tokio::test(start_paused = true)]
async fn a_refused_token_is_served_where_there_will_be_no_other() {
    let gone = || Answer::Status(400, json!({ "error": "invalid_grant" }));
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 10_000), gone(), gone()]);
    let credentials = oauth(&webex);
    let token = credentials.token().await.unwrap();
    let refused = tokio::spawn(credentials.refused(token.clone()));
    tokio::task::yield_now().await;
    assert!(credentials.at_hand().is_none(), "another is on its way");
    assert!(credentials.token().await.unwrap().is_same(&token), "or not");
    assert_eq!(
        refused.await.unwrap().unwrap_err().kind(),
        ErrorKind::Credentials
    );
    for wait in [0, 30, 60] {
        tokio::time::sleep(Duration::from_secs(wait)).await;
        let _ = credentials.refused(token.clone()).await;
        assert!(credentials.at_hand().unwrap().is_same(&token));
    }
    assert_eq!(
        webex.asked().len(),
        3,
        "what was stored, and what was configured"
    );
}

/// Where there may be another, one is asked for in a while, and calls wait for that.
#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_its_renewal_works() {
    let script = [
        pair("A1", "R2", 10_000),
        Answer::Status(500, Value::Null),
        pair("A2", "R3", 10_000),
    ];
    let webex = Webex::new(Some("A2"), script);
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    let stack = stack(&webex, credentials.clone());
    let _ = stack.clone().oneshot(request()).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    stack.oneshot(request()).await.unwrap();
    assert_eq!(webex.asked().len(), 3);
}

/// What passes is no matter of credentials: the call is worth another attempt, and gets it.
#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_stumbles_is_asked_again() {
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(503, Value::Null), pair("A1", "R2", 1000)],
    );
    let credentials = oauth(&webex);
    let error = credentials.token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsent);
    assert!(error.is_retryable());
    tokio::time::sleep(Duration::from_secs(2)).await;
    credentials.token().await.unwrap();
}
