// SPDX-License-Identifier: GPL-3.0-or-later

/// The sums over each randomisation from which Sobol' indices of one output are made, about a pivot.
struct ExchangeSums: Sendable {
  let inputs: Int
  let hasPairs: Bool
  /// Number of randomisations.
  private let parts: Int
  /// For each randomisation: of A, of B, of A² + B², of A B.
  fileprivate var points: [Double]
  /// For each input and randomisation: of A(i), of B (A(i) − A), of (A − A(i))², of B(i).
  fileprivate var single: [Double]
  /// For each i, each j and each randomisation: of B(i) A(j).
  fileprivate var pairs: [Double]

  init(inputs: Int, replicates: Int, hasPairs: Bool) {
    self.inputs = inputs
    self.hasPairs = hasPairs
    parts = replicates
    points = [Double](repeating: 0, count: 4 * replicates)
    single = [Double](repeating: 0, count: 4 * inputs * replicates)
    pairs = [Double](repeating: 0, count: hasPairs ? inputs * inputs * replicates : 0)
  }

  mutating func add(_ other: ExchangeSums) {
    for i in points.indices { points[i] += other.points[i] }
    for i in single.indices { single[i] += other.single[i] }
    for i in pairs.indices { pairs[i] += other.pairs[i] }
  }

  /// Adds the trials of a block.
  mutating func add(
    _ block: ExchangeDesign.Block, _ design: ExchangeDesign, output: Int, trials: Range<Int>,
    pivot: Double
  ) {
    let count = trials.count
    let phase = trials.lowerBound % parts
    block.values.withUnsafeBufferPointer { values in
      func column(_ run: Int) -> UnsafeBufferPointer<Double> {
        let first = (run * design.outputs + output) * count
        return UnsafeBufferPointer(rebasing: values[first..<(first + count)])
      }
      let (a, b) = (column(0), column(1))
      add(phase, count, to: \.points, at: 0) { t in a[t] - pivot }
      add(phase, count, to: \.points, at: parts) { t in b[t] - pivot }
      add(phase, count, to: \.points, at: 2 * parts) { t in
        (a[t] - pivot) * (a[t] - pivot) + (b[t] - pivot) * (b[t] - pivot)
      }
      add(phase, count, to: \.points, at: 3 * parts) { t in (a[t] - pivot) * (b[t] - pivot) }
      for i in 0..<inputs {
        let mixed = column(2 + i)
        let start = 4 * i * parts
        add(phase, count, to: \.single, at: start) { t in mixed[t] - pivot }
        add(phase, count, to: \.single, at: start + parts) { t in
          (b[t] - pivot) * (mixed[t] - a[t])
        }
        add(phase, count, to: \.single, at: start + 2 * parts) { t in
          (a[t] - mixed[t]) * (a[t] - mixed[t])
        }
        guard hasPairs else { continue }
        let other = column(2 + inputs + i)
        add(phase, count, to: \.single, at: start + 3 * parts) { t in other[t] - pivot }
        for j in 0..<inputs where j != i {
          let partner = column(2 + j)
          add(phase, count, to: \.pairs, at: (i * inputs + j) * parts) { t in
            (other[t] - pivot) * (partner[t] - pivot)
          }
        }
      }
    }
  }

  /// Adds a term to the sums of the randomisations that the trials belong to in turn.
  @inline(__always)
  private mutating func add(
    _ phase: Int, _ count: Int, to sums: WritableKeyPath<ExchangeSums, [Double]>, at start: Int,
    _ term: (Int) -> Double
  ) {
    let parts = self.parts
    self[keyPath: sums].withUnsafeMutableBufferPointer { sums in
      var part = phase
      for t in 0..<count {
        sums[start &+ part] += term(t)
        part = part &+ 1 == parts ? 0 : part &+ 1
      }
    }
  }
}

/// The means of each randomisation, about the mean of all.
struct ExchangeMeans {
  private let sums: ExchangeSums
  private let count: Int
  private let size: Double
  /// The mean of the output less the pivot.
  private let centre: Double

  init(_ sums: ExchangeSums, replicates: Replicates, trials: Int) {
    self.sums = sums
    count = replicates.count
    size = Double(trials / replicates.count)
    centre = sums.points[..<(2 * count)].reduce(0, +) / (2 * size * Double(count))
  }

  private func point(_ which: Int, _ part: Int) -> Double {
    sums.points[which * count + part] / size
  }

  private func single(_ input: Int, _ which: Int, _ part: Int) -> Double {
    sums.single[(4 * input + which) * count + part] / size
  }

  private func pair(_ i: Int, _ j: Int, _ part: Int) -> Double {
    sums.pairs[(i * sums.inputs + j) * count + part] / size
  }

  var variances: [Double] {
    (0..<count).map { part in
      point(2, part) / 2 - centre * (point(0, part) + point(1, part)) + centre * centre
    }
  }

  func firstOrder(_ input: Int) -> [Double] {
    (0..<count).map { part in
      single(input, 1, part) - centre * (single(input, 0, part) - point(0, part))
    }
  }

  func totalOrder(_ input: Int) -> [Double] {
    (0..<count).map { single(input, 2, $0) / 2 }
  }

  /// What two inputs explain together and alone.
  func closed(_ i: Int, _ j: Int) -> [Double] {
    (0..<count).map { part in
      let products = (pair(i, j, part) + pair(j, i, part)) / 2 - point(3, part)
      let levels =
        (single(i, 3, part) + single(j, 0, part) + single(j, 3, part) + single(i, 0, part)) / 2
      return products - centre * (levels - point(0, part) - point(1, part))
    }
  }
}
