//! Reports about an organization, for administrators.

use webex_models::{Report, ReportCreated, ReportId, Timestamp};

resource! {
    /// The calls for reports: [`WebexApi::reports`](crate::WebexApi::reports).
    Reports {
        /// Asks for a report of a [kind](super::report_templates): [`CreateReport`].
        create(template: i64) -> Call<CreateReport> {
            /// let asked = api
            ///     .reports()
            ///     .create(130)
            ///     .start_date("2026-01-01")
            ///     .end_date("2026-01-31")
            ///     .await?;
            /// let report = asked.items.and_then(|report| report.any_id().cloned());
        }
        /// One report, with its link once it is done: [`GetReport`].
        get(report: ReportId) -> Call<GetReport> {
            /// let report = api.reports().get(&report).await?;
            /// println!("{:?}", report.status);
        }
        /// All reports: [`ListReports`]. The service answers with one page.
        list() -> List<ListReports> {
            /// let reports = api.reports().list().service("Teams").all().await?;
        }
        /// Deletes a report: [`DeleteReport`].
        delete(report: ReportId) -> Call<DeleteReport> {
            /// api.reports().delete(&report).await?;
        }
    }
}

endpoint! {
    /// `POST /reports`
    CreateReport in Call {
        /// The kind of report.
        #[serde(rename = "templateId")]
        template: i64,
        ;
        /// The first day, as `2026-01-31`.
        start_date: String,
        /// The last day.
        end_date: String,
        /// The meeting sites, for reports about meetings.
        site_list: String,
    }
}
sends!(CreateReport => ReportCreated, "reports.create", post "/reports", json);

endpoint! {
    /// `GET /reports/{reportId}`
    GetReport in Call {
        /// The report.
        report: ReportId,
    }
}
sends!(GetReport => Report, "reports.get", get "/reports/{}", id(report));

endpoint! {
    /// `GET /reports`
    ListReports in List {
        ;
        /// The report with this id.
        report_id: ReportId,
        /// Reports about this.
        service: String,
        /// Reports of this kind.
        template_id: i64,
        /// Reports asked for from this time on.
        from: Timestamp,
        /// Reports asked for before this time.
        to: Timestamp,
    }
}
lists!(ListReports => Report, "reports.list", "/reports", query(
    "reportId" = report_id,
    "service" = service,
    "templateId" = template_id,
    "from" = from,
    "to" = to,
));

endpoint! {
    /// `DELETE /reports/{reportId}`
    DeleteReport in Call {
        /// The report.
        report: ReportId,
    }
}
sends!(DeleteReport => (), "reports.delete", delete "/reports/{}", id(report));
