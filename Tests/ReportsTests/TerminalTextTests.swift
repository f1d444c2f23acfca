// SPDX-License-Identifier: GPL-3.0-or-later

import Reports
import Testing

@Suite("Pages on a terminal")
struct TerminalTextTests {
  static let page = "a ± b – “c” ≤ 3 × 10\n\nnever ██▍ 1 %\n  0–3 █ 2 %\npass  hosted\n"

  @Test("Elsewhere than on a terminal a page stays as it is")
  func piped() {
    #expect(TerminalText(Screen()).written(Self.page, hasHeadline: true) == Self.page)
  }

  @Test("Without Unicode there is ASCII, but for letters of names")
  func plain() {
    #expect(
      TerminalText.plain("a ± b – “c” ≤ 3 × 10 → −1… é") == "a +- b - \"c\" <= 3 x 10 -> -1... é")
  }

  @Test("Colours: the answer, bars, never, verdicts; none when they are not wanted")
  func colours() {
    let screen = Screen(wrapsLines: true, colour: true)
    #expect(
      TerminalText(screen).written(Self.page, hasHeadline: true)
        == "\u{1B}[1ma ± b – “c” ≤ 3 × 10\u{1B}[0m\n\nnever \u{1B}[33m██▍\u{1B}[0m 1 %\n"
        + "  0–3 \u{1B}[36m█\u{1B}[0m 2 %\n\u{1B}[32mpass\u{1B}[0m  hosted\n")
    #expect(!TerminalText(Screen(wrapsLines: true)).written(Self.page).contains("\u{1B}"))
  }

  @Test("A line that is too long is broken at spaces and indented; a word is not cut")
  func width() {
    let screen = Screen(width: 40, wrapsLines: true)
    let line = "  one two three four five six seven eight nine ten"
    #expect(
      TerminalText(screen).written(line)
        == "  one two three four five six seven\n    eight nine ten")
    let path = "/a/path/that/is/far/longer/than/any/line/is/wide then more"
    #expect(
      TerminalText(screen).written(path)
        == "/a/path/that/is/far/longer/than/any/line/is/wide\n  then more")
    let spaces = String(repeating: " ", count: 50) + "x"
    #expect(TerminalText(screen).written(spaces) == spaces)
  }
}
