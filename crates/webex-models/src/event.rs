//! The log of what happened in an organization, for compliance officers.

use serde_json::Value;

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{
    ApplicationId, Array, Email, EventId, MeetingId, OrganizationId, PersonId, RoomId, RoomType,
    Timestamp,
};

model! {
    /// Something that happened.
    pub struct Event(
        /// Identifies the event.
        id: EventId,
    ) {
        /// What it happened to.
        resource: Option<EventResource>,
        /// What happened.
        event_type: Option<EventType> = "type",
        /// The application that did it.
        app_id: Option<ApplicationId>,
        /// Who did it.
        actor_id: Option<PersonId>,
        /// The organization. It does not decode.
        org_id: Option<OrganizationId>,
        /// When it happened.
        created: Option<Timestamp>,
        /// What it happened to, in particular.
        data: Option<Box<EventData>>,
    }
}

model! {
    /// What an event is about. Which attributes are there depends on the resource; what a resource has beyond these
    /// is in `extra`.
    pub struct EventData {
        /// The thing itself: a message, a membership, ...
        id: Option<String>,
        /// The room.
        room_id: Option<RoomId>,
        /// The kind of room.
        room_type: Option<RoomType>,
        /// The organization.
        org_id: Option<OrganizationId>,
        /// The text of a message.
        text: Option<String>,
        /// Whose it is.
        person_id: Option<PersonId>,
        /// Address of whose it is.
        person_email: Option<Email>,
        /// The meeting.
        meeting_id: Option<MeetingId>,
        /// Who made it.
        creator_id: Option<PersonId>,
        /// Who hosted the meeting.
        host: Option<Value>,
        /// Who attended the meeting.
        attendees: Option<Array<Value>>,
        /// Whether the meeting was transcribed. Sent as `yes` or `no`.
        transcription_enabled: Option<bool>,
        /// Whether the meeting was recorded. Sent as `yes` or `no`.
        recording_enabled: Option<bool>,
        /// Whether people wrote after the meeting. Sent as `yes` or `no`.
        has_post_meetings_chat: Option<bool>,
        /// Joins the parts of a call. The service misspells it.
        correlation_id: Option<String> = "corelationId",
        /// Kind of call.
        call_type: Option<String>,
        /// Whose call it is.
        user_id: Option<PersonId>,
        /// Kind of whose call it is.
        user_type: Option<String>,
        /// Whether the call came in or went out, at times misspelt.
        call_direction: Option<String>,
        /// Whether the call was answered. Sent as a text.
        is_call_answered: Option<bool>,
        /// How long the call took, in seconds. Sent as a text.
        call_duration_seconds: Option<i64>,
        /// When the call began.
        call_start_time: Option<Timestamp>,
        /// When the call was answered.
        call_answer_time: Option<Timestamp>,
        /// When the call was transferred.
        call_transfer_time: Option<Timestamp>,
        /// Number that called.
        calling_number: Option<String>,
        /// Line that called.
        calling_line_id: Option<String>,
        /// Number that was called.
        called_number: Option<String>,
        /// Line that was called.
        called_line_id: Option<String>,
        /// What was dialled.
        dialed_digits: Option<String>,
        /// Number that redirected the call.
        call_redirecting_number: Option<String>,
        /// Why the call was redirected.
        call_redirected_reason: Option<String>,
        /// When the thing was made.
        created: Option<Timestamp>,
        /// Kind of the thing.
        data_type: Option<String> = "type",
        /// The breakout session of a meeting.
        breakout_session_id: Option<String>,
        /// Who a message in a meeting went to.
        recipients: Option<Array<EventRecipient>>,
    }
}

model! {
    /// Who a message in a meeting went to.
    pub struct EventRecipient {
        /// The person.
        person_id: Option<PersonId>,
        /// The person's address.
        person_email: Option<Email>,
        /// A guest's name.
        guest_display_name: Option<String>,
        /// A guest's address.
        guest_email: Option<Email>,
    }
}

open_enum! {
    /// What an event can happen to.
    pub enum EventResource {
        AttachmentActions = "attachmentActions",
        BusinessTexts = "businessTexts",
        CallRecords = "call_records",
        ConvergedRecordings = "convergedRecordings",
        FileTranscodings = "file_transcodings",
        Files = "files",
        MeetingMessages = "meetingMessages",
        Meetings = "meetings",
        MeetingTranscripts = "meetingTranscripts",
        Memberships = "memberships",
        Messages = "messages",
        Rooms = "rooms",
        Tabs = "tabs",
    }
}

open_enum! {
    /// What can happen.
    pub enum EventType {
        Created = "created",
        Updated = "updated",
        Deleted = "deleted",
        Ended = "ended",
    }
}
