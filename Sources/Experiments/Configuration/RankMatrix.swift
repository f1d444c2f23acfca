// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// The rank correlations of a group of inputs; pairs that are not named have 0.
struct RankMatrix {
  /// Places in the experiment's list.
  private let inputs: [Int]
  private var ranks: [[Double]]

  init(inputs: [Int], pairs: [Correlations.Pair]) {
    self.inputs = inputs
    ranks = inputs.map { _ in [Double](repeating: 0, count: inputs.count) }
    let places = Dictionary(uniqueKeysWithValues: zip(inputs, inputs.indices))
    for pair in pairs {
      guard let a = places[pair.inputs[0]], let b = places[pair.inputs[1]] else { continue }
      ranks[a][b] = pair.rank
      ranks[b][a] = pair.rank
    }
  }

  /// The correlations of the normal variables behind the inputs.
  var normal: CorrelationMatrix {
    var matrix = CorrelationMatrix(order: inputs.count)
    for row in inputs.indices {
      for column in 0..<row {
        matrix[row, column] = RankCorrelation.normal(ofRank: ranks[row][column])
      }
    }
    return matrix
  }

  /// Ranks, to three decimals, that differ from these and together with those that do not make the
  /// nearest matrix that is positive definite.
  ///
  /// Rounding may push that over the edge again; then all correlations come a little nearer to 0.
  func nearest() -> [Correlations.Pair] {
    let nearest = normal.nearest()
    var share = 0.0
    while share < 1 {
      let (rounded, changed) = replacing(nearest.shrunk(by: share))
      if rounded.normal.choleskyFactor != nil { return changed }
      share = max(1e-4, 1.5 * share)
    }
    return replacing(CorrelationMatrix(order: inputs.count)).1
  }

  private func replacing(_ matrix: CorrelationMatrix) -> (RankMatrix, [Correlations.Pair]) {
    var rounded = self
    var changed: [Correlations.Pair] = []
    for column in inputs.indices {
      for row in (column + 1)..<max(inputs.count, column + 1) {
        let exact = RankCorrelation.rank(ofNormal: matrix[row, column])
        guard abs(exact - ranks[row][column]) > 0.0005 else { continue }
        let rank = min(max((exact * 1000).rounded() / 1000, -0.999), 0.999)
        rounded.ranks[row][column] = rank
        rounded.ranks[column][row] = rank
        changed.append(Correlations.Pair(inputs: [inputs[column], inputs[row]], rank: rank))
      }
    }
    return (rounded, changed)
  }
}
