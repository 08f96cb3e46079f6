//! Meeting registrants: who registered for which meeting.

use serde::{Serialize, Serializer};
use webex_models::{
    Email, MeetingId, MeetingRegistrant, RegistrantAnswers, RegistrantOrderBy, RegistrantOrderType,
    RegistrantStatus, Timestamp,
};

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
        /// Registers several people at once: [`CreateMeetingRegistrants`].
        bulk_insert(meeting: MeetingId, items: Vec<MeetingRegistrant>) -> Call<CreateMeetingRegistrants> {
            /// let ana = MeetingRegistrant::new().first_name("Ana").last_name("Weber");
            /// let ana = ana.email(Email::new("ana@example.com")?);
            /// let registered = api.meeting_registrants().bulk_insert(&meeting, [ana]).await?;
        }
        /// Accepts people who registered: [`ApproveMeetingRegistrants`].
        approve(meeting: MeetingId, registrants: Vec<String>) -> Call<ApproveMeetingRegistrants> {
            /// api.meeting_registrants().approve(&meeting, registrants).send_email(true).await?;
        }
        /// Does not accept people who registered: [`RejectMeetingRegistrants`].
        reject(meeting: MeetingId, registrants: Vec<String>) -> Call<RejectMeetingRegistrants> {
            /// api.meeting_registrants().reject(&meeting, registrants).await?;
        }
        /// Cancels people's registrations: [`CancelMeetingRegistrants`].
        cancel(meeting: MeetingId, registrants: Vec<String>) -> Call<CancelMeetingRegistrants> {
            /// api.meeting_registrants().cancel(&meeting, registrants).await?;
        }
        /// Takes people's registrations away: [`DeleteMeetingRegistrants`].
        bulk_delete(meeting: MeetingId, registrants: Vec<String>) -> Call<DeleteMeetingRegistrants> {
            /// api.meeting_registrants().bulk_delete(&meeting, registrants).await?;
        }
        /// Who registered, of the people with these e-mail addresses: [`QueryMeetingRegistrants`].
        query(meeting: MeetingId, emails: Vec<Email>) -> Call<QueryMeetingRegistrants> {
            /// let status = RegistrantStatus::Pending;
            /// let waiting = api.meeting_registrants().query(&meeting, emails).status(status).await?;
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

endpoint! {
    /// `POST /meetings/{meetingId}/registrants/bulkInsert`
    CreateMeetingRegistrants in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        /// Who registers: first name, last name and e-mail address, and whatever else is asked for.
        items: Vec<MeetingRegistrant>,
        ;
        /// Whether for the occurrence to come, of a meeting that repeats.
        #[serde(skip)]
        current: bool,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
    }
}
sends!(CreateMeetingRegistrants => [MeetingRegistrant], "meeting_registrants.bulk_insert",
    post "/meetings/{}/registrants/bulkInsert", id(meeting), query("current" = current, "hostEmail" = host_email), json);

/// The service takes objects with an `id`.
fn by_id<S: Serializer>(ids: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Registrant<'a> {
        id: &'a str,
    }
    serializer.collect_seq(ids.iter().map(|id| Registrant { id }))
}

endpoint! {
    /// `POST /meetings/{meetingId}/registrants/approve`
    ApproveMeetingRegistrants in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        /// The registrations.
        #[serde(serialize_with = "by_id")]
        registrants: Vec<String>,
        ;
        /// Whether people are told by e-mail.
        send_email: bool,
        /// Whether of the occurrence to come, of a meeting that repeats.
        #[serde(skip)]
        current: bool,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
    }
}
sends!(ApproveMeetingRegistrants => (), "meeting_registrants.approve", post "/meetings/{}/registrants/approve",
    id(meeting), query("current" = current, "hostEmail" = host_email), json);

endpoint! {
    /// `POST /meetings/{meetingId}/registrants/reject`
    RejectMeetingRegistrants in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        /// The registrations.
        #[serde(serialize_with = "by_id")]
        registrants: Vec<String>,
        ;
        /// Whether people are told by e-mail.
        send_email: bool,
        /// Whether of the occurrence to come, of a meeting that repeats.
        #[serde(skip)]
        current: bool,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
    }
}
sends!(RejectMeetingRegistrants => (), "meeting_registrants.reject", post "/meetings/{}/registrants/reject",
    id(meeting), query("current" = current, "hostEmail" = host_email), json);

endpoint! {
    /// `POST /meetings/{meetingId}/registrants/cancel`
    CancelMeetingRegistrants in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        /// The registrations.
        #[serde(serialize_with = "by_id")]
        registrants: Vec<String>,
        ;
        /// Whether people are told by e-mail.
        send_email: bool,
        /// Whether of the occurrence to come, of a meeting that repeats.
        #[serde(skip)]
        current: bool,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
    }
}
sends!(CancelMeetingRegistrants => (), "meeting_registrants.cancel", post "/meetings/{}/registrants/cancel",
    id(meeting), query("current" = current, "hostEmail" = host_email), json);

endpoint! {
    /// `POST /meetings/{meetingId}/registrants/bulkDelete`
    DeleteMeetingRegistrants in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        /// The registrations.
        #[serde(serialize_with = "by_id")]
        registrants: Vec<String>,
        ;
        /// Whether people are told by e-mail.
        send_email: bool,
        /// Whether of the occurrence to come, of a meeting that repeats.
        #[serde(skip)]
        current: bool,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
    }
}
sends!(DeleteMeetingRegistrants => (), "meeting_registrants.bulk_delete", post "/meetings/{}/registrants/bulkDelete",
    id(meeting), query("current" = current, "hostEmail" = host_email), json);

endpoint! {
    /// `POST /meetings/{meetingId}/registrants/query`
    QueryMeetingRegistrants in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        /// The e-mail addresses.
        emails: Vec<Email>,
        ;
        /// Who is accepted so.
        status: RegistrantStatus,
        /// By what to sort.
        order_by: RegistrantOrderBy,
        /// In which direction to sort.
        order_type: RegistrantOrderType,
        /// How many the answer has at most.
        #[serde(skip)]
        max: u32,
        /// Whether of the occurrence to come, of a meeting that repeats.
        #[serde(skip)]
        current: bool,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
    }
}
sends!(QueryMeetingRegistrants => [MeetingRegistrant], "meeting_registrants.query",
    post "/meetings/{}/registrants/query", id(meeting),
    query("max" = max, "current" = current, "hostEmail" = host_email), json);
