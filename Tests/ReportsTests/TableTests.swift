// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Reports
import Testing

@Suite("Tables and numbers")
struct TableTests {
  @Test("CSV quotes what RFC 4180 wants quoted, and formulas are made harmless")
  func csv() {
    var table = Table(["a", "b,c"])
    table.append([.text("x \"y\", z"), .number(0.1)])
    table.append([.text("=1+1"), .number(.infinity)])
    table.append([.text("-2+3"), .number(-2)])
    table.append([.text("line\nbreak"), .empty])
    #expect(
      table.csv
        == "a,\"b,c\"\r\n\"x \"\"y\"\", z\",0.1\r\n\"'=1+1\",inf\r\n\"'-2+3\",-2.0\r\n\"line\nbreak\",\r\n"
    )
  }

  @Test(
    "No cell or title of text begins as a formula does",
    arguments: [
      "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ])
  func formulas(sign: String) {
    let text = sign + "HYPERLINK(\"http://example.org\")"
    var table = Table([text])
    table.append([.text(text)])
    let safe = "\"'\(sign)HYPERLINK(\"\"http://example.org\"\")\"\r\n"
    #expect(table.csv == safe + safe)
  }

  @Test("JSON text escapes what breaks a line or cannot be seen, and nothing else")
  func jsonText() {
    let text = "a\"\\\n\t\r\u{1}\u{7F}\u{80}\u{9F}\u{A0}é\u{2027}\u{2028}\u{2029}\u{FEFE}\u{FEFF}漢🙂"
    #expect(
      ResolvedValue.json(text)
        == "\"a\\\"\\\\\\n\\t\\r\\u0001\\u007f\\u0080\\u009f\u{A0}é\u{2027}\\u2028\\u2029\u{FEFE}\\ufeff漢🙂\""
    )
    #expect(ResolvedValue.json("") == "\"\"")
  }

  @Test("JSON is indented by two spaces, plain lists on one line")
  func jsonShape() {
    let value = ResolvedValue.mapping([
      .init("plain", .list([.number(1), .text("x"), .null])),
      .init("nested", .list([.mapping([.init("a", .flag(true))]), .list([])])),
      .init("none", .mapping([])),
    ])
    #expect(
      value.json() == """
        {
          "plain": [1, "x", null],
          "nested": [
            {
              "a": true
            },
            []
          ],
          "none": {}
        }
        """)
  }

  @Test(
    "Thousands are grouped, the sign goes with zero",
    arguments: [
      (0, 0, "0"), (-0.4, 0, "0"), (0.5, 0, "1"), (-1.5, 0, "-2"), (999.5, 0, "1,000"),
      (1_234_567.891, 2, "1,234,567.89"), (0.006, 3, "0.006"), (-0.0004, 3, "0.000"),
      (12, 3, "12.000"), (-123_456, 0, "-123,456"), (.infinity, 2, "inf"), (-.infinity, 0, "-inf"),
    ] as [(Double, Int, String)])
  func grouped(value: Double, decimals: Int, text: String) {
    #expect(NumberFormat.grouped(value, decimals: decimals) == text)
  }

  @Test("Markdown escapes its own separator and aligns numbers to the right")
  func markdown() {
    var table = Table(["name", "value"])
    table.append([.text("a|b"), .number(1_234.5)])
    #expect(table.markdown == "| name | value |\n| --- | ---: |\n| a\\|b | 1,235 |\n")
  }

  @Test("JSON keeps order; what does not exist is null, infinity a text")
  func json() {
    var table = Table(["b", "a"])
    table.append([.number(.infinity), .empty])
    #expect(
      table.json.json() == "[\n  {\n    \"b\": \"inf\",\n    \"a\": null\n  }\n]")
  }

  @Test(
    "Numbers as people read them",
    arguments: [
      (24_582.3, "24,582"), (0.004750, "0.004750"), (246.24, "246.2"), (-1_234_567, "-1,234,567"),
      (0, "0"), (.infinity, "inf"), (3, "3"), (0.9999999, "1.0000"), (1e20, "1e+20"),
    ])
  func short(value: Double, text: String) { #expect(NumberFormat.short(value) == text) }

  @Test(
    "Numbers in full, without the noise of binary arithmetic",
    arguments: [
      (0.00475, "0.00475"), (0.1 + 0.2, "0.3"), (42_750, "42,750"),
      (15.2600902005, "15.2600902005"),
      (1.0 / 3, "0.333333333333"), (-0.5, "-0.5"), (63_243.5358717, "63,243.5358717"),
    ])
  func exact(value: Double, text: String) { #expect(NumberFormat.exact(value) == text) }
}
