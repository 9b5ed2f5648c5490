//! A touch in the dorsal horn before and after injury, and wind-up by frequency, as figures:
//! `cargo run --release -p conus --example stimuli docs/figures`.

use conus::biology::State;
use conus::biology::circuit_time::{Circuit, CircuitTime, Segments};
use conus::biology::compiled::Model;
use conus::biology::parameters::Parameters;
use conus::biology::stimulus::{Kind, Stimulus};
use conus::biology::wind_up::spikes;
use conus::patient::stimulus::{figure, responses};
use conus::patient::story::seen_on;
use conus::report::figure::patient::{Curve, Data, Panel};
use conus::report::figure::{Frame, Quantity, patient, small_multiples};
use conus::treatment::{Gabapentinoid, Intake, Treatment};
use std::error::Error;
use std::path::PathBuf;

/// Day on which the skin is touched.
const DAY: f64 = 365.0;
/// Bursts of one train, and how many come in a second.
const BURSTS: u32 = 10;
const PER_SECOND: [f64; 4] = [0.1, 0.3, 0.5, 1.0];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder for the figures")?);
    std::fs::create_dir_all(&folder)?;
    let model = Model::compile();
    std::fs::write(folder.join("stimulus.svg"), touch(&model)?)?;
    let trains = trains(&model)?;
    std::fs::write(folder.join("wind_up.svg"), patient::draw(&wind_up(&trains))?)?;
    std::fs::write(folder.join("wind_up.csv"), table(&trains))?;
    Ok(())
}

fn touch(model: &Model) -> Result<String, Box<dyn Error>> {
    let pregabalin = Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day: DAY - 28.0,
        stop_day: DAY + 1.0,
        dose_mg_per_day: 450.0,
        titration_days: 7.0,
        intake: Intake::Steady,
    };
    let stimulus = Stimulus { kind: Kind::Pressure, force_mn: 25.0, seconds: 0.5 };
    let typical = Parameters::shipped().typical();
    let found = responses(model, &typical, &[pregabalin], DAY, &stimulus, Segments::BelowLevel)?;
    let caption = "A flat probe of 25 mN is held on the skin below the level for half a second (shaded), before the \
                   injury, a year after it, and after four weeks of pregabalin, 450 mg a day. Below each name: mean \
                   firing of the projection neurons meanwhile. n = 1 simulated typical patient; a row has one scale. \
                   Research and teaching only; not clinical advice.";
    let frame = frame(
        "stimulus",
        "A light touch in the dorsal horn: silent before the injury, loud after it",
        caption,
    );
    Ok(small_multiples::draw(&figure(&found, &stimulus, frame))?)
}

/// Cord, bursts in a second, spikes of each burst.
type Train = (&'static str, f64, Vec<f64>);

fn trains(model: &Model) -> Result<Vec<Train>, Box<dyn Error>> {
    let params = Parameters::shipped().typical();
    let injured = seen_on(model, &params, &[], &[DAY])?.states()[0];
    let mut trains = Vec::new();
    for (cord, state) in [("Before injury", State::healthy()), ("A year after injury", injured)] {
        let circuit = Circuit { state, params, time: CircuitTime::shipped(), segments: Segments::BelowLevel };
        for per_second in PER_SECOND {
            trains.push((cord, per_second, spikes(&circuit, per_second, BURSTS)?));
        }
    }
    Ok(trains)
}

fn wind_up(trains: &[Train]) -> Data {
    let panel = |trains: &[Train]| Panel {
        quantity: Quantity {
            name: trains[0].0.to_owned(),
            unit: "response, % of the first burst".to_owned(),
        },
        range: Some((90.0, 130.0)),
        curves: trains.iter().map(curve).collect(),
    };
    let caption = "Bursts of C fibres, 22 Hz for 210 ms, below the level. Lines: spikes that a burst adds to the \
                   firing of a projection neuron at rest, of those that the first one adds. After injury the first \
                   burst already drives the neuron to its ceiling. n = 1 simulated typical patient. Research and teaching only; not clinical advice.";
    Data {
        frame: frame("wind-up", "Wind-up: bursts of C fibres add up when they come often", caption),
        time: Quantity { name: "Burst".to_owned(), unit: "number".to_owned() },
        panels: trains.chunks(PER_SECOND.len()).map(panel).collect(),
        events: vec![],
    }
}

fn curve((_, per_second, spikes): &Train) -> Curve {
    let points = (1_u32..).map(f64::from).zip(spikes.iter().map(|later| 100.0 * later / spikes[0]));
    Curve { name: format!("{per_second} Hz"), points: points.collect() }
}

fn frame(id: &str, title: &str, caption: &str) -> Frame {
    let source = format!("synthetic: conus {}, example stimuli.", env!("CARGO_PKG_VERSION"));
    Frame { id: id.to_owned(), title: title.to_owned(), caption: caption.to_owned(), source }
}

fn table(trains: &[Train]) -> String {
    let mut page = "cord,bursts_per_second,burst,spikes\n".to_owned();
    for (cord, per_second, spikes) in trains {
        for (number, spikes) in (1..).zip(spikes) {
            page.push_str(&format!("{cord},{per_second},{number},{spikes:.4}\n"));
        }
    }
    page
}
