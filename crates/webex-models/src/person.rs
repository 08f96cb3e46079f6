//! People and bots.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{Array, Email, LicenseId, LocationId, OrganizationId, PersonId, RoleId, Timestamp};

model! {
    /// Somebody who has an account: a person, a bot or a guest.
    pub struct Person(
        /// Identifies the person.
        id: PersonId,
    ) {
        /// Addresses; the first is the one that the person signs in with.
        emails: Option<Array<Email>>,
        /// Telephone numbers.
        phone_numbers: Option<Array<PhoneNumber>>,
        /// Telephone extension.
        extension: Option<String>,
        /// Where the person works.
        location_id: Option<LocationId>,
        /// The name as shown.
        display_name: Option<String>,
        /// A short name.
        nick_name: Option<String>,
        /// First name.
        first_name: Option<String>,
        /// Last name.
        last_name: Option<String>,
        /// Where the picture is.
        avatar: Option<String>,
        /// The organization.
        org_id: Option<OrganizationId>,
        /// What the person may administer. Shown to administrators.
        roles: Option<Array<RoleId>>,
        /// What the person may use. Shown to administrators.
        licenses: Option<Array<LicenseId>>,
        /// Department.
        department: Option<String>,
        /// Name of the manager.
        manager: Option<String>,
        /// The manager.
        manager_id: Option<PersonId>,
        /// Job title.
        title: Option<String>,
        /// Postal addresses.
        addresses: Option<Array<Address>>,
        /// When the account was made.
        created: Option<Timestamp>,
        /// When the account was last changed.
        last_modified: Option<Timestamp>,
        /// Time zone, as `Europe/Zurich`.
        timezone: Option<String>,
        /// When the person last did something. Missing where presence is not shared.
        last_activity: Option<Timestamp>,
        /// Meeting sites, some with `#attendee` at the end.
        site_urls: Option<Array<String>>,
        /// SIP addresses.
        sip_addresses: Option<Array<SipAddress>>,
        /// Address in a federated XMPP service.
        xmpp_federation_jid: Option<String>,
        /// What the person is doing. Missing where presence is not shared.
        status: Option<PersonStatus>,
        /// Whether the invitation is still unanswered. Shown to administrators.
        invite_pending: Option<bool>,
        /// Whether the person can sign in. Shown to administrators.
        login_enabled: Option<bool>,
        /// Person, bot or guest.
        person_type: Option<PersonType> = "type",
    }
}

model! {
    /// A telephone number of a person.
    pub struct PhoneNumber {
        /// What it is for.
        phone_type: Option<PhoneNumberType> = "type",
        /// The number as written.
        value: Option<String>,
        /// Whether it is the main one.
        primary: Option<bool>,
    }
}

model! {
    /// A SIP address of a person.
    pub struct SipAddress {
        /// What it is for.
        sip_type: Option<SipAddressType> = "type",
        /// The address.
        value: Option<String>,
        /// Whether it is the main one.
        primary: Option<bool>,
    }
}

model! {
    /// A postal address of a person.
    pub struct Address {
        /// What it is for; documented is `work`.
        address_type: Option<String> = "type",
        /// Country.
        country: Option<String>,
        /// Town.
        locality: Option<String>,
        /// Region or state.
        region: Option<String>,
        /// Street and number.
        street_address: Option<String>,
        /// Postal code.
        postal_code: Option<String>,
    }
}

open_enum! {
    /// What a person is doing. A busy person is seen as unknown.
    pub enum PersonStatus {
        Active = "active",
        Call = "call",
        DoNotDisturb = "DoNotDisturb",
        Inactive = "inactive",
        Meeting = "meeting",
        OutOfOffice = "OutOfOffice",
        Pending = "pending",
        Presenting = "presenting",
        Unknown = "unknown",
    }
}

open_enum! {
    /// What kind of account it is.
    pub enum PersonType {
        Person = "person",
        Bot = "bot",
        /// A guest.
        AppUser = "appuser",
    }
}

open_enum! {
    /// What a telephone number is for.
    pub enum PhoneNumberType {
        Work = "work",
        WorkExtension = "work_extension",
        Mobile = "mobile",
        Fax = "fax",
        /// Seen in practice.
        Enterprise = "enterprise",
        /// Seen in practice.
        Alternate1 = "alternate1",
        /// Seen in practice.
        Alternate2 = "alternate2",
    }
}

open_enum! {
    /// What a SIP address is for.
    pub enum SipAddressType {
        PersonalRoom = "personal-room",
        Enterprise = "enterprise",
        CloudCalling = "cloud-calling",
        /// Seen in practice.
        Unknown = "unknown",
    }
}
