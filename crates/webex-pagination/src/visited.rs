//! Which pages a listing has been to, in constant memory.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hash},
};

/// Cycles up to this many pages are found before any page comes twice.
const WINDOW: usize = 4096;

/// The hashes of the last pages (32 KiB at most), and one of an older page.
///
/// The window finds each cycle that fits into it at its first return. A longer one is found by Brent's method: a
/// landmark that moves up at each power of two, and that any cycle passes again in the end. No method with bounded
/// memory can do the first for cycles of any length.
#[derive(Debug, Default)]
pub(crate) struct Visited {
    hasher: RandomState,
    window: Vec<u64>,
    landmark: Option<u64>,
    count: usize,
}

impl Visited {
    pub(crate) fn contains(&self, page: &impl Hash) -> bool {
        let hash = self.hasher.hash_one(page);
        self.landmark == Some(hash) || self.window.contains(&hash)
    }

    /// Notes a page. One that is asked for again after a fault is noted once.
    pub(crate) fn insert(&mut self, page: &impl Hash) {
        let hash = self.hasher.hash_one(page);
        if self.window.contains(&hash) {
            return;
        }
        match self.window.get_mut(self.count % WINDOW) {
            Some(oldest) => *oldest = hash,
            None => self.window.push(hash),
        }
        self.count = self.count.wrapping_add(1);
        if self.count.is_power_of_two() {
            self.landmark = Some(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages_before_error(tail: u32, cycle: u32) -> u32 {
        let mut visited = Visited::default();
        let (mut page, mut delivered) = (0, 0);
        loop {
            visited.insert(&page);
            delivered += 1;
            page = if page + 1 == tail + cycle {
                tail
            } else {
                page + 1
            };
            if visited.contains(&page) {
                return delivered;
            }
        }
    }

    /// G4
    #[test]
    fn finds_a_cycle_in_the_window_before_any_page_comes_twice() {
        for tail in [0, 1, 7, 500] {
            for cycle in [1, 2, 3, 100, 999, 1000] {
                assert_eq!(pages_before_error(tail, cycle), tail + cycle);
            }
        }
        assert_eq!(pages_before_error(5000, 4096), 9096);
    }

    #[test]
    fn finds_a_cycle_beyond_the_window_in_the_end() {
        for (tail, cycle) in [(0, 4097), (10, 5000), (5000, 4500)] {
            let delivered = pages_before_error(tail, cycle);
            assert!(
                delivered <= 4 * (tail + cycle),
                "{delivered} pages for {tail} + {cycle}"
            );
        }
    }

    #[test]
    fn a_page_that_is_asked_for_again_and_again_pushes_out_no_other() {
        let mut visited = Visited::default();
        visited.insert(&"first");
        (0..5000).for_each(|_| visited.insert(&"failing"));
        assert!(visited.contains(&"first"));
    }

    /// G7
    #[test]
    fn memory_is_constant_in_the_number_of_pages() {
        let mut visited = Visited::default();
        (0..10_000).for_each(|page: u32| visited.insert(&page));
        assert!(visited.window.capacity() <= WINDOW);
    }
}
