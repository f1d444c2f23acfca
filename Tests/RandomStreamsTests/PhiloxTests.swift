// SPDX-License-Identifier: GPL-3.0-or-later

import RandomStreams
import Testing

@Suite("Philox4x32-10")
struct PhiloxTests {
  struct KnownAnswer: Sendable, CustomTestStringConvertible {
    let name: String
    let counter: [UInt32]
    let key: [UInt32]
    let output: [UInt32]
    var testDescription: String { name }
  }

  /// From the file of known answers that comes with Random123, the authors' library.
  static let knownAnswers = [
    KnownAnswer(
      name: "all zeros", counter: [0, 0, 0, 0], key: [0, 0],
      output: [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
    KnownAnswer(
      name: "all ones", counter: [.max, .max, .max, .max], key: [.max, .max],
      output: [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]),
    KnownAnswer(
      name: "the digits of pi",
      counter: [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344],
      key: [0xA409_3822, 0x299F_31D0],
      output: [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]),
  ]

  @Test("gives the authors' known answers", arguments: knownAnswers)
  func givesKnownAnswers(_ known: KnownAnswer) {
    #expect(RandomStream.philox(counter: known.counter, key: known.key) == known.output)
  }
}
