//! To the second: when a token is renewed, tried for again, and replaced again.

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Credentials of a function, and how often it was asked: `G1`, `G2`, .. or a failure each time.
fn issued(fails: bool) -> (Refreshing, Arc<Mutex<u32>>) {
    let asked = Arc::new(Mutex::new(0));
    let count = asked.clone();
    let credentials = Refreshing::issued_by(move || {
        let mut asked = count.lock().unwrap();
        *asked += 1;
        std::future::ready(if fails {
            Err(Error::new(ErrorKind::Server))
        } else {
            Ok(TokenSet::new(format!("G{asked}")))
        })
    });
    (credentials, asked)
}

/// Each a little differently: between a day and half a day before its end.
#[tokio::test(start_paused = true)]
async fn a_token_of_weeks_is_renewed_on_its_last_day() {
    for _ in 0..20 {
        let weeks = 14 * DAY.as_secs();
        let webex = Webex::new(
            Some("A1"),
            [pair("A1", "R2", weeks), pair("A2", "R3", weeks)],
        );
        let credentials = oauth(&webex);
        credentials.token().await.unwrap();
        tokio::time::sleep(13 * DAY - 2 * SECOND).await;
        credentials.at_hand().unwrap();
        tokio::time::sleep(SECOND).await;
        assert_eq!(webex.asked().len(), 1, "not yet");
        tokio::time::sleep(DAY / 2 + SECOND).await;
        credentials.at_hand().unwrap();
        tokio::time::sleep(SECOND).await;
        assert_eq!(webex.asked().len(), 2);
    }
}

/// Between half of it and the whole; five minutes at most.
#[tokio::test(start_paused = true)]
async fn the_wait_after_a_failure_doubles() {
    let (credentials, asked) = issued(true);
    let waits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300];
    for (tries, longest) in (1..).zip(waits) {
        credentials.token().await.unwrap_err();
        assert_eq!(*asked.lock().unwrap(), tries);
        let half = longest * SECOND / 2;
        let clock = Duration::from_millis(2);
        tokio::time::sleep(half - clock).await;
        credentials.token().await.unwrap_err();
        assert_eq!(*asked.lock().unwrap(), tries, "within {half:?}");
        tokio::time::sleep(half + 2 * clock).await;
    }
}

/// A3: whoever refuses the next one as well gets another in a minute.
#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_a_minute() {
    let (credentials, asked) = issued(false);
    let first = credentials.token().await.unwrap();
    for _ in 0..2 {
        let replaced = credentials.refused(first.clone()).await;
        assert!(replaced.unwrap(), "also for who is late");
    }
    let second = credentials.token().await.unwrap();
    tokio::time::sleep(59 * SECOND).await;
    assert!(!credentials.refused(second.clone()).await.unwrap());
    assert_eq!(*asked.lock().unwrap(), 2);
    tokio::time::sleep(SECOND).await;
    assert!(credentials.refused(second).await.unwrap());
    assert_eq!(*asked.lock().unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_life_of_a_hundred_years_is_one_of_ten() {
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 36_500 * DAY.as_secs())]);
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    tokio::time::advance(3640 * DAY).await;
    assert!(credentials.at_hand().is_some());
    tokio::time::advance(11 * DAY).await;
    assert!(credentials.at_hand().is_none());
}

/// A token that is still good costs its callers nothing more while the next one is asked for, or cannot be had.
#[tokio::test(start_paused = true)]
async fn a_renewal_under_way_or_waited_for_costs_its_callers_nothing() {
    let script = [pair("A1", "R2", 1000), Answer::Status(503, Value::Null)];
    let webex = Webex::new(Some("A1"), script);
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    tokio::time::sleep(960 * SECOND).await;
    credentials.at_hand().unwrap(); // begins one
    for moment in ["under way", "failed"] {
        let measured = allocation_counter::measure(|| drop(credentials.at_hand().unwrap()));
        assert_eq!(measured.count_total, 0, "{moment}");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_eq!(webex.asked().len(), 2);
}
