//! Every model against records as the service sends them: `fixtures/` as documented, `fixtures/odd/` as it happens.

mod fixtures;
mod round_trip;
