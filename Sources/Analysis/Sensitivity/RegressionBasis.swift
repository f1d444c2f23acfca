// SPDX-License-Identifier: GPL-3.0-or-later

/// Functions of single inputs and products of two, which together follow an output.
///
/// Those products stand in it that follow best what the functions of single inputs leave.
/// Each input has its own values and Legendre polynomials of its ranks, made orthonormal in the
/// sample one after the other: a linear model is linear in the first, and heavy tails do not spoil the
/// others. What the sample cannot tell apart, as powers of an input with two values, is left out.
struct RegressionBasis: Sendable {
  /// One function: its values, mean 0 and mean square 1, and the inputs that it needs.
  struct Function: Sendable {
    var values: [Double]
    var inputs: (first: Int, second: Int)
  }

  private(set) var functions: [Function] = []

  /// Highest degree of the functions of one input, and of each factor of a product.
  private static let degree = 6
  fileprivate static let factorDegree = 4
  /// Functions of single inputs, at most, unless there are more inputs.
  private static let mostOfSingles = 150
  /// How many trials there are at least for each function.
  private static let rowsAFunction = 8
  /// Most products of two inputs' functions.
  private static let mostProducts = 160
  /// Most inputs among which products are looked for.
  private static let mostFactors = 32

  /// - Parameters:
  ///   - inputs: columns of one length; constant ones get no function.
  ///   - output: mean 0.
  ///   - relevance: which inputs come first when there are too many to try all products.
  init(
    inputs: [[Double]], output: [Double], relevance: [Double], loop: ConcurrentLoop
  ) throws {
    let rows = output.count / Self.rowsAFunction
    let degree = max(1, min(Self.degree, min(Self.mostOfSingles, rows) / max(inputs.count, 1)))
    let families = try concurrentValues(count: inputs.count, loop) {
      Self.family(of: inputs[$0], degree: degree)
    }
    for (input, family) in families.enumerated() {
      functions += family.map { Function(values: $0, inputs: (input, input)) }
    }
    let factors = inputs.indices.sorted { (relevance[$0], $1) > (relevance[$1], $0) }
      .prefix(Self.mostFactors).sorted()
    let residual = Self.residual(of: output, functions)
    let most = min(Self.mostProducts, max(0, rows - functions.count))
    let found = try concurrentValues(count: factors.count, loop) { place in
      factors[..<place].flatMap { first in
        Product.all(families, first, factors[place], residual)
      }
    }.flatMap { $0 }.sorted { $0.precedes($1) }
    functions += found.prefix(most).compactMap { product in
      Self.normalised(product.values(families)).map {
        Function(values: $0, inputs: (product.first, product.second))
      }
    }
  }

  // MARK: Of one input

  /// Functions of one input, orthonormal over its rows; none of a constant.
  static func family(of column: [Double], degree: Int) -> [[Double]] {
    var family: [[Double]] = []
    var candidates: [[Double]] = []
    let scale = column.withUnsafeBufferPointer { Standardisation($0) }
    if let scale {
      let values = column.map { scale($0) }
      // A column ruled by a few far values would be followed there and nowhere else.
      let far = values.reduce(0) { max($0, abs($1)) }
      if far * far < Double(column.count) / 16 { candidates.append(values) }
    }
    let ranks = column.withUnsafeBufferPointer { RankOrder($0) }.doubledRanks
    let n = Double(column.count)
    let places = ranks.map { (Double($0) - 1) / n - 1 }
    candidates += legendre(places, degree: degree)
    for candidate in candidates where family.count < degree {
      if let function = orthonormal(candidate, to: family) { family.append(function) }
    }
    return family
  }

  /// P₁ to P_degree by Bonnet's recursion.
  private static func legendre(_ x: [Double], degree: Int) -> [[Double]] {
    var last = x.map { _ in 1.0 }
    var current = x
    var all = [x]
    for k in 1..<max(degree, 1) {
      let (a, b) = (Double(2 * k + 1) / Double(k + 1), Double(k) / Double(k + 1))
      var next = x
      for i in x.indices { next[i] = a * x[i] * current[i] - b * last[i] }
      (last, current) = (current, next)
      all.append(current)
    }
    return all
  }

  /// What others leave of a column, with mean 0 and mean square 1; nil when they leave nothing.
  private static func orthonormal(_ column: [Double], to others: [[Double]]) -> [Double]? {
    guard var result = normalised(column) else { return nil }
    // Twice is enough (Giraud and others, 2005).
    for _ in 0..<2 {
      for other in others {
        let share = inner(result, other) / Double(column.count)
        for i in result.indices { result[i] -= share * other[i] }
      }
    }
    guard inner(result, result) > 1e-4 * Double(column.count) else { return nil }
    return normalised(result)
  }

  fileprivate static func normalised(_ column: [Double]) -> [Double]? {
    column.withUnsafeBufferPointer { buffer in
      Standardisation(buffer).map { scale in column.map { scale($0) } }
    }
  }

  // MARK: Of two

  /// What functions leave of the output.
  private static func residual(of output: [Double], _ functions: [Function]) -> [Double] {
    let sums = Self.sums(functions, output, rows: output.indices)
    var factor = TriangularFactor()
    var chosen: [Int] = []
    for (place, function) in functions.indices.enumerated() {
      let row = chosen.map { sums.centred(place, $0, count: output.count) }
      let square = sums.centred(place, place, count: output.count)
      if factor.add(row, diagonal: square, least: 1e-6) == nil { chosen.append(function) }
    }
    let targets = chosen.map { sums.centred($0, functions.count, count: output.count) }
    var residual = output
    for (function, coefficient) in zip(chosen, factor.solution(targets)) {
      let values = functions[function].values
      for i in residual.indices { residual[i] -= coefficient * values[i] }
    }
    return residual
  }

  /// The inner products of functions and, last, of the output over some rows.
  static func sums(
    _ functions: [Function], _ output: [Double], rows: Range<Int>
  ) -> CorrelationSums {
    var sums = CorrelationSums(width: functions.count + 1)
    sums.add(rows: rows) { column, rows, buffer in
      let values = column < functions.count ? functions[column].values : output
      _ = buffer.update(fromContentsOf: values[rows])
    }
    return sums
  }

  fileprivate static func inner(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { innerProduct(a, $0) } }
  }
}

/// A product of functions of two inputs, and how well it follows what is left of the output.
private struct Product: Sendable {
  let first: Int
  let second: Int
  let powers: (Int, Int)
  /// χ² with one degree of freedom, were there no interaction.
  let score: Double

  /// Below this a product is noise: 1 in 1,000 such scores is larger.
  private static let leastScore = 10.8

  static func all(
    _ families: [[[Double]]], _ first: Int, _ second: Int, _ residual: [Double]
  ) -> [Product] {
    let square = RegressionBasis.inner(residual, residual)
    guard square > 0 else { return [] }
    var products: [Product] = []
    for (i, a) in families[first].prefix(RegressionBasis.factorDegree).enumerated() {
      let weighted = zip(a, residual).map { $0 * $1 }
      for (j, b) in families[second].prefix(RegressionBasis.factorDegree).enumerated() {
        let sum = RegressionBasis.inner(weighted, b)
        let score = sum / square * sum
        if score > leastScore {
          products.append(Product(first: first, second: second, powers: (i, j), score: score))
        }
      }
    }
    return products
  }

  func values(_ families: [[[Double]]]) -> [Double] {
    zip(families[first][powers.0], families[second][powers.1]).map { $0 * $1 }
  }

  func precedes(_ other: Product) -> Bool {
    (-score, first, second, powers.0, powers.1)
      < (-other.score, other.first, other.second, other.powers.0, other.powers.1)
  }
}
