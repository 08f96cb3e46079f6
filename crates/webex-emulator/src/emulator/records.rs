//! Adding what no call of the API adds.

use serde_json::Value;

use super::Emulator;
use crate::{
    delivery,
    handles::PersonHandle,
    resources::{recordings, shelf::Shelf},
};

impl Emulator {
    /// Puts a record where clients find it, and gives its id; what a record of its kind must have, it gets. `None` where the
    /// path is no resource that takes records, or the record no JSON object.
    ///
    /// The paths: `/admin/securityAudit/events`, `/authorizations`, `/classifications`, `/devices`, `/hybrid/clusters`,
    /// `/hybrid/connectors`, `/report/templates`, `/reports`, `/resourceGroup/memberships`, `/resourceGroups`,
    /// `/room/linkedFolders`, `/workspaces`.
    ///
    /// ```
    /// use serde_json::json;
    /// use webex_emulator::Emulator;
    ///
    /// let webex = Emulator::new();
    /// let room = webex.add_record("/workspaces", json!({ "displayName": "Basel" })).unwrap();
    /// let board = json!({ "displayName": "Board", "workspaceId": room, "type": "roomdesk" });
    /// assert!(webex.add_record("/devices", board).is_some());
    /// assert!(webex.add_record("/rooms", json!({})).is_none());
    /// ```
    pub fn add_record(&self, path: &str, record: Value) -> Option<String> {
        let shelf = Shelf::at(path).filter(|shelf| shelf.path == path)?;
        let Value::Object(record) = record else {
            return None;
        };
        Some(shelf.put(&mut self.shared.world(), record))
    }

    /// Adds the recording of a meeting that somebody hosted, made just now, and gives its id. Webhooks are told.
    pub fn add_recording(&self, host: &PersonHandle, topic: &str) -> String {
        let mut world = self.shared.world();
        let id = recordings::record(&mut world, host.key, topic);
        let jobs = std::mem::take(&mut world.outbox);
        drop(world);
        delivery::dispatch(&self.shared, jobs);
        id
    }
}
