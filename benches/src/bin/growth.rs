//! What things cost as there are more of them: `cargo run --release -p webex-benches --bin growth`.
//!
//! Prints tables and writes `docs/growth.svg`. Of Linux.

use std::rc::Rc;

use tokio::runtime::Builder;
use webex_benches::growth::{at_once, clones, lists, plot};

const ROUNDS: usize = 9;

fn main() {
    let runtime = Builder::new_current_thread().enable_time().build();
    let runtime = Rc::new(runtime.expect("a runtime"));
    let mut growths = [lists(&runtime), at_once(&runtime), clones(&runtime)];
    // All sizes in turn, so that a moment in which the machine is busy is none of one size alone.
    for _ in 0..ROUNDS {
        for case in growths.iter_mut().flat_map(|growth| &mut growth.cases) {
            case.sample();
        }
    }
    for growth in &growths {
        println!("{}", growth.table());
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/growth.svg");
    std::fs::write(file, plot(&growths)).expect("docs/growth.svg can be written");
}
