//! What is done to the cord (S2, S3, S6). A treatment acts only through events: jumps of a state and changes of a
//! named input, at exact times. No treatment knows an equation.

pub mod gabapentinoid;
pub mod magnet;
pub mod regimen;
pub mod schedule;

pub use magnet::{Magnet, Magnetics};
pub use regimen::{Gabapentinoid, Intake, Route, Treatment};
pub use schedule::{Action, Event, act, is_magnet, jump, schedule};
