// SPDX-License-Identifier: GPL-3.0-or-later

internal import ArgumentParser
internal import Experiments

/// Whether the numbers of every trial are kept.
struct StreamingOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: """
      Keep histograms and not the numbers of every trial: any number of trials in little memory, \
      percentiles within 0.1 % of exact [default: when the numbers would pass --memory].
      """)
  var streaming: Bool?

  @Option(
    help: "Memory for the numbers of every trial, as 500M or 16G [default: 4G].",
    transform: { text in
      guard let size = ByteCount(text) else {
        throw ValidationError("“\(text)” is no amount of memory; write it as 500M or 16G")
      }
      return size
    })
  var memory: ByteCount?

  func apply(to options: inout RunOptions) {
    if let memory {
      options.memory = memory.bytes
      // The bound decides anew, whatever a manifest says.
      options.streaming = nil
    }
    if let streaming { options.streaming = streaming }
  }
}

/// An amount of memory as people write it.
struct ByteCount {
  let bytes: Double

  /// A number with K, M, G or T for a thousand, a million and so on of bytes; nil for anything else.
  init?(_ text: String) {
    let units: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]
    var digits = text.uppercased()[...]
    if digits.last == "B" { digits.removeLast() }
    let unit = digits.last.flatMap { units[$0] }
    if unit != nil { digits.removeLast() }
    guard let number = Double(digits), number > 0, number < 1e15,
      digits.allSatisfy({ $0.isNumber || $0 == "." })
    else { return nil }
    bytes = number * (unit ?? 1)
  }
}
