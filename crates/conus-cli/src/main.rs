//! The command line.
#[expect(dead_code, reason = "the commands that read a study call it")]
mod fault;

fn main() {}
