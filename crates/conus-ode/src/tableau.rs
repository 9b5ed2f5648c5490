//! Which numbers make a Rosenbrock method? A method is data: one [`Tableau`], one step function for all.
//!
//! All methods here belong to the Rodas family: stiffly accurate, so the new state is the last argument plus the
//! last stage, and that last stage is the error estimate (Hairer & Wanner, Solving ODEs II, section VI.4).

/// Coefficients in the form that needs no matrix product (Hairer & Wanner II, equation IV.7.25).
///
/// Stage `i` solves `W k_i = f(t + node_i h, y + sum_j argument_ij k_j) + sum_j memory_ij k_j / h + time_i h df/dt`
/// with `W = I/(h gamma) - J`.
#[derive(Debug)]
pub struct Tableau {
    /// Name in the literature.
    pub name: &'static str,
    /// Order of the new state; the embedded error estimate is one lower.
    pub order: u8,
    /// The single diagonal coefficient, paper symbol gamma.
    pub gamma: f64,
    /// Weights of earlier stages in the argument of the slope, paper symbol `a_ij`; row `i` has `i` entries.
    pub argument: &'static [&'static [f64]],
    /// Weights of earlier stages on the right-hand side, paper symbol `c_ij`; row `i` has `i` entries.
    pub memory: &'static [&'static [f64]],
    /// Time of each stage as a share of the step, paper symbol `alpha_i`.
    pub node: &'static [f64],
    /// Weight of `df/dt` in each stage, paper symbol `gamma_i`.
    pub time: &'static [f64],
    /// Dense output: polynomial coefficients per stage, lowest power first, paper symbol `h_ij`; see [`crate::dense`].
    pub dense: &'static [&'static [f64]],
}

/// The largest number of stages of any method here; sizes the small arrays on the stack.
pub const MOST_STAGES: usize = 8;

impl Tableau {
    /// Number of stages.
    #[must_use]
    pub fn stages(&self) -> usize {
        self.node.len()
    }

    /// True where the argument of a stage is the one before it plus the stage before it, at the same time: that saves
    /// most sums.
    #[must_use]
    pub fn continues(&self, stage: usize) -> bool {
        let Some((last, earlier)) = self.argument[stage].split_last() else { return false };
        let one = last.to_bits() == 1.0_f64.to_bits();
        let same_time = self.node[stage].to_bits() == self.node[stage - 1].to_bits();
        one && same_time
            && earlier.iter().map(|a| a.to_bits()).eq(self.argument[stage - 1].iter().map(|a| a.to_bits()))
    }
}

/// `Rodas5P`, order 5(4), eight stages, dense output of order 4: Steinebach, Construction of Rosenbrock-Wanner method
/// `Rodas5P` and numerical benchmarks within the Julia Differential Equations package, BIT Numerical Mathematics 63:27
/// (2023), doi 10.1007/s10543-023-00967-x, table of coefficients; here in the transformed form of its section 4, with
/// the digits distributed in `OrdinaryDiffEqRosenbrock` (`Rodas5PTableau`).
pub const RODAS5P: Tableau = Tableau {
    name: "Rodas5P",
    order: 5,
    gamma: 0.21193756319429014,
    argument: &[
        &[],
        &[3.0],
        &[2.849394379747939, 0.45842242204463923],
        &[-6.954028509809101, 2.489845061869568, -10.358996098473584],
        &[2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641],
        &RODAS5P_LAST,
        &[RODAS5P_LAST[0], RODAS5P_LAST[1], RODAS5P_LAST[2], RODAS5P_LAST[3], RODAS5P_LAST[4], 1.0],
        &[RODAS5P_LAST[0], RODAS5P_LAST[1], RODAS5P_LAST[2], RODAS5P_LAST[3], RODAS5P_LAST[4], 1.0, 1.0],
    ],
    memory: &[
        &[],
        &[-14.155112264123755],
        &[-17.97296035885952, -2.859693295451294],
        &[147.12150275711716, -1.41221402718213, 71.68940251302358],
        &[165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306],
        &[24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471],
        &[
            30.91273214028599,
            -3.1208243349937974,
            77.79954646070892,
            34.28646028294783,
            -19.097331116725623,
            -28.087943162872662,
        ],
        &[
            37.80277123390563,
            -3.2571969029072276,
            112.26918849496327,
            66.9347231244047,
            -40.06618937091002,
            -54.66780262877968,
            -9.48861652309627,
        ],
    ],
    node: &[
        0.0,
        0.6358126895828704,
        0.4095798393397535,
        0.9769306725060716,
        0.4288403609558664,
        1.0,
        1.0,
        1.0,
    ],
    time: &[
        0.21193756319429014,
        -0.42387512638858027,
        -0.3384627126235924,
        1.8046452872882734,
        2.325825639765069,
        0.0,
        0.0,
        0.0,
    ],
    dense: &[
        &[
            25.948786856663858,
            -2.5579724845846235,
            10.433815404888879,
            -2.3679251022685204,
            0.524948541321073,
            1.1241088310450404,
            0.4272876194431874,
            -0.17202221070155493,
        ],
        &[
            -9.91568850695171,
            -0.9689944594115154,
            3.0438037242978453,
            -24.495224566215796,
            20.176138334709044,
            15.98066361424651,
            -6.789040303419874,
            -6.710236069923372,
        ],
        &[
            11.419903575922262,
            2.8879645146136994,
            72.92137995996029,
            80.12511834622643,
            -52.072871366152654,
            -59.78993625266729,
            -0.15582684282751913,
            4.883087185713722,
        ],
    ],
};

/// The five weights that the last three arguments of `Rodas5P` share.
const RODAS5P_LAST: [f64; 5] =
    [-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946];

/// `Rodas4P`, order 4(3), six stages, dense output of order 3: Steinebach, Order reduction of ROW methods for DAEs and
/// method of lines applications, Preprint 1741, Technische Hochschule Darmstadt (1995); digits as distributed in
/// `OrdinaryDiffEqRosenbrock` (`Rodas4PTableau`). A second method keeps the step function honest: no digit of a
/// method may hide in it.
pub const RODAS4P: Tableau = Tableau {
    name: "Rodas4P",
    order: 4,
    gamma: 0.25,
    argument: &[
        &[],
        &[3.0],
        &[1.831036793486759, 0.4955183967433795],
        &[2.304376582692669, -0.05249275245743001, -1.176798761832782],
        &[-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401],
        &[-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401, 1.0],
    ],
    memory: &[
        &[],
        &[-12.0],
        &[-8.791795173947035, -2.207865586973518],
        &[10.81793056857153, 6.780270611428266, 19.5348594464241],
        &[34.19095006749676, 15.49671153725963, 54.7476087596413, 14.16005392148534],
        &[34.62605830930532, 15.30084976114473, 56.99955578662667, 18.40807009793095, -5.714285714285717],
    ],
    node: &[0.0, 0.75, 0.21, 0.63, 1.0, 1.0],
    time: &[0.25, -0.5, -0.023504, -0.0362, 0.0, 0.0],
    dense: &[
        &[25.09876703708589, 11.62013104361867, 28.49148307714626, -5.664021568594133, 0.0, 0.0],
        &[
            1.638054557396973,
            -0.7373619806678748,
            8.47791821923899,
            15.9925314877952,
            -1.882352941176471,
            0.0,
        ],
    ],
};
