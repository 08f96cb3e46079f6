//! Templates of meetings.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{
    Array, AudioConnectionOptions, BreakoutSession, Email, LiveStream, MeetingAttendeePrivileges,
    MeetingInvitee, MeetingJoinSecurity, MeetingOptions, MeetingRegistration, MeetingScheduledType,
    MeetingTrackingCode, RoomId, Secret, SimultaneousInterpretation, Timestamp,
};

model! {
    /// A meeting to begin a new one with.
    pub struct MeetingTemplate {
        /// Identifies the template.
        id: Option<String>,
        /// What it is called.
        name: Option<String>,
        /// Language, as `en_US`.
        locale: Option<String>,
        /// The meeting site.
        site_url: Option<String>,
        /// What it is for.
        template_type: Option<MeetingTemplateType>,
        /// Whether it is taken where none is named.
        is_default: Option<bool>,
        /// Whether the site has it for everybody.
        is_standard: Option<bool>,
        /// What the meeting will be like.
        meeting: Option<Box<MeetingTemplateMeeting>>,
    }
}

open_enum! {
    /// What a template is for.
    pub enum MeetingTemplateType {
        Meeting = "meeting",
        Webinar = "webinar",
    }
}

model! {
    /// What a meeting of a template will be like. See [`Meeting`](crate::Meeting) for the attributes of that name.
    pub struct MeetingTemplateMeeting {
        /// Whether it takes place at once, and only once.
        adhoc: Option<bool>,
        /// The room that it belongs to.
        room_id: Option<RoomId>,
        /// The template.
        template_id: Option<String>,
        /// What it is called.
        title: Option<String>,
        /// What it is about.
        agenda: Option<String>,
        /// What opens it.
        password: Option<Secret>,
        /// When it begins.
        start: Option<Timestamp>,
        /// When it ends.
        end: Option<Timestamp>,
        /// Time zone of the times.
        timezone: Option<String>,
        /// When it repeats.
        recurrence: Option<String>,
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
        /// Whether it locks itself.
        enable_automatic_lock: Option<bool>,
        /// How many minutes after its start it locks itself.
        automatic_lock_minutes: Option<i64>,
        /// Whether the first one with a host's account becomes cohost.
        allow_first_user_to_be_co_host: Option<bool>,
        /// Whether authenticated devices come in.
        allow_authenticated_devices: Option<bool>,
        /// Who is invited.
        invitees: Option<Array<MeetingInvitee>>,
        /// Whether invitations are sent.
        send_email: Option<bool>,
        /// The host's address.
        host_email: Option<Email>,
        /// The meeting site.
        site_url: Option<String>,
        /// What can be done in it.
        meeting_options: Option<Box<MeetingOptions>>,
        /// What attendees may do.
        attendee_privileges: Option<Box<MeetingAttendeePrivileges>>,
        /// How people register.
        registration: Option<Box<MeetingRegistration>>,
        /// Marks of the applications that plan it.
        integration_tags: Option<Array<String>>,
        /// Who translates.
        simultaneous_interpretation: Option<Box<SimultaneousInterpretation>>,
        /// Whether it splits into smaller ones.
        enabled_breakout_sessions: Option<bool>,
        /// The smaller ones.
        breakout_sessions: Option<Array<BreakoutSession>>,
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
