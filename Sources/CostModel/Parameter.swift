// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a number of the model comes from: it is known, or each trial draws it.
public enum Parameter: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The same number in every trial.
  case constant(Double)
  /// Input number `i` of the trial.
  case input(Int)

  public init(floatLiteral value: Double) { self = .constant(value) }
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }

  /// The number, when it is the same in every trial.
  public var constant: Double? {
    if case .constant(let value) = self { value } else { nil }
  }
}

/// A price that may also follow a path over the months.
public enum MonthlyPrice: Sendable, Hashable {
  /// One price for the whole horizon.
  case level(Parameter)
  /// The price path number `i` of the model.
  case path(Int)
}

/// What a block of trials has drawn, column by column: the model reads it and never draws itself.
public struct Draws {
  /// One column per input, `stride` numbers each.
  public let inputs: UnsafePointer<UnsafePointer<Double>>
  /// One column per source of shocks, month after month, `stride` numbers each month.
  public let shocks: UnsafePointer<UnsafePointer<Double>>
  /// Trials from one month to the next in a shock column: a multiple of eight.
  public let stride: Int

  /// Wraps columns that outlive this value.
  public init(
    inputs: UnsafePointer<UnsafePointer<Double>>, shocks: UnsafePointer<UnsafePointer<Double>>,
    stride: Int
  ) {
    self.inputs = inputs
    self.shocks = shocks
    self.stride = stride
  }
}

/// The eight trials of a block that begin at `offset`.
struct EightTrials {
  let draws: Draws
  let offset: Int
  /// The columns of terms, and where in them these trials stand.
  private let terms: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  private let place: Int

  /// - Parameter start: the first of the trials that `table` holds.
  init(_ draws: Draws, offset: Int, table: TermTable, start: Int) {
    self.draws = draws
    self.offset = offset
    terms = table.places.unsafelyUnwrapped
    place = offset - start
  }

  @inline(__always)
  func value(_ term: Term) -> Lanes { load(pointer(term)) }

  /// Where the eight numbers of a term stand, for a kernel.
  @inline(__always)
  func pointer(_ term: Term) -> UnsafePointer<Double> {
    UnsafePointer(terms[term.column].unsafelyUnwrapped + place)
  }

  @inline(__always)
  func value(_ parameter: Parameter) -> Lanes {
    switch parameter {
    case .constant(let value): Lanes(repeating: value)
    case .input(let index): load(draws.inputs[index] + offset)
    }
  }

  @inline(__always)
  func shock(_ source: Int, month: Int) -> Lanes {
    load(shocks(source) + (month - 1) * draws.stride)
  }

  /// The shocks of month 1; those of the months after follow at the stride of the draws.
  @inline(__always)
  func shocks(_ source: Int) -> UnsafePointer<Double> { draws.shocks[source] + offset }

  @inline(__always)
  private func load(_ pointer: UnsafePointer<Double>) -> Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
  }
}
