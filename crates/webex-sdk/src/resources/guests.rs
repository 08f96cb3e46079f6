//! Guests: people without an account, let in by a service app.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let guest = api.guests().create("visitor-42", "Visitor").await?;
//! # Ok(()) }
//! ```

use webex_models::GuestToken;

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
sends!(CountGuests => u64, "guests.count", get "/guests/count");
