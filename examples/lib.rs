//! Runnable examples, one file per job: see `examples/`.

/// The code in the guide for users of the Python SDK compiles.
#[cfg(doctest)]
#[doc = include_str!("../docs/from-python.md")]
pub struct FromPython;

/// So does that of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// And that of the page on tests, where it is no test itself.
#[cfg(doctest)]
#[doc = include_str!("../docs/testing.md")]
pub struct Testing;
