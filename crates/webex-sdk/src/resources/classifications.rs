//! Classifications: how confidential a room can be.

use webex_models::Classification;

resource! {
    /// The calls for classifications: [`WebexApi::classifications`](crate::WebexApi::classifications).
    Classifications {
        /// All classifications of the organization: [`ListClassifications`]. The service answers with one page.
        list() -> List<ListClassifications> {
            /// let classifications = api.classifications().list().all().await?;
        }
    }
}

endpoint! {
    /// `GET /classifications`
    ListClassifications in List {}
}
lists!(ListClassifications => Classification, "classifications.list", "/classifications");
