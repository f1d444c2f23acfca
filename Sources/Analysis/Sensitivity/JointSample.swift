// SPDX-License-Identifier: GPL-3.0-or-later

internal import RandomStreams

/// The columns of a sample together, for measures of one input among the others.
struct JointSample: Sendable {
  /// Indices of each input, and the R² of the regression behind them.
  typealias Found = (indices: [[SensitivityIndex]], fit: Double?)

  private let inputs: [UnsafeColumn]
  private let output: UnsafeColumn
  private let amounts: [Double]?
  private let ranks: [[UInt32]]
  private let settings: SensitivityAnalysis.Settings
  private var count: Int { output.values.count }

  init(
    inputs: [SensitivityAnalysis.Column], output: SensitivityAnalysis.Column,
    _ prepared: OutputColumn, _ ranks: [[UInt32]], _ settings: SensitivityAnalysis.Settings
  ) {
    self.settings = settings
    self.inputs = inputs
    self.output = output
    amounts = prepared.amounts
    self.ranks = ranks + [prepared.order.doubledRanks]
  }

  /// Rows that are summed in one piece.
  private static let pieceSize = 1 << 16
  /// Rows whose influence gives the standard errors, at most: their error is then about 1 %.
  private static let mostInfluenceRows = 1 << 14
  /// Rows behind Shapley effects, at most.
  private static let mostShapleyRows = 1 << 14

  // MARK: Correlation and regression

  func rankIndices(_ loop: ConcurrentLoop) throws -> Found {
    guard settings.wants(.spearman, .partialRank, .rankRegression) else { return nothing }
    let n = Double(count)
    let sums = try sums(loop) { column, rows, buffer in
      // Centred, and of variance 1 where no values are equal.
      let scale = 12.0.squareRoot() / (2 * n)
      ranks[column].withUnsafeBufferPointer { ranks in
        for (i, row) in rows.enumerated() { buffer[i] = (Double(ranks[row]) - 1 - n) * scale }
      }
    }
    guard let regression = CorrelationRegression(sums, count: count) else { return nothing }
    let rows = rows(atMost: influenceRows)
    let influence = CovarianceInfluence(ranksOf: columns(rows, output: output.values))
    let indices = CorrelationIndices(regression, influence, count: count)
    let found = try concurrentValues(count: inputs.count, loop) { input in
      [
        settings.wants(.spearman) ? indices.correlation(.spearman, input) : nil,
        settings.wants(.partialRank) ? indices.partial(.partialRank, input) : nil,
        settings.wants(.rankRegression) ? indices.coefficient(.rankRegression, input) : nil,
      ].compactMap { $0 }
    }
    return (found, regression.explained)
  }

  func valueIndices(_ loop: ConcurrentLoop) throws -> Found {
    guard let amounts, settings.wants(.regression) else { return nothing }
    return try amounts.withUnsafeBufferPointer { amounts throws -> Found in
      let columns = inputs + [UnsafeColumn(output.name, amounts)]
      let scales = try concurrentValues(count: columns.count, loop) {
        Standardisation(columns[$0].values)
      }
      let sums = try sums(loop) { column, rows, buffer in
        let values = columns[column].values
        for (i, row) in rows.enumerated() { buffer[i] = scales[column]?(values[row]) ?? 0 }
      }
      guard let regression = CorrelationRegression(sums, count: count) else { return nothing }
      let rows = rows(atMost: influenceRows)
      let influence = CovarianceInfluence(values: self.columns(rows, output: amounts))
      let indices = CorrelationIndices(regression, influence, count: count)
      let found = try concurrentValues(count: inputs.count, loop) { input in
        [indices.coefficient(.regression, input)].compactMap { $0 }
      }
      return (found, regression.explained)
    }
  }

  private var nothing: Found { (inputs.map { _ in [] }, nil) }

  private func sums(
    _ loop: ConcurrentLoop,
    fill: @escaping @Sendable (Int, Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) throws -> CorrelationSums {
    let pieces = (count + Self.pieceSize - 1) / Self.pieceSize
    let parts = try concurrentValues(count: pieces, loop) { piece in
      var sums = CorrelationSums(width: inputs.count + 1)
      let rows = (piece * Self.pieceSize)..<min((piece + 1) * Self.pieceSize, count)
      sums.add(rows: rows, fill: fill)
      return sums
    }
    var sums = CorrelationSums(width: inputs.count + 1)
    for part in parts { sums += part }
    return sums
  }

  /// Fewer with many inputs: each walks through the rows of all.
  private var influenceRows: Int {
    max(min(Self.mostInfluenceRows, (1 << 27) / (inputs.count * inputs.count)), 1 << 11)
  }

  // MARK: Shapley effects

  func shapleyEffects(relevance: [Double], _ loop: ConcurrentLoop) throws -> ShapleyEffects? {
    guard let amounts, settings.wants(.shapley) else { return nil }
    let rows = rows(atMost: Self.mostShapleyRows)
    let columns = amounts.withUnsafeBufferPointer { self.columns(rows, output: $0) }
    return try ShapleyEffects(
      inputs: Array(columns.dropLast()), output: columns[inputs.count], relevance: relevance,
      loop: loop)
  }

  // MARK: Rows

  private func columns(_ rows: [Int], output: UnsafeBufferPointer<Double>) -> [[Double]] {
    (inputs.map(\.values) + [output]).map { column in rows.map { column[$0] } }
  }

  /// All rows, or one at random from each of as many equal pieces; in an order that mixes the pieces.
  private func rows(atMost most: Int) -> [Int] {
    let size = min(most, count)
    let stream = RandomStream(seed: 0, name: "rows of a sample")
    var rows = (0..<size).map { piece in
      let first = piece * count / size
      let length = (piece + 1) * count / size - first
      return first + min(Int(stream.uniform(trial: UInt64(piece)) * Double(length)), length - 1)
    }
    for i in stride(from: size - 1, to: 0, by: -1) {
      rows.swapAt(i, Int(stream.uniform(trial: UInt64(i), draw: 1) * Double(i + 1)))
    }
    return rows
  }
}

private typealias UnsafeColumn = SensitivityAnalysis.Column
