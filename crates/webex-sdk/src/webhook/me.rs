//! Who the bot is.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;
use tokio::time::timeout;
use webex_models::PersonId;

use super::intake::PATIENCE;
use crate::{Error, ErrorKind, WebexApi};

/// Asked for when it is needed first. One asks for all who wait, for as long as patience goes, and fails for all of them.
#[derive(Debug, Default)]
pub(super) struct Me {
    id: OnceLock<PersonId>,
    turn: Mutex<()>,
    failures: AtomicU64,
}

impl Me {
    pub(super) fn known(id: PersonId) -> Self {
        Self {
            id: OnceLock::from(id),
            ..Self::default()
        }
    }

    pub(super) async fn is(&self, person: &PersonId, api: &WebexApi) -> Result<bool, Error> {
        if let Some(id) = self.id.get() {
            return Ok(is_same(id, person));
        }
        let failures = self.failures.load(Ordering::Relaxed);
        let _turn = self.turn.lock().await;
        if let Some(id) = self.id.get() {
            return Ok(is_same(id, person));
        }
        if self.failures.load(Ordering::Relaxed) != failures {
            let error = Error::new(ErrorKind::Other);
            return Err(
                error.with_message("another event asked at the same time, and got no answer")
            );
        }
        let asked = timeout(PATIENCE, api.people().me()).await;
        let asked = asked.unwrap_or_else(|late| {
            let error = Error::new(ErrorKind::Timeout).with_source(late);
            Err(error.with_message("who the bot is was not answered in time"))
        });
        match asked {
            Ok(me) => Ok(is_same(self.id.get_or_init(|| me.id), person)),
            Err(error) => {
                self.failures.fetch_add(1, Ordering::Relaxed);
                Err(error)
            }
        }
    }
}

/// Ids of one person may be spelled differently: seen in practice, with the last bits of base64 or with padding.
fn is_same(one: &PersonId, other: &PersonId) -> bool {
    one == other
        || match (one.decode(), other.decode()) {
            (Ok(one), Ok(other)) => one.key().eq_ignore_ascii_case(other.key()),
            _ => false,
        }
}
