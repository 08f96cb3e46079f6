//! Sending notifications: in order for each webhook, and each webhook on its own.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, Request, StatusCode, header};
use sha1::Sha1;
use tokio::{runtime::Handle, sync::watch};

use crate::{
    emulator::Shared,
    id::{Key, Kind},
    world::Job,
};

/// How long a receiver may take: our choice.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How many notifications wait for one webhook, and how many outcomes are kept.
const MOST_WAITING: usize = 10_000;
const MOST_KEPT: usize = 10_000;

/// A notification that was sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivery {
    /// The webhook's id.
    pub webhook_id: String,
    /// Where it was sent.
    pub target_url: String,
    /// What was sent.
    pub body: Bytes,
    /// What the receiver answered; none when it was not reached.
    pub status: Option<StatusCode>,
}

#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    queues: Mutex<HashMap<Key, VecDeque<Job>>>,
    done: Mutex<VecDeque<Delivery>>,
    /// How many webhooks are being served.
    busy: watch::Sender<usize>,
}

impl Deliveries {
    /// Returns when nothing waits to be sent.
    pub(crate) async fn settle(&self) {
        // The sender lives as long as this.
        let _ = self.busy.subscribe().wait_for(|&busy| busy == 0).await;
    }

    pub(crate) fn all(&self) -> Vec<Delivery> {
        self.done
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    /// Queues a job; true when nobody works on its queue yet.
    fn queue(&self, job: Job) -> bool {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !queues.contains_key(&job.webhook);
        let queue = queues.entry(job.webhook).or_default();
        if queue.len() < MOST_WAITING {
            queue.push_back(job);
        }
        is_new
    }

    /// The next job; the queue goes when it is empty.
    fn next(&self, webhook: Key) -> Option<Job> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let job = queues.get_mut(&webhook)?.pop_front();
        if job.is_none() {
            queues.remove(&webhook);
        }
        job
    }

    fn record(&self, delivery: Delivery) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if done.len() >= MOST_KEPT {
            done.pop_front();
        }
        done.push_back(delivery);
    }
}

/// Sends jobs in the background. Without a tokio runtime nothing is sent.
pub(crate) fn dispatch(shared: &Arc<Shared>, jobs: Vec<Job>) {
    if jobs.is_empty() {
        return;
    }
    let Ok(runtime) = Handle::try_current() else {
        return;
    };
    for job in jobs {
        let webhook = job.webhook;
        if shared.deliveries.queue(job) {
            let busy = Busy::new(shared.clone());
            runtime.spawn(async move {
                while let Some(job) = busy.0.deliveries.next(webhook) {
                    deliver(&busy.0, job).await;
                }
            });
        }
    }
}

/// Counts a busy webhook until it is dropped, also when its task is.
struct Busy(Arc<Shared>);

impl Busy {
    fn new(shared: Arc<Shared>) -> Self {
        shared.deliveries.busy.send_modify(|busy| *busy += 1);
        Self(shared)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.deliveries.busy.send_modify(|busy| *busy -= 1);
    }
}

async fn deliver(shared: &Shared, job: Job) {
    let (target_url, secret) = match shared.world().webhooks.get(&job.webhook) {
        Some(webhook) if webhook.is_active => (webhook.target_url.clone(), webhook.secret.clone()),
        _ => return,
    };
    let request = Request::builder().method(Method::POST).uri(&target_url);
    let mut request = request.header(header::CONTENT_TYPE, "application/json");
    if let Some(secret) = &secret {
        request = request.header("x-spark-signature", sign(secret, &job.body));
    }
    let status = match request.body(job.body.clone()) {
        Ok(request) => shared
            .outbound()
            .send(request, TIMEOUT)
            .await
            .ok()
            .map(|answer| answer.status()),
        Err(_) => None,
    };
    let succeeded = status.is_some_and(|status| status.is_success());
    if let Some(webhook) = shared.world().webhooks.get_mut(&job.webhook) {
        webhook.delivered(succeeded, shared.clock.elapsed());
    }
    let webhook_id = Kind::Webhook.id(job.webhook);
    shared.deliveries.record(Delivery {
        webhook_id,
        target_url,
        body: job.body,
        status,
    });
}

/// Lowercase hex of HMAC-SHA1 over the raw body, as documented.
fn sign(secret: &str, body: &[u8]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_rfc_2202_has_it() {
        let signature = sign("Jefe", b"what do ya want for nothing?");
        assert_eq!(signature, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    }
}
