//! Guests: people without an account, let in by a service app.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let guest = api.guests().create("visitor-42", "Visitor").await?;
//! # Ok(()) }
//! ```

use webex_models::GuestToken;
use webex_transport::auth::oauth::Refreshing;

use crate::endpoint::{Endpoint, Parts};

resource! {
    /// The calls for guests: [`WebexApi::guests`](crate::WebexApi::guests).
    Guests {
        /// A guest with a token; the same subject is the same guest, and gets another token: [`CreateGuest`]. Needs the
        /// token of a service app.
        create(subject: String, display_name: String) -> Call<CreateGuest> {
            /// let guest = api.guests().create("visitor 7", "Ana").await?;
            /// let as_guest = api.with_token(Token::new(guest.access_token.unwrap().expose())?);
        }
        /// How many guests there are: [`CountGuests`]. Needs the token of a service app.
        count() -> Call<CountGuests> {
            /// println!("{} guests", api.guests().count().await?);
        }
    }
}

impl Guests<'_> {
    /// What a connection of the guest's own is built with: it asks through this one for the guest's token, and for another
    /// ahead of its end. (That earlier tokens stay good is documented by Webex.)
    ///
    /// ```no_run
    /// # use webex_sdk::prelude::*;
    /// # async fn demo(service_app: WebexApi) -> webex_sdk::Result<()> {
    /// let visitor = service_app.guests().credentials("visitor-42", "Visitor");
    /// let api = WebexApi::builder().credentials(visitor).build()?;
    /// let me = api.people().me().await?;
    /// # Ok(()) }
    /// ```
    pub fn credentials(
        &self,
        subject: impl Into<String>,
        display_name: impl Into<String>,
    ) -> Refreshing {
        let ask = self.create(subject, display_name);
        Refreshing::issued_by(move || {
            let ask = ask.clone();
            async move { ask.await?.try_into() }
        })
    }
}

endpoint! {
    /// `POST /guests/token`
    CreateGuest in Call {
        /// Who the guest is to you.
        subject: String,
        /// What others see.
        display_name: String,
    }
}
sends!(CreateGuest => GuestToken, "guests.create", post "/guests/token", json);

endpoint! {
    /// `GET /guests/count`, which answers with a number as plain text
    CountGuests in Call {}
}

impl Endpoint for CountGuests {
    type Output = u64;

    fn parts(&self) -> Parts {
        Parts::get("/guests/count")
            .operation("guests.count")
            .header(http::header::ACCEPT, "*/*")
    }
}
