//! A webhook that is there, however often a bot starts.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use webex_models::{
    Secret, Webhook, WebhookEventType, WebhookOwner, WebhookResource, WebhookStatus,
};

use super::{CreateWebhook, Webhooks};
use crate::{Error, WebexApi};

impl Webhooks<'_> {
    /// Makes sure that there is one webhook of this name for a resource and an event, that it points to this URL, and that it
    /// works: [`EnsureWebhook`].
    pub fn ensure(&self, name: impl Into<String>, target_url: impl Into<String>) -> EnsureWebhook {
        let (resource, event) = (WebhookResource::Messages, WebhookEventType::Created);
        EnsureWebhook {
            api: self.0.clone(),
            wanted: CreateWebhook::new(name, target_url, resource, event),
        }
    }
}

/// Makes sure of a webhook, when it is awaited: for the start of a bot.
///
/// A webhook is known by its name, resource and event, so that a bot may use one name for several. Of those that are there:
///
/// * One with the same filter stays. Its URL and secret are set where they differ, and if the service had disabled it for
///   failing, it is active again. (Soon after that, a single failure disables it again: documented by Webex.)
/// * The others are deleted: those of another filter, which cannot be changed, and all but one of the same, which come of
///   programs that make one at each start.
///
/// Webhooks of another name are not touched, nor is a secret, unless one is set here. Where two start at the same moment and
/// both make one, both look again, and the one with the smallest id stays.
///
/// Await it when the server listens: a webhook that was revived dies again at its first failure. An empty secret, such as that
/// of a variable that is not set, is an error of the kind [`InvalidInput`](crate::ErrorKind::InvalidInput), and nothing is sent.
///
/// ```no_run
/// # use webex_sdk::models::{WebhookEventType, WebhookResource};
/// # use webex_sdk::prelude::*;
/// # async fn demo(api: WebexApi, secret: String) -> webex_sdk::Result<()> {
/// let webhooks = api.webhooks();
/// let ensure = || webhooks.ensure("my-bot", "https://bot.example.com/webex").secret(&secret);
/// ensure().await?; // messages, created
/// ensure().resource(WebhookResource::AttachmentActions).await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is asked before it is awaited"]
pub struct EnsureWebhook {
    api: WebexApi,
    wanted: CreateWebhook,
}

impl EnsureWebhook {
    /// What to watch. Default: messages.
    pub fn resource(mut self, resource: impl Into<WebhookResource>) -> Self {
        self.wanted.resource = resource.into();
        self
    }

    /// What to wait for. Default: created.
    pub fn event(mut self, event: impl Into<WebhookEventType>) -> Self {
        self.wanted.event = event.into();
        self
    }

    /// What must hold of the resource, `roomId=...`, joined with `&`. Default: nothing.
    pub fn filter(mut self, filter: impl Into<String>) -> Self {
        self.wanted = self.wanted.filter(filter);
        self
    }

    /// What deliveries are signed with. Default: what the webhook has.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.wanted = self.wanted.secret(secret);
        self
    }

    /// Whether it is for the caller's own resources or for the organization's. Default: the caller's.
    pub fn owned_by(mut self, owner: impl Into<WebhookOwner>) -> Self {
        self.wanted = self.wanted.owned_by(owner);
        self
    }

    async fn ensure(self) -> Result<Webhook, Error> {
        let Self { api, wanted } = self;
        if wanted.secret.as_ref().map(Secret::expose) == Some("") {
            return Err(Error::invalid_input("the secret of a webhook is empty"));
        }
        let mut found = named(&api, &wanted).await?;
        // First what takes the fewest changes.
        found.sort_by_key(|webhook| (!is_alike(webhook, &wanted), !is_right(webhook, &wanted)));
        let mut found = found.into_iter().peekable();
        let kept = found.next_if(|webhook| is_alike(webhook, &wanted));
        let ensured = match kept {
            Some(webhook) if is_right(&webhook, &wanted) => webhook,
            Some(webhook) => {
                let CreateWebhook {
                    name, target_url, ..
                } = wanted;
                let update = api.webhooks().update(webhook.id, name, target_url);
                let mut update = update.status(WebhookStatus::Active);
                update.endpoint.secret = wanted.secret;
                update.endpoint.owned_by = wanted.owned_by;
                update.await?
            }
            None => create(&api, wanted).await?,
        };
        // Last, so that there never is none.
        for surplus in found {
            delete(&api, surplus).await?;
        }
        Ok(ensured)
    }
}

/// Another one that started at the same moment may have made the same: of those, each keeps the same one.
async fn create(api: &WebexApi, wanted: CreateWebhook) -> Result<Webhook, Error> {
    let made = api.call(wanted.clone()).await?;
    let mut same = named(api, &wanted).await?;
    same.retain(|webhook| is_alike(webhook, &wanted) && is_right(webhook, &wanted));
    same.sort_by(|one, other| one.id.cmp(&other.id));
    let mut same = same.into_iter();
    let kept = same.next().unwrap_or(made);
    for surplus in same {
        delete(api, surplus).await?;
    }
    Ok(kept)
}

/// Those that are known by what is wanted.
async fn named(api: &WebexApi, wanted: &CreateWebhook) -> Result<Vec<Webhook>, Error> {
    let mut list = api.webhooks().list();
    if let Some(owner) = &wanted.owned_by {
        list = list.owned_by(owner.clone());
    }
    let mut found = list.all().await?;
    found.retain(|webhook| {
        webhook.name.as_deref() == Some(&*wanted.name)
            && webhook.resource.as_ref() == Some(&wanted.resource)
            && webhook.event.as_ref() == Some(&wanted.event)
    });
    Ok(found)
}

async fn delete(api: &WebexApi, surplus: Webhook) -> Result<(), Error> {
    match api.webhooks().delete(surplus.id).await {
        // Somebody else was faster. The service answers 400 to an unknown one: seen in practice.
        Err(error)
            if error
                .status()
                .is_some_and(|status| matches!(status.as_u16(), 400 | 404)) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// As far as it cannot be changed.
fn is_alike(webhook: &Webhook, wanted: &CreateWebhook) -> bool {
    webhook.filter.as_deref().unwrap_or_default() == wanted.filter.as_deref().unwrap_or_default()
}

/// As far as it can.
fn is_right(webhook: &Webhook, wanted: &CreateWebhook) -> bool {
    webhook.target_url.as_deref() == Some(&*wanted.target_url)
        && (wanted.secret.is_none() || webhook.secret == wanted.secret)
        && webhook.status == Some(WebhookStatus::Active)
}

impl IntoFuture for EnsureWebhook {
    type Output = Result<Webhook, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.ensure())
    }
}
