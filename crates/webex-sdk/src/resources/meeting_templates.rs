//! Meeting templates: what meetings can begin with.

use webex_models::{Email, MeetingTemplate, MeetingTemplateType};

resource! {
    /// The calls for meeting templates: [`WebexApi::meeting_templates`](crate::WebexApi::meeting_templates).
    MeetingTemplates {
        /// All templates that the caller can use: [`ListMeetingTemplates`]. The service answers with one page.
        list() -> List<ListMeetingTemplates> {
            /// let webinars = api.meeting_templates().list().template_type(MeetingTemplateType::Webinar);
            /// let webinars = webinars.all().await?;
        }
        /// One template, and what a meeting of it will be like: [`GetMeetingTemplate`].
        get(template: String) -> Call<GetMeetingTemplate> {
            /// let template = api.meeting_templates().get(template).await?;
        }
    }
}

endpoint! {
    /// `GET /meetings/templates`
    ListMeetingTemplates in List {
        ;
        /// Templates for this.
        template_type: MeetingTemplateType,
        /// Templates in this language, as `en_US`.
        locale: String,
        /// Those that are taken where none is named, or those that are not.
        is_default: bool,
        /// Those that the site has for everybody, or those that it has not.
        is_standard: bool,
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// The meeting site. Default: the one that the caller prefers.
        site_url: String,
    }
}
lists!(ListMeetingTemplates => MeetingTemplate, "meeting_templates.list", "/meetings/templates", query(
    "templateType" = template_type,
    "locale" = locale,
    "isDefault" = is_default,
    "isStandard" = is_standard,
    "hostEmail" = host_email,
    "siteUrl" = site_url,
));

endpoint! {
    /// `GET /meetings/templates/{templateId}`
    GetMeetingTemplate in Call {
        /// The template.
        template: String,
        ;
        /// The host, where an administrator does it for somebody.
        host_email: Email,
        /// The time zone for the times of the answer, as `Europe/Zurich`. Default: UTC.
        timezone: String,
    }
}
sends!(GetMeetingTemplate => MeetingTemplate, "meeting_templates.get", get "/meetings/templates/{}", id(template),
    query("hostEmail" = host_email), headers("timezone" = timezone));
