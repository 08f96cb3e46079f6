//! Apps, and the tokens they get.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::Emulator;
use crate::{
    handles::{AppHandle, GuestIssuerHandle, PersonHandle},
    id::Kind,
};

impl Emulator {
    /// Adds an integration: an app that acts for people who consent, by OAuth.
    #[must_use]
    pub fn add_integration(&self, redirect_uri: &str) -> AppHandle {
        AppHandle::integration(self, redirect_uri)
    }

    /// Adds a service app, which acts as itself: `POST /applications/{id}/token` gives its tokens.
    #[must_use]
    pub fn add_service_app(&self, name: &str, scopes: &[&str]) -> AppHandle {
        AppHandle::service_app(self, name, scopes)
    }

    /// Adds a guest issuer, for `/jwt/login`.
    #[must_use]
    pub fn add_guest_issuer(&self) -> GuestIssuerHandle {
        let mut world = self.shared.world();
        let id = Kind::Organization.id(world.new_key());
        let secret = STANDARD.encode(world.secret());
        world.issuers.insert(id.clone(), secret.clone());
        GuestIssuerHandle { id, secret }
    }

    /// Signs somebody in: `/authorize` gives codes for them, and a device's page is approved by them.
    pub fn sign_in(&self, person: &PersonHandle) {
        self.shared.world().signed_in = Some(person.key);
    }

    /// Approves a device that waits with this user code. False when there is none.
    #[must_use]
    pub fn approve_device(&self, user_code: &str, person: &PersonHandle) -> bool {
        let mut world = self.shared.world();
        let device = world
            .device(user_code)
            .map(|device| device.approved_by = Some(person.key));
        device.is_some()
    }

    /// How long the access tokens of apps are good: 14 days at the start.
    pub fn access_tokens_last(&self, lifetime: Duration) {
        self.shared.world().access_lifetime = Some(lifetime);
    }

    /// Whether a refresh gives another refresh token and spends the old one. The service may do either; at the
    /// start the token stays.
    pub fn rotate_refresh_tokens(&self, rotate: bool) {
        self.shared.world().rotates_refresh_tokens = rotate;
    }

    /// Ends all access tokens that apps got until now. Refresh tokens stay good.
    pub fn expire_access_tokens(&self) {
        let mut world = self.shared.world();
        let now = world.now();
        world.tokens.expire_all(now);
    }
}
