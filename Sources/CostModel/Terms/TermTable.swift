// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// The terms of a model, each once, and their numbers for some trials.
///
/// Terms are added while the evaluator is made; from the first evaluation on there are no more.
final class TermTable {
  /// How many trials are evaluated at a time: so few that the numbers of all terms stay in the first-level
  /// cache, so many that telling which step comes next costs nothing.
  static let mostTrials = 64

  private enum Source: Hashable {
    case constant(bits: UInt64)
    case input(Int)
    case step(operation: UInt32, operands: [Int])
  }

  private var known: [Source: Int] = [:]
  private var inputs: [(column: Int, input: Int)] = []
  private var constants: [Int: Double] = [:]
  private var steps: [bk_step] = []
  /// Where the numbers of each column stand, the first of the trials evaluated last at the front; nil while
  /// terms may be added.
  private(set) var places: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>?
  private var memory: UnsafeMutablePointer<Lanes>?

  deinit {
    places?.deallocate()
    memory?.deallocate()
  }

  /// A number of the model.
  func term(_ parameter: Parameter) -> Term {
    switch parameter {
    case .constant(let value): return constant(value)
    case .input(let input):
      return term(.input(input)) { inputs.append(($0, input)) }
    }
  }

  /// A number that is the same in every trial.
  func constant(_ value: Double) -> Term {
    term(.constant(bits: value.bitPattern)) { constants[$0] = value }
  }

  /// What an operation makes of some terms.
  func term(_ operation: bk_operation, _ operands: Term...) -> Term {
    if let value = folded(operation, operands) { return constant(value) }
    // The one identity that keeps every bit, and the one that options left out leave behind.
    if operation == BK_MULTIPLY || operation == BK_DIVIDE, operands[1].constant == 1 {
      return operands[0]
    }
    if operation == BK_MULTIPLY, operands[0].constant == 1 { return operands[1] }
    let columns = operands.map(\.column)
    return term(.step(operation: operation.rawValue, operands: columns)) { column in
      steps.append(Self.step(operation, columns, result: column))
    }
  }

  /// The number in a column, when it is the same in every trial.
  func constantValue(_ column: Int) -> Double? { constants[column] }

  private func term(_ source: Source, add: (Int) -> Void) -> Term {
    if let column = known[source] { return Term(table: self, column: column) }
    precondition(places == nil, "a term that comes too late")
    let column = known.count
    known[source] = column
    add(column)
    return Term(table: self, column: column)
  }

  private static func step(
    _ operation: bk_operation, _ columns: [Int], result: Int
  ) -> bk_step {
    func operand(_ index: Int) -> Int32 { index < columns.count ? Int32(columns[index]) : 0 }
    return bk_step(
      operation: operation, result: Int32(result),
      operands: (operand(0), operand(1), operand(2), operand(3)))
  }

  /// The same operation on constants, by the kernel that does it for terms.
  private func folded(_ operation: bk_operation, _ operands: [Term]) -> Double? {
    let values = operands.compactMap(\.constant)
    guard values.count == operands.count else { return nil }
    var numbers = values.map { Lanes(repeating: $0) } + [.zero]
    let result = values.count
    numbers.withUnsafeMutableBufferPointer { lanes in
      lanes.withMemoryRebound(to: Double.self) { numbers in
        let columns = lanes.indices.map {
          numbers.baseAddress?.advanced(by: $0 * Lanes.scalarCount)
        }
        var step = Self.step(operation, Array(values.indices), result: result)
        bk_terms(&step, 1, columns, Lanes.scalarCount)
      }
    }
    return numbers[result][0]
  }

  // MARK: Evaluation

  /// Computes the terms of the trials from `offset` on; at most `mostTrials`, a multiple of eight.
  func evaluate(_ draws: Draws, offset: Int, count: Int) {
    let places = self.places ?? allocate()
    for (column, input) in inputs {
      places[column] = UnsafeMutablePointer(mutating: draws.inputs[input] + offset)
    }
    steps.withUnsafeBufferPointer {
      bk_terms($0.baseAddress, $0.count, places, count)
    }
  }

  private func allocate() -> UnsafeMutablePointer<UnsafeMutablePointer<Double>?> {
    let places = UnsafeMutablePointer<UnsafeMutablePointer<Double>?>.allocate(capacity: known.count)
    let memory = UnsafeMutablePointer<Lanes>.allocate(
      capacity: known.count * Self.mostTrials / Lanes.scalarCount)
    memory.initialize(
      repeating: .zero, count: known.count * Self.mostTrials / Lanes.scalarCount)
    let numbers = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Double.self)
    for column in 0..<known.count { places[column] = numbers + column * Self.mostTrials }
    for (column, value) in constants {
      places[column]?.update(repeating: value, count: Self.mostTrials)
    }
    (self.places, self.memory) = (places, memory)
    return places
  }
}
