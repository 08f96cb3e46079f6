//! A1, A2, C2: renewal in every order of three callers.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use tower::service_fn;

use super::*;
use crate::sync::model::{block_on, check, thread};
use crate::{Error, Token};

/// Credentials with this token in them, and how many were asked for since.
fn credentials(token: Option<&str>) -> (Refreshing, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let endpoint = service_fn(move |_: Request<Body>| {
        let n = count.fetch_add(1, Ordering::Relaxed) + 2;
        let tokens = json!({ "access_token": format!("A{n}"), "refresh_token": format!("R{n}"), "expires_in": 1000 });
        std::future::ready(Ok::<_, Error>(Response::new(Body::from(
            tokens.to_string(),
        ))))
    });
    let credentials = OAuth::refresh("id", "secret", "R1").over(endpoint);
    credentials.begin_with(token.map(TokenSet::new));
    (credentials, asked)
}

fn is(token: &Token, expected: &str) -> bool {
    token.header() == &format!("Bearer {expected}")
}

fn all(work: [Box<dyn FnOnce() + Send>; 3]) {
    for caller in work.map(thread) {
        caller.join().unwrap();
    }
}

#[test]
fn three_callers_without_a_token_ask_for_one() {
    check(|| {
        let (credentials, asked) = credentials(None);
        let caller = || {
            let credentials = credentials.clone();
            let work = move || assert!(is(&block_on(credentials.token()).unwrap(), "A2"));
            Box::new(work) as Box<dyn FnOnce() + Send>
        };
        all([caller(), caller(), caller()]);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn three_callers_who_were_refused_get_one_new_token() {
    check(|| {
        let (credentials, asked) = credentials(Some("A1"));
        let old = credentials.at_hand().unwrap();
        let caller = || {
            let (credentials, old) = (credentials.clone(), old.clone());
            let work = move || {
                assert!(
                    block_on(credentials.refused(old)).unwrap(),
                    "to be sent again"
                );
                assert!(is(&block_on(credentials.token()).unwrap(), "A2"));
            };
            Box::new(work) as Box<dyn FnOnce() + Send>
        };
        all([caller(), caller(), caller()]);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    });
}

/// One begins and goes away, one is late with the refusal of a token from before, one waits.
#[test]
fn who_goes_away_takes_nothing_along_and_who_is_late_replaces_nothing() {
    check(|| {
        let (credentials, asked) = credentials(Some("A1"));
        let old = credentials.at_hand().unwrap();
        let goes = {
            let (credentials, old) = (credentials.clone(), old.clone());
            move || {
                let mut asking = credentials.refused(old);
                let waker = std::task::Waker::noop();
                let _ = asking
                    .as_mut()
                    .poll(&mut std::task::Context::from_waker(waker));
            }
        };
        let late = {
            let credentials = credentials.clone();
            let older = Token::new("A0").unwrap();
            move || assert!(block_on(credentials.refused(older)).unwrap())
        };
        let waits = {
            let credentials = credentials.clone();
            move || {
                assert!(block_on(credentials.refused(old)).unwrap());
                assert!(is(&block_on(credentials.token()).unwrap(), "A2"));
            }
        };
        all([Box::new(goes), Box::new(late), Box::new(waits)]);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    });
}
