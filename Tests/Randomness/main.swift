// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers that simulations draw, as endless raw bytes on standard output, for programs that test random
// numbers: `breakeven-randomness ORDER [FIRST TRIAL]`. `battery.py` runs one of them over every order.

internal import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard let name = arguments.first, let order = DrawOrder(rawValue: name),
  let first = UInt64(arguments.dropFirst().first ?? "0")
else {
  let names = DrawOrder.allCases.map(\.rawValue).joined(separator: " ")
  FileHandle.standardError.write(Data("give one of \(names), then the first trial\n".utf8))
  exit(2)
}

var words = DrawnWords(
  order, firstTrial: first / UInt64(DrawnWords.block) * UInt64(DrawnWords.block))
// A closed pipe ends the process.
while true {
  words.next().withUnsafeBytes { bytes in
    var done = 0
    while done < bytes.count {
      let count = write(STDOUT_FILENO, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      guard count > 0 else { exit(1) }
      done += count
    }
  }
}
