//! The pace of one key: a curve of allowance, without I/O, clock or randomness of its own.
//!
//! The curve says how many attempts may have left by some moment: since a refusal it rises at a lowered pace, that comes
//! back to the one before in ten seconds, stays near it, and then goes past it. Each attempt takes the next whole number for its
//! place, and leaves when the curve has reached it; so places need neither a queue nor anybody to hand them on, and one
//! that is never used holds nobody up. While all are stopped the curve is flat, and afterwards it goes on where it was:
//! who waited leaves in order, spread out, and not as a herd.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use tokio::time::Instant;

/// Refusals with no success between, after which all stop.
const STOP_AFTER: u32 = 3;
/// What a refusal leaves of the pace: as TCP's CUBIC.
const CUT: f64 = 0.7;
/// Seconds after which the pace is back at what it was cut from.
const BACK_AFTER: f64 = 10.0;
/// Attempts a second to begin with, where no more was seen: a guess.
const FIRST: f64 = 10.0;
/// Attempts a second that are never fallen below.
const SLOWEST: f64 = 1.0;
/// Without a refusal for this long, the pace is forgotten.
const MEMORY: Duration = Duration::from_secs(120);

#[derive(Debug)]
pub(super) struct Pace {
    /// Which of the paces that its key had: the places of those before it mean nothing on its curve.
    generation: u64,
    /// Attempts a second that the service was seen to serve.
    plateau: f64,
    /// When the curve begins to rise, and from where.
    begins: Instant,
    base: f64,
    /// The last place given, and those before it that were given back.
    last: f64,
    free: BinaryHeap<Reverse<u64>>,
    cut: Cut,
    cycle: Option<Cycle>,
    /// Refusals since the last success.
    refusals: u32,
}

/// What was served since all were stopped, the pause included: what the service lets through in the long run, as long as
/// the line is never empty.
#[derive(Debug)]
struct Cycle {
    since: Instant,
    served: u32,
}

/// A place in the line: where the curve has to be for its attempt to leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    height: f64,
    generation: u64,
}

/// How often the pace had been cut when an attempt left. What left before a cut says nothing of the pace after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cut(u32);

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            generation: 0,
            plateau: FIRST,
            begins: now,
            base: 0.0,
            last: -1.0,
            free: BinaryHeap::new(),
            cut: Cut(1),
            cycle: None,
            refusals: 0,
        }
    }

    /// Begins with the pace at which calls were served before the service refused one.
    pub(super) fn at_least(mut self, per_second: f64) -> Self {
        self.plateau = self.plateau.max(per_second);
        self
    }

    /// Of a key that had others before.
    pub(super) fn of_generation(mut self, generation: u64) -> Self {
        self.generation = generation;
        self
    }

    /// Takes the next place in the line.
    pub(super) fn join(&mut self, now: Instant) -> Place {
        let reached = self.reached(now);
        let generation = self.generation;
        let place = |height| Place { height, generation };
        while let Some(Reverse(bits)) = self.free.pop() {
            let free = f64::from_bits(bits);
            if free > reached {
                return place(free);
            }
        }
        self.last = (self.last + 1.0).max(reached);
        if self.last <= reached && now >= self.begins {
            self.cycle = None; // the line is empty
        }
        place(self.last)
    }

    /// A place that will not be used, unless its time has passed.
    pub(super) fn give_back(&mut self, place: Place, now: Instant) {
        if place.generation == self.generation && self.leave(place, now).is_err() {
            // The bits of positive numbers have the order of the numbers.
            self.free.push(Reverse(place.height.to_bits()));
        }
    }

    /// Lets a place go, or says when it may, if nothing is refused until then. One in the line of a pace that is forgotten has
    /// waited long enough, but for a stop.
    pub(super) fn leave(&self, place: Place, now: Instant) -> Result<Cut, Instant> {
        const ROUNDING: f64 = 1e-6;
        let height = if place.generation == self.generation {
            place.height
        } else {
            self.base
        };
        if now >= self.begins && height <= self.reached(now) + ROUNDING {
            return Ok(self.cut);
        }
        // The curve rises at least as fast as at its beginning.
        let (mut early, mut late) = (0.0, (height - self.base).max(0.0) / (self.plateau * CUT));
        while late - early > 1e-4 {
            let middle = (early + late) / 2.0;
            if self.base + self.rise(middle) < height {
                early = middle;
            } else {
                late = middle;
            }
        }
        Err(self.begins + Duration::from_secs_f64(late))
    }

    /// When a stop of all ends or ended.
    pub(super) fn stopped_until(&self) -> Instant {
        self.begins
    }

    pub(super) fn cut(&self) -> Cut {
        self.cut
    }

    pub(super) fn served(&mut self) {
        self.refusals = 0;
        if let Some(cycle) = &mut self.cycle {
            cycle.served = cycle.served.saturating_add(1);
        }
    }

    /// Cuts the pace; stops all when nothing was served between some refusals.
    pub(super) fn refused(&mut self, now: Instant, left: Cut, asked: Duration, random: f64) {
        self.refusals = self.refusals.saturating_add(1);
        if left == self.cut {
            let rate = self.rate(now);
            let learned = self.cycle.take().map_or(rate, |cycle| {
                let seconds = now.saturating_duration_since(cycle.since).as_secs_f64();
                f64::from(cycle.served) / seconds.max(1.0)
            });
            self.begin_anew(now, now);
            self.plateau = learned.min(rate).max(SLOWEST);
        }
        if self.refusals >= STOP_AFTER {
            // Clients that know nothing of each other come back at different times.
            let late = if now < self.begins {
                0.0
            } else {
                0.05 * random
            };
            let until = now + asked.mul_f64(1.0 + late);
            if until > self.begins {
                self.begin_anew(now, until);
                self.cycle.get_or_insert(Cycle {
                    since: now,
                    served: 0,
                });
            }
        }
    }

    /// Nobody waits, and nothing was refused for a while.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.begins) > MEMORY && self.last <= self.reached(now)
    }

    #[cfg(all(test, model_check))]
    pub(super) fn age(&mut self) {
        self.begins -= MEMORY + Duration::from_secs(1);
    }

    /// Where it is now the curve stays until some moment, and then rises as after a cut.
    fn begin_anew(&mut self, now: Instant, at: Instant) {
        self.base = self.reached(now);
        self.begins = at;
        self.cut = Cut(self.cut.0.wrapping_add(1).max(1));
    }

    fn reached(&self, now: Instant) -> f64 {
        self.base + self.rise(self.risen(now))
    }

    /// Attempts a second: CUBIC, as TCP has it, but in proportion to the plateau: from below it back to it, slowly past it,
    /// then faster.
    fn rate(&self, now: Instant) -> f64 {
        let past = (self.risen(now) - BACK_AFTER) / BACK_AFTER;
        self.plateau * (1.0 + (1.0 - CUT) * past.powi(3))
    }

    /// The rate, summed up over the first seconds of the curve.
    fn rise(&self, seconds: f64) -> f64 {
        let past = (seconds - BACK_AFTER) / BACK_AFTER;
        self.plateau * (seconds + (1.0 - CUT) * BACK_AFTER / 4.0 * (past.powi(4) - 1.0))
    }

    fn risen(&self, now: Instant) -> f64 {
        now.saturating_duration_since(self.begins).as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[derive(Clone, Debug)]
    enum Event {
        Later(u64),
        Join,
        Drop(prop::sample::Index),
        Served,
        Refused { after: u64, left_before: bool },
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            4 => (1u64..3000).prop_map(Event::Later),
            6 => Just(Event::Join),
            2 => any::<prop::sample::Index>().prop_map(Event::Drop),
            3 => Just(Event::Served),
            2 => (1u64..20, any::<bool>())
                .prop_map(|(after, left_before)| Event::Refused { after, left_before }),
        ]
    }

    proptest! {
        /// Whatever happens: no two share a place, nobody leaves in a stop, a wait that was foretold is exact unless more
        /// is refused, and once all have gone, the next one waits for its own turn at most.
        #[test]
        fn the_line_holds(events in prop::collection::vec(event(), 1..200)) {
            let mut now = Instant::now();
            let mut pace = Pace::new(now);
            let mut waiting: Vec<Place> = Vec::new();
            for event in events {
                match event {
                    Event::Later(millis) => now += Duration::from_millis(millis),
                    Event::Join => {
                        let place = pace.join(now);
                        for other in &waiting {
                            prop_assert!((place.height - other.height).abs() > 0.999, "{place:?} {other:?}");
                        }
                        waiting.push(place);
                    }
                    Event::Drop(index) if !waiting.is_empty() => {
                        let gone = waiting.swap_remove(index.index(waiting.len()));
                        pace.give_back(gone, now);
                    }
                    Event::Drop(_) => {}
                    Event::Served => pace.served(),
                    Event::Refused { after, left_before } => {
                        let cut = if left_before { Cut(0) } else { pace.cut() };
                        pace.refused(now, cut, Duration::from_secs(after), 0.5);
                    }
                }
                let stopped = now < pace.stopped_until();
                waiting.retain(|place| match pace.leave(*place, now) {
                    Ok(_) => {
                        assert!(!stopped, "left in a stop");
                        false
                    }
                    Err(at) => {
                        assert!(at > now, "{at:?} is not after {now:?}");
                        assert!(pace.leave(*place, at).is_ok(), "foretold wrongly");
                        true
                    }
                });
                prop_assert!(pace.plateau >= SLOWEST);
            }
            for place in waiting.drain(..) {
                pace.give_back(place, now);
            }
            let next = pace.join(now);
            let own_turn = Duration::from_secs_f64(2.0 / (pace.plateau * CUT));
            if let Err(at) = pace.leave(next, now) {
                prop_assert!(at <= now.max(pace.stopped_until()) + own_turn);
            }
        }
    }

    /// A line that is never empty, against a service that serves 20 a minute and asks for the rest of it.
    #[test]
    fn learns_the_pace_from_the_whole_cycle() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for _ in 0..3 {
            pace.refused(start, Cut(0), 10 * SECOND, 0.0);
        }
        for _ in 0..200 {
            pace.join(start);
        }
        pace.join(start + 20 * SECOND);
        for _ in 0..120 {
            pace.served();
        }
        pace.refused(start + 60 * SECOND, pace.cut(), SECOND, 0.0);
        assert!((pace.plateau - 2.0).abs() < 0.01, "{}", pace.plateau);
    }

    /// What was not asked for cannot have been refused.
    #[test]
    fn an_empty_line_teaches_nothing() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for _ in 0..3 {
            pace.refused(start, Cut(0), 10 * SECOND, 0.0);
        }
        let late = start + 60 * SECOND;
        pace.join(late);
        pace.served();
        pace.refused(late, pace.cut(), SECOND, 0.0);
        assert!(pace.plateau > FIRST, "{}", pace.plateau);
    }

    #[test]
    fn a_place_in_a_line_that_is_forgotten_is_given_to_nobody() {
        let now = Instant::now();
        let mut forgotten = Pace::new(now);
        forgotten.join(now);
        let place = forgotten.join(now);
        let mut pace = Pace::new(now).of_generation(1);
        for _ in 0..3 {
            pace.refused(now, Cut(0), SECOND, 0.0);
        }
        pace.give_back(place, now);
        let places = [0.0, 1.0].map(|height| (height, pace.join(now).height));
        assert!(
            places
                .iter()
                .all(|(height, own)| (height - own).abs() < 1e-9)
        );
    }

    /// From 20 a second: 14 to begin with, 20 again after ten seconds, 26 after twenty.
    #[test]
    fn the_curve_falls_comes_back_and_goes_past_what_it_was() {
        let start = Instant::now();
        let mut pace = Pace::new(start).at_least(20.0);
        let places: Vec<Place> = (0..=400).map(|_| pace.join(start)).collect();
        assert!(pace.leave(places[0], start).is_ok());
        for (nth, seconds) in [(1, 1.0 / 14.0), (185, 10.0), (400, 20.0)] {
            let at = pace.leave(places[nth], start).unwrap_err();
            let waits = (at - start).as_secs_f64();
            assert!((waits - seconds).abs() < 1e-3, "{nth}: {waits}");
            let early = at - Duration::from_millis(1);
            assert!(pace.leave(places[nth], early).is_err(), "{nth}");
        }
    }

    /// It goes on where it was.
    #[test]
    fn a_cut_lets_nobody_leave_sooner() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let places: Vec<Place> = (0..20).map(|_| pace.join(start)).collect();
        let now = start + SECOND;
        let due = |pace: &Pace| {
            places
                .iter()
                .position(|place| pace.leave(*place, now).is_err())
        };
        let before = due(&pace);
        assert!(before.is_some());
        pace.refused(now, pace.cut(), SECOND, 0.0);
        assert_eq!(due(&pace), before);
    }

    #[test]
    fn a_refusal_cuts_from_the_pace_of_its_moment() {
        let start = Instant::now();
        for (after, expected) in [(0, 14.0), (10, 20.0), (20, 26.0)] {
            let mut pace = Pace::new(start).at_least(20.0);
            pace.refused(start + after * SECOND, pace.cut(), SECOND, 0.0);
            assert!((pace.plateau - expected).abs() < 1e-3, "{}", pace.plateau);
        }
    }

    /// Late by a twentieth at most, and once: what is refused in the stop only lengthens it to what it asks for.
    #[test]
    fn clients_come_back_at_different_times() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let until = |pace: &Pace| (pace.stopped_until() - start).as_secs_f64();
        for _ in 0..3 {
            pace.refused(start, Cut(0), 10 * SECOND, 0.5);
        }
        assert!((until(&pace) - 10.25).abs() < 1e-6, "{}", until(&pace));
        pace.refused(start + SECOND, Cut(0), SECOND, 0.5);
        assert!((until(&pace) - 10.25).abs() < 1e-6, "{}", until(&pace));
        pace.refused(start + SECOND, Cut(0), 10 * SECOND, 0.5);
        assert!((until(&pace) - 11.0).abs() < 1e-6, "{}", until(&pace));
        let ended = pace.stopped_until();
        pace.refused(ended, Cut(0), 10 * SECOND, 0.5);
        assert!((until(&pace) - 21.25).abs() < 1e-6, "{}", until(&pace));
    }

    #[test]
    fn a_pace_is_over_after_two_minutes_with_nobody_in_line() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        assert!(!pace.is_over(start + MEMORY));
        let after = start + MEMORY + SECOND;
        assert!(pace.is_over(after));
        for _ in 0..120_000 {
            pace.join(start);
        }
        assert!(!pace.is_over(after), "somebody is still to leave");
    }

    #[test]
    fn what_left_before_a_cut_does_not_cut_again() {
        let now = Instant::now();
        let mut pace = Pace::new(now);
        let left = pace.cut();
        pace.refused(now, left, Duration::from_secs(1), 0.0);
        let once = pace.plateau;
        pace.served();
        pace.refused(now, left, Duration::from_secs(1), 0.0);
        assert_eq!((pace.plateau, pace.stopped_until()), (once, now));
    }

    /// All are stopped again by the first refusal, as long as nothing was served.
    #[test]
    fn a_stop_ends_with_a_try() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        let asked = Duration::from_secs(5);
        for _ in 0..3 {
            pace.refused(now, Cut(0), asked, 0.0);
        }
        now = pace.stopped_until();
        pace.refused(now, pace.cut(), asked, 0.0);
        assert_eq!(pace.stopped_until(), now + asked);
        now = pace.stopped_until();
        pace.served();
        pace.refused(now, pace.cut(), asked, 0.0);
        assert_eq!(pace.stopped_until(), now);
    }
}
