// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// A `gsl_rng` whose bits come from elsewhere.
///
/// So the samplers `gsl_ran_*` can draw from any source. Not `Sendable`: one a thread.
/// `State` is the source's state; it lives inside the generator, where the C functions find it.
public final class GSLGenerator<State: BitwiseCopyable> {
  let raw: UnsafeMutablePointer<gsl_rng>
  private let type: UnsafeMutablePointer<gsl_rng_type>
  private let storage: UnsafeMutablePointer<State>
  private let name: UnsafeMutablePointer<CChar>

  /// - Parameters:
  ///   - state: the first state of the source.
  ///   - next: the next 32 bits, as `gsl_rng_type.get`.
  ///   - nextUniform: the next uniform in (0, 1), as `gsl_rng_type.get_double`. It should carry 53
  ///     bits: with GSL's usual 32, the tails of every distribution are cut.
  public init(
    state: State,
    next: @escaping @convention(c) (UnsafeMutableRawPointer?) -> UInt,
    nextUniform: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Double
  ) {
    _ = handlerInstalled
    storage = .allocate(capacity: 1)
    storage.initialize(to: state)
    name = .allocate(capacity: 1)
    name.initialize(to: 0)
    type = .allocate(capacity: 1)
    type.initialize(
      to: gsl_rng_type(
        name: UnsafePointer(name), max: UInt(UInt32.max), min: 0, size: MemoryLayout<State>.size,
        set: { _, _ in }, get: next, get_double: nextUniform))
    raw = .allocate(capacity: 1)
    raw.initialize(to: gsl_rng(type: UnsafePointer(type), state: UnsafeMutableRawPointer(storage)))
  }

  deinit {
    raw.deallocate()
    type.deallocate()
    name.deallocate()
    storage.deallocate()
  }

  /// The source's state; set it to address another draw.
  public var state: State {
    get { storage.pointee }
    set { storage.pointee = newValue }
  }
}
