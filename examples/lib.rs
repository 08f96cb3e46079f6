//! Runnable examples, one file per job: see `examples/`.
