//! Meeting invitees: who is invited to which meeting.

use serde::Deserialize;
use webex_models::{Email, MeetingId, MeetingInvitee};

resource! {
    /// The calls for meeting invitees: [`WebexApi::meeting_invitees`](crate::WebexApi::meeting_invitees).
    MeetingInvitees {
        /// Invites somebody: [`CreateMeetingInvitee`].
        create(meeting: MeetingId, email: Email) -> Call<CreateMeetingInvitee> {
            /// api.meeting_invitees()
            ///     .create(&meeting, Email::new("ana@example.com")?)
            ///     .co_host(true)
            ///     .await?;
        }
        /// Invites several people at once: [`CreateMeetingInvitees`].
        bulk_insert(meeting: MeetingId, items: Vec<MeetingInvitee>) -> Call<CreateMeetingInvitees> {
            /// let both = ["ana@example.com", "bob@example.com"]
            ///     .map(|email| MeetingInvitee::new().email(Email::new(email).unwrap()));
            /// let invited = api.meeting_invitees().bulk_insert(&meeting, both).await?;
        }
        /// One invitation: [`GetMeetingInvitee`].
        get(invitee: String) -> Call<GetMeetingInvitee> {
            /// let invitee = api.meeting_invitees().get(invitee).await?;
        }
        /// Who is invited to a meeting: [`ListMeetingInvitees`].
        list(meeting: MeetingId) -> List<ListMeetingInvitees> {
            /// let panelists = api.meeting_invitees().list(&meeting).panelist(true).all().await?;
        }
        /// Changes an invitation; the service wants the address each time: [`UpdateMeetingInvitee`].
        update(invitee: String, email: Email) -> Call<UpdateMeetingInvitee> {
            /// api.meeting_invitees()
            ///     .update(invitee, Email::new("ana@example.com")?)
            ///     .co_host(false)
            ///     .await?;
        }
        /// Takes an invitation back: [`DeleteMeetingInvitee`].
        delete(invitee: String) -> Call<DeleteMeetingInvitee> {
            /// api.meeting_invitees().delete(invitee).send_email(false).await?;
        }
    }
}

endpoint! {
    /// `POST /meetingInvitees`
    CreateMeetingInvitee in Call {
        /// The meeting.
        #[serde(rename = "meetingId")]
        meeting: MeetingId,
        /// Who is invited.
        email: Email,
        ;
        /// The name as others see it.
        display_name: String,
        /// Whether as a second host.
        co_host: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Whether an invitation is sent. Default: yes.
        send_email: bool,
        /// Whether as a panelist of a webinar.
        panelist: bool,
    }
}
sends!(CreateMeetingInvitee => MeetingInvitee, "meeting_invitees.create", post "/meetingInvitees", json);

endpoint! {
    /// `POST /meetingInvitees/bulkInsert`
    ///
    /// An item's `sendEmail`, which the model does not have, goes into its [`extra`](MeetingInvitee::extra).
    CreateMeetingInvitees in Call {
        /// The meeting.
        #[serde(rename = "meetingId")]
        meeting: MeetingId,
        /// Who is invited.
        items: Vec<MeetingInvitee>,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
    }
}

sends!(CreateMeetingInvitees => Invited, "meeting_invitees.bulk_insert", post "/meetingInvitees/bulkInsert", json);

/// What [`CreateMeetingInvitees`] gives back.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Invited {
    /// Who is invited now.
    pub items: Vec<MeetingInvitee>,
}

endpoint! {
    /// `GET /meetingInvitees/{meetingInviteeId}`
    GetMeetingInvitee in Call {
        /// The invitation.
        invitee: String,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
    }
}
sends!(GetMeetingInvitee => MeetingInvitee, "meeting_invitees.get", get "/meetingInvitees/{}", id(invitee),
    query("hostEmail" = host_email));

endpoint! {
    /// `GET /meetingInvitees`
    ListMeetingInvitees in List {
        /// The meeting.
        meeting: MeetingId,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Panelists alone, or those who are none.
        panelist: bool,
    }
}
lists!(ListMeetingInvitees => MeetingInvitee, "meeting_invitees.list", "/meetingInvitees",
    required("meetingId" = meeting), query("hostEmail" = host_email, "panelist" = panelist));

endpoint! {
    /// `PUT /meetingInvitees/{meetingInviteeId}`
    UpdateMeetingInvitee in Call {
        /// The invitation.
        #[serde(skip)]
        invitee: String,
        /// Who is invited.
        email: Email,
        ;
        /// The name as others see it.
        display_name: String,
        /// Whether as a second host.
        co_host: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Whether an invitation is sent. Default: yes.
        send_email: bool,
        /// Whether as a panelist of a webinar.
        panelist: bool,
    }
}
sends!(UpdateMeetingInvitee => MeetingInvitee, "meeting_invitees.update", put "/meetingInvitees/{}", id(invitee), json);

endpoint! {
    /// `DELETE /meetingInvitees/{meetingInviteeId}`
    DeleteMeetingInvitee in Call {
        /// The invitation.
        invitee: String,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Whether the person is told.
        send_email: bool,
    }
}
sends!(DeleteMeetingInvitee => (), "meeting_invitees.delete", delete "/meetingInvitees/{}", id(invitee),
    query("hostEmail" = host_email, "sendEmail" = send_email));
