//! A run folder survives being killed at any moment.
