//! The story crate from outside; each module is one claim about the whole.
//!
//! - [`reference`]: the equations give the courses that an independent solver gives for the same model
//! - [`behaviours`]: every behaviour that the page says holds does, and the page is the one of today
//! - [`equations`]: the page of equations and the generated Jacobian say what is compiled
//! - [`interchange`]: SBML and C say what the compiled equations say
//! - [`unit_mistakes`]: twenty seeded mistakes, and which of them the unit reading finds
//! - [`plan`]: every fault of a study file is found, at its place
//! - [`trial`]: the same patients in every world, selection as in life, nothing lost and nothing invented
//! - [`own_control`]: a control with treatments of its own is followed under them
//! - [`published_trials`]: trials of a drug and of surgery let the right people in and speak of what was given
//! - [`potential`]: the same patients in every arm, and truths that are known before anything is played
//! - [`rescue`]: rescue medication is caused by pain, acts as a drug does, and can be thought away
//! - [`scales`]: independence and quality of life are asked where they are compared, and of no influence elsewhere
//! - [`design`]: sizing by simulation gives what the formulas give, and what a run gives
//! - [`series`]: a change without a fair control is split without remainder, and the same people are played untreated
//! - [`run`]: a whole run gives the same bytes however it is split, and a report that stands alone
//! - [`folder`]: a run folder survives being killed at any moment
//! - [`report_figures`]: every figure is whole, reads well and refuses a table with a hole
//! - [`exam_figures`]: the figures of an examination show every finding on its side
//! - [`analysis_figures`]: so does every figure that judges an analysis
//! - [`report_page`]: the page with every drawing is whole and asks nothing of the network
//! - [`crowd`]: many patients fare to the bit as each alone
//! - [`convergence`]: the error falls with order five, over smooth days and over events
//! - [`doses`]: a tablet costs few steps, and nothing is seen of how it is solved
//! - [`intake`]: every fault of a file of trial data is told at its place, and sound files become one frame
//! - [`hostile_data`]: no bytes make a reader panic, hang or fill the memory
//! - [`scored`]: files of answers become scores, whatever stands in them
//! - [`page`]: how a generated file is compared
#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic shows the step that failed")]

mod analysis_figures;
/// Synthetic answers, shared with the example.
#[path = "../../examples/score_files/answers.rs"]
mod answers;
mod behaviours;
mod convergence;
mod crowd;
mod design;
mod doses;
mod equations;
mod exam_figures;
mod folder;
/// Synthetic tables, shared with the gallery.
#[path = "../../examples/gallery/data.rs"]
mod gallery;
mod hostile_data;
mod interchange;
mod intake;
mod own_control;
mod page;
mod plan;
mod potential;
mod published_trials;
mod reference;
mod report_figures;
mod report_page;
mod rescue;
mod run;
mod scales;
mod scored;
mod series;
/// Synthetic examinations, shared with the example.
#[path = "../../examples/exam_figures/synthetic.rs"]
mod synthetic;
/// A synthetic page, shared with the example.
#[path = "../../examples/report_page/story.rs"]
mod story;
mod trial;
mod unit_mistakes;
