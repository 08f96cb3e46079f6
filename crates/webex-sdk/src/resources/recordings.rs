//! Recordings of meetings.

use webex_models::{
    Email, MeetingId, Recording, RecordingFormat, RecordingId, RecordingServiceType,
    RecordingStatus, Timestamp,
};

use webex_transport::Error;

use crate::endpoint::{Endpoint, Parts};

/// The most recordings that the service takes at once (it documents that).
const MAX_AT_ONCE: usize = 100;

resource! {
    /// The calls for recordings: [`WebexApi::recordings`](crate::WebexApi::recordings).
    Recordings {
        /// The caller's recordings, newest first; without times, of the last seven days: [`ListRecordings`].
        list() -> List<ListRecordings> {
            /// let from: Timestamp = "2026-01-01T00:00:00Z".parse()?;
            /// let recordings = api.recordings().list().from(from).page_size(100).all().await?;
        }
        /// Everybody's recordings, for administrators and compliance officers, 30 days at most:
        /// [`ListRecordingsForAdmin`].
        list_for_admin() -> List<ListRecordingsForAdmin> {
            /// let recordings = api.recordings().list_for_admin().topic("Release").first(10).await?;
        }
        /// One recording, with links to download it: [`GetRecording`].
        get(recording: RecordingId) -> Call<GetRecording> {
            /// let recording = api.recordings().get(&recording).await?;
            /// let links = recording.temporary_direct_download_links;
        }
        /// Deletes a recording for good: [`DeleteRecording`].
        delete(recording: RecordingId) -> Call<DeleteRecording> {
            /// api.recordings()
            ///     .delete(&recording)
            ///     .reason("audit")
            ///     .comment("Said too much")
            ///     .await?;
        }
        /// Deletes anybody's recording for good, as an administrator: [`DeleteRecordingForAdmin`].
        delete_for_admin(recording: RecordingId) -> Call<DeleteRecordingForAdmin> {
            /// api.recordings().delete_for_admin(&recording).await?;
        }
        /// Puts up to 100 recordings into the recycle bin: [`SoftDeleteRecordings`].
        soft_delete(recordings: Vec<RecordingId>) -> Call<SoftDeleteRecordings> {
            /// api.recordings().soft_delete(recordings).await?;
        }
        /// Takes recordings out of the recycle bin: [`RestoreRecordings`]. Say which ones, or all.
        restore() -> Call<RestoreRecordings> {
            /// api.recordings().restore().restore_all(true).await?;
        }
        /// Deletes recordings in the recycle bin for good: [`PurgeRecordings`]. Say which ones, or all.
        purge() -> Call<PurgeRecordings> {
            /// api.recordings().purge().purge_all(true).await?;
        }
        /// Shares a recording with people, or no more: [`ShareRecording`].
        share(recording: RecordingId) -> Call<ShareRecording> {
            /// api.recordings()
            ///     .share(&recording)
            ///     .add_emails([Email::new("ana@example.com")?])
            ///     .await?;
        }
        /// Shares a recording as [`share`](Self::share), by its link: [`ShareRecordingLink`].
        share_link(web_share_link: String) -> Call<ShareRecordingLink> {
            /// let ana = Email::new("ana@example.com")?;
            /// api.recordings()
            ///     .share_link("https://site.webex.com/site/ldr.php?RCID=1")
            ///     .remove_emails([ana])
            ///     .await?;
        }
    }
}

endpoint! {
    /// `GET /recordings`
    ListRecordings in List {
        ;
        /// Recordings from this time on.
        from: Timestamp,
        /// Recordings before this time.
        to: Timestamp,
        /// Recordings of this meeting.
        meeting_id: MeetingId,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// The meeting site. Default: all of the caller's.
        site_url: String,
        /// Recordings of meetings with this mark of an application.
        integration_tag: String,
        /// Recordings with this in their topic.
        topic: String,
        /// Recordings stored so.
        format: RecordingFormat,
        /// Recordings of this kind of meeting.
        service_type: RecordingServiceType,
        /// Recordings that can be had so. Default: available ones.
        status: RecordingStatus,
        /// The time zone for the times of the answer, as `Europe/Zurich`. Default: UTC.
        timezone: String,
    }
}
lists!(ListRecordings => Recording, "recordings.list", "/recordings", query(
    "from" = from,
    "to" = to,
    "meetingId" = meeting_id,
    "hostEmail" = host_email,
    "siteUrl" = site_url,
    "integrationTag" = integration_tag,
    "topic" = topic,
    "format" = format,
    "serviceType" = service_type,
    "status" = status,
), headers("timezone" = timezone));

endpoint! {
    /// `GET /admin/recordings`
    ListRecordingsForAdmin in List {
        ;
        /// Recordings from this time on.
        from: Timestamp,
        /// Recordings before this time.
        to: Timestamp,
        /// Recordings of this meeting.
        meeting_id: MeetingId,
        /// The meeting site. Default: the one that the caller prefers.
        site_url: String,
        /// Recordings of meetings with this mark of an application.
        integration_tag: String,
        /// Recordings with this in their topic.
        topic: String,
        /// Recordings stored so.
        format: RecordingFormat,
        /// Recordings of this kind of meeting.
        service_type: RecordingServiceType,
        /// Recordings that can be had so. Default: available ones.
        status: RecordingStatus,
        /// The time zone for the times of the answer, as `Europe/Zurich`. Default: UTC.
        timezone: String,
    }
}
lists!(ListRecordingsForAdmin => Recording, "recordings.list_for_admin", "/admin/recordings", query(
    "from" = from,
    "to" = to,
    "meetingId" = meeting_id,
    "siteUrl" = site_url,
    "integrationTag" = integration_tag,
    "topic" = topic,
    "format" = format,
    "serviceType" = service_type,
    "status" = status,
), headers("timezone" = timezone));

endpoint! {
    /// `GET /recordings/{recordingId}`
    GetRecording in Call {
        /// The recording.
        recording: RecordingId,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// The time zone for the times of the answer, as `Europe/Zurich`. Default: UTC.
        timezone: String,
        /// The meeting site. It goes as a header, as documented.
        site_url: String,
    }
}
sends!(GetRecording => Recording, "recordings.get", get "/recordings/{}", id(recording),
    query("hostEmail" = host_email), headers("timezone" = timezone, "siteurl" = site_url));

endpoint! {
    /// `DELETE /recordings/{recordingId}`
    DeleteRecording in Call {
        /// The recording.
        #[serde(skip)]
        recording: RecordingId,
        ;
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
        /// Why: `audit` or `other`. For compliance officers.
        reason: String,
        /// Why, in words.
        comment: String,
    }
}

impl Endpoint for DeleteRecording {
    type Output = ();

    fn parts(&self) -> Parts {
        let parts = Parts::delete("/recordings/{}")
            .operation("recordings.delete")
            .id(&self.recording)
            .query_opt("hostEmail", self.host_email.as_ref());
        if self.reason.is_some() || self.comment.is_some() {
            parts.json(self)
        } else {
            parts
        }
    }
}

endpoint! {
    /// `DELETE /admin/recordings/{recordingId}`
    DeleteRecordingForAdmin in Call {
        /// The recording.
        recording: RecordingId,
    }
}
sends!(DeleteRecordingForAdmin => (), "recordings.delete_for_admin", delete "/admin/recordings/{}", id(recording));

endpoint! {
    /// `POST /recordings/softDelete`
    SoftDeleteRecordings in Call {
        /// The recordings.
        #[serde(rename = "recordingIds")]
        recordings: Vec<RecordingId>,
        ;
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
        /// The meeting site of all of them. Default: the one that the caller prefers.
        site_url: String,
    }
}

impl Endpoint for SoftDeleteRecordings {
    type Output = ();

    fn parts(&self) -> Parts {
        let parts = Parts::post("/recordings/softDelete")
            .operation("recordings.soft_delete")
            .query_opt("hostEmail", self.host_email.as_ref())
            .json(self);
        which(parts, Some(&self.recordings), None)
    }
}

endpoint! {
    /// `POST /recordings/restore`
    RestoreRecordings in Call {
        ;
        /// Whether all of them.
        restore_all: bool,
        /// Which ones, up to 100.
        recording_ids: Vec<RecordingId>,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
        /// The meeting site of all of them. Default: the one that the caller prefers.
        site_url: String,
    }
}

impl Endpoint for RestoreRecordings {
    type Output = ();

    fn parts(&self) -> Parts {
        let parts = Parts::post("/recordings/restore")
            .operation("recordings.restore")
            .query_opt("hostEmail", self.host_email.as_ref())
            .json(self);
        which(parts, self.recording_ids.as_deref(), self.restore_all)
    }
}

endpoint! {
    /// `POST /recordings/purge`
    PurgeRecordings in Call {
        ;
        /// Whether all of them.
        purge_all: bool,
        /// Which ones, up to 100.
        recording_ids: Vec<RecordingId>,
        /// The host, where an administrator does it for somebody.
        #[serde(skip)]
        host_email: Email,
        /// The meeting site of all of them. Default: the one that the caller prefers.
        site_url: String,
    }
}

impl Endpoint for PurgeRecordings {
    type Output = ();

    fn parts(&self) -> Parts {
        let parts = Parts::post("/recordings/purge")
            .operation("recordings.purge")
            .query_opt("hostEmail", self.host_email.as_ref())
            .json(self);
        which(parts, self.recording_ids.as_deref(), self.purge_all)
    }
}

endpoint! {
    /// `POST /recordings/{recordingId}/accessList`
    ShareRecording in Call {
        /// The recording.
        #[serde(skip)]
        recording: RecordingId,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Whom it is shared with from now on.
        add_emails: Vec<Email>,
        /// Whom it is shared with no more.
        remove_emails: Vec<Email>,
        /// Whether they are told. Default: yes.
        send_email: bool,
    }
}
sends!(ShareRecording => (), "recordings.share", post "/recordings/{}/accessList", id(recording), json);

endpoint! {
    /// `POST /recordings/accessList`
    ShareRecordingLink in Call {
        /// The link to the recording.
        web_share_link: String,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// Whom it is shared with from now on.
        add_emails: Vec<Email>,
        /// Whom it is shared with no more.
        remove_emails: Vec<Email>,
        /// Whether they are told. Default: yes.
        send_email: bool,
    }
}
sends!(ShareRecordingLink => (), "recordings.share_link", post "/recordings/accessList", json);

/// The service documents what it takes: some of them, up to 100, or all.
fn which(parts: Parts, ids: Option<&[RecordingId]>, all: Option<bool>) -> Parts {
    let refusal = match (ids.map_or(0, <[_]>::len), all.unwrap_or(false)) {
        (0, false) => "it takes the ids of recordings",
        (1.., true) => "it takes the ids of recordings, or all of them, and not both",
        (count, _) if count > MAX_AT_ONCE => "it takes 100 recordings at most",
        _ => return parts,
    };
    parts.fail(Error::invalid_input(refusal))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is emptied for good is named.
    #[test]
    fn some_recordings_or_all_are_named() {
        let ids = |count| vec![RecordingId::new("R").unwrap(); count];
        let is_sent = |endpoint: &dyn Fn() -> Parts| endpoint().into_request().is_ok();
        let purge = PurgeRecordings::new;
        assert!(is_sent(&|| purge().purge_all(true).parts()));
        assert!(is_sent(&|| purge().recording_ids(ids(100)).parts()));
        assert!(!is_sent(&|| purge().parts()));
        assert!(!is_sent(&|| purge().purge_all(false).parts()));
        assert!(!is_sent(&|| purge().recording_ids(ids(0)).parts()));
        assert!(!is_sent(&|| purge().recording_ids(ids(101)).parts()));
        assert!(!is_sent(&|| purge()
            .recording_ids(ids(1))
            .purge_all(true)
            .parts()));
        assert!(is_sent(&|| RestoreRecordings::new()
            .restore_all(true)
            .parts()));
        assert!(!is_sent(&|| RestoreRecordings::new().parts()));
        assert!(is_sent(&|| SoftDeleteRecordings::new(ids(1)).parts()));
        assert!(!is_sent(&|| SoftDeleteRecordings::new(ids(0)).parts()));
        assert!(!is_sent(&|| SoftDeleteRecordings::new(ids(101)).parts()));
    }
}
