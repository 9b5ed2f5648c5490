//! How is a row of a file read as an ISNCSCI worksheet, and which columns come out?

use super::classification::{Classification, classify};
use super::exam::{Exam, Finding, KEY_MUSCLES, KeyMuscle, Observed, Side};
use super::explanation::explanation;
use super::scores::{SCORES, values_of};
use crate::instrument::scoring::{Instrument, Item, Problem, Score, Step, Value};
use crate::patient::pain_site::dermatome::{DERMATOMES, Dermatome};

/// Boxes of one side.
const BOXES: usize = KEY_MUSCLES + 2 * DERMATOMES;
/// Where voluntary anal contraction stands among the items; deep anal pressure follows.
const VAC: usize = 2 * BOXES;
/// Where the muscles that are no key muscles stand, right and left.
const NON_KEY: usize = VAC + 2;
/// All columns that are read.
const ITEMS: usize = NON_KEY + 2;

const MUSCLE: &str = "0 to 5 or NT; 0 to 4 and NT may have * or **";
const POINT: &str = "0, 1, 2 or NT; 0, 1 and NT may have * or **";
const OBSERVED: &str = "Yes, No or NT";
const SEGMENT: &str = "C5, C6, C7, C8, T1, L2, L3, L4, L5 or S1; empty where there is none";

/// The worksheet of ISNCSCI, a row at a time.
///
/// A row with a problem is not classified at all and none of its sums is made: every score of it is missing. So what
/// comes out never rests on a misread box.
#[derive(Debug)]
pub struct Worksheet {
    items: Vec<Item>,
}

impl Default for Worksheet {
    fn default() -> Self {
        Self::new()
    }
}

impl Worksheet {
    /// With the columns `right_motor_c5` to `left_lowest_non_key_muscle`.
    #[must_use]
    pub fn new() -> Self {
        let mut items: Vec<Item> = Side::BOTH.into_iter().flat_map(boxes).collect();
        items.push(item("vac", "voluntary anal contraction", OBSERVED));
        items.push(item("dap", "deep anal pressure", OBSERVED));
        for side in Side::BOTH.map(Side::word) {
            let label = format!("lowest segment of a muscle that moves and is no key muscle, {side}");
            let non_key = item(&format!("{side}_lowest_non_key_muscle"), &label, SEGMENT);
            items.push(Item { required: false, ..non_key });
        }
        Self { items }
    }

    /// Reads a row; none when something is wrong with it.
    ///
    /// # Panics
    /// When there is not one answer for each item.
    pub fn read(&self, answers: &[Option<&str>], problems: &mut Vec<Problem>) -> Option<Exam> {
        assert_eq!(answers.len(), ITEMS, "one answer for each item");
        if answers.iter().all(Option::is_none) {
            problems.push(Problem::of_row("no box is filled in; write NT in a box that was not testable"));
            return None;
        }
        let before = problems.len();
        let mut exam = Exam::normal();
        for (side, start) in exam.sides.iter_mut().zip([0, BOXES]) {
            let boxes = side.motor.iter_mut().chain(&mut side.light_touch).chain(&mut side.pin_prick);
            for (place, finding) in boxes.enumerate() {
                let highest = if place < KEY_MUSCLES { 5 } else { 2 };
                take(finding, |text| finding_of(text, highest), start + place, answers, problems);
            }
        }
        take(&mut exam.vac, observed_of, VAC, answers, problems);
        take(&mut exam.dap, observed_of, VAC + 1, answers, problems);
        for (side, item) in exam.sides.iter_mut().zip(NON_KEY..) {
            if answers[item].is_some() {
                take(&mut side.lowest_non_key, |text| muscle_of(text).map(Some), item, answers, problems);
            }
        }
        (problems.len() == before).then_some(exam)
    }

    /// An exam as the answers of a row, in the order of the items; an empty text where there is no answer.
    #[must_use]
    pub fn answers(exam: &Exam) -> Vec<String> {
        let boxes = exam
            .sides
            .iter()
            .flat_map(|side| side.motor.iter().chain(&side.light_touch).chain(&side.pin_prick));
        let observed = [exam.vac, exam.dap].map(Observed::word);
        let non_key = exam.sides.map(|side| side.lowest_non_key.map_or("", KeyMuscle::label));
        boxes.map(Finding::to_string).chain(observed.into_iter().chain(non_key).map(String::from)).collect()
    }

    /// The same answers as a row is scored from.
    #[must_use]
    pub fn row(answers: &[String]) -> Vec<Option<&str>> {
        answers.iter().map(|text| (!text.is_empty()).then_some(text.as_str())).collect()
    }

    /// Reads and classifies a row; none when something is wrong with it.
    ///
    /// # Panics
    /// When there is not one answer for each item.
    pub fn classify(&self, answers: &[Option<&str>], problems: &mut Vec<Problem>) -> Option<Classification> {
        self.read(answers, problems).map(|exam| classify(&exam))
    }
}

impl Instrument for Worksheet {
    fn name(&self) -> &'static str {
        "isncsci"
    }

    fn about(&self) -> &'static str {
        "International Standards for Neurological Classification of Spinal Cord Injury, revision 2019 (rupp2021)"
    }

    fn items(&self) -> &[Item] {
        &self.items
    }

    fn scores(&self) -> &[Score] {
        &SCORES
    }

    fn score(&self, answers: &[Option<&str>], values: &mut Vec<Value>, problems: &mut Vec<Problem>) {
        match self.classify(answers, problems) {
            Some(found) => values.extend(values_of(&found)),
            None => values.extend(SCORES.iter().map(|_| Value::Missing)),
        }
    }

    fn explain(&self, answers: &[Option<&str>]) -> Vec<Step> {
        let mut problems = Vec::new();
        match self.read(answers, &mut problems) {
            Some(exam) => explanation(&exam),
            None => problems.iter().map(|problem| self.refusal(problem)).collect(),
        }
    }
}

impl Worksheet {
    /// The step that tells why a row has no classification.
    fn refusal(&self, problem: &Problem) -> Step {
        let place = problem.item.map_or("the whole row", |item| &self.items[item].name);
        let value = if problem.item.is_some() { format!("`{}`: ", problem.value) } else { String::new() };
        Step {
            question: format!("What stands in {place}?"),
            because: format!("{value}{}", problem.rule),
            answer: "not classified".into(),
        }
    }
}

fn item(name: &str, label: &str, allowed: &str) -> Item {
    Item { name: name.into(), label: label.into(), allowed: allowed.into(), required: true }
}

/// The boxes of a side in the order of the worksheet.
fn boxes(side: Side) -> Vec<Item> {
    let side = side.word();
    let muscle = |muscle: KeyMuscle| {
        let segment = muscle.label();
        let name = format!("{side}_motor_{}", segment.to_lowercase());
        item(&name, &format!("key muscle of {segment}, {side}"), MUSCLE)
    };
    let point = |column: &str, modality: &str, dermatome: Dermatome| {
        let segment = dermatome.label();
        let name = format!("{side}_{column}_{}", segment.to_lowercase().replace('-', "_"));
        item(&name, &format!("{modality} at {segment}, {side}"), POINT)
    };
    let muscles = KeyMuscle::ALL.into_iter().map(muscle);
    let touch = Dermatome::ALL.into_iter().map(|dermatome| point("light_touch", "light touch", dermatome));
    let prick = Dermatome::ALL.into_iter().map(|dermatome| point("pin_prick", "pin prick", dermatome));
    muscles.chain(touch).chain(prick).collect()
}

/// Reads one answer into its place, or says what is wrong with it.
fn take<T>(
    place: &mut T,
    read: impl Fn(&str) -> Option<T>,
    item: usize,
    answers: &[Option<&str>],
    problems: &mut Vec<Problem>,
) {
    match answers[item].map(|text| (text, read(text))) {
        Some((_, Some(found))) => *place = found,
        Some((text, None)) => problems.push(Problem::of(item, text, rule_of(item))),
        None => problems.push(Problem::of(item, "", empty_rule_of(item))),
    }
}

/// The rule for an answer that cannot be read.
fn rule_of(item: usize) -> &'static str {
    match item {
        NON_KEY.. => "must be C5, C6, C7, C8, T1, L2, L3, L4, L5 or S1, or empty where there is none",
        VAC.. => "must be Yes, No or NT",
        _ if item % BOXES < KEY_MUSCLES => "must be 0 to 5 or NT, and only 0 to 4 and NT may have * or **",
        _ => "must be 0, 1, 2 or NT, and only 0, 1 and NT may have * or **",
    }
}

/// The rule for an empty box.
fn empty_rule_of(item: usize) -> &'static str {
    match item {
        VAC.. => "must not be empty; write Yes, No or NT",
        _ if item % BOXES < KEY_MUSCLES => "must not be empty; write 0 to 5, or NT where it was not testable",
        _ => "must not be empty; write 0, 1 or 2, or NT where it was not testable",
    }
}

/// A box; `nt` is read as `NT`.
fn finding_of(text: &str, highest: u8) -> Option<Finding> {
    let read = Finding::parse(text, highest);
    let in_other_letters =
        || (text.len() <= 4).then(|| Finding::parse(&text.to_ascii_uppercase(), highest))?;
    read.or_else(in_other_letters)
}

/// Yes, No or NT, in large or small letters.
fn observed_of(text: &str) -> Option<Observed> {
    let all = [Observed::Yes, Observed::No, Observed::NotTestable];
    all.into_iter().find(|observed| observed.word().eq_ignore_ascii_case(text))
}

/// A segment with a key muscle, in large or small letters.
fn muscle_of(text: &str) -> Option<KeyMuscle> {
    KeyMuscle::ALL.into_iter().find(|muscle| muscle.label().eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::super::made_up::made_up_exam;
    use super::*;
    use crate::patient::chance::{Key, Purpose};
    use conus_num::random::Stream;

    #[test]
    fn columns_are_named_as_a_clinic_would_name_them() {
        let worksheet = Worksheet::new();
        let names: Vec<&str> = worksheet.items().iter().map(|item| item.name.as_str()).collect();
        assert_eq!((names.len(), names[0], names[10]), (136, "right_motor_c5", "right_light_touch_c2"));
        assert_eq!(
            (names[65], names[66], names[131]),
            ("right_pin_prick_s4_5", "left_motor_c5", "left_pin_prick_s4_5")
        );
        assert_eq!(names[132..], ["vac", "dap", "right_lowest_non_key_muscle", "left_lowest_non_key_muscle"]);
        let needed = worksheet.items().iter().filter(|item| item.required).count();
        assert_eq!(needed, 134);
    }

    #[test]
    fn parameter_codes_fit_adam() {
        for score in &SCORES {
            assert!(score.code.len() <= 8 && score.label.len() <= 40, "{}", score.name);
            assert!(score.code.bytes().all(|b| b.is_ascii_uppercase()), "{}", score.code);
        }
        let names: std::collections::BTreeSet<_> =
            SCORES.iter().flat_map(|score| [score.name, score.code]).collect();
        assert_eq!(names.len(), 2 * SCORES.len());
    }

    #[test]
    fn an_exam_comes_back_from_its_row() {
        for number in 0..2000 {
            let exam = made_up_exam(9, number);
            let answers = Worksheet::answers(&exam);
            let mut problems = Vec::new();
            assert_eq!(Worksheet::new().read(&Worksheet::row(&answers), &mut problems), Some(exam));
            assert_eq!(problems, []);
        }
    }

    /// What may stand in a column, in letters as written by hand.
    fn allowed(item: usize) -> Vec<String> {
        let texts = match item {
            NON_KEY.. => "C5 C6 C7 C8 T1 L2 L3 L4 L5 S1 l3",
            VAC.. => "Yes No NT yes NO nt",
            _ if item % BOXES < KEY_MUSCLES => {
                "0 1 2 3 4 5 NT 0* 1* 2* 3* 4* NT* 0** 1** 2** 3** 4** NT** nt Nt*"
            }
            _ => "0 1 2 NT 0* 1* NT* 0** 1** NT** nt",
        };
        texts.split(' ').map(String::from).collect()
    }

    fn wrong(item: usize, chance: &mut Stream) -> String {
        const TEXTS: [&str; 16] = [
            "6",
            "5*",
            "3",
            "-1",
            "1.0",
            "2 *",
            "*",
            "N",
            "Y",
            "T4",
            "ND",
            "\u{663}",
            "\u{202e}1",
            "NT***",
            "0x1",
            "\u{1f600}",
        ];
        let text = match chance.below(4) {
            0 => "9".repeat(1 + chance.below(300) as usize),
            1 => (0..chance.below(6)).filter_map(|_| char::from_u32(chance.below(0x3000))).collect(),
            _ => TEXTS[chance.below(16) as usize].into(),
        };
        if text.is_empty() || allowed(item).contains(&text) || allowed(item).contains(&text.to_uppercase()) {
            "?".into()
        } else {
            text
        }
    }

    /// Whatever stands in the cells: each wrong one is named with its rule, no other is, and only a row without fault
    /// has scores.
    #[test]
    fn every_wrong_cell_is_named_and_no_other() {
        let worksheet = Worksheet::new();
        let (mut values, mut problems) = (Vec::new(), Vec::new());
        for number in 0..20_000 {
            let chance = &mut Key { seed: 11, replicate: 0, patient: number }.stream(Purpose::Check, 2);
            let share = [0.0, 0.0, 0.005, 0.05, 1.0][chance.below(5) as usize];
            let mut bad = Vec::new();
            let answers: Vec<String> = (0..ITEMS)
                .map(|item| {
                    if chance.bernoulli(share) {
                        let text = if item < NON_KEY && chance.bernoulli(0.3) {
                            String::new()
                        } else {
                            wrong(item, chance)
                        };
                        bad.push((item, text.clone()));
                        return text;
                    }
                    let allowed = allowed(item);
                    allowed[chance.below(u32::try_from(allowed.len()).unwrap()) as usize].clone()
                })
                .collect();
            values.clear();
            problems.clear();
            worksheet.score(&Worksheet::row(&answers), &mut values, &mut problems);
            let named: Vec<(usize, String)> =
                problems.iter().map(|p| (p.item.unwrap(), p.value.clone())).collect();
            let shown: Vec<(usize, String)> =
                bad.iter().map(|(item, text)| (*item, crate::spelling::shown(text))).collect();
            assert_eq!(named, shown);
            assert!(problems.iter().all(|problem| problem.rule.starts_with("must ") && problem.costs_score));
            assert_eq!(values.len(), SCORES.len());
            assert!(values.iter().all(|value| (*value == Value::Missing) != problems.is_empty()));
            assert!(!worksheet.explain(&Worksheet::row(&answers)).is_empty());
        }
    }

    #[test]
    fn an_empty_row_is_one_problem() {
        let (mut values, mut problems) = (Vec::new(), Vec::new());
        Worksheet::new().score(&[None; ITEMS], &mut values, &mut problems);
        assert_eq!((problems.len(), problems[0].item), (1, None));
        assert!(values.iter().all(|value| *value == Value::Missing));
    }
}
