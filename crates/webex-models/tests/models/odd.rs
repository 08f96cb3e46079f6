//! What the odd records mean.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use webex_models::{
    ApiErrorBody, Device, DeviceConnectionStatus, Error, Event, EventType, License,
    MaintenanceMode, Message, Person, PersonStatus, ReportCreated, Room, RoomType, Webhook,
    WebhookResource, Workspace,
};

use crate::fixtures::ODD;

fn odd<T: DeserializeOwned>(name: &str) -> T {
    let fixture = ODD.iter().find(|fixture| fixture.name == name).unwrap();
    serde_json::from_str(fixture.text).unwrap()
}

#[test]
fn texts_are_read_as_what_they_say() {
    let person: Person = odd("person-string-booleans");
    assert_eq!(
        (person.invite_pending, person.login_enabled),
        (Some(false), Some(true))
    );
    let room: Room = odd("room-strings-for-booleans");
    assert_eq!((room.is_locked, room.is_public), (Some(true), Some(false)));
    let license: License = odd("license-negative-and-string-counts");
    assert!(license.total_units.unwrap() < 0 && license.consumed_units.unwrap() > 0);
    let data = odd::<Event>("event-strings-everywhere").data.unwrap();
    assert_eq!(
        (data.is_call_answered, data.call_duration_seconds),
        (Some(true), Some(195))
    );
    assert!(data.call_start_time.is_some() && data.call_transfer_time.is_none());
}

#[test]
fn nothing_is_nothing_in_every_spelling() {
    let person: Person = odd("person-empty-and-null");
    assert!(
        person.last_activity.is_none() && person.avatar.is_none() && person.phone_numbers.is_none()
    );
    assert_eq!(person.sip_addresses.as_deref(), Some(&[][..]));
    assert_eq!(person.nick_name.as_deref(), Some(""));
    let room: Room = odd("room-empty-title-empty-timestamps");
    assert!(room.team_id.is_none() && room.last_activity.is_none() && room.made_public.is_none());
    let message: Message = odd("message-null-lists");
    assert!(
        message.files.is_none()
            && message.mentioned_people.is_none()
            && message.attachments.is_none()
    );
}

#[test]
fn joined_ids_come_apart() {
    let person: Person = odd("person-comma-joined-ids");
    assert_eq!(
        (person.roles.unwrap().len(), person.licenses.unwrap().len()),
        (2, 2)
    );
    let message: Message = odd("message-comma-joined-mentions");
    assert!(
        message
            .mentioned_people
            .unwrap()
            .iter()
            .all(|id| id.decode().is_ok())
    );
}

#[test]
fn ids_that_are_a_little_off_decode() {
    let message: Message = odd("message-non-canonical-id");
    let (person, to) = (message.person_id.unwrap(), message.to_person_id.unwrap());
    assert!(to.as_str().ends_with('='));
    assert_eq!(
        (person.decode().unwrap().kind(), to.decode().unwrap().kind()),
        ("PEOPLE", "PEOPLE")
    );
    let event: Event = odd("event-id-with-newline-misspellings");
    assert!(!event.id.decode().unwrap().key().contains('\n'));
    assert!(
        event.org_id.unwrap().decode().is_err(),
        "base64 of a bare UUID"
    );
    assert!(event.data.unwrap().correlation_id.is_some());
}

#[test]
fn unknown_spellings_stay_as_received() {
    let room: Room = odd("room-unknown-fields-and-type");
    assert_eq!(
        room.room_type,
        Some(RoomType::Other("announcement".to_owned()))
    );
    assert_eq!(room.extra.get("newFlag"), Some(&json!(true)));
    let person: Person = odd("person-presence-unknown-and-new-enums");
    assert_eq!(
        person.status,
        Some(PersonStatus::Other("boarding".to_owned()))
    );
    assert_eq!(person.phone_numbers.unwrap()[1].primary, Some(true));
    let event: Event = odd("event-unknown-resource-and-type");
    assert_eq!(
        event.event_type,
        Some(EventType::Other("transcoded".to_owned()))
    );
    let webhook: Webhook = odd("webhook-outside-enums");
    assert_eq!(webhook.resource, Some(WebhookResource::VideoMeshAlerts));
    assert_eq!(webhook.secret.unwrap().expose(), "");
}

// D-48
#[test]
fn known_spellings_are_read_in_any_case_and_written_as_they_came() {
    let json = json!({ "id": "Y2lz", "type": "GROUP" });
    let room = Room::deserialize_from(&json);
    assert_eq!(room.room_type, Some(RoomType::Group));
    assert_eq!(serde_json::to_value(&room).unwrap(), json);
}

trait DeserializeFrom: DeserializeOwned {
    fn deserialize_from(json: &Value) -> Self {
        serde_json::from_value(json.clone()).unwrap()
    }
}

impl<T: DeserializeOwned> DeserializeFrom for T {}

#[test]
fn another_shape_than_documented_is_understood_where_it_can_be() {
    let device: Device = odd("device-maintenance-as-string");
    assert_eq!(
        device.planned_maintenance.unwrap().mode,
        Some(MaintenanceMode::Off)
    );
    assert_eq!(
        device.connection_status,
        Some(DeviceConnectionStatus::Pending)
    );
    let workspace: Workspace = odd("workspace-capabilities-as-object");
    assert_eq!(
        workspace.capabilities.unwrap()[0]
            .occupancy_detection
            .as_ref()
            .unwrap()
            .supported,
        Some(true)
    );
    assert!(workspace.capacity.is_some());
    let created: ReportCreated = odd("report-created-object-items");
    assert!(created.items.unwrap().any_id().is_some());
}

#[test]
fn another_shape_than_documented_is_kept_where_it_cannot() {
    let json = json!({ "id": "Y2lz", "title": ["x"], "created": { "at": 1 }, "isLocked": 7 });
    let room = Room::deserialize_from(&json);
    assert!(room.title.is_none() && room.created.is_none() && room.is_locked.is_none());
    assert_eq!(room.extra.get("title"), Some(&json!(["x"])));
    assert_eq!(serde_json::to_value(&room).unwrap(), json);
}

#[test]
fn a_record_without_a_usable_id_is_an_error() {
    let page: Value =
        serde_json::from_str(include_str!("../fixtures/odd/list-one-bad-record.json")).unwrap();
    let read = |record: &Value| serde_json::from_value::<Room>(record.clone()).is_ok();
    let records: Vec<bool> = page["items"].as_array().unwrap().iter().map(read).collect();
    assert_eq!(records, [true, false, false, true]);
    assert!(
        !read(&json!({ "title": "no id" }))
            && !read(&json!({ "id": "" }))
            && !read(&json!({ "id": null }))
    );
}

#[test]
fn bodies_that_are_no_json_are_errors() {
    for body in [
        include_str!("../fixtures/odd/error-html.txt"),
        include_str!("../fixtures/odd/error-empty.txt"),
    ] {
        assert!(serde_json::from_str::<ApiErrorBody>(body).is_err());
    }
}

#[test]
fn values_are_made_by_hand_for_tests() -> Result<(), Error> {
    let room = Room::new("Y2lz".parse::<webex_models::RoomId>()?)
        .title("Release train")
        .room_type("group")
        .is_locked(true);
    let json = serde_json::to_value(&room).unwrap();
    assert_eq!(
        json,
        json!({ "id": "Y2lz", "title": "Release train", "type": "group", "isLocked": true })
    );
    assert_eq!(Room::deserialize_from(&json), room);
    Ok(())
}
