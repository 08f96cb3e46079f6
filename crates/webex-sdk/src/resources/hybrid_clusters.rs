//! Hybrid clusters: sets of connectors in an organization's own network, for administrators.

use webex_models::{HybridCluster, HybridClusterId, OrganizationId};

resource! {
    /// The calls for hybrid clusters: [`WebexApi::hybrid_clusters`](crate::WebexApi::hybrid_clusters).
    HybridClusters {
        /// All clusters: [`ListHybridClusters`]. The service answers with one page.
        list() -> List<ListHybridClusters> {
            /// let clusters = api.hybrid_clusters().list().all().await?;
        }
        /// One cluster: [`GetHybridCluster`].
        get(cluster: HybridClusterId) -> Call<GetHybridCluster> {
            /// let cluster = api.hybrid_clusters().get(&cluster).await?;
        }
    }
}

endpoint! {
    /// `GET /hybrid/clusters`
    ListHybridClusters in List {
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
    }
}
lists!(ListHybridClusters => HybridCluster, "hybrid_clusters.list", "/hybrid/clusters", query("orgId" = org_id));

endpoint! {
    /// `GET /hybrid/clusters/{hybridClusterId}`
    GetHybridCluster in Call {
        /// The cluster.
        cluster: HybridClusterId,
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
    }
}
sends!(GetHybridCluster => HybridCluster, "hybrid_clusters.get", get "/hybrid/clusters/{}", id(cluster), query("orgId" = org_id));
