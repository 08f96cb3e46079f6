//! I5, I6: whatever JSON comes, a model is an error or a value; what it writes it reads again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use webex_models::*;

fn through<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(json: &[u8]) {
    let Ok(model) = serde_json::from_slice::<T>(json) else {
        return;
    };
    let written = serde_json::to_vec(&model).unwrap();
    let again = serde_json::from_slice::<T>(&written).unwrap();
    assert_eq!(serde_json::to_vec(&again).unwrap(), written);
    drop(format!("{again:?}"));
}

macro_rules! models {
    ($($Model:ty,)+) => { &[$(through::<$Model>,)+] };
}

const MODELS: &[fn(&[u8])] = models! {
    Message, Room, Person, Membership, Team, TeamMembership, Webhook, Event, AttachmentAction, RoomMeetingInfo, RoomTab,
    License, LicenseUser, Organization, Role, AdminAuditEvent, SecurityAuditEvent, Meeting, Recording, Report, Device,
    Workspace, HybridCluster, HybridConnector, ResourceGroup, Authorization, Classification, LinkedFolder, AccessToken,
    DeviceAuthorization, GuestToken, ApiErrorBody, card::Card,
};

// The first byte chooses the model.
fuzz_target!(|data: &[u8]| {
    if let Some((&first, json)) = data.split_first() {
        MODELS[usize::from(first) % MODELS.len()](json);
    }
});
