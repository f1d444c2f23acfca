// SPDX-License-Identifier: GPL-3.0-or-later

internal import CKernels

/// e^x with the same bits on every processor; the C library's differ with and without FMA.
package func exponential(_ x: Double) -> Double {
  var value = x
  bk_exp(&value, 1)
  return value
}

/// ln x with the same bits on every processor.
package func logarithm(_ x: Double) -> Double {
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

// MARK: Without cancellation

/// ln(1 + x) for x > −1, with the digits that 1 + x loses (Kahan's device: the rounding of 1 + x is
/// the same in both factors).
func logarithmOfOnePlus(_ x: Double) -> Double {
  let sum = 1 + x
  return sum == 1 ? x : logarithm(sum) * (x / (sum - 1))
}

/// e^x − 1 with the digits that e^x loses.
func exponentialMinusOne(_ x: Double) -> Double {
  // The series of sinh: e^x − 1 = 2 sinh(x/2) e^(x/2).
  guard abs(x) < 1 else { return exponential(x) - 1 }
  let half = x / 2
  let square = half * half
  var sum = 1.0
  // Counted in whole numbers: a stride over Double multiplies and adds in one, which is emulated here.
  for term in (1...9).reversed() {
    let k = Double(2 * term)
    sum = 1 + square / (k * (k + 1)) * sum
  }
  return 2 * half * sum * exponential(half)
}

/// x^power for x >= 0.
func power(_ x: Double, _ power: Double) -> Double {
  x > 0 ? exponential(power * logarithm(x)) : power > 0 ? 0 : power < 0 ? .infinity : 1
}

/// ln(x / origin) for x and origin above 0, with the digits that the ratio loses near 1.
func logarithmOfRatio(_ x: Double, _ origin: Double) -> Double {
  abs(x - origin) < origin / 2
    ? logarithmOfOnePlus((x - origin) / origin) : logarithm(x / origin)
}

/// ln(1 + x) − x for x > −1.
func logarithmOfOnePlusLessX(_ x: Double) -> Double {
  guard abs(x) < 0.25 else { return logarithmOfOnePlus(x) - x }
  // 2 atanh s − x with s = x / (2 + x): −x s + 2 (s³/3 + s⁵/5 + …).
  let s = x / (2 + x)
  let square = s * s
  var sum = 0.0
  for term in (1...13).reversed() { sum = 1 / Double(2 * term + 1) + square * sum }
  return s * (2 * square * sum - x)
}

extension UnsafeMutableBufferPointer<Double> {
  func takeLogarithms() { if let baseAddress { bk_log(baseAddress, count) } }

  /// x = −ln(1 − x) for x in [0, 1), with the digits of a small x.
  ///
  /// As `logarithmOfOnePlus`; where 1 − x rounds to 1 the result is x.
  func takeExponentialQuantiles() {
    let chunk = 256
    withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk) { factors in
      for start in stride(from: 0, to: count, by: chunk) {
        let part = UnsafeMutableBufferPointer(
          rebasing: self[start..<Swift.min(start + chunk, count)])
        for i in part.indices {
          let complement = 1 - part[i]
          let difference = 1 - complement
          factors[i] = difference > 0 ? -part[i] / difference : part[i]
          part[i] = complement
        }
        part.takeLogarithms()
        for i in part.indices { part[i] = part[i] == 0 ? factors[i] : part[i] * factors[i] }
      }
    }
  }

  /// For quantiles symmetric about 0: hands `body` twice the distance of each uniform from the nearer
  /// end of (0, 1), and turns the sign of what it makes of those above 1/2.
  func transformBySides(_ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    let chunk = 256
    withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk) { signs in
      for start in stride(from: 0, to: count, by: chunk) {
        let part = UnsafeMutableBufferPointer(
          rebasing: self[start..<Swift.min(start + chunk, count)])
        for i in part.indices {
          let u = part[i]
          signs[i] = u <= 0.5 ? 1 : -1
          part[i] = 2 * (u <= 0.5 ? u : 1 - u)
        }
        body(part)
        for i in part.indices { part[i] *= signs[i] }
      }
    }
  }
}
