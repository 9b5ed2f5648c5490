//! tmp
use crate::case::untreated;
use conus::biology::compiled::Model;
use conus::biology::STATES;
use conus_ode::*;
pub fn run() -> anyhow::Result<()> {
    let model = Model::compile();
    for case in untreated(2)? {
        for rtol in [1e-5, 1e-6] {
            let cord = case.cord(&model);
            let mut s = Solver::new(model.pattern());
            let mut y = case.standing.state.to_array();
            let mut pace = Pace::default();
            let mut last = 0.0;
            let w = s.advance(&cord, &mut y, 0.0..365.0, &Tolerance::uniform(rtol, rtol*1e-2, STATES), &mut pace, |v| {
                let h = v.to - v.from;
                print!("{:.3}+{:.3}({:.2}) ", v.from, h, h / last);
                last = h;
            })?;
            println!("\n{w:?}");
        }
    }
    Ok(())
}
