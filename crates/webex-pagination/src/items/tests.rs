//! Listings as a consumer of records sees them.

mod cursor;
mod faults;
mod prefetch;
mod records;
