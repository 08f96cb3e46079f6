//! Meeting registrants: who registered for which meeting.

use webex_models::{Email, MeetingId, MeetingRegistrant, RegistrantAnswers, Timestamp};

resource! {
    /// The calls for meeting registrants: [`WebexApi::meeting_registrants`](crate::WebexApi::meeting_registrants).
    MeetingRegistrants {
        /// Registers somebody for a meeting: [`CreateMeetingRegistrant`].
        create(meeting: MeetingId, first_name: String, last_name: String, email: Email) -> Call<CreateMeetingRegistrant> {
            /// let ana = Email::new("ana@example.com")?;
            /// let registrant = api
            ///     .meeting_registrants()
            ///     .create(&meeting, "Ana", "Weber", ana)
            ///     .city("Bern")
            ///     .await?;
        }
        /// One who registered: [`GetMeetingRegistrant`].
        get(meeting: MeetingId, registrant: String) -> Call<GetMeetingRegistrant> {
            /// let registrant = api.meeting_registrants().get(&meeting, registrant).await?;
        }
        /// Who registered for a meeting, for its hosts: [`ListMeetingRegistrants`].
        list(meeting: MeetingId) -> List<ListMeetingRegistrants> {
            /// let registrants = api.meeting_registrants().list(&meeting).all().await?;
        }
        /// Takes somebody's registration away: [`DeleteMeetingRegistrant`].
        delete(meeting: MeetingId, registrant: String) -> Call<DeleteMeetingRegistrant> {
            /// api.meeting_registrants().delete(&meeting, registrant).await?;
        }
    }
}

endpoint! {
    /// `POST /meetings/{meetingId}/registrants`
    CreateMeetingRegistrant in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        /// First name.
        first_name: String,
        /// Last name.
        last_name: String,
        /// E-mail address.
        email: Email,
        ;
        /// Whether they are told by e-mail.
        send_email: bool,
        /// Job title.
        job_title: String,
        /// Company.
        company_name: String,
        /// First line of the address.
        address1: String,
        /// Second line of the address.
        address2: String,
        /// Town.
        city: String,
        /// State.
        state: String,
        /// Postal code, which the service takes as a number.
        zip_code: u64,
        /// Country or region.
        country_region: String,
        /// Telephone at work.
        work_phone: String,
        /// Fax.
        fax: String,
        /// Answers to what else the host asks.
        customized_questions: Vec<RegistrantAnswers>,
        /// Whether for the occurrence to come, of a meeting that repeats.
        #[serde(skip)]
        current: bool,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
    }
}
sends!(CreateMeetingRegistrant => MeetingRegistrant, "meeting_registrants.create", post "/meetings/{}/registrants",
    id(meeting), query("current" = current, "hostEmail" = host_email), json);

endpoint! {
    /// `GET /meetings/{meetingId}/registrants/{registrantId}`
    GetMeetingRegistrant in Call {
        /// The meeting.
        meeting: MeetingId,
        /// The registration.
        registrant: String,
        ;
        /// Whether of the occurrence to come, of a meeting that repeats.
        current: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
    }
}
sends!(GetMeetingRegistrant => MeetingRegistrant, "meeting_registrants.get", get "/meetings/{}/registrants/{}",
    id(meeting), id(registrant), query("current" = current, "hostEmail" = host_email));

endpoint! {
    /// `GET /meetings/{meetingId}/registrants`
    ListMeetingRegistrants in List {
        /// The meeting.
        meeting: MeetingId,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Whether of the occurrence to come, of a meeting that repeats.
        current: bool,
        /// Who has this e-mail address.
        email: Email,
        /// Who registered from this time on.
        registration_time_from: Timestamp,
        /// Who registered before this time.
        registration_time_to: Timestamp,
    }
}
lists!(ListMeetingRegistrants => MeetingRegistrant, "meeting_registrants.list", "/meetings/{}/registrants", id(meeting), query(
    "hostEmail" = host_email,
    "current" = current,
    "email" = email,
    "registrationTimeFrom" = registration_time_from,
    "registrationTimeTo" = registration_time_to,
));

endpoint! {
    /// `DELETE /meetings/{meetingId}/registrants/{registrantId}`
    DeleteMeetingRegistrant in Call {
        /// The meeting.
        meeting: MeetingId,
        /// The registration.
        registrant: String,
        ;
        /// Whether of the occurrence to come, of a meeting that repeats.
        current: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
    }
}
sends!(DeleteMeetingRegistrant => (), "meeting_registrants.delete", delete "/meetings/{}/registrants/{}",
    id(meeting), id(registrant), query("current" = current, "hostEmail" = host_email));
