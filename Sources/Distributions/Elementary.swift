// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// e^x with the same bits on every processor; the C library's differ with and without FMA.
func exponential(_ x: Double) -> Double {
  var value = x
  bk_exp(&value, 1)
  return value
}

/// ln x with the same bits on every processor.
func logarithm(_ x: Double) -> Double {
  var value = x
  bk_log(&value, 1)
  return value
}

/// The standard normal quantile of p in [0, 1], with the same bits on every processor.
func standardNormalQuantile(_ p: Double) -> Double {
  if p <= 0 { return -.infinity }
  if p >= 1 { return .infinity }
  var value = p
  bk_normal_quantile(&value, 1)
  return value
}

extension UnsafeMutableBufferPointer<Double> {
  func exponentiate() { if let baseAddress { bk_exp(baseAddress, count) } }

  func standardNormal() { if let baseAddress { bk_normal_quantile(baseAddress, count) } }

  func scale(by factor: Double, shift: Double) {
    for i in indices { self[i] = shift + factor * self[i] }
  }
}

/// Turns uniforms into standard normal draws in place, by the quantile function.
public func transformToStandardNormal(_ x: UnsafeMutableBufferPointer<Double>) {
  x.standardNormal()
}
