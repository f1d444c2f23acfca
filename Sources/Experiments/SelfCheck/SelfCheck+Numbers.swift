// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions
internal import RandomStreams

extension SelfCheck {
  /// Random bits and digests.
  static var bits: [Check] {
    // From the known answers that come with Random123, the authors' library.
    let philox: [(name: String, counter: [UInt32], key: [UInt32], words: String)] = [
      ("zeros", [0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
      (
        "ones", [.max, .max, .max, .max], [.max, .max], "408f276d 41c83b0e a20bc7c6 6d5451fd"
      ),
      (
        "pi", [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], [0xA409_3822, 0x299F_31D0],
        "d16cfe09 94fdcceb 5001e420 24126ea1"
      ),
    ]
    // From FIPS 180-4's examples.
    let digests = [
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ]
    return philox.map { known in
      Check(
        "Philox4x32-10 of \(known.name)", expected: known.words,
        found: RandomStream.philox(counter: known.counter, key: known.key)
          .map(hexadecimal).joined(separator: " "))
    }
      + digests.map { text, digest in
        Check(
          "SHA-256 of “\(text)”", expected: digest,
          found: SHA256.hexadecimal(of: Array(text.utf8)))
      }
  }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Elementary functions and quantiles, against thirty digits of mpmath.
  static var functions: [Check] {
    var normal = [0.975, 0.3, 1e-10]
    normal.withUnsafeMutableBufferPointer { transformToStandardNormal($0) }
    return [
      .relative("e", expected: 2.718281828459045, found: exponential(1), bound: 4e-16),
      .relative(
        "e^-10", expected: 4.539992976248485e-05, found: exponential(-10), bound: 4e-16),
      .relative("ln 10", expected: 2.302585092994046, found: logarithm(10), bound: 4e-16),
      .relative("ln 0.3", expected: -1.203972804325936, found: logarithm(0.3), bound: 4e-16),
      .relative(
        "normal quantile of 0.975", expected: 1.9599639845400539, found: normal[0], bound: 2e-15),
      .relative(
        "normal quantile of 0.3", expected: -0.5244005127080408, found: normal[1], bound: 2e-15),
      .relative(
        "normal quantile of 1e-10", expected: -6.361340902404056, found: normal[2], bound: 2e-15),
    ]
  }

  /// Tabulated quantiles: the median by mpmath, a thousand others by GSL itself.
  static func tables() throws -> [Check] {
    let families: [(name: String, distribution: any Distribution, median: Double)] = [
      ("gamma, shape 2.5", try Gamma(shape: 2.5, scale: 1), 2.1757300955477637),
      ("beta of 2 and 5", try Beta(alpha: 2, beta: 5), 0.26444998329565996),
    ]
    return families.flatMap { name, distribution, median -> [Check] in
      var uniforms = [0.5] + (1..<1_000).map { Double($0) / 1_000 }
      let exact = uniforms.map { distribution.quantile($0) }
      uniforms.withUnsafeMutableBufferPointer { distribution.transform($0) }
      let errors = zip(uniforms, exact).map { abs($0 / $1 - 1) }
      let worst = errors.indices.max { errors[$0] < errors[$1] } ?? 0
      return [
        Check.relative("median of \(name)", expected: median, found: uniforms[0], bound: 1e-8),
        Check.relative(
          "\(name), worst of 999", expected: exact[worst], found: uniforms[worst],
          bound: 1e-8),
      ]
    }
  }
}
