//! Listings as a consumer of pages sees them.

mod cycles;
mod links;
mod requests;
