//! How to join the meeting of a room.

use crate::model::model;
use crate::{MeetingId, RoomId};

model! {
    /// How to join the meeting of a room. Webex has marked it as at its end.
    pub struct RoomMeetingInfo {
        /// The room.
        room_id: Option<RoomId>,
        /// The link to open.
        meeting_link: Option<String>,
        /// The SIP address to call.
        sip_address: Option<String>,
        /// The number to type.
        meeting_number: Option<String>,
        /// The meeting.
        meeting_id: Option<MeetingId>,
        /// The telephone number to call, free of charge.
        call_in_toll_free_number: Option<String>,
        /// The telephone number to call.
        call_in_toll_number: Option<String>,
    }
}
