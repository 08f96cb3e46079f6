//! Meetings, and what belongs to them.

mod invitee;
#[allow(clippy::module_inception, reason = "the resource itself")]
mod meeting;
mod options;
mod registration;
mod template;

pub use invitee::MeetingInvitee;
pub use meeting::{
    Meeting, MeetingCallInNumber, MeetingJoinSecurity, MeetingLink, MeetingScheduledType,
    MeetingState, MeetingTelephony, MeetingTrackingCode, MeetingType,
};
pub use options::{
    AudioConnectionOptions, BreakoutSession, Interpreter, LiveStream, MeetingAttendeePrivileges,
    MeetingOptions, SimultaneousInterpretation,
};
pub use registration::{
    MeetingRegistrant, MeetingRegistration, RegistrantAnswer, RegistrantAnswers, RegistrantOrderBy,
    RegistrantOrderType, RegistrantStatus, RegistrationOption, RegistrationQuestion,
    RegistrationRule,
};
pub use template::{MeetingTemplate, MeetingTemplateMeeting, MeetingTemplateType};
