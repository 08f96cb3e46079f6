//! Counters and clocks for the [`metrics`] crate, and so for whatever exporter an application has.
//!
//! | name | what | labels |
//! |---|---|---|
//! | `webex_calls` | calls that ended | `operation`, `route`, `method`, `outcome` |
//! | `webex_call_duration_seconds` | how long they took, waits included | the same |
//! | `webex_retries` | how often they were sent again | the same |
//! | `webex_attempts` | attempts that ended | the same |
//! | `webex_attempt_duration_seconds` | how long they took | the same |
//! | `webex_waits` | waits that began | `operation`, `route`, `reason` |
//! | `webex_wait_duration_seconds` | how long they were to take | the same |
//! | `webex_renewals` | access tokens asked for | `outcome` |
//! | `webex_renewal_duration_seconds` | how long that took | the same |
//!
//! `route` is the path before its ids were filled in; `outcome` is the status, or the kind of error where there is none,
//! or `ok`.

use metrics::{counter, histogram};

use crate::auth::oauth::OnRenewal;
use crate::{ObserveLayer, OnWait, Outcome};

const NONE: &str = "";

/// For outside of the retry: calls and retries.
#[must_use]
pub fn calls() -> ObserveLayer {
    ObserveLayer::new(|call| {
        let labels = labels(call);
        counter!("webex_calls", &labels).increment(1);
        histogram!("webex_call_duration_seconds", &labels).record(call.duration);
        if call.attempts > 1 {
            counter!("webex_retries", &labels).increment(u64::from(call.attempts - 1));
        }
    })
}

/// For inside of the retry: attempts.
#[must_use]
pub fn attempts() -> ObserveLayer {
    ObserveLayer::new(|attempt| {
        let labels = labels(attempt);
        counter!("webex_attempts", &labels).increment(1);
        histogram!("webex_attempt_duration_seconds", &labels).record(attempt.duration);
    })
}

/// For [`RetryAfter::on_wait`](crate::RetryAfter::on_wait) and [`GateLayer::on_wait`](crate::GateLayer::on_wait).
#[must_use]
pub fn waits() -> OnWait {
    OnWait::new(|wait| {
        let labels = [
            ("operation", wait.operation.unwrap_or(NONE).to_owned()),
            ("route", wait.route.unwrap_or(NONE).to_owned()),
            ("reason", wait.reason.to_string()),
        ];
        counter!("webex_waits", &labels).increment(1);
        histogram!("webex_wait_duration_seconds", &labels).record(wait.duration);
    })
}

/// For [`OAuth::on_renewal`](crate::auth::oauth::OAuth::on_renewal).
#[must_use]
pub fn renewals() -> OnRenewal {
    OnRenewal::new(|renewal| {
        let outcome = renewal
            .error
            .map_or_else(|| "ok".to_owned(), |kind| kind.to_string());
        let labels = [("outcome", outcome)];
        counter!("webex_renewals", &labels).increment(1);
        histogram!("webex_renewal_duration_seconds", &labels).record(renewal.duration);
    })
}

fn labels(outcome: &Outcome) -> [(&'static str, String); 4] {
    let ended = match (outcome.status, outcome.error) {
        (Some(status), _) => status.as_str().to_owned(),
        (None, Some(kind)) => kind.to_string(),
        (None, None) => "ok".to_owned(),
    };
    [
        ("operation", outcome.operation.unwrap_or(NONE).to_owned()),
        ("route", outcome.route.unwrap_or(NONE).to_owned()),
        ("method", outcome.method.to_string()),
        ("outcome", ended),
    ]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Request;
    use metrics_util::debugging::{DebugValue, DebuggingRecorder};
    use tower::{ServiceBuilder, ServiceExt};

    use super::*;
    use crate::probe::{Probe, answer};
    use crate::{Body, CallMeta, RetryAfter, RetryLayer, TimeoutLayer};

    #[test]
    fn a_call_is_counted_by_operation_and_route() {
        let recorder = DebuggingRecorder::new();
        let snapshots = recorder.snapshotter();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let script = [
            Ok(answer(429, &[("retry-after", "8")])),
            Ok(answer(200, &[])),
        ];
        let stack = ServiceBuilder::new()
            .layer(calls())
            .layer(RetryLayer::new(RetryAfter::new().on_wait(waits())))
            .layer(attempts())
            .layer(TimeoutLayer::new(Duration::from_secs(1)))
            .service(Probe::scripted(script));
        let mut request = Request::get("/rooms/SECRETLY").body(Body::empty()).unwrap();
        let meta = CallMeta::new("rooms.get").route("/rooms/{}");
        request.extensions_mut().insert(meta);
        metrics::with_local_recorder(&recorder, || {
            runtime.block_on(stack.oneshot(request)).unwrap();
        });

        let mut counted: Vec<_> = Vec::new();
        for (key, _, _, value) in snapshots.snapshot().into_vec() {
            let key = key.key();
            let labels: Vec<_> = key.labels().map(|label| label.value().to_owned()).collect();
            assert!(labels.contains(&"/rooms/{}".to_owned()), "{key:?}");
            if let DebugValue::Counter(count) = value {
                counted.push((key.name().to_owned(), labels.last().unwrap().clone(), count));
            }
        }
        counted.sort();
        let expected = [
            ("webex_attempts", "200", 1),
            ("webex_attempts", "429", 1),
            ("webex_calls", "200", 1),
            ("webex_retries", "200", 1),
            ("webex_waits", "rate limited", 1),
        ];
        let expected = expected.map(|(name, last, n)| (name.to_owned(), last.to_owned(), n));
        assert_eq!(counted, expected);
    }
}
