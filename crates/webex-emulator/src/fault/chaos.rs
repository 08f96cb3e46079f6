//! Faults at random, from a seed.

use http::Method;

use super::Fault;

/// A fault for a share of all requests, chosen at random; the same seed and the same requests give the same faults.
///
/// ```
/// use webex_emulator::{Chaos, Emulator, Fault};
///
/// let webex = Emulator::new();
/// let chaos = Chaos::new(42, 0.2).fault(Fault::status(503)).fault(Fault::reset_before_head());
/// webex.faults().random(chaos.at_most_in_a_row(2));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Chaos {
    random: fastrand::Rng,
    share: f64,
    faults: Vec<Fault>,
    most_in_a_row: u32,
    in_a_row: u32,
}

impl Chaos {
    /// Strikes a share of the requests, between 0 and 1, once it has faults to choose from.
    pub fn new(seed: u64, share: f64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self {
            random,
            share,
            faults: Vec::new(),
            most_in_a_row: u32::MAX,
            in_a_row: 0,
        }
    }

    /// Adds a fault to choose from. How often it was meant to strike does not count here.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Spares a request after so many were struck in a row.
    pub fn at_most_in_a_row(mut self, most: u32) -> Self {
        self.most_in_a_row = most;
        self
    }

    pub(super) fn take(&mut self, method: &Method, path: &str) -> Option<Fault> {
        let strikes = self.random.f64() < self.share && self.in_a_row < self.most_in_a_row;
        let fault = self
            .random
            .choice(&self.faults)
            .filter(|fault| strikes && fault.matches(method, path));
        self.in_a_row = if fault.is_some() {
            self.in_a_row + 1
        } else {
            0
        };
        fault.cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strikes(seed: u64) -> Vec<bool> {
        let mut chaos = Chaos::new(seed, 0.5)
            .fault(Fault::status(503))
            .at_most_in_a_row(2);
        (0..1_000)
            .map(|_| chaos.take(&Method::GET, "/rooms").is_some())
            .collect()
    }

    #[test]
    fn repeats_itself_from_its_seed() {
        assert_eq!(strikes(1), strikes(1));
        assert_ne!(strikes(1), strikes(2));
    }

    #[test]
    fn strikes_its_share_and_never_too_often_in_a_row() {
        let strikes = strikes(3);
        let count = strikes.iter().filter(|&&strike| strike).count();
        assert!((350..500).contains(&count), "{count}");
        assert!(!strikes.windows(3).any(|three| three == [true; 3]));
    }
}
