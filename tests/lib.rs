//! Whole-stack tests: one binary, `tests/main.rs`, a module for each theme.
