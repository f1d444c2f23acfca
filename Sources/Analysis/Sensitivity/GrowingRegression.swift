// SPDX-License-Identifier: GPL-3.0-or-later

/// The inner products of all functions of a basis and of the output, from which the regression on any
/// subset follows.
struct NormalEquations: Sendable {
  /// The functions, one after the other; the constant is the first, the output the last.
  private let matrix: [Double]
  private let width: Int
  private let count: Double

  /// - Parameters:
  ///   - sums: of the functions and, last, of the output.
  ///   - count: how many rows were summed.
  init(_ sums: CorrelationSums, count: Int) {
    width = sums.width
    self.count = Double(count)
    var matrix = [Double](repeating: 0, count: width * width)
    for j in 0..<width {
      for k in 0..<width { matrix[j * width + k] = sums.centred(j, k, count: count) }
    }
    self.matrix = matrix
  }

  /// The share of the output's variance explained by growing sets of functions, one number for each
  /// step; without the share that as many columns of noise would explain.
  ///
  /// - Parameter steps: which functions are added at each step.
  func explained(_ steps: [[Int]]) -> [Double] {
    let size = width - 1
    let variance = matrix[size * width + size]
    guard variance > 0 else { return steps.map { _ in 0 } }
    let factor = UnsafeMutableBufferPointer<Double>.allocate(capacity: size * size)
    let parts = UnsafeMutableBufferPointer<Double>.allocate(capacity: size)
    defer {
      factor.deallocate()
      parts.deallocate()
    }
    var chosen: [Int] = []
    var explained = 0.0
    return steps.map { step in
      for function in step {
        guard let part = add(function, chosen, factor, parts) else { continue }
        explained += part * part
        parts[chosen.count] = part
        chosen.append(function)
      }
      let degrees = count - 1 - Double(chosen.count)
      guard degrees > 0 else { return 1 }
      return 1 - (1 - explained / variance) * (count - 1) / degrees
    }
  }

  /// Writes the function's row of the Cholesky factor; nil when the functions before determine it.
  private func add(
    _ function: Int, _ chosen: [Int], _ factor: UnsafeMutableBufferPointer<Double>,
    _ parts: UnsafeMutableBufferPointer<Double>
  ) -> Double? {
    let size = width - 1
    let row = UnsafeMutableBufferPointer(
      rebasing: factor[(chosen.count * size)..<(chosen.count * size + size)])
    var rest = matrix[function * width + function]
    let least = 1e-6 * rest
    for i in chosen.indices {
      let known = UnsafeBufferPointer(rebasing: row[..<i])
      let other = UnsafeBufferPointer(rebasing: factor[(i * size)..<(i * size + i)])
      let value =
        (matrix[function * width + chosen[i]] - innerProduct(other, known)) / factor[i * size + i]
      row[i] = value
      rest -= value * value
    }
    guard rest > least else { return nil }
    row[chosen.count] = rest.squareRoot()
    let before = innerProduct(
      UnsafeBufferPointer(rebasing: row[..<chosen.count]),
      UnsafeBufferPointer(rebasing: parts[..<chosen.count]))
    return (matrix[function * width + size] - before) / rest.squareRoot()
  }
}
