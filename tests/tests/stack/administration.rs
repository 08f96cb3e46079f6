//! What administrators manage: each call over HTTP, what it sends and what it gives.

use serde_json::{Value, json};
use webex_sdk::models::{
    DeviceId, Email, HybridConnectorStatus, LicenseChange, LicenseOperation, OrganizationId,
    ResourceGroupMembershipStatus, Timestamp, WorkspaceType,
};
use webex_sdk::{Error, WebexApi};

use crate::support::World;

/// As an administrator, over TCP.
async fn admin(world: &World) -> (WebexApi, webex_emulator::Server) {
    let server = world.webex.serve(("127.0.0.1", 0)).await.unwrap();
    let admin = world.webex.add_admin("admin@example.com");
    let api = WebexApi::builder()
        .token(admin.token())
        .base_url(server.base_url())
        .build()
        .unwrap();
    (api, server)
}

/// Puts a record there and gives its id.
fn put<T: TryFrom<String>>(world: &World, path: &str, record: Value) -> T {
    let id = world.webex.add_record(path, record).unwrap();
    T::try_from(id).ok().unwrap()
}

fn last_body(world: &World) -> Value {
    serde_json::from_slice(&world.webex.requests().pop().unwrap().body).unwrap()
}

#[tokio::test]
async fn devices_and_workspaces() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    let room: webex_sdk::models::WorkspaceId = put(
        &world,
        "/workspaces",
        json!({ "displayName": "Basel", "type": "huddle", "capacity": 4 }),
    );
    let board: DeviceId = put(
        &world,
        "/devices",
        json!({ "displayName": "Board", "workspaceId": room, "type": "roomdesk", "plannedMaintenance": "off" }),
    );
    let in_room = api
        .devices()
        .list()
        .workspace_id(&room)
        .device_type("roomdesk");
    assert_eq!(in_room.page_size(50).all().await?[0].id, board);
    let found = api.devices().get(&board).await?;
    assert_eq!(found.workspace_id.as_ref(), Some(&room));
    let huddles = api
        .workspaces()
        .list()
        .workspace_type(WorkspaceType::Huddle);
    assert_eq!(huddles.include_devices(true).all().await?.len(), 1);
    let found = api
        .workspaces()
        .get(&room)
        .include_capabilities(true)
        .await?;
    assert_eq!(found.capacity, Some(4));
    assert_eq!(
        world.wire(),
        [
            format!("GET /v1/devices?workspaceId={room}&type=roomdesk&max=50"),
            format!("GET /v1/devices/{board}"),
            "GET /v1/workspaces?type=huddle&includeDevices=true".to_owned(),
            format!("GET /v1/workspaces/{room}?includeCapabilities=true"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn hybrid_services_and_resource_groups() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    let cluster: webex_sdk::models::HybridClusterId =
        put(&world, "/hybrid/clusters", json!({ "name": "North" }));
    let connector: webex_sdk::models::HybridConnectorId = put(
        &world,
        "/hybrid/connectors",
        json!({ "status": "impaired" }),
    );
    let group: webex_sdk::models::ResourceGroupId =
        put(&world, "/resourceGroups", json!({ "name": "G" }));
    let membership: webex_sdk::models::ResourceGroupMembershipId = put(
        &world,
        "/resourceGroup/memberships",
        json!({ "personId": world.ana.id(), "resourceGroupId": group, "status": "error" }),
    );
    assert_eq!(api.hybrid_clusters().list().all().await?[0].id, cluster);
    assert_eq!(
        api.hybrid_clusters().get(&cluster).await?.name.as_deref(),
        Some("North")
    );
    assert_eq!(api.hybrid_connectors().list().all().await?[0].id, connector);
    let found = api.hybrid_connectors().get(&connector).await?;
    assert_eq!(found.status, Some(HybridConnectorStatus::Impaired));
    assert_eq!(api.resource_groups().list().all().await?[0].id, group);
    assert_eq!(
        api.resource_groups().get(&group).await?.name.as_deref(),
        Some("G")
    );

    let memberships = api.resource_group_memberships();
    let broken = memberships
        .list()
        .status(ResourceGroupMembershipStatus::Error);
    assert_eq!(broken.all().await?[0].id, membership);
    let of_ana = memberships.list_v2().id(world.ana.id()).member_type("User");
    assert_eq!(of_ana.all().await?.len(), 1);
    let found = memberships.get(&membership).await?;
    let person = found.person_id.unwrap();
    let org = found.person_org_id.unwrap();
    let license = api.licenses().list().first(1).await?.remove(0).id;
    let pending = ResourceGroupMembershipStatus::Pending;
    let moved = memberships
        .update(
            &membership,
            &group,
            &license,
            &person,
            &org,
            pending.clone(),
        )
        .await?;
    assert_eq!(moved.status, Some(pending));
    assert_eq!(
        last_body(&world),
        json!({
            "resourceGroupId": group, "licenseId": license, "personId": person, "personOrgId": org, "status": "pending",
        })
    );
    assert_eq!(
        world.wire()[6..],
        [
            "GET /v1/resourceGroup/memberships?status=error".to_owned(),
            format!("GET /v1/resourceGroup/memberships/v2?id={person}&type=User"),
            format!("GET /v1/resourceGroup/memberships/{membership}"),
            "GET /v1/licenses".to_owned(),
            format!("PUT /v1/resourceGroup/memberships/{membership}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn reports_and_their_templates() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    world
        .webex
        .add_record("/report/templates", json!({ "Id": 130, "title": "Bots" }));
    let template = api.report_templates().list().all().await?.remove(0);
    let asked = api
        .reports()
        .create(template.id.unwrap())
        .start_date("2026-01-01")
        .await?;
    assert_eq!(
        last_body(&world),
        json!({ "templateId": 130, "startDate": "2026-01-01" })
    );
    let report = asked.items.unwrap().any_id().unwrap().clone();
    assert_eq!(
        api.reports().get(&report).await?.start_date.as_deref(),
        Some("2026-01-01")
    );
    let listed = api.reports().list().report_id(&report).template_id(130);
    assert_eq!(listed.all().await?.len(), 1);
    api.reports().delete(&report).await?;
    assert_eq!(
        world.wire(),
        [
            "GET /v1/report/templates".to_owned(),
            "POST /v1/reports".to_owned(),
            format!("GET /v1/reports/{report}"),
            format!("GET /v1/reports?reportId={report}&templateId=130"),
            format!("DELETE /v1/reports/{report}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn linked_folders() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let room = api.rooms().create("R").await?.id;
    let folders = api.linked_folders();
    let folder = folders
        .create(&room, "https://x.example/", "Trains", "d", "i", true)
        .await?;
    assert_eq!(folder.default_folder, Some(true));
    assert_eq!(
        last_body(&world),
        json!({
            "roomId": room, "contentUrl": "https://x.example/", "displayName": "Trains", "driveId": "d", "itemId": "i",
            "defaultFolder": "true",
        })
    );
    let id = folder.id;
    assert_eq!(
        folders.get(&id).await?.display_name.as_deref(),
        Some("Trains")
    );
    assert_eq!(folders.list(&room).all().await?.len(), 1);
    let changed = folders
        .update(&id, &room, "https://x.example/", "Ships", "d", "i", false)
        .await?;
    assert_eq!(changed.display_name.as_deref(), Some("Ships"));
    folders.delete(&id).await?;
    assert_eq!(
        world.wire()[1..],
        [
            "POST /v1/room/linkedFolders".to_owned(),
            format!("GET /v1/room/linkedFolders/{id}"),
            format!("GET /v1/room/linkedFolders?roomId={room}"),
            format!("PUT /v1/room/linkedFolders/{id}"),
            format!("DELETE /v1/room/linkedFolders/{id}"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn authorizations_and_classifications() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    let authorization = json!({ "personId": world.ana.id(), "clientId": "C1", "type": "refresh" });
    let one: webex_sdk::models::AuthorizationId =
        put(&world, "/authorizations", authorization.clone());
    world.webex.add_record("/authorizations", authorization);
    let of_ana = api.authorizations().list(Email::new("ana@example.com")?);
    assert_eq!(of_ana.all().await?.len(), 2);
    api.authorizations().delete(&one).await?;
    api.authorizations().delete_of_client("C1").await?;
    assert!(of_ana.all().await?.is_empty());
    // The token does not end, and the emulator says so by leaving it out or by a time far away.
    api.authorizations().token_expiry().await?;
    world
        .webex
        .add_record("/classifications", json!({ "title": "Secret", "rank": 2 }));
    assert_eq!(api.classifications().list().all().await?[0].rank, Some(2));
    assert_eq!(
        world.wire(),
        [
            "GET /v1/authorizations?personEmail=ana%40example.com".to_owned(),
            format!("DELETE /v1/authorizations/{one}"),
            "DELETE /v1/authorizations?clientId=C1".to_owned(),
            "GET /v1/authorizations?personEmail=ana%40example.com".to_owned(),
            "GET /v1/authorizations/tokenExpiry".to_owned(),
            "GET /v1/classifications".to_owned(),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn licences_guests_and_the_audit_logs() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    let license = api.licenses().list().first(1).await?.remove(0).id;
    let change = LicenseChange::new(&license).operation(LicenseOperation::Add);
    let assigned = api
        .licenses()
        .assign(Email::new("ana@example.com")?)
        .licenses([change])
        .await?;
    assert_eq!(
        assigned.licenses.as_deref(),
        Some(std::slice::from_ref(&license))
    );
    assert_eq!(
        last_body(&world),
        json!({ "email": "ana@example.com", "licenses": [{ "id": license, "operation": "add" }] })
    );
    world.webex.add_record(
        "/admin/securityAudit/events",
        json!({ "created": "2026-01-15T00:00:00.000Z", "data": { "actionText": "signed in" } }),
    );
    let org = OrganizationId::new("ORG")?;
    let time = |month: u8| format!("2026-0{month}-01T00:00:00Z").parse::<Timestamp>();
    let signed = api.security_audit_events().list(&org, time(1)?, time(2)?);
    let signed = signed.event_categories("LOGINS").all().await?.remove(0);
    assert_eq!(
        signed.data.unwrap().action_text.as_deref(),
        Some("signed in")
    );
    let categories = api.admin_audit_events().list_categories().await?;
    assert!(categories.event_categories.is_some());
    assert_eq!(api.guests().count().await?, 0);
    assert_eq!(
        world.wire(),
        [
            "GET /v1/licenses",
            "PATCH /v1/licenses/users",
            "GET /v1/admin/securityAudit/events?orgId=ORG&startTime=2026-01-01T00%3A00%3A00Z&\
             endTime=2026-02-01T00%3A00%3A00Z&eventCategories=LOGINS",
            "GET /v1/adminAudit/eventCategories",
            "GET /v1/guests/count",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_service_app_s_tokens() -> webex_sdk::Result<()> {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    let app = world.webex.add_service_app("trains", &["spark:rooms_read"]);
    let org = api.organizations().list().all().await?.remove(0).id;
    let id = webex_sdk::models::ApplicationId::new(app.client_id())?;
    let tokens = api
        .service_apps()
        .create_token(&id, app.client_id(), app.client_secret(), &org)
        .await?;
    assert!(tokens.access_token.is_some() && tokens.refresh_token.is_some());
    assert_eq!(
        last_body(&world),
        json!({ "clientId": app.client_id(), "clientSecret": app.client_secret(), "targetOrgId": org })
    );
    Ok(())
}

/// The emulator keeps its only organization; what is sent is right.
#[tokio::test]
async fn an_organization_is_deleted_by_its_id() {
    let world = World::new();
    let (api, _server) = admin(&world).await;
    let org = OrganizationId::new("ORG").unwrap();
    let refused: Result<(), Error> = api.organizations().delete(&org).await;
    assert!(refused.is_err());
    assert_eq!(world.wire(), ["DELETE /v1/organizations/ORG"]);
}

#[tokio::test]
async fn a_recording_is_shared_by_its_link() {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let link = "https://example.webex.com/example/ldr.php?RCID=1";
    let share = api.recordings().share_link(link).send_email(false);
    // The emulator knows no links.
    assert!(share.await.is_err());
    assert_eq!(
        last_body(&world),
        json!({ "webShareLink": link, "sendEmail": false })
    );
    assert_eq!(world.wire(), ["POST /v1/recordings/accessList"]);
}
