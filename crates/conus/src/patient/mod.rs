//! CHAPTER 2, who has it: a patient is a set of parameters and a course in time.

pub mod course;
pub mod pain_site;
