// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite("breakeven selfcheck")
struct SelfCheckTests {
  @Test("Passes here, says what was asked, and writes nothing")
  func passes() throws {
    try withTemporaryFolder { folder in
      let run = Command(folder: folder)
      let outcome = try run(["selfcheck"])
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.hasPrefix("all 22 checks pass\n"))
      let table = try run(["selfcheck", "--format", "csv"])
      let rows = table.output.split(separator: "\r\n")
      #expect(rows.count == 23)
      #expect(rows[0] == "check,expected,found,error,bound,error_unit,verdict")
      #expect(rows.dropFirst().allSatisfy { $0.hasSuffix(",pass") })
      #expect(
        rows.contains { $0.hasPrefix("Philox4x32-10 of pi,d16cfe09 94fdcceb 5001e420 24126ea1,") })
      #expect(rows.contains { $0.hasPrefix("probability of payback,0.8,") })
      #expect(try run.contents(of: ".").isEmpty)
    }
  }
}
