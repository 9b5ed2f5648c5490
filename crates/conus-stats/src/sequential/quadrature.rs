//! How is a smooth density summed? By Gauss's rule on panels narrower than its narrowest feature.

/// Nodes above zero and weights of Gauss-Legendre quadrature with sixteen points (Abramowitz and Stegun 1964,
/// table 25.4), to the digits of a double.
const RULE: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];

/// Adds nodes and weights that integrate from `lower` to `upper`, in panels no wider than `widest`.
pub(super) fn fill(nodes: &mut Vec<(f64, f64)>, lower: f64, upper: f64, widest: f64) {
    let width = upper - lower;
    if width <= 0.0 {
        return;
    }
    let panels = (width / widest).ceil().max(1.0);
    let half = 0.5 * width / panels;
    let mut panel = 0.0;
    while panel < panels {
        let centre = lower + (2.0 * panel + 1.0) * half;
        for (node, weight) in RULE {
            nodes.push((centre - half * node, half * weight));
            nodes.push((centre + half * node, half * weight));
        }
        panel += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus_num::distribution::normal;

    #[test]
    fn polynomials_up_to_degree_thirty_one_are_summed_exactly() {
        let mut nodes = Vec::new();
        fill(&mut nodes, -1.0, 1.0, 2.0);
        for degree in 0..32 {
            let seen: f64 = nodes.iter().map(|(x, w)| w * (0..degree).fold(1.0, |power, _| power * x)).sum();
            let exact = if degree % 2 == 0 { 2.0 / (f64::from(degree) + 1.0) } else { 0.0 };
            // Sums of sixteen doubles.
            assert!((seen - exact).abs() < 1e-15, "degree {degree}: {seen}");
        }
    }

    /// Panels of three standard deviations are what `path` takes.
    #[test]
    fn the_normal_density_is_summed_to_rounding() {
        let mut nodes = Vec::new();
        fill(&mut nodes, -9.0, 1.3, 3.0);
        let seen: f64 = nodes.iter().map(|(x, w)| w * normal::density(*x)).sum();
        assert!((seen - normal::cdf(1.3)).abs() < 1e-15);
    }
}
