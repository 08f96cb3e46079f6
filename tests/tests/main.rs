//! Whole-stack tests, a module for each theme.
