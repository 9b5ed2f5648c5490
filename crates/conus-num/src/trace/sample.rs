//! Random equations to test on: one list of instructions, run over any [`Real`].

use crate::{Num, Real};

/// Numbers of a linear congruential generator (multiplier 6364136223846793005: Knuth, TAOCP 2, 3.3.4).
pub(crate) struct Lottery(u64);

impl Lottery {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493))
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        let step = f64::from(u32::try_from(self.below(1 << 20)).unwrap());
        low + (high - low) * step / f64::from(1 << 20)
    }
}

/// An equation whose operations are drawn by chance; its values stay moderate.
pub(crate) struct Equation {
    inputs: usize,
    steps: Vec<Instruction>,
}

struct Instruction {
    kind: usize,
    first: usize,
    second: usize,
    number: f64,
}

impl Equation {
    pub(crate) fn random(lottery: &mut Lottery, inputs: usize, length: usize) -> Self {
        let steps = (0..length)
            .map(|k| Instruction {
                kind: lottery.below(16),
                first: lottery.below(inputs + k),
                second: lottery.below(inputs + k),
                number: [0.0, 1.0, -1.0, 2.0, 0.5, 1.7, 3.0][lottery.below(7)],
            })
            .collect();
        Self { inputs, steps }
    }

    /// Every intermediate value, inputs first.
    pub(crate) fn run<R: Real>(&self, inputs: &[Num<R>]) -> Vec<Num<R>> {
        assert_eq!(inputs.len(), self.inputs);
        let mut values = inputs.to_vec();
        for step in &self.steps {
            let next = step.apply(values[step.first], values[step.second]);
            values.push(next);
        }
        values
    }

    /// The last `count` values.
    pub(crate) fn outputs<R: Real>(&self, inputs: &[Num<R>], count: usize) -> Vec<Num<R>> {
        let values = self.run(inputs);
        values[values.len() - count..].to_vec()
    }
}

impl Instruction {
    fn apply<R: Real>(&self, a: Num<R>, b: Num<R>) -> Num<R> {
        let n = self.number;
        match self.kind {
            0 => a + b,
            1 => a - b,
            2 => a * b.tanh(),
            3 => a / (1.0 + b * b),
            4 => -a,
            5 => a.tanh().exp(),
            6 => (1.5 + a * a).ln(),
            7 => (0.5 + a * a).sqrt(),
            8 => b.tanh() - a,
            9 => (a - b).softplus(),
            10 => (1.0 + a * a).power(n / 2.0),
            11 => (0.1 + a.softplus()).hill(0.5 + b.softplus(), 1.0 + n.abs()),
            12 => n * a,
            13 => n + a,
            14 => n - a,
            _ => n / (1.0 + b.softplus()),
        }
    }
}
