//! C2: the budget in every order of three threads.

use super::Budget;
use crate::sync::model::{check, thread};

/// Nothing that is given back is lost, and nothing is made.
#[test]
fn three_calls_that_go_away_leave_the_budget_as_it_was() {
    check(|| {
        let budget = Budget::new();
        let calls: Vec<_> = (0..3)
            .map(|_| {
                let budget = budget.clone();
                thread(move || {
                    assert!(budget.withdraw());
                    budget.give_back();
                })
            })
            .collect();
        for call in calls {
            call.join().unwrap();
        }
        assert_eq!(budget.left(), 100);
    });
}

#[test]
fn the_last_resend_is_had_once() {
    check(|| {
        let budget = Budget::new();
        for _ in 0..99 {
            assert!(budget.withdraw());
        }
        let calls: Vec<_> = (0..3)
            .map(|_| {
                let budget = budget.clone();
                thread(move || budget.withdraw())
            })
            .collect();
        let resent = calls.into_iter().map(|call| call.join().unwrap());
        assert_eq!(resent.filter(|resent| *resent).count(), 1);
        assert_eq!(budget.left(), 0);
    });
}
