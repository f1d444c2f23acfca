// SPDX-License-Identifier: GPL-3.0-or-later

import Analysis
import Distributions
import RandomStreams

/// Fifteen percentiles with their intervals by selection, against sorting.
struct Percentiles {
  static let rounds = 5

  func report() throws {
    Journal.write(
      "\n15 percentiles with intervals of a column, median of \(Self.rounds) rounds, ns a value")
    for count in [10_000, 1_000_000, 10_000_000] {
      let column = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
      defer { column.deallocate() }
      RandomStream(seed: 42, name: "percentiles").fill(column, firstTrial: 0)
      try LogNormal(median: 20_000, sigma: 0.5).transform(column)
      let values = UnsafeBufferPointer(column)
      let probabilities = (1...15).map { Double($0) / 16 }
      var selection = Measurement("\(count) values, selection", trials: count) {
        _ = try quantileEstimates(of: values, probabilities: probabilities)
      }
      var sorting = Measurement("\(count) values, sorted by Swift", trials: count) {
        _ = Array(values).sorted()
      }
      for _ in 0..<Self.rounds {
        try selection.round()
        try sorting.round()
      }
      Journal.write(selection.line)
      Journal.write(sorting.line)
    }
  }
}
