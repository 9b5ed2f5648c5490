//! Which trials are played? All numbers are assumed, near those of a trial of neuropathic pain on the scale 0 to 10.

/// How answers are distributed around their mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answers {
    /// Normal.
    Normal,
    /// Skewed: a normal deviate z becomes (exp(z / 2) - mean) / SD, skewness 1.75.
    Skewed,
    /// Normal, then rounded to a whole number from 0 to 10.
    Rounded,
}

/// What decides who leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dropout {
    /// Nobody leaves.
    Nobody,
    /// The last answer that was given: missing at random.
    LastAnswer,
    /// The answer that is not given: missing not at random, the same in both arms.
    NextAnswer,
    /// The same, in the treated arm alone.
    NextAnswerOfTreated,
}

/// One kind of trial.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scenario {
    /// For tables.
    pub(crate) name: &'static str,
    /// Whether the gate is for it.
    pub(crate) gated: bool,
    /// People of both arms.
    pub(crate) people: u32,
    /// What treatment does at the last visit [NRS points].
    pub(crate) effect: f64,
    pub(crate) answers: Answers,
    pub(crate) dropout: Dropout,
}

/// Every kind of trial, those with a gate first.
pub(crate) fn scenarios() -> Vec<Scenario> {
    let base = Scenario {
        name: "normal; missing at random",
        gated: true,
        people: 67,
        effect: 0.0,
        answers: Answers::Normal,
        dropout: Dropout::LastAnswer,
    };
    let open = Scenario { gated: false, ..base };
    let sizes = [20, 28, 34, 50].map(|people| Scenario { people, ..open });
    let others = [
        Scenario { name: "normal; complete", dropout: Dropout::Nobody, ..open },
        Scenario { name: "normal; complete", dropout: Dropout::Nobody, people: 20, ..open },
        Scenario { name: "normal; missing at random; effect", effect: -1.0, ..open },
        Scenario { name: "skewed; missing at random", answers: Answers::Skewed, ..open },
        Scenario { name: "skewed; missing at random", answers: Answers::Skewed, people: 20, ..open },
        Scenario { name: "whole numbers 0 to 10; missing at random", answers: Answers::Rounded, ..open },
        Scenario {
            name: "whole numbers 0 to 10; missing at random",
            answers: Answers::Rounded,
            people: 20,
            ..open
        },
        Scenario { name: "normal; not at random in both arms", dropout: Dropout::NextAnswer, ..open },
        Scenario {
            name: "normal; not at random in the treated arm",
            dropout: Dropout::NextAnswerOfTreated,
            ..open
        },
    ];
    std::iter::once(base).chain(sizes).chain(others).collect()
}
