//! Hybrid connectors: what runs in an organization's own network, for administrators.

use webex_models::{HybridConnector, HybridConnectorId, OrganizationId};

resource! {
    /// The calls for hybrid connectors: [`WebexApi::hybrid_connectors`](crate::WebexApi::hybrid_connectors).
    HybridConnectors {
        /// All connectors: [`ListHybridConnectors`]. The service answers with one page.
        list() -> List<ListHybridConnectors> {
            /// let mut connectors = api.hybrid_connectors().list().all().await?;
            /// connectors
            ///     .retain(|connector| connector.status != Some(HybridConnectorStatus::Operational));
        }
        /// One connector: [`GetHybridConnector`].
        get(connector: HybridConnectorId) -> Call<GetHybridConnector> {
            /// let connector = api.hybrid_connectors().get(&connector).await?;
        }
    }
}

endpoint! {
    /// `GET /hybrid/connectors`
    ListHybridConnectors in List {
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
    }
}
lists!(ListHybridConnectors => HybridConnector, "hybrid_connectors.list", "/hybrid/connectors", query("orgId" = org_id));

endpoint! {
    /// `GET /hybrid/connectors/{connectorId}`
    GetHybridConnector in Call {
        /// The connector.
        connector: HybridConnectorId,
    }
}
sends!(GetHybridConnector => HybridConnector, "hybrid_connectors.get", get "/hybrid/connectors/{}", id(connector));
