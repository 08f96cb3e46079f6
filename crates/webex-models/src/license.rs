//! Licences: what people may use.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{Array, Email, LicenseId, LocationId, OrganizationId, PersonId};

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

model! {
    /// A licence to give to somebody, or to take away.
    pub struct LicenseChange(
        /// The licence.
        id: LicenseId,
    ) {
        /// What to do. Default: add it.
        operation: Option<LicenseOperation>,
        /// What a calling licence needs beside.
        properties: Option<Box<LicenseProperties>>,
    }
}

model! {
    /// What a calling licence needs: a telephone number or an extension, and the location where there is no number.
    pub struct LicenseProperties {
        /// The location.
        location_id: Option<LocationId>,
        /// The telephone number.
        phone_number: Option<String>,
        /// The extension.
        extension: Option<String>,
    }
}

model! {
    /// A meeting site that a person is to be able to use, or no more.
    pub struct LicenseSiteChange {
        /// The site.
        site_url: Option<String>,
        /// As what: `attendee`, the only one that this can be.
        account_type: Option<SiteAccountType>,
        /// What to do. Default: add it.
        operation: Option<LicenseOperation>,
    }
}

open_enum! {
    /// What to do with a licence of a person's.
    pub enum LicenseOperation {
        Add = "add",
        Remove = "remove",
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
    /// Who has a licence that an answer is to name.
    pub enum LicenseAssigneeType {
        User = "user",
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
