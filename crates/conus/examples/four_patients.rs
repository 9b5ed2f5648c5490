//! Four patients under seven treatments, as a figure and its numbers:
//! `cargo run --release -p conus --example four_patients docs/figures`.

use conus::biology::compiled::Model;
use conus::patient::four_patients::{Course, FourPatients, Patient, courses, figure};
use conus::report::figure::{Frame, small_multiples};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder for the figure")?);
    let (model, numbers) = (Model::compile(), FourPatients::shipped());
    let mut told = Vec::new();
    for patient in numbers.patients() {
        told.push((patient, courses(&model, &numbers, &patient)?));
    }
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("four_patients.svg"), small_multiples::draw(&figure(&told, frame()))?)?;
    std::fs::write(folder.join("four_patients.csv"), table(&told))?;
    Ok(())
}

fn frame() -> Frame {
    let caption = "Solid: pain of one simulated patient under the treatment of the row; dashed: the same patient \
                   without treatment. Triangle: day of treatment; shaded: drug taken. In the corner: pain after 12 \
                   weeks, or 1 hour after a block. Pain is true pain, neither rounded nor reported; n = 4 simulated \
                   patients, so there is no interval. What these four are made of and most of the model's numbers are \
                   assumed. Research and teaching only; not clinical advice.";
    Frame {
        id: "four-patients".to_owned(),
        title: "Which pain does which treatment help? Four simulated patients, seven treatments, one year"
            .to_owned(),
        caption: caption.to_owned(),
        source: "synthetic: conus, example four_patients; four_patients.csv; data/four_patients.toml."
            .to_owned(),
    }
}

fn table(told: &[(Patient, Vec<Course>)]) -> String {
    let mut page = "patient,treatment,months_since_treatment,pain_nrs\n".to_owned();
    for (patient, courses) in told {
        for course in courses {
            for (month, pain) in course.points(patient.day) {
                page.push_str(&format!(
                    "\"{}\",\"{}\",{month:.4},{pain:.4}\n",
                    patient.name, course.way.name
                ));
            }
        }
    }
    page
}
