// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads what every figure of the library must have: source, day of the last check, confidence.
struct OriginReader {
  let section: Section

  /// The origin; nil when a part of it is missing or wrong, which is then reported.
  func read() -> Origin? {
    let source = section.take("source")
    let checked = date("checked")
    let confidence = section.take("confidence")
    if source == nil { section.missing("source", "say where the figure is from") }
    if checked == nil, !section.has("checked") {
      section.missing("checked", "give the day on which it was compared with its source")
    }
    guard let confidence else {
      section.missing("confidence", "give high, medium or low")
      return nil
    }
    guard let word = Origin.Confidence(rawValue: confidence.text ?? "") else {
      confidence.report("\(confidence.kind) is not a confidence", "give high, medium or low")
      return nil
    }
    guard let source, let checked else { return nil }
    guard let text = source.text else {
      source.report("\(source.kind) where a text is expected", "say where the figure is from")
      return nil
    }
    return Origin(source: text, checked: checked, confidence: word)
  }

  /// A day; nil when it is absent or none, which is then reported.
  func date(_ key: String) -> CalendarDate? {
    guard let located = section.take(key) else { return nil }
    guard let text = located.text, let date = CalendarDate(text) else {
      located.report("\(located.kind) is not a date", "write it as 2027-01-14")
      return nil
    }
    return date
  }
}
