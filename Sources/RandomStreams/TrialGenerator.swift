// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels
public import GSLNumerics

/// A `gsl_rng` over addressed streams.
///
/// Pointed at (stream, trial), it hands out that trial's own bits to samplers that take as many as
/// they like. Not `Sendable`: one a thread.
public final class TrialGenerator {
  /// What `gsl_ran_*` wrappers take.
  public let generator: GSLGenerator<TrialBits>

  public init() {
    generator = GSLGenerator(
      state: TrialBits(), next: bk_stream_get, nextUniform: bk_stream_get_double)
  }

  /// Points the generator at the first bits of `trial` in `stream`.
  public func address(_ stream: RandomStream, trial: UInt64) {
    generator.state = TrialBits(key: stream.key, trial: trial)
  }
}

/// The state of a trial's queue of bits.
///
/// Opaque: made and read by the C kernels.
public struct TrialBits: BitwiseCopyable, Sendable {
  private var bits = bk_stream()

  init() { bits.position = 4 }

  init(key: UInt64, trial: UInt64) {
    bits.key = key
    bits.trial = trial
    bits.position = 4
  }
}
