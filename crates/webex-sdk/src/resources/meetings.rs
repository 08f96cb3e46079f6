//! Meetings: planned, going on, and past.
//!
//! ```no_run
//! # use webex_sdk::models::MeetingState;
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let going_on = api.meetings().list().state(MeetingState::InProgress).all().await?;
//! # Ok(()) }
//! ```

use webex_models::{
    AudioConnectionOptions, BreakoutSession, Email, LiveStream, Meeting, MeetingAttendeePrivileges,
    MeetingId, MeetingInvitee, MeetingJoinSecurity, MeetingOptions, MeetingRegistration,
    MeetingScheduledType, MeetingState, MeetingTrackingCode, MeetingType, RoomId, Secret,
    SimultaneousInterpretation, Timestamp,
};

resource! {
    /// The calls for meetings: [`WebexApi::meetings`](crate::WebexApi::meetings).
    Meetings {
        /// Plans a meeting, with the caller as its host: [`CreateMeeting`].
        create(title: String, start: String, end: String) -> Call<CreateMeeting> {
            /// let (start, end) = ("2026-02-03T09:00:00", "2026-02-03T09:30:00");
            /// let meeting = api
            ///     .meetings()
            ///     .create("Release train", start, end)
            ///     .timezone("Europe/Zurich")
            ///     .await?;
        }
        /// One meeting: [`GetMeeting`].
        get(meeting: MeetingId) -> Call<GetMeeting> {
            /// let meeting = api.meetings().get(&meeting).await?;
            /// println!("{:?} at {:?}", meeting.title, meeting.start);
        }
        /// The caller's meetings: [`ListMeetings`]. Without a type: series, and what takes place once.
        list() -> List<ListMeetings> {
            /// let (from, to): (Timestamp, Timestamp) =
            ///     ("2026-02-01T00:00:00Z".parse()?, "2026-03-01T00:00:00Z".parse()?);
            /// let planned = api
            ///     .meetings()
            ///     .list()
            ///     .meeting_type(MeetingType::Scheduled)
            ///     .from(from)
            ///     .to(to)
            ///     .all()
            ///     .await?;
        }
        /// Changes a meeting that has not begun: [`UpdateMeeting`].
        update(meeting: MeetingId) -> Call<UpdateMeeting> {
            /// let now = api.meetings().get(&meeting).await?;
            /// let call = api
            ///     .meetings()
            ///     .update(&meeting)
            ///     .title("Release train 2")
            ///     .password(now.password.unwrap());
            /// call.start("2026-02-03T10:00:00Z").end("2026-02-03T10:30:00Z").await?;
        }
        /// Cancels a meeting, or a whole series: [`DeleteMeeting`].
        delete(meeting: MeetingId) -> Call<DeleteMeeting> {
            /// api.meetings().delete(&meeting).send_email(false).await?;
        }
    }
}

endpoint! {
    /// `POST /meetings`
    CreateMeeting in Call {
        /// What it is called.
        title: String,
        /// When it begins, in any form of ISO 8601; without an offset, in the meeting's time zone.
        start: String,
        /// When it ends, likewise: 10 minutes to 23 h 59 min later.
        end: String,
        ;
        /// Whether it takes place at once, for the members of a room.
        adhoc: bool,
        /// The room that it belongs to.
        room_id: RoomId,
        /// The template that it begins with.
        template_id: String,
        /// What it is about.
        agenda: String,
        /// What opens it. Default: the service makes one.
        password: Secret,
        /// The time zone that it is planned in, as `Europe/Zurich`.
        timezone: String,
        /// When it repeats, in the form of RFC 2445: `FREQ=DAILY;COUNT=20`.
        recurrence: String,
        /// Whether it is recorded from the start.
        enabled_auto_record_meeting: bool,
        /// Whether anybody with a host's account becomes cohost.
        allow_any_user_to_be_co_host: bool,
        /// Whether people can come before the host.
        enabled_join_before_host: bool,
        /// Whether people can speak before the host comes.
        enable_connect_audio_before_host: bool,
        /// How many minutes before its start people can come.
        join_before_host_minutes: u32,
        /// Whether invitations leave the password out.
        exclude_password: bool,
        /// Whether it is listed for everybody.
        public_meeting: bool,
        /// How many minutes before its start the host is reminded.
        reminder_time: u32,
        /// Who comes in without waiting.
        unlocked_meeting_join_security: MeetingJoinSecurity,
        /// Kind of session of the site. A webinar needs one.
        session_type_id: i64,
        /// Whether a webinar is shown as a broadcast.
        enabled_webcast_view: bool,
        /// What opens a webinar for panelists.
        panelist_password: Secret,
        /// Whether it locks itself.
        enable_automatic_lock: bool,
        /// How many minutes after its start it locks itself.
        automatic_lock_minutes: u32,
        /// Whether the first one with a host's account becomes cohost.
        allow_first_user_to_be_co_host: bool,
        /// Whether authenticated devices come in.
        allow_authenticated_devices: bool,
        /// Whether people are told by e-mail. Default: yes.
        send_email: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// What can be done in it.
        meeting_options: MeetingOptions,
        /// What attendees may do.
        attendee_privileges: MeetingAttendeePrivileges,
        /// Marks of the application that plans it, up to three.
        integration_tags: Vec<String>,
        /// Whether it splits into smaller ones.
        enabled_breakout_sessions: bool,
        /// What the organization tracks it by.
        tracking_codes: Vec<MeetingTrackingCode>,
        /// Whether the sound is marked.
        enabled_audio_watermark: bool,
        /// Whether the picture is marked.
        enabled_visual_watermark: bool,
        /// How visible the mark of the picture is, in percent.
        visual_watermark_opacity: u32,
        /// How people hear and speak.
        audio_connection_options: AudioConnectionOptions,
        /// Whether attendees must sign in.
        require_attendee_login: bool,
        /// Whether only invited people come in.
        restrict_to_invitees: bool,
        /// Whether it is streamed.
        enabled_live_stream: bool,
        /// Where it is streamed to.
        live_stream: LiveStream,
        /// Meeting, webinar or personal room. Default: meeting.
        scheduled_type: MeetingScheduledType,
        /// Who is invited, up to 1000. Default: who is in the room, where there is one.
        invitees: Vec<MeetingInvitee>,
        /// The meeting site. Default: the one that the host prefers.
        site_url: String,
        /// How people register.
        registration: MeetingRegistration,
        /// Who translates.
        simultaneous_interpretation: SimultaneousInterpretation,
        /// The smaller ones.
        breakout_sessions: Vec<BreakoutSession>,
    }
}
sends!(CreateMeeting => Meeting, "meetings.create", post "/meetings", json);

endpoint! {
    /// `GET /meetings/{meetingId}`
    GetMeeting in Call {
        /// The meeting.
        meeting: MeetingId,
        ;
        /// Whether to answer with the occurrence to come, of a meeting that repeats.
        current: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// What opens the meeting, for who is not its host.
        password: Secret,
        /// The time zone for the times of the answer, as `Europe/Zurich`.
        timezone: String,
    }
}
sends!(GetMeeting => Meeting, "meetings.get", get "/meetings/{}", id(meeting),
    query("current" = current, "hostEmail" = host_email), headers("timezone" = timezone), secrets("password" = password));

endpoint! {
    /// `GET /meetings`
    ListMeetings in List {
        ;
        /// Meetings with this number.
        meeting_number: String,
        /// Meetings with this link.
        web_link: String,
        /// Meetings of this room.
        room_id: RoomId,
        /// Meetings of this series.
        meeting_series_id: MeetingId,
        /// Meetings from this time on.
        from: Timestamp,
        /// Meetings before this time.
        to: Timestamp,
        /// Meetings of this type. Default: series.
        meeting_type: MeetingType,
        /// Meetings that are so far.
        state: MeetingState,
        /// Meetings, webinars or personal rooms.
        scheduled_type: MeetingScheduledType,
        /// Meetings that were changed by themselves, of a series.
        is_modified: bool,
        /// Past meetings with chat.
        has_chat: bool,
        /// Past meetings with a recording.
        has_recording: bool,
        /// Past meetings with a transcript.
        has_transcription: bool,
        /// Past meetings with a summary.
        has_summary: bool,
        /// Past meetings with captions.
        has_closed_caption: bool,
        /// Past meetings with polls.
        has_polls: bool,
        /// Past meetings with questions and answers.
        has_qa: bool,
        /// Past meetings with Slido.
        has_slido: bool,
        /// Whether to answer with the occurrence to come, of meetings that repeat. Default: yes.
        current: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// The meeting site. Default: all of the caller's.
        site_url: String,
        /// Meetings with this mark of an application.
        integration_tag: String,
        /// What opens the meeting, for who is not its host.
        password: Secret,
        /// The time zone for the times of the answer, as `Europe/Zurich`.
        timezone: String,
    }
}
lists!(ListMeetings => Meeting, "meetings.list", "/meetings", query(
    "meetingNumber" = meeting_number,
    "webLink" = web_link,
    "roomId" = room_id,
    "meetingSeriesId" = meeting_series_id,
    "from" = from,
    "to" = to,
    "meetingType" = meeting_type,
    "state" = state,
    "scheduledType" = scheduled_type,
    "isModified" = is_modified,
    "hasChat" = has_chat,
    "hasRecording" = has_recording,
    "hasTranscription" = has_transcription,
    "hasSummary" = has_summary,
    "hasClosedCaption" = has_closed_caption,
    "hasPolls" = has_polls,
    "hasQA" = has_qa,
    "hasSlido" = has_slido,
    "current" = current,
    "hostEmail" = host_email,
    "siteUrl" = site_url,
    "integrationTag" = integration_tag,
), headers("timezone" = timezone), secrets("password" = password));

endpoint! {
    /// `PUT /meetings/{meetingId}`
    ///
    /// What must be given is not documented; the Python SDK sends title, password, start and end each time. Webex says that
    /// it will go one day for `PATCH /meetings/{meetingId}`, which [`request`](crate::WebexApi::request) can send.
    UpdateMeeting in Call {
        /// The meeting.
        #[serde(skip)]
        meeting: MeetingId,
        ;
        /// What it is called from now on.
        title: String,
        /// When it begins, as for [`CreateMeeting`].
        start: String,
        /// When it ends.
        end: String,
        /// What it is about.
        agenda: String,
        /// What opens it. Default: the service makes one.
        password: Secret,
        /// The time zone that it is planned in, as `Europe/Zurich`.
        timezone: String,
        /// When it repeats, in the form of RFC 2445: `FREQ=DAILY;COUNT=20`.
        recurrence: String,
        /// Whether it is recorded from the start.
        enabled_auto_record_meeting: bool,
        /// Whether anybody with a host's account becomes cohost.
        allow_any_user_to_be_co_host: bool,
        /// Whether people can come before the host.
        enabled_join_before_host: bool,
        /// Whether people can speak before the host comes.
        enable_connect_audio_before_host: bool,
        /// How many minutes before its start people can come.
        join_before_host_minutes: u32,
        /// Whether invitations leave the password out.
        exclude_password: bool,
        /// Whether it is listed for everybody.
        public_meeting: bool,
        /// How many minutes before its start the host is reminded.
        reminder_time: u32,
        /// Who comes in without waiting.
        unlocked_meeting_join_security: MeetingJoinSecurity,
        /// Kind of session of the site. A webinar needs one.
        session_type_id: i64,
        /// Whether a webinar is shown as a broadcast.
        enabled_webcast_view: bool,
        /// What opens a webinar for panelists.
        panelist_password: Secret,
        /// Whether it locks itself.
        enable_automatic_lock: bool,
        /// How many minutes after its start it locks itself.
        automatic_lock_minutes: u32,
        /// Whether the first one with a host's account becomes cohost.
        allow_first_user_to_be_co_host: bool,
        /// Whether authenticated devices come in.
        allow_authenticated_devices: bool,
        /// Whether people are told by e-mail. Default: yes.
        send_email: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// What can be done in it.
        meeting_options: MeetingOptions,
        /// What attendees may do.
        attendee_privileges: MeetingAttendeePrivileges,
        /// Marks of the application that plans it, up to three.
        integration_tags: Vec<String>,
        /// Whether it splits into smaller ones.
        enabled_breakout_sessions: bool,
        /// What the organization tracks it by.
        tracking_codes: Vec<MeetingTrackingCode>,
        /// Whether the sound is marked.
        enabled_audio_watermark: bool,
        /// Whether the picture is marked.
        enabled_visual_watermark: bool,
        /// How visible the mark of the picture is, in percent.
        visual_watermark_opacity: u32,
        /// How people hear and speak.
        audio_connection_options: AudioConnectionOptions,
        /// Whether attendees must sign in.
        require_attendee_login: bool,
        /// Whether only invited people come in.
        restrict_to_invitees: bool,
        /// Whether it is streamed.
        enabled_live_stream: bool,
        /// Where it is streamed to.
        live_stream: LiveStream,
    }
}
sends!(UpdateMeeting => Meeting, "meetings.update", put "/meetings/{}", id(meeting), json);

endpoint! {
    /// `DELETE /meetings/{meetingId}`
    DeleteMeeting in Call {
        /// The meeting.
        meeting: MeetingId,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Whether people are told by e-mail. Default: yes.
        send_email: bool,
    }
}
sends!(DeleteMeeting => (), "meetings.delete", delete "/meetings/{}", id(meeting),
    query("hostEmail" = host_email, "sendEmail" = send_email));
