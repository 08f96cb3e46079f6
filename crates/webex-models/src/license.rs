//! Licences: what people may use.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{Array, Email, LicenseId, OrganizationId, PersonId};

model! {
    /// A licence that an organization has, and how much of it is used.
    pub struct License(
        /// Identifies the licence.
        id: LicenseId,
    ) {
        /// What it is for.
        name: Option<String>,
        /// How many there are; -1 for no limit.
        total_units: Option<i64>,
        /// How many are used.
        consumed_units: Option<i64>,
        /// How many people use it.
        consumed_by_users: Option<i64>,
        /// How many workspaces use it.
        consumed_by_workspaces: Option<i64>,
        /// The subscription that it came with.
        subscription_id: Option<String>,
        /// The meeting site.
        site_url: Option<String>,
        /// How the meeting site is managed.
        site_type: Option<SiteType>,
        /// Who has it, where that was asked for.
        users: Option<Array<LicenseUser>>,
    }
}

model! {
    /// Somebody who has a licence.
    pub struct LicenseUser {
        /// The person.
        id: Option<PersonId>,
        /// Whether the person belongs to the organization.
        user_type: Option<LicenseUserType> = "type",
        /// The person's name as shown.
        display_name: Option<String>,
        /// The person's address.
        email: Option<Email>,
    }
}

model! {
    /// The licences of a person, in the answer to changing them.
    pub struct LicenseAssignment {
        /// The organization.
        org_id: Option<OrganizationId>,
        /// The person; missing for somebody who has no account yet.
        person_id: Option<PersonId>,
        /// The person's address.
        email: Option<Email>,
        /// What the person has.
        licenses: Option<Array<LicenseId>>,
        /// The meeting sites that the person can use.
        site_urls: Option<Array<LicenseSite>>,
        /// What the person will have.
        pending_licenses: Option<Array<LicenseId>>,
        /// The meeting sites that the person will be able to use.
        pending_site_urls: Option<Array<LicenseSite>>,
    }
}

model! {
    /// A meeting site that a person can use.
    pub struct LicenseSite {
        /// The site.
        site_url: Option<String>,
        /// Whether as host or as attendee.
        account_type: Option<SiteAccountType>,
    }
}

open_enum! {
    /// How a meeting site is managed.
    pub enum SiteType {
        ControlHubManaged = "Control Hub managed site",
        Linked = "Linked site",
        SiteAdminManaged = "Site Admin managed site",
    }
}

open_enum! {
    /// Whether somebody belongs to the organization.
    pub enum LicenseUserType {
        Internal = "INTERNAL",
        External = "EXTERNAL",
    }
}

open_enum! {
    /// What a person may do at a meeting site.
    pub enum SiteAccountType {
        Attendee = "attendee",
        Host = "host",
    }
}
