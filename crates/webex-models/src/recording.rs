//! Recordings of meetings.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{Array, Email, MeetingId, RecordingId, Secret, Timestamp};

model! {
    /// A recording of a meeting.
    pub struct Recording(
        /// Identifies the recording. It does not decode.
        id: RecordingId,
    ) {
        /// The meeting that took place.
        meeting_id: Option<MeetingId>,
        /// The meeting as it was planned.
        scheduled_meeting_id: Option<MeetingId>,
        /// The series of meetings.
        meeting_series_id: Option<MeetingId>,
        /// What it is called.
        topic: Option<String>,
        /// When the recording was made available.
        create_time: Option<Timestamp>,
        /// When it was recorded.
        time_recorded: Option<Timestamp>,
        /// Name of the host. Shown to administrators.
        host_display_name: Option<String>,
        /// Address of the host. Shown to administrators.
        host_email: Option<Email>,
        /// The meeting site.
        site_url: Option<String>,
        /// Where to download it with a browser.
        download_url: Option<String>,
        /// Where to play it with a browser.
        playback_url: Option<String>,
        /// What opens it.
        password: Option<Secret>,
        /// How it is stored.
        format: Option<RecordingFormat>,
        /// The kind of meeting.
        service_type: Option<RecordingServiceType>,
        /// How long it is, in seconds.
        duration_seconds: Option<i64>,
        /// How large it is, in bytes.
        size_bytes: Option<i64>,
        /// Whether it is somebody else's, shared with the caller.
        share_to_me: Option<bool>,
        /// Links that work for some hours, for everybody who has them.
        temporary_direct_download_links: Option<Box<RecordingLinks>>,
        /// Marks of the applications that planned the meeting.
        integration_tags: Option<Array<String>>,
        /// Whether it can be had.
        status: Option<RecordingStatus>,
    }
}

model! {
    /// Links to a recording that need no token: whoever has one, has the recording.
    pub struct RecordingLinks {
        /// The recording.
        recording_download_link: Option<Secret>,
        /// The sound alone.
        audio_download_link: Option<Secret>,
        /// The transcript.
        transcript_download_link: Option<Secret>,
        /// When the links end.
        expiration: Option<Timestamp>,
    }
}

open_enum! {
    /// How a recording is stored.
    pub enum RecordingFormat {
        Mp4 = "MP4",
        Arf = "ARF",
        Uploaded = "UPLOADED",
    }
}

open_enum! {
    /// The kind of meeting that was recorded.
    pub enum RecordingServiceType {
        MeetingCenter = "MeetingCenter",
        EventCenter = "EventCenter",
        TrainingCenter = "TrainingCenter",
        SupportCenter = "SupportCenter",
    }
}

open_enum! {
    /// Whether a recording can be had.
    pub enum RecordingStatus {
        Available = "available",
        Deleted = "deleted",
        Purged = "purged",
    }
}
