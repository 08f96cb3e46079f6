//! Who is invited to a meeting.

use crate::model::model;
use crate::{Email, MeetingId};

model! {
    /// Somebody who is invited to a meeting.
    pub struct MeetingInvitee {
        /// Identifies the invitation. Missing while a meeting is planned.
        id: Option<String>,
        /// The invited one's address.
        email: Option<Email>,
        /// The invited one's name as shown.
        display_name: Option<String>,
        /// Whether as a second host.
        co_host: Option<bool>,
        /// The meeting.
        meeting_id: Option<MeetingId>,
        /// Whether as a panelist of a webinar.
        panelist: Option<bool>,
    }
}
