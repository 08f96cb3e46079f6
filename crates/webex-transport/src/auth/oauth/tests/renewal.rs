//! When tokens are renewed, for whom, and what is said of it.

use super::*;

/// D-38: transparent.
#[tokio::test(start_paused = true)]
async fn a_refresh_token_is_all_it_takes() {
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1_209_599)]);
    let stack = stack(&webex, oauth(&webex));
    for _ in 0..3 {
        stack.clone().oneshot(request()).await.unwrap();
    }
    let form = "grant_type=refresh_token&refresh_token=R1&client_id=id&client_secret=SECRET";
    assert_eq!(webex.asked(), [form]);
}

/// A1, A3, D-33: one request for a token, however many callers are refused.
#[tokio::test(start_paused = true)]
async fn one_renewal_serves_all_that_were_refused() {
    let webex = Webex::new(Some("A2"), [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    let stack = stack(&webex, credentials);
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        callers.spawn(stack.clone().oneshot(request()));
    }
    for result in callers.join_all().await {
        result.unwrap();
    }
    assert_eq!(webex.asked().len(), 2);
    assert!(webex.asked()[1].contains("refresh_token=R2"));
    assert_eq!(webex.api_requests(), 2000);
}

/// A3: a service that always refuses gets two requests a call, and one for a token.
#[tokio::test(start_paused = true)]
async fn a_service_that_always_refuses_is_asked_twice() {
    let webex = Webex::new(None, [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    let stack = stack(&webex, credentials);
    for calls in 1..4 {
        let error = stack.clone().oneshot(request()).await.unwrap_err();
        assert!(error.is_unauthorized());
        assert_eq!(webex.api_requests(), 1 + calls);
        assert_eq!(webex.asked().len(), 2);
    }
}

/// A1: who was refused while the renewal was under way, and looks after its end, gets what it gave.
#[tokio::test(start_paused = true)]
async fn a_renewal_that_just_ended_is_not_done_again() {
    let webex = Webex::new(Some("A2"), [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = oauth(&webex);
    let old = credentials.token().await.unwrap();
    let late = credentials.refused(old.clone());
    assert!(credentials.refused(old).await.unwrap());
    assert!(late.await.unwrap());
    assert_eq!(webex.asked().len(), 2);
}

/// Ahead of its end, in the background, while the old one is served.
#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_ahead_of_its_end_and_nobody_waits() {
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = oauth(&webex);
    let token = credentials.token().await.unwrap();
    tokio::time::sleep(Duration::from_secs(890)).await;
    assert!(credentials.at_hand().unwrap().is_same(&token));
    assert_eq!(webex.asked().len(), 1, "not before a tenth is left");
    tokio::time::sleep(Duration::from_secs(70)).await;
    assert!(
        credentials.at_hand().unwrap().is_same(&token),
        "still good, still served"
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!credentials.at_hand().unwrap().is_same(&token));
    assert_eq!(webex.asked().len(), 2);
}

/// A token that was read is none that was asked for.
#[tokio::test(start_paused = true)]
async fn reading_the_store_is_no_renewal() {
    let told = Arc::new(Mutex::new(0));
    let hook = {
        let told = told.clone();
        OnRenewal::new(move |_| *told.lock().unwrap() += 1)
    };
    let store = MemoryStore::new();
    let tokens =
        TokenSet::new("A1").expires_at(std::time::SystemTime::now() + Duration::from_secs(1000));
    store.save(tokens).await.unwrap();
    let webex = Webex::new(Some("A1"), []);
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store)
        .on_renewal(hook)
        .over(webex.service());
    credentials.token().await.unwrap();
    assert_eq!(*told.lock().unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn each_renewal_is_reported_once() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hook = {
        let told = told.clone();
        OnRenewal::new(move |renewal| told.lock().unwrap().push((renewal.error, renewal.duration)))
    };
    let script = [Answer::Status(500, Value::Null), pair("A1", "R2", 1000)];
    let webex = Webex::new(Some("A1"), script);
    let credentials = OAuth::refresh("id", "S", "R1").on_renewal(hook);
    let credentials = credentials.over(webex.service());
    credentials.token().await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(2)).await;
    credentials.token().await.unwrap();
    credentials.token().await.unwrap();
    let latency = Duration::from_millis(101);
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].0, Some(ErrorKind::Server));
    assert_eq!(told[1].0, None);
    assert!(
        told.iter()
            .all(|(_, took)| took.abs_diff(latency) < Duration::from_millis(3))
    );
}

/// A token that is still good is served while renewing fails, and the tries wait longer each time.
#[tokio::test(start_paused = true)]
async fn a_failing_renewal_backs_off_and_takes_nothing_away() {
    let failure = || Answer::Status(503, Value::Null);
    let script = [pair("A1", "R2", 10_000)];
    let webex = Webex::new(
        Some("A1"),
        script.into_iter().chain((0..20).map(|_| failure())),
    );
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    tokio::time::sleep(Duration::from_secs(9_510)).await;
    for _ in 0..480 {
        assert!(credentials.at_hand().is_some());
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let tries = webex.asked().len() - 1;
    assert!((5..=12).contains(&tries), "{tries}");
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert!(credentials.at_hand().is_none(), "over is over");
}

/// D-35: a token endpoint that never answers.
#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_ends_in_time_and_the_next_is_a_new_one() {
    let webex = Webex::new(Some("A1"), [Answer::Never, pair("A1", "R2", 1000)]);
    let credentials = OAuth::refresh("id", "SECRET", "R1")
        .timeout(Duration::from_secs(10))
        .over(webex.service());
    let start = Instant::now();
    let error = credentials.token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsent);
    assert_eq!(
        error.timeout_phase(),
        Some(crate::TimeoutPhase::Credentials)
    );
    assert!(start.elapsed() <= Duration::from_secs(11));
    tokio::time::sleep(Duration::from_secs(2)).await;
    credentials.token().await.unwrap();
}

/// D-34, C1: whoever started it may go away, at any point.
#[tokio::test(start_paused = true)]
async fn the_renewal_outlives_whoever_started_it() {
    for polls in 0..5 {
        let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1000)]);
        let credentials = oauth(&webex);
        let mut first = credentials.token();
        for _ in 0..polls {
            poll_once(&mut first).await;
        }
        drop(first);
        let others: Vec<_> = (0..9).map(|_| credentials.token()).collect();
        for other in others {
            other.await.unwrap();
        }
        assert_eq!(webex.asked().len(), 1, "after {polls} polls");
    }
}

/// D-36: from a runtime that is going away, and from none at all.
#[test]
fn no_runtime_is_an_error_and_no_panic() {
    let webex = Webex::new(None, []);
    let credentials = oauth(&webex);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    start(&credentials); // in no runtime at all
    {
        let _entered = runtime.enter();
        start(&credentials);
    }
    drop(runtime);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    assert!(credentials.at_hand().is_none());
    // The old renewal went down with its runtime: the next is a new one, and meets a script that is empty no more.
    webex
        .0
        .lock()
        .unwrap()
        .script
        .push_back(pair("A1", "R2", 1000));
    runtime.block_on(credentials.token()).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_code_is_exchanged_and_then_refreshed() {
    let webex = Webex::new(Some("A2"), [pair("A1", "R1", 1000), pair("A2", "R2", 1000)]);
    let credentials = OAuth::code("id", "S", "c/d", "https://x.example/cb").code_verifier("V");
    let stack = stack(&webex, credentials.over(webex.service()));
    stack.oneshot(request()).await.unwrap();
    let asked = webex.asked();
    assert_eq!(
        asked[0],
        "grant_type=authorization_code&code=c%2Fd&redirect_uri=https%3A%2F%2Fx.example%2Fcb&code_verifier=V&client_id=id&client_secret=S"
    );
    assert!(asked[1].starts_with("grant_type=refresh_token&refresh_token=R1"));
}

/// D-39.
#[tokio::test(start_paused = true)]
async fn expires_in_may_be_text_or_missing_or_null() {
    for (expires_in, renewed) in [
        (json!("1209599"), true),
        (Value::Null, false),
        (json!("soon"), false),
    ] {
        let body = json!({ "access_token": "A1", "expires_in": expires_in });
        let webex = Webex::new(
            Some("A1"),
            [Answer::Status(200, body), pair("A2", "R2", 10)],
        );
        let credentials = oauth(&webex);
        credentials.token().await.unwrap();
        tokio::time::sleep(Duration::from_secs(1_209_599 - 3600)).await;
        assert!(credentials.at_hand().is_some());
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(webex.asked().len() == 2, renewed, "{expires_in}");
    }
}

/// D-42, S1.
#[tokio::test(start_paused = true)]
async fn nothing_of_a_secret_is_shown() {
    let refusal = json!({ "error": "invalid_grant" });
    let webex = Webex::new(None, [Answer::Status(400, refusal)]);
    let oauth = OAuth::refresh("id", "SENTINEL1", "SENTINEL2").store(Recording::default());
    let shown = format!("{oauth:?}");
    let credentials = oauth.over(webex.service());
    let error = credentials.token().await.unwrap_err();
    let tokens = TokenSet::new("SENTINEL3").refresh_token("SENTINEL4");
    let shown = format!("{shown} {credentials:?} {error} {error:?} {tokens:?}");
    assert!(!shown.contains("SENTINEL"), "{shown}");
}

/// Times that cannot be reckoned with are far, and no panic.
#[tokio::test(start_paused = true)]
async fn endless_times_are_far() {
    let webex = Webex::new(
        Some("A1"),
        [
            pair("A1", "R2", u64::MAX),
            pair("A1", "R2", i64::MAX as u64),
        ],
    );
    for _ in 0..2 {
        let credentials = OAuth::refresh("id", "S", "R1").timeout(Duration::MAX);
        credentials.over(webex.service()).token().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_panics_takes_no_token_away() {
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = OAuth::refresh("id", "S", "R1")
        .on_renewal(OnRenewal::new(|_| panic!("a hook of the user's")))
        .over(webex.service());
    assert_eq!(credentials.token().await.unwrap().header(), "Bearer A1");
    tokio::time::sleep(Duration::from_secs(960)).await;
    assert!(credentials.at_hand().is_some(), "and begins the next");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(credentials.at_hand().unwrap().header(), "Bearer A2");
}

/// A token that is still good is renewed ahead of its end, though an earlier renewal went down with its runtime.
#[test]
fn a_renewal_that_was_cut_off_is_begun_again_ahead_of_the_end() {
    let webex = Webex::new(
        None,
        [
            pair("A1", "R2", 1000),
            Answer::Never,
            pair("A2", "R3", 1000),
        ],
    );
    let credentials = oauth(&webex);
    // Each has a clock of its own, which begins now.
    for begun in 1..=3 {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            if begun == 1 {
                credentials.token().await.unwrap();
            } else {
                tokio::time::sleep(Duration::from_secs(960)).await;
                assert_eq!(credentials.at_hand().unwrap().header(), "Bearer A1");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
            assert_eq!(webex.asked().len(), begun);
        });
    }
}

/// Its life is 0 s by the answer, or by a clock: used, and renewed once in a while.
#[tokio::test(start_paused = true)]
async fn tokens_that_are_over_as_they_come_cost_few_renewals() {
    let webex = Webex::new(Some("A1"), (0..4).map(|_| pair("A1", "R2", 0)));
    let credentials = oauth(&webex);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        credentials.token().await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!((3..=4).contains(&webex.asked().len()));
}

/// R2: what another attempt does not mend gets none: a directory behind a proxy would lock the account.
#[tokio::test(start_paused = true)]
async fn what_lasts_is_asked_for_once() {
    let faults: [(fn() -> Error, bool); 5] = [
        (|| Error::new(ErrorKind::Proxy).lasting(), false),
        (|| Error::new(ErrorKind::Tls), false),
        (|| Error::new(ErrorKind::Forbidden), false),
        (|| Error::new(ErrorKind::Proxy), true),
        (|| Error::new(ErrorKind::Server), true),
    ];
    for (fault, passes) in faults {
        let asked = Arc::new(Mutex::new(0));
        let count = asked.clone();
        let credentials = Refreshing::issued_by(move || {
            *count.lock().unwrap() += 1;
            std::future::ready(Err(fault()))
        });
        let webex = Webex::new(None, []);
        let start = Instant::now();
        let error = stack(&webex, credentials).oneshot(request()).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsent);
        assert_eq!(error.is_retryable(), passes, "{error}");
        assert_eq!(start.elapsed() > Duration::ZERO, passes, "{error}");
        assert!(passes || *asked.lock().unwrap() == 1, "{error}");
    }
}
