//! How people register for a meeting, and who did.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{Array, Email, Timestamp};

model! {
    /// What people must tell to take part in a meeting.
    pub struct MeetingRegistration {
        /// Whether everybody is accepted.
        auto_accept_request: Option<bool>,
        /// First name.
        require_first_name: Option<bool>,
        /// Last name.
        require_last_name: Option<bool>,
        /// E-mail address.
        require_email: Option<bool>,
        /// Job title.
        require_job_title: Option<bool>,
        /// Company.
        require_company_name: Option<bool>,
        /// First line of the address.
        require_address1: Option<bool>,
        /// Second line of the address.
        require_address2: Option<bool>,
        /// Town.
        require_city: Option<bool>,
        /// State.
        require_state: Option<bool>,
        /// Postal code.
        require_zip_code: Option<bool>,
        /// Country or region.
        require_country_region: Option<bool>,
        /// Telephone at work.
        require_work_phone: Option<bool>,
        /// Fax.
        require_fax: Option<bool>,
        /// Whether people get a number. In the official samples alone.
        enabled_registration_id: Option<bool>,
        /// How many can register.
        max_register_num: Option<i64>,
        /// Further questions.
        customized_questions: Option<Array<RegistrationQuestion>>,
        /// Who is accepted.
        rules: Option<Array<RegistrationRule>>,
    }
}

model! {
    /// A question to those who register.
    pub struct RegistrationQuestion {
        /// Identifies the question.
        id: Option<i64>,
        /// The question.
        question: Option<String>,
        /// Whether it must be answered.
        required: Option<bool>,
        /// How it is answered, as `singleLineTextBox` or `checkbox`.
        question_type: Option<String> = "type",
        /// How many characters an answer may have.
        max_length: Option<i64>,
        /// What can be chosen.
        options: Option<Array<RegistrationOption>>,
        /// Which answers are accepted.
        rules: Option<Array<RegistrationRule>>,
    }
}

model! {
    /// An answer to choose.
    pub struct RegistrationOption {
        /// Identifies the answer.
        id: Option<i64>,
        /// The answer.
        value: Option<String>,
    }
}

model! {
    /// Whom an answer accepts or refuses.
    pub struct RegistrationRule {
        /// What is looked at, as `email`.
        question: Option<String>,
        /// How it is compared, as `contains`.
        condition: Option<String>,
        /// What it is compared with.
        value: Option<String>,
        /// `approve` or `reject`.
        result: Option<String>,
        /// Whether capitals count.
        match_case: Option<bool>,
        /// The place among the rules.
        order: Option<i64>,
    }
}

model! {
    /// Somebody who registered for a meeting. The Python SDK also knows `registrantId` in place of `id`.
    pub struct MeetingRegistrant {
        /// Identifies the registration.
        id: Option<String>,
        /// As `id`, in older answers.
        registrant_id: Option<String>,
        /// Whether the person is accepted.
        status: Option<RegistrantStatus>,
        /// First name.
        first_name: Option<String>,
        /// Last name.
        last_name: Option<String>,
        /// E-mail address.
        email: Option<Email>,
        /// Job title.
        job_title: Option<String>,
        /// Company.
        company_name: Option<String>,
        /// First line of the address.
        address1: Option<String>,
        /// Second line of the address.
        address2: Option<String>,
        /// Town.
        city: Option<String>,
        /// State.
        state: Option<String>,
        /// Postal code; sent as a number at times.
        zip_code: Option<String>,
        /// Country or region.
        country_region: Option<String>,
        /// Telephone at work.
        work_phone: Option<String>,
        /// Fax.
        fax: Option<String>,
        /// When the person registered.
        registration_time: Option<Timestamp>,
        /// Answers to further questions.
        customized_questions: Option<Array<RegistrantAnswers>>,
        /// Where the person came from.
        source_id: Option<String>,
        /// Number of the registration.
        registration_id: Option<String>,
    }
}

model! {
    /// The answers to a question.
    pub struct RegistrantAnswers {
        /// The question.
        question_id: Option<i64>,
        /// The answers.
        answers: Option<Array<RegistrantAnswer>>,
    }
}

model! {
    /// An answer.
    pub struct RegistrantAnswer {
        /// What was chosen.
        option_id: Option<i64>,
        /// What was written.
        answer: Option<String>,
    }
}

open_enum! {
    /// Whether somebody who registered is accepted.
    pub enum RegistrantStatus {
        Approved = "approved",
        Pending = "pending",
        Rejected = "rejected",
    }
}

open_enum! {
    /// By what registrants are sorted. Without it: when they registered.
    pub enum RegistrantOrderBy {
        FirstName = "firstName",
        LastName = "lastName",
        Status = "status",
        Email = "email",
    }
}

open_enum! {
    /// In which direction registrants are sorted.
    pub enum RegistrantOrderType {
        Ascending = "ASC",
        Descending = "DESC",
    }
}
