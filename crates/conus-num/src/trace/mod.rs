//! Which formula does an equation stand for? [`trace()`] runs it once on [`Expr`] and keeps a [`Graph`].
//!
//! The graph is then read in several ways: derivative ([`Graph::jacobian`]), fast evaluation ([`Tape`]),
//! program text ([`rust_function`], [`c_function`]), formula on paper ([`latex()`]) or for other programs
//! ([`mathml()`]). The equation is written once, so these
//! readings cannot disagree.
//!
//! - [`graph`]: what is a traced formula made of?
//! - `simplify`: which nodes are not worth keeping?
//! - [`derivative`]: how does every output change with every input?
//! - [`tape`]: how is a graph evaluated fast?
//! - [`replace`](Graph::replace): what if one node were different?
//! - [`emit`]: how does a graph look as Rust text?
//! - [`c_text`]: how does a graph look as C text?
//! - [`mod@mathml`]: how does a graph look as content MathML?
//! - [`mod@latex`]: how does a graph look on paper?

pub mod c_text;
mod change;
pub mod derivative;
pub mod emit;
#[cfg(test)]
mod emitted;
pub mod graph;
pub mod latex;
pub mod mathml;
mod record;
#[cfg(test)]
pub(crate) mod sample;
mod simplify;
pub mod tape;

pub use c_text::{c_function, c_support};
pub use derivative::{Entry, Jacobian};
pub use emit::{Heading, Over, rust_function};
pub use graph::{Graph, Node, NodeId};
pub use latex::{Definition, definitions, latex};
pub use mathml::{functions, math, mathml, mathml_by_name, number};
pub use record::{Expr, trace};
pub use tape::Tape;
