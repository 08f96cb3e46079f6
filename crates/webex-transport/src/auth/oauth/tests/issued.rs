//! Tokens that are had from a function.

use super::*;

/// As those of guests: no endpoint, no refresh token.
#[tokio::test(start_paused = true)]
async fn a_function_is_asked_once_for_all_and_ahead_of_the_end() {
    let asked = Arc::new(Mutex::new(0));
    let count = asked.clone();
    let credentials = Refreshing::issued_by(move || {
        let count = count.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let mut asked = count.lock().unwrap();
            *asked += 1;
            if *asked == 1 {
                return Err(Error::new(ErrorKind::Server));
            }
            let token = json!({ "accessToken": format!("G{asked}"), "expiresIn": "64799" });
            serde_json::from_value::<webex_models::GuestToken>(token)
                .unwrap()
                .try_into()
        }
    });
    assert_eq!(
        credentials.token().await.unwrap_err().kind(),
        ErrorKind::Unsent
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    let both = tokio::join!(credentials.token(), credentials.token());
    let token = both.0.unwrap();
    assert!(token.is_same(&both.1.unwrap()));
    assert_eq!(token.header(), "Bearer G2");
    assert!(credentials.refused(token).await.unwrap());
    assert_eq!(*asked.lock().unwrap(), 3);
    tokio::time::sleep(Duration::from_secs(64_700)).await;
    assert_eq!(
        credentials.at_hand().unwrap().header(),
        "Bearer G3",
        "still good"
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(credentials.at_hand().unwrap().header(), "Bearer G4");
    assert_eq!(*asked.lock().unwrap(), 4);
}

/// What cannot be had is asked for once.
#[tokio::test(start_paused = true)]
async fn a_function_that_refuses_is_not_asked_again() {
    let asked = Arc::new(Mutex::new(0));
    let count = asked.clone();
    let credentials = Refreshing::issued_by(move || {
        *count.lock().unwrap() += 1;
        std::future::ready(Err(Error::new(ErrorKind::Credentials)))
    });
    for _ in 0..3 {
        let error = credentials.token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
    }
    assert_eq!(*asked.lock().unwrap(), 1);
}

/// A panic is a failure like any other: said, and not asked again at once.
#[tokio::test(start_paused = true)]
async fn a_function_that_panics_is_asked_again_in_a_while() {
    let asked = Arc::new(Mutex::new(0));
    let count = asked.clone();
    let credentials = Refreshing::issued_by(move || {
        let nth = {
            let mut asked = count.lock().unwrap();
            *asked += 1;
            *asked
        };
        async move {
            assert!(nth > 1, "a function of the user's");
            Ok(TokenSet::new("G2"))
        }
    });
    for _ in 0..3 {
        let error = credentials.token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsent);
        assert!(error.to_string().contains("panicked"), "{error}");
    }
    assert_eq!(*asked.lock().unwrap(), 1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(credentials.token().await.unwrap().header(), "Bearer G2");
}
