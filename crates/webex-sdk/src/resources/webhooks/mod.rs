//! Webhooks: what Webex is to tell a URL of yours.
//!
//! ```no_run
//! # use webex_sdk::models::{WebhookEventType, WebhookResource};
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! api.webhooks()
//!     .create("bot", "https://bot.example.com/webex", WebhookResource::Messages, WebhookEventType::Created)
//!     .secret("shared secret")
//!     .await?;
//! # Ok(()) }
//! ```

mod ensure;

pub use self::ensure::EnsureWebhook;

use webex_models::{
    Secret, Webhook, WebhookEventType, WebhookId, WebhookOwner, WebhookResource, WebhookStatus,
};

resource! {
    /// The calls for webhooks: [`WebexApi::webhooks`](crate::WebexApi::webhooks).
    Webhooks {
        /// A new webhook: what happens to this resource is posted to the URL: [`CreateWebhook`].
        create(name: String, target_url: String, resource: WebhookResource, event: WebhookEventType) -> Call<CreateWebhook> {
            /// let (resource, event) = (WebhookResource::Messages, WebhookEventType::Created);
            /// let webhook = api
            ///     .webhooks()
            ///     .create("bot", "https://bot.example.com/", resource, event)
            ///     .secret("s")
            ///     .await?;
        }
        /// One webhook: [`GetWebhook`].
        get(webhook: WebhookId) -> Call<GetWebhook> {
            /// let webhook = api.webhooks().get(&webhook).await?;
        }
        /// The webhooks of the caller: [`ListWebhooks`].
        list() -> List<ListWebhooks> {
            /// let mine = api.webhooks().list().all().await?;
        }
        /// Changes name, URL, secret or status; the service wants name and URL each time, and ignores what else a webhook
        /// has: [`UpdateWebhook`].
        update(webhook: WebhookId, name: String, target_url: String) -> Call<UpdateWebhook> {
            /// api.webhooks()
            ///     .update(&webhook, "bot", "https://bot.example.com/")
            ///     .status(WebhookStatus::Active)
            ///     .await?;
        }
        /// Deletes a webhook: [`DeleteWebhook`].
        delete(webhook: WebhookId) -> Call<DeleteWebhook> {
            /// api.webhooks().delete(&webhook).await?;
        }
    }
}

endpoint! {
    /// `POST /webhooks`
    CreateWebhook in Call {
        /// What it is called.
        name: String,
        /// Where events are posted to.
        target_url: String,
        /// What happens to which resource.
        resource: WebhookResource,
        /// What happens.
        event: WebhookEventType,
        ;
        /// What must hold of the resource, `roomId=...`, joined with `&`.
        filter: String,
        /// What deliveries are signed with.
        secret: Secret,
        /// Whether it is for the caller's own resources or for the organization's.
        owned_by: WebhookOwner,
    }
}
sends!(CreateWebhook => Webhook, "webhooks.create", post "/webhooks", json);

endpoint! {
    /// `GET /webhooks/{webhookId}`
    GetWebhook in Call {
        /// The webhook.
        webhook: WebhookId,
    }
}
sends!(GetWebhook => Webhook, "webhooks.get", get "/webhooks/{}", id(webhook));

endpoint! {
    /// `GET /webhooks`
    ListWebhooks in List {
        ;
        /// Whose: the caller's own, or the organization's.
        owned_by: WebhookOwner,
    }
}
lists!(ListWebhooks => Webhook, "webhooks.list", "/webhooks", query("ownedBy" = owned_by));

endpoint! {
    /// `PUT /webhooks/{webhookId}`
    UpdateWebhook in Call {
        /// The webhook.
        #[serde(skip)]
        webhook: WebhookId,
        /// What it is called from now on.
        name: String,
        /// Where events are posted to from now on.
        target_url: String,
        ;
        /// What deliveries are signed with.
        secret: Secret,
        /// Whether it is for the caller's own resources or for the organization's.
        owned_by: WebhookOwner,
        /// `active` revives a webhook that the service gave up. It takes nothing else.
        status: WebhookStatus,
    }
}
sends!(UpdateWebhook => Webhook, "webhooks.update", put "/webhooks/{}", id(webhook), json);

endpoint! {
    /// `DELETE /webhooks/{webhookId}`
    DeleteWebhook in Call {
        /// The webhook.
        webhook: WebhookId,
    }
}
sends!(DeleteWebhook => (), "webhooks.delete", delete "/webhooks/{}", id(webhook));
