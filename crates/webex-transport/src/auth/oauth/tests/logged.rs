//! Where logs go may need a token itself.

use std::sync::mpsc::channel;

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::*;

/// Asks for the token at each event, from another thread, and notes whether it got an answer.
struct Asking(Refreshing, Arc<Mutex<Vec<bool>>>);

impl Subscriber for Asking {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "webex" && metadata.is_event()
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {
        let credentials = self.0.clone();
        let (answered, answer) = channel();
        std::thread::spawn(move || answered.send(credentials.at_hand().is_some()));
        let answer = answer.recv_timeout(Duration::from_secs(5));
        self.1.lock().unwrap().push(answer.is_ok());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// A slow one holds up nobody, and one that uses the same credentials does not wait for itself.
#[tokio::test(start_paused = true)]
async fn what_is_logged_is_logged_with_nothing_locked() {
    let store = Recording::default();
    store.1.lock().unwrap().push_back("fails");
    let script = [Answer::Status(503, Value::Null), pair("A1", "R2", 1000)];
    let webex = Webex::new(Some("A1"), script);
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store)
        .over(webex.service());
    let answers = Arc::default();
    let asking = Asking(credentials.clone(), Arc::clone(&answers));
    let _guard = tracing::subscriber::set_default(asking);
    // With a second one, what tests beside this one meet is not taken for what nobody listens to.
    let _second = tracing::Dispatch::new(Asking(credentials.clone(), Arc::default()));
    credentials.token().await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(2)).await;
    credentials.token().await.unwrap();
    assert_eq!(*answers.lock().unwrap(), [true, true]);
}
