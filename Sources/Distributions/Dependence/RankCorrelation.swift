// SPDX-License-Identifier: GPL-3.0-or-later

/// Spearman's rank correlation and the correlation of the normal variables behind it.
///
/// Continuous variables with a Gaussian copula of normal correlation ρ have the rank correlation
/// 6/π · asin(ρ/2), whatever their distributions (Kruskal, "Ordinal measures of association", JASA 53,
/// 1958, doi:10.1080/01621459.1958.10501481). Those with a Student copula come a little nearer to 0.
public enum RankCorrelation {
  /// The normal correlation 2 · sin(π · rank / 6) of a rank correlation from −1 to 1.
  public static func normal(ofRank rank: Double) -> Double {
    // Taylor's series: the argument is at most π/6, so what is left out is below 10⁻¹⁹.
    let x = Double.pi * rank / 6
    let square = x * x
    var sum = 1.0
    for k in (1...7).reversed() { sum = 1 - square / Double(2 * k * (2 * k + 1)) * sum }
    return 2 * x * sum
  }

  /// The rank correlation of a normal correlation from −1 to 1.
  public static func rank(ofNormal correlation: Double) -> Double {
    var low = -1.0
    var high = 1.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if normal(ofRank: middle) < correlation { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
