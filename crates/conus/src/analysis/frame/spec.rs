//! What does a plan say of the files it reads: which columns, which rows, which people?
//!
//! [`Spec::adam`] has the names of `ADaMIG` 1.3; a plan changes what is called otherwise.

/// What is taken from the files, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The value of PARAMCD whose rows are taken; the name of the variable where there is no such column.
    pub parameter: String,
    /// The arms, the reference first, and no others may occur. With the reference alone the others are those of the
    /// data, in the order of their characters.
    pub arms: Vec<String>,
    /// Labels of the visits that are taken; all after baseline when empty.
    pub visits: Vec<String>,
    /// Names of the columns.
    pub names: Names,
    /// Which rows are analysed.
    pub analysis: Flag,
    /// Who is analysed; looked for among the subjects first.
    pub population: Flag,
    /// What is known of everybody; looked for among the subjects first.
    pub covariates: Vec<CovariateSpec>,
    /// Column of the weights of people; looked for among the subjects first.
    pub weight: Option<String>,
    /// The least and the greatest value that can be true.
    pub range: Option<[f64; 2]>,
    /// What is done about people without a baseline.
    pub missing_baseline: Absent,
    /// What is done about people without one of the covariates.
    pub missing_covariate: Absent,
}

/// Names of the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// Subject, in every file.
    pub subject: String,
    /// Code of the variable; where it is absent every row is taken.
    pub parameter: Source,
    /// Words of the variable.
    pub parameter_label: Source,
    /// Planned arm. Without a name it is the first of TRT01P, ARM and TRTP that is found, among the subjects first.
    pub arm: Option<String>,
    /// Visit in words.
    pub visit: String,
    /// Number that orders the visits.
    pub visit_number: String,
    /// Day of the value.
    pub day: Source,
    /// The value.
    pub value: String,
    /// The value at baseline, on every row of a subject.
    pub baseline: Source,
    /// Change from baseline, which is only checked.
    pub change: Source,
    /// The row that is the baseline.
    pub baseline_flag: Flag,
    /// How an exceptional row was made.
    pub derivation: Source,
    /// The columns of the file of intercurrent events.
    pub events: EventColumns,
}

/// Names of the columns of intercurrent events.
#[derive(Debug, Clone, PartialEq)]
pub struct EventColumns {
    /// Kind of the event.
    pub category: String,
    /// First day, on the scale of [`Names::day`].
    pub day: String,
    /// Why it happened.
    pub reason: Source,
}

/// A column that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub column: String,
    /// Whether it is a fault when there is none.
    pub required: bool,
}

impl Source {
    /// A column that must be there, as when a plan names it.
    pub fn required(column: &str) -> Self {
        Self { column: column.to_owned(), required: true }
    }

    /// A column that is used when it is there.
    pub fn optional(column: &str) -> Self {
        Self { column: column.to_owned(), required: false }
    }
}

/// A column of which one value says yes. When it is optional and absent, everything counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The column.
    pub source: Source,
    /// The value that says yes.
    pub accepted: String,
}

impl Flag {
    /// A flag of ADaM: `Y` in a column that need not be there.
    pub fn optional(column: &str) -> Self {
        Self { source: Source::optional(column), accepted: "Y".into() }
    }
}

/// What is known of everybody, fixed in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CovariateSpec {
    /// The column.
    pub column: String,
    /// How it is read.
    pub kind: CovariateUse,
}

/// How a covariate is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CovariateUse {
    /// As a number.
    Number,
    /// As one of some levels.
    Factor,
}

/// What is done about people of whom something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It is an error: the plan has to say what is done.
    Refuse,
    /// They are left out, with a warning that names them.
    Exclude,
    /// They stay, and what is missing stays missing.
    Keep,
}

impl Spec {
    /// What ADaM calls everything, for a variable and the arm that the others are compared with.
    pub fn adam(parameter: &str, reference: &str) -> Self {
        Self {
            parameter: parameter.to_owned(),
            arms: vec![reference.to_owned()],
            visits: Vec::new(),
            names: Names::adam(),
            analysis: Flag::optional("ANL01FL"),
            population: Flag::optional("ITTFL"),
            covariates: Vec::new(),
            weight: None,
            range: None,
            missing_baseline: Absent::Refuse,
            missing_covariate: Absent::Refuse,
        }
    }
}

impl Names {
    /// The names of `ADaMIG` 1.3, and those of our table of intercurrent events (ADICE), for which CDISC has none.
    pub fn adam() -> Self {
        Self {
            subject: "USUBJID".into(),
            parameter: Source::optional("PARAMCD"),
            parameter_label: Source::optional("PARAM"),
            arm: None,
            visit: "AVISIT".into(),
            visit_number: "AVISITN".into(),
            day: Source::optional("ADY"),
            value: "AVAL".into(),
            baseline: Source::optional("BASE"),
            change: Source::optional("CHG"),
            baseline_flag: Flag::optional("ABLFL"),
            derivation: Source::optional("DTYPE"),
            events: EventColumns {
                category: "ICECAT".into(),
                day: "ICEDY".into(),
                reason: Source::optional("ICEREAS"),
            },
        }
    }
}
