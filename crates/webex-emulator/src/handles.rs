//! What adding somebody or something to the emulator gives back.

use std::fmt;

use crate::{
    emulator::Emulator,
    id::{Key, Kind},
    resources::new_code,
    world::{App, PersonType, Token},
};

/// Somebody added to the emulator.
#[derive(Clone)]
pub struct PersonHandle {
    pub(crate) key: Key,
    id: String,
    email: String,
    token: String,
}

impl PersonHandle {
    pub(crate) fn new(key: Key, email: &str, token: String) -> Self {
        Self {
            key,
            id: Kind::People.id(key),
            email: email.to_owned(),
            token,
        }
    }

    /// The access token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The person id, as the API gives it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The e-mail address.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }
}

impl fmt::Debug for PersonHandle {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonHandle")
            .field("id", &self.id)
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}

/// An app added to the emulator: an integration or a service app.
#[derive(Clone)]
pub struct AppHandle {
    emulator: Emulator,
    client_id: String,
    client_secret: String,
    redirect_uri: String,
}

impl AppHandle {
    pub(crate) fn integration(emulator: &Emulator, redirect_uri: &str) -> Self {
        Self::add(emulator, redirect_uri, None, Vec::new())
    }

    pub(crate) fn service_app(emulator: &Emulator, name: &str, scopes: &[&str]) -> Self {
        let machine = {
            let mut world = emulator.shared.world();
            let email = format!("{}@serviceapp.webex.com", world.new_key());
            world.add_person(PersonType::Guest, &email, name)
        };
        Self::add(
            emulator,
            "",
            Some(machine),
            scopes.iter().map(|&scope| scope.to_owned()).collect(),
        )
    }

    fn add(
        emulator: &Emulator,
        redirect_uri: &str,
        machine: Option<Key>,
        scopes: Vec<String>,
    ) -> Self {
        let mut world = emulator.shared.world();
        let client_id = format!("C{}", world.new_key()).replace('-', "");
        let client_secret = world.secret();
        let redirect_uri = redirect_uri.to_owned();
        let handle = Self {
            emulator: emulator.clone(),
            client_id: client_id.clone(),
            client_secret: client_secret.clone(),
            redirect_uri: redirect_uri.clone(),
        };
        world.apps.insert(
            client_id.clone(),
            App {
                client_id,
                client_secret,
                redirect_uri,
                machine,
                scopes,
            },
        );
        handle
    }

    /// The client id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The client secret.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// Where `/authorize` sends the browser.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The code that this person's consent would give: for `/access_token`, once, within five minutes.
    #[must_use]
    pub fn authorize(&self, person: &PersonHandle, scopes: &[&str]) -> String {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        new_code(
            &mut self.emulator.shared.world(),
            &self.client_id,
            person.key,
            scopes,
            None,
        )
    }

    /// An access token that acts for this person, within these scopes, and expires as the service's do.
    #[must_use]
    pub fn token(&self, person: &PersonHandle, scopes: &[&str]) -> String {
        let mut world = self.emulator.shared.world();
        let expires = Some(world.after(world.access_lifetime.unwrap_or(crate::world::ACCESS)));
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        world.issue(Token {
            person: person.key,
            expires,
            scopes,
            client: Some(self.client_id.clone()),
        })
    }
}

impl fmt::Debug for AppHandle {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppHandle")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// A guest issuer added to the emulator.
#[derive(Clone)]
pub struct GuestIssuerHandle {
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl GuestIssuerHandle {
    /// What goes into the claim `iss`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret in base64, as the service shows it; its bytes are the key.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

impl fmt::Debug for GuestIssuerHandle {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuestIssuerHandle")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
