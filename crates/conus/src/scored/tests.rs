//! A file goes in, scores come out: with a small instrument of the tests.
