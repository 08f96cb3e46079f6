//! Meetings: series, planned ones, and those that took place.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{
    Array, AudioConnectionOptions, Email, LiveStream, MeetingAttendeePrivileges, MeetingId,
    MeetingOptions, MeetingRegistration, PersonId, RoomId, Secret, SimultaneousInterpretation,
    Timestamp,
};

model! {
    /// A meeting.
    pub struct Meeting(
        /// Identifies the meeting. It does not decode.
        id: MeetingId,
    ) {
        /// The series that it belongs to.
        meeting_series_id: Option<MeetingId>,
        /// The planned meeting that it is of.
        scheduled_meeting_id: Option<MeetingId>,
        /// The number to type.
        meeting_number: Option<String>,
        /// What it is called.
        title: Option<String>,
        /// What it is about.
        agenda: Option<String>,
        /// What opens it.
        password: Option<Secret>,
        /// What opens it on a telephone or a video device.
        phone_and_video_system_password: Option<Secret>,
        /// A series, a planned meeting or one that took place.
        meeting_type: Option<MeetingType>,
        /// How far it is.
        state: Option<MeetingState>,
        /// Whether the host came.
        host_did_join: Option<bool>,
        /// Whether the caller came.
        attendee_did_join: Option<bool>,
        /// Whether it differs from its series.
        is_modified: Option<bool>,
        /// Time zone of the times, as `Europe/Zurich`.
        timezone: Option<String>,
        /// When it begins, or began.
        start: Option<Timestamp>,
        /// When it ends, or ended.
        end: Option<Timestamp>,
        /// When it repeats, as in RFC 2445.
        recurrence: Option<String>,
        /// The host.
        host_user_id: Option<PersonId>,
        /// The host's name.
        host_display_name: Option<String>,
        /// The host's address.
        host_email: Option<Email>,
        /// What makes somebody the host.
        host_key: Option<Secret>,
        /// The meeting site.
        site_url: Option<String>,
        /// The page to join it at.
        web_link: Option<String>,
        /// The page to register at.
        register_link: Option<String>,
        /// The SIP address to call.
        sip_address: Option<String>,
        /// The IP address to call.
        dial_in_ip_address: Option<String>,
        /// The room that it belongs to.
        room_id: Option<RoomId>,
        /// Whether it is recorded from the start.
        enabled_auto_record_meeting: Option<bool>,
        /// Whether anybody with a host's account becomes cohost.
        allow_any_user_to_be_co_host: Option<bool>,
        /// Whether people can come before the host.
        enabled_join_before_host: Option<bool>,
        /// Whether people can speak before the host comes.
        enable_connect_audio_before_host: Option<bool>,
        /// How many minutes before its start people can come.
        join_before_host_minutes: Option<i64>,
        /// Whether invitations leave the password out.
        exclude_password: Option<bool>,
        /// Whether it is listed for everybody.
        public_meeting: Option<bool>,
        /// How many minutes before its start the host is reminded.
        reminder_time: Option<i64>,
        /// Who comes in without waiting.
        unlocked_meeting_join_security: Option<MeetingJoinSecurity>,
        /// Kind of session of the site.
        session_type_id: Option<i64>,
        /// Meeting, webinar or personal room.
        scheduled_type: Option<MeetingScheduledType>,
        /// Whether a webinar is shown as a broadcast.
        enabled_webcast_view: Option<bool>,
        /// What opens a webinar for panelists.
        panelist_password: Option<Secret>,
        /// What opens a webinar for panelists on a telephone or a video device.
        phone_and_video_system_panelist_password: Option<Secret>,
        /// Whether it locks itself.
        enable_automatic_lock: Option<bool>,
        /// How many minutes after its start it locks itself.
        automatic_lock_minutes: Option<i64>,
        /// Whether the first one with a host's account becomes cohost.
        allow_first_user_to_be_co_host: Option<bool>,
        /// Whether authenticated devices come in.
        allow_authenticated_devices: Option<bool>,
        /// Whether there is a chat of it.
        has_chat: Option<bool>,
        /// Whether there is a recording of it.
        has_recording: Option<bool>,
        /// Whether there is a transcript of it.
        has_transcription: Option<bool>,
        /// Whether there is a summary of it.
        has_summary: Option<bool>,
        /// Whether there are captions of it.
        has_closed_caption: Option<bool>,
        /// Whether there were polls.
        has_polls: Option<bool>,
        /// Whether there were questions and answers.
        has_qa: Option<bool> = "hasQA",
        /// Whether Slido was used.
        has_slido: Option<bool>,
        /// Whether people register for it.
        has_registration: Option<bool>,
        /// Whether people have registered for it.
        has_registrants: Option<bool>,
        /// Whether people are asked afterwards.
        has_post_event_survey: Option<bool>,
        /// How to join by telephone.
        telephony: Option<Box<MeetingTelephony>>,
        /// What can be done in it.
        meeting_options: Option<Box<MeetingOptions>>,
        /// What attendees may do.
        attendee_privileges: Option<Box<MeetingAttendeePrivileges>>,
        /// How people register.
        registration: Option<Box<MeetingRegistration>>,
        /// Marks of the applications that planned it.
        integration_tags: Option<Array<String>>,
        /// Who translates.
        simultaneous_interpretation: Option<Box<SimultaneousInterpretation>>,
        /// Whether it splits into smaller ones.
        enabled_breakout_sessions: Option<bool>,
        /// Where more about it is.
        links: Option<Array<MeetingLink>>,
        /// What the organization tracks it by.
        tracking_codes: Option<Array<MeetingTrackingCode>>,
        /// Whether the sound is marked.
        enabled_audio_watermark: Option<bool>,
        /// Whether the picture is marked.
        enabled_visual_watermark: Option<bool>,
        /// How visible the mark of the picture is, in percent.
        visual_watermark_opacity: Option<i64>,
        /// How people hear and speak.
        audio_connection_options: Option<Box<AudioConnectionOptions>>,
        /// Whether attendees must sign in.
        require_attendee_login: Option<bool>,
        /// Whether only invited people come in.
        restrict_to_invitees: Option<bool>,
        /// Whether it is streamed.
        enabled_live_stream: Option<bool>,
        /// Where it is streamed to.
        live_stream: Option<Box<LiveStream>>,
    }
}

model! {
    /// How to join a meeting by telephone.
    pub struct MeetingTelephony {
        /// What to type.
        access_code: Option<String>,
        /// Numbers to call.
        call_in_numbers: Option<Array<MeetingCallInNumber>>,
        /// Where more numbers are.
        links: Option<Array<MeetingLink>>,
    }
}

model! {
    /// A number to call.
    pub struct MeetingCallInNumber {
        /// What it is called.
        label: Option<String>,
        /// The number.
        call_in_number: Option<String>,
        /// `toll` or `tollFree`.
        toll_type: Option<String>,
    }
}

model! {
    /// Where more is.
    pub struct MeetingLink {
        /// What is there.
        rel: Option<String>,
        /// The address.
        href: Option<String>,
        /// The method to ask with.
        method: Option<String>,
    }
}

model! {
    /// What an organization tracks meetings by.
    pub struct MeetingTrackingCode {
        /// What is tracked.
        name: Option<String>,
        /// What it is here.
        value: Option<String>,
    }
}

open_enum! {
    /// A series, a planned meeting or one that took place.
    pub enum MeetingType {
        Series = "meetingSeries",
        Scheduled = "scheduledMeeting",
        /// One that takes place or took place.
        Instance = "meeting",
    }
}

open_enum! {
    /// How far a meeting is.
    pub enum MeetingState {
        Active = "active",
        Scheduled = "scheduled",
        Ready = "ready",
        Lobby = "lobby",
        InProgress = "inProgress",
        Ended = "ended",
        Missed = "missed",
        Expired = "expired",
    }
}

open_enum! {
    /// Who comes into an unlocked meeting without waiting.
    pub enum MeetingJoinSecurity {
        AllowJoin = "allowJoin",
        AllowJoinWithLobby = "allowJoinWithLobby",
        BlockFromJoin = "blockFromJoin",
    }
}

open_enum! {
    /// Meeting, webinar or personal room.
    pub enum MeetingScheduledType {
        Meeting = "meeting",
        Webinar = "webinar",
        PersonalRoomMeeting = "personalRoomMeeting",
    }
}
