//! CHAPTER 2, who has it: covariates and parameters are drawn, a course follows from the equations.

pub mod chance;
pub mod covariates;
pub mod people;
pub mod sample;
pub mod world;
pub mod sciatica;
pub mod course;
pub mod crowd;
pub mod natural_history;
pub mod replay;
pub mod deviation;
pub mod pain_site;
pub mod story;
pub mod stimulus;
pub mod four_patients;
