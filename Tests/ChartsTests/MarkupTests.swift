// SPDX-License-Identifier: GPL-3.0-or-later

import Charts
import Testing

@Suite("Markup")
struct MarkupTests {
  @Test("A text is escaped wherever it is put, markup is not")
  func escaping() {
    let text = "<script>alert('x') & \"y\"</script>"
    let bold: Markup = "<b>\(text)</b>"
    #expect(
      bold.source
        == "<b>&lt;script&gt;alert(&#39;x&#39;) &amp; &quot;y&quot;&lt;/script&gt;</b>")
    let outer: Markup = "<p title=\"\(text)\">\(bold)\([bold, bold])</p>"
    #expect(outer.source.components(of: "<b>") == 3)
    #expect(!outer.source.contains("<script"))
    #expect(Markup(text: "a<b").source == "a&lt;b")
    #expect((Markup(text: "<") + "<br>").source == "&lt;<br>")
  }

  @Test("Characters that XML has no place for are replaced; numbers are written as such")
  func characters() {
    let markup: Markup = "\("a\u{0}b\u{1B}c\u{85}d\u{FFFF}\n")"
    #expect(markup.source == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}\n")
    let numbers: Markup = "\(1.254) \(2.0) \(-0.001) \(7) \(Double.infinity) \(Double.nan)"
    #expect(numbers.source == "1.25 2 0 7 1000000 0")
    let more: Markup = "\(-0.05) \(3.1) \(-12.5) \(0.999) \(-1_234.56) \(-1e9) \(0.07)"
    #expect(more.source == "-0.05 3.1 -12.5 1 -1234.56 -1000000 0.07")
  }

  @Test("Of the characters beside those that are replaced, none is")
  func neighbours() {
    let kept = "\u{20}\u{7E}\u{A0}\u{BF}\u{FFFD}\u{FEFF}漢\u{10FFFF}\t\r"
    #expect(Markup(text: kept).source == kept)
    let replaced = "\u{1F}\u{7F}\u{80}\u{9F}\u{FFFE}"
    #expect(Markup(text: replaced).source == String(repeating: "\u{FFFD}", count: 5))
  }
}

extension String {
  /// How often `part` is in it.
  fileprivate func components(of part: String) -> Int {
    var (count, rest) = (0, self[...])
    while let place = rest.firstRange(of: part) {
      (count, rest) = (count + 1, rest[place.upperBound...])
    }
    return count
  }
}
