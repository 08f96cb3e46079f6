//! Meetings and what belongs to them.

use webex_sdk::models::{
    AudioConnectionOptions, Email, LiveStream, MeetingAttendeePrivileges, MeetingId,
    MeetingInvitee, MeetingJoinSecurity, MeetingOptions, MeetingRegistration, MeetingScheduledType,
    MeetingState, MeetingType, RecordingFormat, RecordingId, RecordingServiceType, RecordingStatus,
    RoomId, SimultaneousInterpretation, Timestamp,
};
use webex_sdk::resources::meeting_invitees::{
    CreateMeetingInvitee, CreateMeetingInvitees, DeleteMeetingInvitee, GetMeetingInvitee,
    ListMeetingInvitees, UpdateMeetingInvitee,
};
use webex_sdk::resources::meeting_registrants::{
    CreateMeetingRegistrant, DeleteMeetingRegistrant, GetMeetingRegistrant, ListMeetingRegistrants,
};
use webex_sdk::resources::meeting_templates::{GetMeetingTemplate, ListMeetingTemplates};
use webex_sdk::resources::meetings::{
    CreateMeeting, DeleteMeeting, GetMeeting, ListMeetings, UpdateMeeting,
};
use webex_sdk::resources::recordings::{
    DeleteRecording, DeleteRecordingForAdmin, GetRecording, ListRecordings, ListRecordingsForAdmin,
    PurgeRecordings, RestoreRecordings, ShareRecording, ShareRecordingLink, SoftDeleteRecordings,
};

use super::{Sent, id};

pub(super) fn send(sent: &mut Sent) {
    let time: Timestamp = "2026-01-01T00:00:00.000Z".parse().unwrap();
    let email = || Email::new("a@example.com").unwrap();
    let meeting = id::<MeetingId>;

    sent.call(
        CreateMeeting::new("a", "a", "a")
            .adhoc(true)
            .room_id(id::<RoomId>())
            .template_id("a")
            .agenda("a")
            .password("a")
            .timezone("a")
            .recurrence("a")
            .enabled_auto_record_meeting(true)
            .allow_any_user_to_be_co_host(true)
            .enabled_join_before_host(true)
            .enable_connect_audio_before_host(true)
            .join_before_host_minutes(1u32)
            .exclude_password(true)
            .public_meeting(true)
            .reminder_time(1u32)
            .unlocked_meeting_join_security(MeetingJoinSecurity::AllowJoin)
            .session_type_id(1)
            .enabled_webcast_view(true)
            .panelist_password("a")
            .enable_automatic_lock(true)
            .automatic_lock_minutes(1u32)
            .allow_first_user_to_be_co_host(true)
            .allow_authenticated_devices(true)
            .send_email(true)
            .host_email(email())
            .meeting_options(MeetingOptions::new())
            .attendee_privileges(MeetingAttendeePrivileges::new())
            .integration_tags(Vec::new())
            .enabled_breakout_sessions(true)
            .tracking_codes(Vec::new())
            .enabled_audio_watermark(true)
            .enabled_visual_watermark(true)
            .visual_watermark_opacity(1u32)
            .audio_connection_options(AudioConnectionOptions::new())
            .require_attendee_login(true)
            .restrict_to_invitees(true)
            .enabled_live_stream(true)
            .live_stream(LiveStream::new())
            .scheduled_type(MeetingScheduledType::Webinar)
            .invitees(Vec::new())
            .site_url("a")
            .registration(MeetingRegistration::new())
            .simultaneous_interpretation(SimultaneousInterpretation::new())
            .breakout_sessions(Vec::new()),
    );
    sent.call(
        GetMeeting::new(meeting())
            .current(true)
            .host_email(email())
            .password("a")
            .timezone("a"),
    );
    sent.list(
        ListMeetings::new()
            .meeting_number("a")
            .web_link("a")
            .room_id(id::<RoomId>())
            .meeting_series_id(meeting())
            .from(time)
            .to(time)
            .meeting_type(MeetingType::Series)
            .state(MeetingState::Active)
            .scheduled_type(MeetingScheduledType::Webinar)
            .is_modified(true)
            .has_chat(true)
            .has_recording(true)
            .has_transcription(true)
            .has_summary(true)
            .has_closed_caption(true)
            .has_polls(true)
            .has_qa(true)
            .has_slido(true)
            .current(true)
            .host_email(email())
            .site_url("a")
            .integration_tag("a")
            .password("a")
            .timezone("a"),
    );
    sent.call(
        UpdateMeeting::new(meeting())
            .title("a")
            .start("a")
            .end("a")
            .agenda("a")
            .password("a")
            .timezone("a")
            .recurrence("a")
            .enabled_auto_record_meeting(true)
            .allow_any_user_to_be_co_host(true)
            .enabled_join_before_host(true)
            .enable_connect_audio_before_host(true)
            .join_before_host_minutes(1u32)
            .exclude_password(true)
            .public_meeting(true)
            .reminder_time(1u32)
            .unlocked_meeting_join_security(MeetingJoinSecurity::AllowJoin)
            .session_type_id(1)
            .enabled_webcast_view(true)
            .panelist_password("a")
            .enable_automatic_lock(true)
            .automatic_lock_minutes(1u32)
            .allow_first_user_to_be_co_host(true)
            .allow_authenticated_devices(true)
            .send_email(true)
            .host_email(email())
            .meeting_options(MeetingOptions::new())
            .attendee_privileges(MeetingAttendeePrivileges::new())
            .integration_tags(Vec::new())
            .enabled_breakout_sessions(true)
            .tracking_codes(Vec::new())
            .enabled_audio_watermark(true)
            .enabled_visual_watermark(true)
            .visual_watermark_opacity(1u32)
            .audio_connection_options(AudioConnectionOptions::new())
            .require_attendee_login(true)
            .restrict_to_invitees(true)
            .enabled_live_stream(true)
            .live_stream(LiveStream::new()),
    );
    sent.call(
        DeleteMeeting::new(meeting())
            .host_email(email())
            .send_email(true),
    );

    sent.call(
        CreateMeetingInvitee::new(meeting(), email())
            .display_name("a")
            .co_host(true)
            .host_email(email())
            .send_email(true)
            .panelist(true),
    );
    sent.call(
        CreateMeetingInvitees::new(meeting(), [MeetingInvitee::new().email(email())])
            .host_email(email()),
    );
    sent.call(GetMeetingInvitee::new("a").host_email(email()));
    sent.list(
        ListMeetingInvitees::new(meeting())
            .host_email(email())
            .panelist(true),
    );
    sent.call(
        UpdateMeetingInvitee::new("a", email())
            .display_name("a")
            .co_host(true)
            .host_email(email())
            .send_email(true)
            .panelist(true),
    );
    sent.call(
        DeleteMeetingInvitee::new("a")
            .host_email(email())
            .send_email(true),
    );

    sent.call(
        CreateMeetingRegistrant::new(meeting(), "a", "a", email())
            .send_email(true)
            .job_title("a")
            .company_name("a")
            .address1("a")
            .address2("a")
            .city("a")
            .state("a")
            .zip_code(1u64)
            .country_region("a")
            .work_phone("a")
            .fax("a")
            .customized_questions(Vec::new())
            .current(true)
            .host_email(email()),
    );
    sent.call(
        GetMeetingRegistrant::new(meeting(), "a")
            .current(true)
            .host_email(email()),
    );
    sent.list(
        ListMeetingRegistrants::new(meeting())
            .host_email(email())
            .current(true)
            .email(email())
            .registration_time_from(time)
            .registration_time_to(time),
    );
    sent.call(
        DeleteMeetingRegistrant::new(meeting(), "a")
            .current(true)
            .host_email(email()),
    );

    sent.list(
        ListMeetingTemplates::new()
            .template_type("meeting")
            .locale("en_US")
            .is_default(true)
            .is_standard(true)
            .host_email(email())
            .site_url("a"),
    );
    sent.call(
        GetMeetingTemplate::new("a")
            .host_email(email())
            .timezone("UTC"),
    );
    recordings(sent, time);
}

fn recordings(sent: &mut Sent, time: Timestamp) {
    let email = || Email::new("a@example.com").unwrap();
    let (recording, recordings) = (id::<RecordingId>, || vec![id::<RecordingId>()]);
    sent.list(
        ListRecordings::new()
            .from(time)
            .to(time)
            .meeting_id(id::<MeetingId>())
            .host_email(email())
            .site_url("a")
            .integration_tag("a")
            .topic("a")
            .format(RecordingFormat::Mp4)
            .service_type(RecordingServiceType::MeetingCenter)
            .status(RecordingStatus::Available)
            .timezone("UTC"),
    );
    sent.list(
        ListRecordingsForAdmin::new()
            .from(time)
            .to(time)
            .meeting_id(id::<MeetingId>())
            .site_url("a")
            .integration_tag("a")
            .topic("a")
            .format(RecordingFormat::Mp4)
            .service_type(RecordingServiceType::MeetingCenter)
            .status(RecordingStatus::Available)
            .timezone("UTC"),
    );
    sent.call(
        GetRecording::new(recording())
            .host_email(email())
            .timezone("UTC")
            .site_url("a"),
    );
    sent.call(
        DeleteRecording::new(recording())
            .host_email(email())
            .reason("audit")
            .comment("a"),
    );
    sent.call(DeleteRecordingForAdmin::new(recording()));
    sent.call(
        SoftDeleteRecordings::new(recordings())
            .host_email(email())
            .site_url("a"),
    );
    sent.call(
        RestoreRecordings::new()
            .restore_all(false)
            .recording_ids(recordings())
            .host_email(email())
            .site_url("a"),
    );
    sent.call(
        PurgeRecordings::new()
            .purge_all(false)
            .recording_ids(recordings())
            .host_email(email())
            .site_url("a"),
    );
    sent.call(
        ShareRecording::new(recording())
            .host_email(email())
            .add_emails([email()])
            .remove_emails([email()])
            .send_email(true),
    );
    sent.call(
        ShareRecordingLink::new("a")
            .host_email(email())
            .add_emails([email()])
            .remove_emails([email()])
            .send_email(true),
    );
}
