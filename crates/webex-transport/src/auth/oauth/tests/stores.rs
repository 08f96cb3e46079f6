//! What is kept between runs, and what becomes of it.

use super::*;

/// A4, D-33: saved before it is seen.
#[tokio::test(start_paused = true)]
async fn a_new_pair_is_saved_before_anybody_sees_it() {
    let store = Recording::default();
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1000)]);
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    let mut token = credentials.token();
    loop {
        let seen = std::future::poll_fn(|cx| std::task::Poll::Ready(token.as_mut().poll(cx))).await;
        if seen.is_ready() {
            break;
        }
        assert!(credentials.at_hand().is_none() || !store.0.lock().unwrap().is_empty());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(store.0.lock().unwrap()[0].refresh_token, Some("R2".into()));
}

/// A4: a store that fails, hangs or panics loses nothing, and is asked again.
#[tokio::test(start_paused = true)]
async fn a_store_that_fails_loses_no_pair() {
    for fault in ["fails", "hangs", "panics"] {
        let store = Recording::default();
        store.1.lock().unwrap().push_back(fault);
        let webex = Webex::new(Some("A1"), [pair("A1", "R2", 100_000)]);
        let credentials = OAuth::refresh("id", "S", "R1")
            .store(store.clone())
            .over(webex.service());
        credentials.token().await.unwrap();
        assert!(store.0.lock().unwrap().is_empty(), "{fault}");
        tokio::time::sleep(Duration::from_secs(9)).await;
        for expected in [0, 1] {
            credentials.at_hand().unwrap();
            credentials.at_hand().unwrap();
            tokio::time::sleep(Duration::from_millis(1)).await;
            assert_eq!(store.0.lock().unwrap().len(), expected, "{fault}");
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        let saved = store.0.lock().unwrap().clone();
        assert_eq!(saved[0].refresh_token, Some("R2".into()), "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_earlier_run_goes_before_what_is_configured() {
    let store = Recording::default();
    let later = std::time::SystemTime::now() + Duration::from_secs(1000);
    let saved = TokenSet::new("SAVED").expires_at(later).refresh_token("R9");
    store.0.lock().unwrap().push(saved);
    let webex = Webex::new(Some("SAVED"), []);
    let credentials =
        OAuth::code("id", "S", "spent long ago", "https://x.example").store(store.clone());
    stack(&webex, credentials.over(webex.service()))
        .oneshot(request())
        .await
        .unwrap();
    assert_eq!(webex.asked().len(), 0);
}

/// The stored refresh token is spent, the configured one is newer.
#[tokio::test(start_paused = true)]
async fn what_is_configured_is_tried_where_the_earlier_run_left_nothing_good() {
    let store = Recording::default();
    store
        .0
        .lock()
        .unwrap()
        .push(TokenSet::new("OLD").refresh_token("R0"));
    let refusal = json!({ "error": "invalid_grant" });
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(400, refusal), pair("A1", "R2", 1000)],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    credentials.token().await.unwrap();
    assert!(webex.asked()[0].contains("refresh_token=R0"));
    assert!(webex.asked()[1].contains("refresh_token=R1"));
}

/// A pair that was not saved is never written over a newer one that was.
#[tokio::test(start_paused = true)]
async fn an_old_pair_is_not_saved_over_a_new_one() {
    let store = Recording::default();
    store.1.lock().unwrap().push_back("fails");
    let webex = Webex::new(
        Some("A2"),
        [pair("A1", "R2", 100_000), pair("A2", "R3", 100_000)],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    credentials.token().await.unwrap();
    stack(&webex, credentials.clone())
        .oneshot(request())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    credentials.at_hand().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let saved = store.0.lock().unwrap().clone();
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0].refresh_token, Some("R3".into()));
}

/// Nor while the new one is on its way into the store.
#[tokio::test(start_paused = true)]
async fn an_old_pair_is_not_saved_while_a_new_one_is() {
    let store = Recording::default();
    store.1.lock().unwrap().extend(["fails", "hangs"]);
    let webex = Webex::new(
        Some("A2"),
        [pair("A1", "R2", 100_000), pair("A2", "R3", 100_000)],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    let old = credentials.token().await.unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    let renewing = tokio::spawn(credentials.refused(old));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(credentials.at_hand().is_none(), "and saves what is due");
    assert!(renewing.await.unwrap().unwrap());
    tokio::time::sleep(Duration::from_secs(11)).await;
    credentials.at_hand().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let saved = store.0.lock().unwrap().clone();
    let tokens: Vec<_> = saved.iter().map(|saved| &saved.refresh_token).collect();
    assert_eq!(tokens, [&Some("R3".into())]);
}

/// Nor by a save of the old one that ends late.
#[tokio::test(start_paused = true)]
async fn an_old_pair_is_not_saved_once_there_is_a_new_one() {
    for hangs in 1..=2 {
        let store = Recording::default();
        let faults = ["fails", "hangs", "hangs"];
        store.1.lock().unwrap().extend(&faults[..1 + hangs]);
        let webex = Webex::new(
            Some("A2"),
            [pair("A1", "R2", 100_000), pair("A2", "R3", 100_000)],
        );
        let credentials = OAuth::refresh("id", "S", "R1")
            .store(store.clone())
            .over(webex.service());
        let old = credentials.token().await.unwrap();
        for _ in 0..2 {
            tokio::time::sleep(Duration::from_secs(11)).await;
            credentials.at_hand().unwrap(); // the save hangs for 30 s, and no second one begins meanwhile
        }
        let renewing = tokio::spawn(credentials.refused(old));
        for _ in 0..2 {
            tokio::time::sleep(Duration::from_secs(30)).await;
            credentials.at_hand();
        }
        assert!(renewing.await.unwrap().unwrap());
        tokio::time::sleep(Duration::from_secs(1)).await;
        let saved = store.0.lock().unwrap().clone();
        let tokens: Vec<_> = saved.iter().map(|saved| &saved.refresh_token).collect();
        assert_eq!(tokens, [&Some("R3".into())], "{hangs}");
    }
}

/// The user agreed again, and the store holds what they revoked.
#[tokio::test(start_paused = true)]
async fn agreeing_again_helps_where_the_store_holds_what_was_revoked() {
    let store = Recording::default();
    let later = std::time::SystemTime::now() + Duration::from_secs(1000);
    let revoked = TokenSet::new("REVOKED")
        .expires_at(later)
        .refresh_token("R0");
    store.0.lock().unwrap().push(revoked);
    let refusal = json!({ "error": "invalid_grant" });
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(400, refusal), pair("A1", "R1", 1000)],
    );
    let credentials = OAuth::code("id", "S", "new code", "https://x.example").store(store.clone());
    stack(&webex, credentials.over(webex.service()))
        .oneshot(request())
        .await
        .unwrap();
    assert!(webex.asked()[1].contains("code=new%20code"));
}

/// What we have, what another process has saved meanwhile, what was configured.
#[tokio::test(start_paused = true)]
async fn every_grant_is_tried_until_one_is_good() {
    let store = Recording::default();
    let refusal = || Answer::Status(400, json!({ "error": "invalid_grant" }));
    let (first, last) = (pair("A1", "R2", 1000), pair("A2", "R4", 1000));
    let webex = Webex::new(Some("A2"), [first, refusal(), refusal(), last]);
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    let old = credentials.token().await.unwrap();
    let theirs = TokenSet::new("OTHER").refresh_token("R3");
    store.0.lock().unwrap().push(theirs);
    assert!(credentials.refused(old).await.unwrap());
    let asked = webex.asked();
    assert_eq!(asked.len(), 4);
    for (asked, token) in asked.iter().zip(["R1", "R2", "R3", "R1"]) {
        let grant = format!("refresh_token={token}&");
        assert!(asked.contains(&grant), "{asked} for {token}");
    }
}

/// What was configured is not lost because the token endpoint stumbled over it.
#[tokio::test(start_paused = true)]
async fn what_is_configured_is_tried_until_it_was_answered() {
    let store = Recording::default();
    let spent = TokenSet::new("OLD").refresh_token("R0");
    store.0.lock().unwrap().push(spent);
    let refusal = || Answer::Status(400, json!({ "error": "invalid_grant" }));
    let webex = Webex::new(
        Some("A1"),
        [
            refusal(),
            Answer::Status(503, Value::Null),
            refusal(),
            pair("A1", "R2", 1000),
        ],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store)
        .over(webex.service());
    credentials.token().await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(2)).await;
    credentials.token().await.unwrap();
    assert!(webex.asked()[3].contains("refresh_token=R1"));
}

/// What has to be mended, such as permissions, is said.
#[tokio::test(start_paused = true)]
async fn why_a_store_cannot_be_read_is_said() {
    let path = std::env::temp_dir().join(format!("webex-{:016x}.json", fastrand::u64(..)));
    std::fs::write(&path, r#"{"access_token": "SENTINEL" "#).unwrap();
    let webex = Webex::new(None, []);
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(FileStore::at(&path))
        .over(webex.service());
    let error = credentials.token().await.unwrap_err();
    std::fs::remove_file(path).unwrap();
    let said = format!("{error} {error:?}");
    assert!(
        said.contains("could not be read: EOF while parsing"),
        "{said}"
    );
    assert!(!said.contains("SENTINEL"), "{said}");
}

/// A store that hangs for ten minutes is not given the same pair once for each time that it was due.
#[tokio::test(start_paused = true)]
async fn saves_do_not_queue_up_behind_one_that_hangs() {
    let store = Recording::default();
    store.1.lock().unwrap().extend(["hangs"; 15]);
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 100_000)]);
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    credentials.token().await.unwrap();
    for _ in 0..700 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        credentials.at_hand().unwrap();
    }
    assert_eq!(store.1.lock().unwrap().len(), 0, "it works again");
    assert_eq!(store.0.lock().unwrap().len(), 1);
}

/// What the store has for an access token may be no token, with a good refresh token beside it or without.
#[tokio::test(start_paused = true)]
async fn a_stored_token_that_is_none_is_replaced() {
    let later = std::time::SystemTime::now() + Duration::from_secs(1000);
    let stored = TokenSet::new("no token").expires_at(later);
    for (stored, asked) in [(stored.clone().refresh_token("R7"), "R7"), (stored, "R1")] {
        let store = MemoryStore::new();
        store.save(stored).await.unwrap();
        let webex = Webex::new(Some("A1"), [pair("A1", "R8", 1000)]);
        let credentials = OAuth::refresh("id", "S", "R1")
            .store(store)
            .over(webex.service());
        credentials.token().await.unwrap();
        assert!(webex.asked()[0].contains(&format!("refresh_token={asked}")));
    }
}
