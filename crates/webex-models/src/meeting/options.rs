//! What can be done in a meeting, and by whom.

use crate::model::model;
use crate::{Array, Email, Secret};

model! {
    /// What can be done in a meeting.
    pub struct MeetingOptions {
        /// Chat.
        enabled_chat: Option<bool>,
        /// Video.
        enabled_video: Option<bool>,
        /// Polls.
        enabled_polling: Option<bool>,
        /// Notes.
        enabled_note: Option<bool>,
        /// Who takes notes: `allowAll` or `allowOne`.
        note_type: Option<String>,
        /// Sending files.
        enabled_file_transfer: Option<bool>,
        /// Playing media files.
        enabled_ucf_rich_media: Option<bool> = "enabledUCFRichMedia",
    }
}

model! {
    /// What attendees may do.
    pub struct MeetingAttendeePrivileges {
        /// Share content.
        enabled_share_content: Option<bool>,
        /// Save documents.
        enabled_save_document: Option<bool>,
        /// Print documents.
        enabled_print_document: Option<bool>,
        /// Write into documents.
        enabled_annotate: Option<bool>,
        /// See who is there.
        enabled_view_participant_list: Option<bool>,
        /// See small pictures of the pages.
        enabled_view_thumbnails: Option<bool>,
        /// Control others' programs.
        enabled_remote_control: Option<bool>,
        /// See any document.
        enabled_view_any_document: Option<bool>,
        /// See any page.
        enabled_view_any_page: Option<bool>,
        /// Speak with the operator alone.
        enabled_contact_operator_privately: Option<bool>,
        /// Write to the host.
        enabled_chat_host: Option<bool>,
        /// Write to the presenter.
        enabled_chat_presenter: Option<bool>,
        /// Write to others.
        enabled_chat_other_participants: Option<bool>,
    }
}

model! {
    /// Whether and by whom a meeting is translated.
    pub struct SimultaneousInterpretation {
        /// Whether it is.
        enabled: Option<bool>,
        /// By whom.
        interpreters: Option<Array<Interpreter>>,
    }
}

model! {
    /// Somebody who translates between two languages.
    pub struct Interpreter {
        /// Identifies the interpreter.
        id: Option<String>,
        /// One language, as `en`.
        language_code1: Option<String>,
        /// The other language.
        language_code2: Option<String>,
        /// Address.
        email: Option<Email>,
        /// Name as shown.
        display_name: Option<String>,
    }
}

model! {
    /// A smaller meeting inside a meeting.
    pub struct BreakoutSession {
        /// What it is called.
        name: Option<String>,
        /// Who is in it.
        invitees: Option<Array<Email>>,
    }
}

model! {
    /// How people hear and speak.
    pub struct AudioConnectionOptions {
        /// `webexAudio`, `VoIP`, `other` or `none`.
        audio_connection_type: Option<String>,
        /// Whether calling is free of charge.
        enabled_toll_free_call_in: Option<bool>,
        /// Whether there are numbers in other countries.
        enabled_global_call_in: Option<bool>,
        /// Whether the service calls attendees.
        enabled_audience_call_back: Option<bool>,
        /// What is heard when somebody comes or goes: `beep`, `announceName` or `noTone`.
        entry_and_exit_tone: Option<String>,
        /// Whether the host may unmute others.
        allow_host_to_unmute_participants: Option<bool>,
        /// Whether attendees may unmute themselves.
        allow_attendee_to_unmute_self: Option<bool>,
        /// Whether attendees come in muted.
        mute_attendee_upon_entry: Option<bool>,
    }
}

model! {
    /// Where a meeting is streamed to.
    pub struct LiveStream {
        /// The service that takes the stream.
        destination: Option<String>,
        /// Where the stream goes; it holds the key of the stream.
        rtmp_url: Option<Secret>,
        /// Where the stream is seen.
        stream_url: Option<String>,
        /// Layout while nothing is shared.
        layout_without_shared_content: Option<String>,
        /// Layout while something is shared.
        layout_with_shared_content: Option<String>,
        /// Whether the layout can be changed.
        allow_change_layout_in_meeting: Option<bool>,
        /// Whether the layout follows the stage.
        follow_stage_layout_when_synced: Option<bool>,
        /// Resolution, as `1080P`.
        resolution: Option<String>,
    }
}
