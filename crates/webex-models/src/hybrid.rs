//! Hybrid services: connectors that run in an organization's own network.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{
    Array, HybridClusterId, HybridConnectorId, OrganizationId, ResourceGroupId, Timestamp,
};

model! {
    /// A set of connectors.
    pub struct HybridCluster(
        /// Identifies the cluster.
        id: HybridClusterId,
    ) {
        /// The organization.
        org_id: Option<OrganizationId>,
        /// What it is called.
        name: Option<String>,
        /// The resource group that it belongs to.
        resource_group_id: Option<ResourceGroupId>,
    }
}

model! {
    /// A connector.
    pub struct HybridConnector(
        /// Identifies the connector.
        id: HybridConnectorId,
    ) {
        /// The organization.
        org_id: Option<OrganizationId>,
        /// The cluster that it belongs to.
        hybrid_cluster_id: Option<HybridClusterId>,
        /// Where it runs.
        hostname: Option<String>,
        /// Whether it works.
        status: Option<HybridConnectorStatus>,
        /// When it was set up.
        created: Option<Timestamp>,
        /// What it connects, as `calendar` or `call`.
        connector_type: Option<String> = "type",
        /// Version of its software.
        version: Option<String>,
        /// What is wrong with it.
        alarms: Option<Array<HybridConnectorAlarm>>,
    }
}

model! {
    /// Something that is wrong with a connector.
    pub struct HybridConnectorAlarm {
        /// Identifies the alarm.
        id: Option<String>,
        /// When it began.
        created: Option<Timestamp>,
        /// How bad it is: `critical`, `error`, `warning` or `alert`.
        severity: Option<String>,
        /// What it is.
        title: Option<String>,
        /// What it is, at length.
        description: Option<String>,
        /// The connector.
        hybrid_connector_id: Option<HybridConnectorId>,
    }
}

open_enum! {
    /// Whether a connector works.
    pub enum HybridConnectorStatus {
        Operational = "operational",
        Impaired = "impaired",
        Outage = "outage",
        MaintenanceMode = "maintenanceMode",
    }
}
