//! Every endpoint against the names in the official descriptions: method, path, query, body, headers.
//!
//! The facts are in `tests/conformance/endpoints.txt`, which `tests/conformance/build.py` makes of the descriptions, and
//! never of this code.

mod admin;
mod meetings;

use std::collections::{BTreeMap, BTreeSet};

use http::Request;
use serde_json::{Map, Value};
use webex_sdk::models::card::Card;
use webex_sdk::models::{
    AttachmentActionType, Email, EventResource, EventType, PersonId, RoomSortBy, RoomType,
    Timestamp, WebhookEventType, WebhookOwner, WebhookResource, WebhookStatus,
};
use webex_sdk::resources::admin_audit_events::ListAdminAuditEvents;
use webex_sdk::resources::attachment_actions::{CreateAttachmentAction, GetAttachmentAction};
use webex_sdk::resources::events::{GetEvent, ListEvents};
use webex_sdk::resources::guests::CreateGuest;
use webex_sdk::resources::licenses::{GetLicense, ListLicenses};
use webex_sdk::resources::memberships::{
    CreateMembership, DeleteMembership, GetMembership, ListMemberships, UpdateMembership,
};
use webex_sdk::resources::messages::{
    CreateMessage, DeleteMessage, GetMessage, ListDirectMessages, ListMessages, UpdateMessage,
};
use webex_sdk::resources::organizations::{GetOrganization, ListOrganizations};
use webex_sdk::resources::people::{
    CreatePerson, DeletePerson, GetMe, GetPerson, ListPeople, UpdatePerson,
};
use webex_sdk::resources::roles::{GetRole, ListRoles};
use webex_sdk::resources::room_tabs::{
    CreateRoomTab, DeleteRoomTab, GetRoomTab, ListRoomTabs, UpdateRoomTab,
};
use webex_sdk::resources::rooms::{
    CreateRoom, DeleteRoom, GetRoom, GetRoomMeetingInfo, ListRooms, UpdateRoom,
};
use webex_sdk::resources::team_memberships::{
    CreateTeamMembership, DeleteTeamMembership, GetTeamMembership, ListTeamMemberships,
    UpdateTeamMembership,
};
use webex_sdk::resources::teams::{CreateTeam, DeleteTeam, GetTeam, ListTeams, UpdateTeam};
use webex_sdk::resources::webhooks::{
    CreateWebhook, DeleteWebhook, GetWebhook, ListWebhooks, UpdateWebhook,
};
use webex_sdk::transport::{Body, CallMeta};
use webex_sdk::{Endpoint, ListEndpoint};

const FACTS: &str = include_str!("../../conformance/endpoints.txt");

/// What the descriptions have and this crate does not, with the reason.
const LEFT_OUT: [&str; 7] = [
    "PATCH /meetings/{}", // does what PUT does, with a content type of its own
    // Devices and workspaces are read here; they are managed in Control Hub.
    "POST /devices",
    "PATCH /devices/{}",
    "DELETE /devices/{}",
    "POST /workspaces",
    "PUT /workspaces/{}",
    "DELETE /workspaces/{}",
];

/// Names in the descriptions that are a mistake there.
const MISTAKES: [(&str, &str); 1] = [("GET /teams/{}", "description")];

#[derive(Debug, Default, PartialEq)]
struct Names {
    query: BTreeSet<String>,
    body: BTreeSet<String>,
    headers: BTreeSet<String>,
}

fn facts() -> BTreeMap<String, Names> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    let line = |line: &str| {
        let (operation, names) = line.split_once('?').unwrap();
        let (query, body) = names.split_once(':').unwrap();
        let (body, headers) = body.split_once('!').unwrap_or((body, ""));
        let mut names = Names {
            query: words(query),
            body: words(body),
            headers: words(&headers.to_lowercase()),
        };
        for (wrong, name) in MISTAKES {
            if wrong == operation.trim() {
                names.query.remove(name);
            }
        }
        (operation.trim().to_owned(), names)
    };
    FACTS.lines().map(line).collect()
}

/// What we send, by operation. Several forms of one call add up.
#[derive(Default)]
struct Sent(BTreeMap<String, Names>);

impl Sent {
    fn call(&mut self, endpoint: impl Endpoint) {
        self.add(endpoint.parts().into_request().unwrap(), None);
    }

    fn list<E: ListEndpoint>(&mut self, endpoint: E) {
        self.add(endpoint.parts().into_request().unwrap(), Some(E::PAGE_SIZE));
    }

    fn add(&mut self, request: Request<Body>, page_size: Option<&str>) {
        let route = request
            .extensions()
            .get::<CallMeta>()
            .unwrap()
            .route_template();
        let operation = format!("{} {}", request.method(), route.unwrap());
        let names = self.0.entry(operation).or_default();
        let query = request.uri().query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        names
            .query
            .extend(pairs.map(|pair| pair.split('=').next().unwrap().to_owned()));
        names.query.extend(page_size.map(str::to_owned));
        let headers = request.headers().keys().map(ToString::to_string);
        names
            .headers
            // Types of bodies are none of the names.
            .extend(headers.filter(|name| name != "content-type" && name != "accept"));
        let body = request.body().as_bytes().unwrap();
        if !body.is_empty() {
            let body: Map<String, Value> = serde_json::from_slice(body).unwrap();
            names.body.extend(body.keys().cloned());
        }
    }
}

fn id<T: TryFrom<&'static str>>() -> T {
    T::try_from("ID").ok().unwrap()
}

/// Every endpoint of the crate, with everything set that can be.
fn everything() -> Sent {
    let mut sent = Sent::default();
    let time: Timestamp = "2026-01-01T00:00:00.000Z".parse().unwrap();
    let email = || Email::new("a@example.com").unwrap();
    let person = || id::<PersonId>();

    sent.call(GetMe::new().calling_data(true));
    sent.call(GetPerson::new(person()).calling_data(true));
    sent.list(
        ListPeople::new()
            .email(email())
            .display_name("a")
            .id("a,b")
            .org_id(id::<webex_sdk::models::OrganizationId>())
            .roles("a")
            .calling_data(true)
            .location_id(id::<webex_sdk::models::LocationId>())
            .exclude_status(true),
    );
    sent.call(
        CreatePerson::new(vec![email()])
            .phone_numbers(Vec::new())
            .extension("1")
            .location_id(id::<webex_sdk::models::LocationId>())
            .display_name("a")
            .first_name("a")
            .last_name("a")
            .avatar("a")
            .org_id(id::<webex_sdk::models::OrganizationId>())
            .roles(Vec::new())
            .licenses(Vec::new())
            .department("a")
            .manager("a")
            .manager_id(person())
            .title("a")
            .addresses(Vec::new())
            .site_urls(Vec::new())
            .calling_data(true)
            .min_response(true),
    );
    sent.call(
        UpdatePerson::new(person(), "a")
            .emails(vec![email()])
            .phone_numbers(Vec::new())
            .extension("1")
            .location_id(id::<webex_sdk::models::LocationId>())
            .first_name("a")
            .last_name("a")
            .nick_name("a")
            .avatar("a")
            .org_id(id::<webex_sdk::models::OrganizationId>())
            .roles(Vec::new())
            .licenses(Vec::new())
            .department("a")
            .manager("a")
            .manager_id(person())
            .title("a")
            .addresses(Vec::new())
            .site_urls(Vec::new())
            .login_enabled(true)
            .calling_data(true)
            .show_all_types(true)
            .min_response(true),
    );
    sent.call(DeletePerson::new(person()));

    let room = || id::<webex_sdk::models::RoomId>();
    let team = || id::<webex_sdk::models::TeamId>();
    let classification = || id::<webex_sdk::models::ClassificationId>();
    sent.call(
        CreateRoom::new("a")
            .team_id(team())
            .classification_id(classification())
            .is_locked(true)
            .is_public(true)
            .description("a")
            .is_announcement_only(true),
    );
    sent.call(GetRoom::new(room()));
    sent.call(GetRoomMeetingInfo::new(room()));
    sent.list(
        ListRooms::new()
            .team_id(team())
            .room_type(RoomType::Group)
            .org_public_spaces(true)
            .from(time)
            .to(time)
            .sort_by(RoomSortBy::LastActivity),
    );
    sent.call(
        UpdateRoom::new(room(), "a")
            .team_id(team())
            .classification_id(classification())
            .is_locked(true)
            .is_public(true)
            .description("a")
            .is_announcement_only(true)
            .is_read_only(true),
    );
    sent.call(DeleteRoom::new(room()));

    let message = || id::<webex_sdk::models::MessageId>();
    sent.call(
        CreateMessage::new(room())
            .text("a")
            .markdown("a")
            .parent_id(message())
            .file_url("https://x.example/a")
            .attachment(Card::new()),
    );
    sent.call(CreateMessage::new(person()).text("a"));
    sent.call(CreateMessage::new(email()).text("a"));
    sent.call(GetMessage::new(message()));
    sent.list(
        ListMessages::new(room())
            .parent_id(message())
            .mentioned_people("me")
            .before(time)
            .before_message(message()),
    );
    sent.list(ListDirectMessages::new(person()).parent_id(message()));
    sent.list(ListDirectMessages::new(email()));
    sent.call(
        UpdateMessage::new(message(), room())
            .text("a")
            .markdown("a"),
    );
    sent.call(DeleteMessage::new(message()));

    let membership = || id::<webex_sdk::models::MembershipId>();
    sent.call(CreateMembership::new(room(), person()).is_moderator(true));
    sent.call(CreateMembership::new(room(), email()));
    sent.call(GetMembership::new(membership()));
    sent.list(
        ListMemberships::new()
            .room_id(room())
            .person_id(person())
            .person_email(email()),
    );
    sent.call(UpdateMembership::new(membership(), true).is_room_hidden(false));
    sent.call(DeleteMembership::new(membership()));

    sent.call(CreateTeam::new("a").description("a"));
    sent.call(GetTeam::new(team()));
    sent.list(ListTeams::new());
    sent.call(UpdateTeam::new(team(), "a").description("a"));
    sent.call(DeleteTeam::new(team()));

    let membership = || id::<webex_sdk::models::TeamMembershipId>();
    sent.call(CreateTeamMembership::new(team(), person()).is_moderator(true));
    sent.call(CreateTeamMembership::new(team(), email()));
    sent.call(GetTeamMembership::new(membership()));
    sent.list(ListTeamMemberships::new(team()));
    sent.call(UpdateTeamMembership::new(membership(), true));
    sent.call(DeleteTeamMembership::new(membership()));

    let tab = || id::<webex_sdk::models::RoomTabId>();
    sent.call(CreateRoomTab::new(room(), "https://x.example", "a"));
    sent.call(GetRoomTab::new(tab()));
    sent.list(ListRoomTabs::new(room()));
    sent.call(UpdateRoomTab::new(tab(), room(), "https://x.example", "a"));
    sent.call(DeleteRoomTab::new(tab()));

    let submit = CreateAttachmentAction::new(message(), Map::new());
    sent.call(submit.action_type(AttachmentActionType::Submit));
    sent.call(GetAttachmentAction::new(id::<
        webex_sdk::models::AttachmentActionId,
    >()));

    let webhook = || id::<webex_sdk::models::WebhookId>();
    let (resource, event) = (WebhookResource::Messages, WebhookEventType::Created);
    sent.call(
        CreateWebhook::new("a", "https://x.example", resource, event)
            .filter("roomId=a")
            .secret("a")
            .owned_by(WebhookOwner::Creator),
    );
    sent.call(GetWebhook::new(webhook()));
    sent.list(ListWebhooks::new().owned_by(WebhookOwner::Org));
    sent.call(
        UpdateWebhook::new(webhook(), "a", "https://x.example")
            .secret("a")
            .owned_by(WebhookOwner::Creator)
            .status(WebhookStatus::Active),
    );
    sent.call(DeleteWebhook::new(webhook()));

    sent.list(
        ListEvents::new()
            .resource(EventResource::Messages)
            .event_type(EventType::Created)
            .actor_id(person())
            .from(time)
            .to(time)
            .service_type("calling"),
    );
    sent.call(GetEvent::new(id::<webex_sdk::models::EventId>()));
    sent.list(
        ListAdminAuditEvents::new(id::<webex_sdk::models::OrganizationId>(), time, time)
            .actor_id(person())
            .offset(1u32)
            .event_categories("a"),
    );
    sent.call(CreateGuest::new("a", "a"));
    sent.list(ListLicenses::new().org_id(id::<webex_sdk::models::OrganizationId>()));
    sent.call(
        GetLicense::new(id::<webex_sdk::models::LicenseId>())
            .include_assigned_to("user")
            .next("a")
            .limit(1u32),
    );
    sent.list(ListOrganizations::new());
    sent.call(GetOrganization::new(
        id::<webex_sdk::models::OrganizationId>(),
    ));
    sent.list(ListRoles::new());
    sent.call(GetRole::new(id::<webex_sdk::models::RoleId>()));
    admin::send(&mut sent);
    meetings::send(&mut sent);
    sent
}

#[test]
fn every_endpoint_has_the_names_of_the_service() {
    let facts = facts();
    let mut sent = everything().0;
    for (operation, names) in &mut sent {
        let fact = facts.get(operation);
        let fact = fact.unwrap_or_else(|| panic!("{operation} is not in the descriptions"));
        // A list that the service does not page takes a page size from nobody; asking for one does no harm.
        if !fact.query.contains("max") {
            names.query.remove("max");
        }
        assert_eq!(names, fact, "{operation}");
    }
    let covered: BTreeSet<&str> = sent.keys().map(String::as_str).collect();
    let missing: Vec<_> = facts
        .keys()
        .filter(|operation| !covered.contains(operation.as_str()))
        .collect();
    assert_eq!(
        missing.iter().copied().collect::<BTreeSet<_>>(),
        LEFT_OUT.map(str::to_owned).iter().collect()
    );
}
