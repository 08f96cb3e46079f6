//! R9: when the service is back, so is the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use webex_sdk::WebexApi;

use super::peer::{Act, Door, Peer, Then, base_url};

#[derive(Clone, Copy, Debug)]
enum Outage {
    Refused,
    Resets,
    Silence,
    Unavailable,
}

impl Outage {
    fn act(self) -> Act {
        match self {
            Self::Refused | Self::Resets => Act::send("", Then::Reset),
            Self::Silence => Act::send("", Then::Keep),
            Self::Unavailable => Act::answer(503, ""),
        }
    }
}

const LASTS: Duration = Duration::from_secs(1);
/// The longest pause before the last of four attempts, and a second.
const BACK: Duration = Duration::from_secs(2 + 1);

async fn is_over_when_it_is_over(outage: Outage) {
    let door = Door::new();
    let serving = || Peer::on(door.listen(), |_| Act::ok());
    let api = WebexApi::builder()
        .token("t")
        .base_url(base_url(door.address()))
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let well = serving();
    api.request(Method::GET, "/rooms").await.unwrap();
    well.stop().await;

    let ill = match outage {
        Outage::Refused => None,
        _ => Some(Peer::on(door.listen(), move |_| outage.act())),
    };
    let is_back = Arc::new(AtomicBool::new(false));
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let (api, is_back) = (api.clone(), is_back.clone());
        callers.spawn(async move {
            while api.request(Method::GET, "/rooms").await.is_err() {
                sleep(Duration::from_millis(20)).await;
            }
            assert!(is_back.load(Ordering::Relaxed), "{outage:?} was none");
            Instant::now()
        });
    }
    sleep(LASTS).await;
    if let Some(ill) = ill {
        ill.stop().await;
    }
    let back = Instant::now();
    is_back.store(true, Ordering::Relaxed);
    let _well = serving();
    while let Some(caller) = callers.join_next().await {
        let after = caller.unwrap() - back;
        assert!(after <= BACK, "{outage:?}: served {after:?} after it");
    }
}

#[tokio::test]
async fn every_caller_is_served_soon_after_an_outage() {
    let outages = [
        Outage::Refused,
        Outage::Resets,
        Outage::Silence,
        Outage::Unavailable,
    ];
    futures_util::future::join_all(outages.map(is_over_when_it_is_over)).await;
}
