// SPDX-License-Identifier: GPL-3.0-or-later

internal import Yams

/// One entry of the price book or of the methods that an experiment used, and what it gave.
public struct PriceUse: Sendable, Hashable {
  /// The option that uses it.
  public let option: String
  /// Where the experiment names it, as `options.hosted.serving.per_token.model`.
  public let key: String
  /// The entry's reference.
  public let entry: String
  /// The file it stands in.
  public let file: String
  /// The day on which the figures were last compared with their source; empty when none was used.
  public internal(set) var checked = ""
  /// How far they can be trusted; empty when none was used.
  public internal(set) var confidence = ""
  /// The keys that it filled in.
  public internal(set) var filled: [ResolvedValue.Entry] = []
  /// The keys that the experiment gave itself though the entry has them.
  public internal(set) var overrides: [Override] = []

  /// A key that the experiment gave itself.
  public struct Override: Sendable, Hashable {
    /// The key.
    public let key: String
    /// What the entry says.
    public let book: ResolvedValue
    /// What the experiment says, and what was used.
    public let used: ResolvedValue
  }

  init(option: String, key: String, entry: String, file: String) {
    self.option = option
    self.key = key
    self.entry = entry
    self.file = file
  }

  /// Whether it is a price, and no method.
  var isPrice: Bool { key.hasSuffix(".model") || key.hasSuffix(".gpu") }
}

// MARK: In a manifest

extension PriceUse {
  /// As a manifest records it.
  public var resolved: ResolvedValue {
    .mapping([
      .init("option", .text(option)), .init("key", .text(key)), .init("entry", .text(entry)),
      .init("file", .text(file)), .init("checked", .text(checked)),
      .init("confidence", .text(confidence)), .init("filled", .mapping(filled)),
      .init(
        "overrides",
        .list(
          overrides.map {
            .mapping([
              .init("key", .text($0.key)), .init("book", $0.book), .init("used", $0.used),
            ])
          })),
    ])
  }

  /// What a manifest recorded.
  init?(recorded located: Located) {
    guard let section = located.section() else { return nil }
    func text(_ key: String) -> String { section.take(key)?.text ?? "" }
    self.init(
      option: text("option"), key: text("key"), entry: text("entry"), file: text("file"))
    checked = text("checked")
    confidence = text("confidence")
    if case .mapping(let entries)? = section.take("filled").map({ ResolvedValue($0) }) {
      filled = entries
    }
    overrides = (section.take("overrides")?.elements() ?? []).compactMap { element in
      guard let section = element.section(), let key = section.take("key")?.text else {
        return nil
      }
      return Override(
        key: key, book: section.take("book").map { ResolvedValue($0) } ?? .null,
        used: section.take("used").map { ResolvedValue($0) } ?? .null)
    }
  }
}

extension ResolvedValue {
  /// A value as a manifest wrote it.
  fileprivate init(_ located: Located) {
    switch located.node {
    case .mapping(let mapping):
      self = .mapping(
        mapping.compactMap { key, value in
          guard case .scalar(let scalar) = key else { return nil }
          return Entry(
            scalar.string,
            ResolvedValue(Located(node: value, path: "", diagnostics: located.diagnostics)))
        })
    case .sequence:
      self = .list(located.elements().map { ResolvedValue($0) })
    default:
      self = located.isNull ? .null : InputTable.plain(located)
    }
  }

  /// On one line, as people write it: `uniform { low: 0.5, high: 1 }`.
  public var compact: String {
    switch self {
    case .null: "none"
    case .flag(let flag): "\(flag)"
    case .number(let number): Self.json(number)
    case .whole(let number): "\(number)"
    case .text(let text): text
    case .list(let values): "[" + values.map(\.compact).joined(separator: ", ") + "]"
    case .mapping(let entries):
      entries.map { entry in
        if case .mapping = entry.value { return "\(entry.key) { \(entry.value.compact) }" }
        return "\(entry.key): \(entry.value.compact)"
      }.joined(separator: ", ")
    }
  }
}
