//! Ids: opaque texts, a type for each kind of thing.

use crate::text::{refuse_non_word, text};
use crate::{Error, IdParts};

/// Makes the newtype of each kind of id.
macro_rules! ids {
    ($($(#[$meta:meta])* $Id:ident,)+) => {$(
        text! {
            $(#[$meta])*
            ///
            /// An opaque text, kept as received and cheap to clone. Made by hand it must not be empty nor hold a space
            /// or a control character; a bare UUID is usable (the service takes one in many calls), but does not decode.
            pub struct $Id, "id", refuse_non_word
        }

        impl $Id {
            /// Looks inside. No call needs it.
            ///
            /// # Errors
            /// If the id is not of the usual form: a bare UUID, a meeting's, an audit event's.
            pub fn decode(&self) -> Result<IdParts, Error> {
                IdParts::decode(self.as_str())
            }

            /// Makes the id with this inside.
            #[must_use]
            pub fn from_parts(parts: &IdParts) -> Self {
                Self(parts.encode().into())
            }
        }
    )+};
}

ids! {
    /// Identifies a person, a bot or a guest.
    PersonId,
    /// Identifies a room. It is no `PersonId`:
    ///
    /// ```compile_fail,E0308
    /// # use webex_models::{PersonId, RoomId};
    /// fn greet(person: &PersonId) {}
    /// let room = RoomId::new("Y2lz").unwrap();
    /// greet(&room);
    /// ```
    RoomId,
    /// Identifies a message.
    MessageId,
    /// Identifies a membership of a room.
    MembershipId,
    /// Identifies a team.
    TeamId,
    /// Identifies an organization.
    OrganizationId,
    /// Identifies a licence.
    LicenseId,
    /// Identifies a role.
    RoleId,
    /// Identifies a location.
    LocationId,
    /// Identifies a classification of rooms.
    ClassificationId,
    /// Identifies a membership of a team.
    TeamMembershipId,
    /// Identifies a webhook.
    WebhookId,
    /// Identifies an event of the compliance log.
    EventId,
    /// Identifies what was done with a card.
    AttachmentActionId,
    /// Identifies a tab of a room.
    RoomTabId,
    /// Identifies an integration, bot or service app.
    ApplicationId,
    /// Identifies an event of an audit log.
    AuditEventId,
    /// Identifies a meeting: a series, a scheduled meeting or one that took place.
    MeetingId,
    /// Identifies a recording.
    RecordingId,
    /// Identifies a device.
    DeviceId,
    /// Identifies a workspace.
    WorkspaceId,
    /// Identifies a location of workspaces.
    WorkspaceLocationId,
    /// Identifies a report.
    ReportId,
    /// Identifies a resource group.
    ResourceGroupId,
    /// Identifies a membership of a resource group.
    ResourceGroupMembershipId,
    /// Identifies a hybrid cluster.
    HybridClusterId,
    /// Identifies a hybrid connector.
    HybridConnectorId,
    /// Identifies a linked folder.
    LinkedFolderId,
    /// Identifies an authorization.
    AuthorizationId,
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "0a1b2c3d-0000-4000-8000-000000000001";

    #[test]
    fn a_space_at_the_end_of_a_key_stays() {
        let parts = IdParts::new("us", "ROOM", "key ").unwrap();
        assert_eq!(RoomId::from_parts(&parts).decode().unwrap(), parts);
    }

    fn decoded(inside: &str) -> Result<IdParts, Error> {
        use base64::prelude::*;
        RoomId::new(BASE64_STANDARD.encode(inside))
            .unwrap()
            .decode()
    }

    #[test]
    fn refuses_by_hand_what_the_service_may_send() {
        for text in ["", " ", "a b", "a\n", "\u{0}", "a\u{7f}"] {
            assert!(RoomId::try_from(text).is_err(), "{text:?}");
        }
        let id: RoomId = serde_json::from_str(r#""Y2lz=\n""#).unwrap();
        assert_eq!(id.as_str(), "Y2lz=\n");
    }

    // D-51
    #[test]
    fn a_bare_uuid_is_an_id_that_does_not_decode() {
        let id = RoomId::new(UUID).unwrap();
        assert_eq!(id.to_string(), UUID);
        assert!(id.decode().is_err());
    }

    #[test]
    fn decodes_clusters_with_colons_and_keys_with_anything() {
        for (cluster, kind, key) in [
            ("us", "PEOPLE", UUID),
            ("urn:TEAM:eu-central-1_k", "MEMBERSHIP", "a:b"),
            ("urn:TEAM:Norway", "WORKSPACE_LOCATION", "a#b"),
            ("us", "LOCATION", "63715"),
            ("us", "X", "a/b"),
        ] {
            let parts = IdParts::new(cluster, kind, key).unwrap();
            let read = RoomId::from_parts(&parts).decode().unwrap();
            assert_eq!(
                (read.cluster(), read.kind(), read.key()),
                (cluster, kind, key)
            );
        }
    }

    #[test]
    fn decodes_padding_newlines_and_stray_bits() {
        let inside = "ciscospark://us/ROOM/abcd";
        assert_eq!(decoded(inside).unwrap().key(), "abcd");
        assert_eq!(
            decoded("ciscospark://us/EVENT/abcd\n").unwrap().key(),
            "abcd"
        );
        let canonical = RoomId::from_parts(&IdParts::new("us", "ROOM", "abcde").unwrap());
        let padded: RoomId = format!("{canonical}=").parse().unwrap();
        assert_eq!(padded.decode().unwrap().key(), "abcde");
        let (last, head) = (
            canonical.as_str().chars().last().unwrap(),
            &canonical.as_str()[..canonical.as_str().len() - 1],
        );
        let stray: RoomId = format!("{head}{}", char::from(last as u8 + 1))
            .parse()
            .unwrap();
        assert_eq!(stray.decode().unwrap().key(), "abcde");
    }

    #[test]
    fn what_is_no_uri_inside_is_an_error_value() {
        for inside in [
            UUID,
            "http://us/ROOM/a",
            "ciscospark://us/ROOM",
            "ciscospark://us//a",
            "ciscospark:///ROOM/a",
        ] {
            assert!(decoded(inside).is_err(), "{inside}");
        }
    }

    #[test]
    fn parts_that_would_not_come_back_are_refused() {
        for (cluster, kind, key) in [
            ("", "ROOM", "a"),
            ("us", "", "a"),
            ("us", "ROOM", ""),
            ("u/s", "ROOM", "a"),
            ("us", "ROOM", "a\n"),
        ] {
            assert!(IdParts::new(cluster, kind, key).is_err());
        }
    }
}
