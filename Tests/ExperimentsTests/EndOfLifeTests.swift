// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("End of life in a file")
struct EndOfLifeReaderTests {
  func read(_ lines: String, start: String = "start: 2026-12\n") throws -> Experiment {
    let text = try projectFile("experiments/reference.yaml")
      .replacing("currency: USD\n", with: "currency: USD\n\(start)")
      .replacing("  - name: self-hosted", with: "    \(lines)\n\n  - name: self-hosted")
    return try Experiment.read(TextFile(name: "e.yaml", text: text))
  }

  func problem(_ lines: String, start: String = "start: 2026-12\n") -> String {
    do {
      _ = try read(lines, start: start)
      return ""
    } catch { return "\(error)" }
  }

  @Test("A date counts from the start of month 1")
  func date() throws {
    let experiment = try read(
      "end_of_life: { date: 2027-01-14, then: { fall_back_to: self-hosted } }")
    let end = try #require(experiment.model.options[1].endOfLife)
    #expect(end.atMonth == .constant(1 + 13.0 / 31))
    #expect(end.action == .fallBack(to: 2))
  }

  @Test("Mistakes are told")
  func mistakes() {
    #expect(
      problem("end_of_life: { date: 2027-02-30, then: { retune: {} } }").contains("not a date"))
    #expect(
      problem("end_of_life: { date: 2027-01-14, then: { retune: {} } }", start: "")
        .contains("give `start: 2026-12`"))
    #expect(
      problem("end_of_life: { at_month: 3, then: { fall_back_to: self-hostd } }")
        .contains("did you mean `self-hosted`?"))
    #expect(
      problem("end_of_life: { at_month: 3, then: { fall_back_to: hosted } }")
        .contains("falls back to itself"))
    #expect(problem("end_of_life: { at_month: 3 }").contains("then: missing"))
    #expect(problem("end_of_life: { then: { retune: {} } }").contains("at_month: missing"))
    #expect(problem("", start: "start: 2026-13\n").contains("not a month"))
  }
}
