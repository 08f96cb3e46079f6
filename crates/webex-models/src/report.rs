//! Reports about an organization. What the service sends differs from what it documents.

use crate::model::model;
use crate::{Array, PersonId, ReportId, Secret, Timestamp};

model! {
    /// A report, being made or done.
    pub struct Report {
        /// Identifies the report.
        id: Option<ReportId>,
        /// As `id`; it comes in either spelling.
        capital_id: Option<ReportId> = "Id",
        /// What it is called. Documented.
        title: Option<String>,
        /// What it is called. Seen in practice.
        report_title: Option<String>,
        /// What it is about.
        service: Option<String>,
        /// First day, as `2026-02-03`.
        start_date: Option<String>,
        /// Last day.
        end_date: Option<String>,
        /// The meeting sites.
        site_list: Option<String>,
        /// When it was asked for.
        created: Option<Timestamp>,
        /// Who asked for it.
        created_by: Option<PersonId>,
        /// How it was asked for. Documented.
        scheduled_from: Option<String>,
        /// How it was asked for. Seen in practice.
        schedule_from: Option<String>,
        /// How far it is.
        status: Option<String>,
        /// Where it is, once it is done; whoever has the link, has the report.
        download_url: Option<Secret> = "downloadURL",
        /// The host of the link. Seen in practice.
        download_domain: Option<String>,
    }
}

impl Report {
    /// The id in either spelling.
    #[must_use]
    pub fn any_id(&self) -> Option<&ReportId> {
        self.id.as_ref().or(self.capital_id.as_ref())
    }
}

model! {
    /// The answer to asking for a report: an object where lists have a list.
    pub struct ReportCreated {
        /// The report, with its id alone.
        items: Option<Box<Report>>,
    }
}

model! {
    /// A kind of report. Its id is a number, under `Id`.
    pub struct ReportTemplate {
        /// Identifies the template.
        id: Option<i64> = "Id",
        /// What it is called.
        title: Option<String>,
        /// What it is about.
        service: Option<String>,
        /// How many days it can be about.
        max_days: Option<i64>,
        /// Which days it takes.
        identifier: Option<String>,
        /// What must be given.
        validations: Option<Array<ReportTemplateValidation>>,
    }
}

model! {
    /// Whether something must be given to ask for a report.
    pub struct ReportTemplateValidation {
        /// What.
        field: Option<String>,
        /// Whether it must. Sent as `yes` or `no`.
        required: Option<bool>,
    }
}
