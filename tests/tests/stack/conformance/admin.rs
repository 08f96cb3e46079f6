//! What administrators manage.

use webex_sdk::models::{
    ApplicationId, AuthorizationId, DeviceConnectionStatus, DeviceId, DevicePlatform, Email,
    HealthLevel, HybridClusterId, HybridConnectorId, LicenseChange, LicenseId, LinkedFolderId,
    LocationId, MaintenanceMode, OrganizationId, PersonId, ReportId, ResourceGroupId,
    ResourceGroupMembershipId, ResourceGroupMembershipStatus, RoomId, Timestamp, WorkspaceId,
    WorkspaceLocationId, WorkspaceType,
};
use webex_sdk::resources::admin_audit_events::ListAdminAuditEventCategories;
use webex_sdk::resources::authorizations::{
    DeleteAuthorization, DeleteAuthorizationsOfClient, GetTokenExpiry, ListAuthorizations,
};
use webex_sdk::resources::classifications::ListClassifications;
use webex_sdk::resources::devices::{GetDevice, ListDevices};
use webex_sdk::resources::guests::CountGuests;
use webex_sdk::resources::hybrid_clusters::{GetHybridCluster, ListHybridClusters};
use webex_sdk::resources::hybrid_connectors::{GetHybridConnector, ListHybridConnectors};
use webex_sdk::resources::licenses::AssignLicenses;
use webex_sdk::resources::linked_folders::{
    CreateLinkedFolder, DeleteLinkedFolder, GetLinkedFolder, ListLinkedFolders, UpdateLinkedFolder,
};
use webex_sdk::resources::organizations::DeleteOrganization;
use webex_sdk::resources::report_templates::ListReportTemplates;
use webex_sdk::resources::reports::{CreateReport, DeleteReport, GetReport, ListReports};
use webex_sdk::resources::resource_group_memberships::{
    GetResourceGroupMembership, ListResourceGroupMemberships, ListResourceGroupMembershipsV2,
    UpdateResourceGroupMembership,
};
use webex_sdk::resources::resource_groups::{GetResourceGroup, ListResourceGroups};
use webex_sdk::resources::security_audit_events::ListSecurityAuditEvents;
use webex_sdk::resources::service_apps::CreateServiceAppToken;
use webex_sdk::resources::workspaces::{GetWorkspace, ListWorkspaces};

use super::{Sent, id};

pub(super) fn send(sent: &mut Sent) {
    let time: Timestamp = "2026-01-01T00:00:00.000Z".parse().unwrap();
    let email = || Email::new("a@example.com").unwrap();
    let org = || id::<OrganizationId>();

    sent.call(ListAdminAuditEventCategories::new());
    sent.list(
        ListSecurityAuditEvents::new(org(), time, time)
            .actor_id(id::<PersonId>())
            .event_categories("a"),
    );
    sent.call(DeleteOrganization::new(org()));
    sent.call(CountGuests::new());
    sent.call(
        AssignLicenses::new(id::<PersonId>())
            .org_id(org())
            .licenses([LicenseChange::new(id::<LicenseId>())])
            .site_urls(Vec::new()),
    );
    sent.call(AssignLicenses::new(email()));
    sent.list(ListAuthorizations::new(id::<PersonId>()));
    sent.list(ListAuthorizations::new(email()));
    sent.call(DeleteAuthorization::new(id::<AuthorizationId>()));
    sent.call(DeleteAuthorizationsOfClient::new("a").org_id(org()));
    sent.call(GetTokenExpiry::new());
    sent.call(CreateServiceAppToken::new(
        id::<ApplicationId>(),
        "a",
        "a",
        org(),
    ));
    sent.list(ListClassifications::new());

    let (folder, room) = (id::<LinkedFolderId>, id::<RoomId>);
    sent.call(CreateLinkedFolder::new(room(), "a", "a", "a", "a", true));
    sent.call(GetLinkedFolder::new(folder()));
    sent.list(ListLinkedFolders::new(room()));
    sent.call(UpdateLinkedFolder::new(
        folder(),
        room(),
        "a",
        "a",
        "a",
        "a",
        true,
    ));
    sent.call(DeleteLinkedFolder::new(folder()));

    sent.list(ListReportTemplates::new());
    sent.call(
        CreateReport::new(1)
            .start_date("a")
            .end_date("a")
            .site_list("a"),
    );
    sent.call(GetReport::new(id::<ReportId>()));
    sent.list(
        ListReports::new()
            .report_id(id::<ReportId>())
            .service("a")
            .template_id(1)
            .from(time)
            .to(time),
    );
    sent.call(DeleteReport::new(id::<ReportId>()));

    let status = ResourceGroupMembershipStatus::Pending;
    sent.list(ListResourceGroups::new().org_id(org()));
    sent.call(GetResourceGroup::new(id::<ResourceGroupId>()));
    sent.list(
        ListResourceGroupMemberships::new()
            .license_id(id::<LicenseId>())
            .person_id(id::<PersonId>())
            .person_org_id(org())
            .status(status.clone()),
    );
    sent.list(
        ListResourceGroupMembershipsV2::new()
            .license_id(id::<LicenseId>())
            .id("a")
            .org_id(org())
            .status(status.clone())
            .member_type("User"),
    );
    sent.call(GetResourceGroupMembership::new(id::<
        ResourceGroupMembershipId,
    >()));
    sent.call(UpdateResourceGroupMembership::new(
        id::<ResourceGroupMembershipId>(),
        id::<ResourceGroupId>(),
        id::<LicenseId>(),
        id::<PersonId>(),
        org(),
        status,
    ));
    sent.list(ListHybridClusters::new().org_id(org()));
    sent.call(GetHybridCluster::new(id::<HybridClusterId>()).org_id(org()));
    sent.list(ListHybridConnectors::new().org_id(org()));
    sent.call(GetHybridConnector::new(id::<HybridConnectorId>()));

    sent.list(
        ListDevices::new()
            .start(1u32)
            .display_name("a")
            .person_id(id::<PersonId>())
            .workspace_id(id::<WorkspaceId>())
            .org_id(org())
            .connection_status(DeviceConnectionStatus::Connected)
            .product("a")
            .device_type("phone")
            .serial("a")
            .tag("a")
            .software("a")
            .upgrade_channel("a")
            .error_code("a")
            .capability("xapi")
            .permission("a")
            .location_id(id::<LocationId>())
            .workspace_location_id(id::<WorkspaceLocationId>())
            .mac("a")
            .device_platform(DevicePlatform::Cisco)
            .planned_maintenance(MaintenanceMode::Off),
    );
    sent.call(GetDevice::new(id::<DeviceId>()).org_id(org()));
    sent.list(
        ListWorkspaces::new()
            .org_id(org())
            .location_id(id::<LocationId>())
            .workspace_location_id(id::<WorkspaceLocationId>())
            .floor_id("a")
            .display_name("a")
            .capacity(-1)
            .workspace_type(WorkspaceType::Desk)
            .start(1u32)
            .calling("none")
            .supported_devices("phones")
            .calendar("none")
            .device_hosted_meetings_enabled(true)
            .device_platform(DevicePlatform::Cisco)
            .health_level(HealthLevel::Ok)
            .include_devices(true)
            .include_capabilities(true)
            .planned_maintenance(MaintenanceMode::Off)
            .custom_attribute("a"),
    );
    sent.call(
        GetWorkspace::new(id::<WorkspaceId>())
            .include_devices(true)
            .include_capabilities(true),
    );
}
