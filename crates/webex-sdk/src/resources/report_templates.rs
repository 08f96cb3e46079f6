//! Report templates: the kinds of reports, for administrators.

use webex_models::ReportTemplate;

resource! {
    /// The calls for report templates: [`WebexApi::report_templates`](crate::WebexApi::report_templates).
    ReportTemplates {
        /// All kinds of reports: [`ListReportTemplates`]. The service answers with one page.
        list() -> List<ListReportTemplates> {
            /// for template in api.report_templates().list().all().await? {
            ///     println!("{:?}: {:?}", template.id, template.title);
            /// }
        }
    }
}

endpoint! {
    /// `GET /report/templates`
    ListReportTemplates in List {}
}
lists!(ListReportTemplates => ReportTemplate, "report_templates.list", "/report/templates");
