// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of an experiment file as it was understood, defaults filled in.
///
/// Mappings keep the order in which they were read.
public indirect enum ResolvedValue: Sendable, Hashable {
  /// A key that was left out and has no value.
  case null
  /// True or false.
  case flag(Bool)
  /// A finite number.
  case number(Double)
  /// A whole number that a `Double` may not hold: the seed.
  case whole(UInt64)
  /// Text, or the name of an input.
  case text(String)
  /// Values in order.
  case list([ResolvedValue])
  /// Keys with values, in order.
  case mapping([Entry])

  /// A key and its value.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public let key: String
    /// Its value.
    public let value: ResolvedValue

    /// A key with its value.
    public init(_ key: String, _ value: ResolvedValue) {
      self.key = key
      self.value = value
    }
  }
}

extension ResolvedValue {
  /// As JSON, indented by two spaces; lists of plain values stay on one line.
  public func json(indent: Int = 0) -> String {
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .null: return "null"
    case .flag(let flag): return flag ? "true" : "false"
    case .number(let number): return Self.json(number)
    case .whole(let number): return "\(number)"
    case .text(let text): return Self.json(text)
    case .list(let values):
      guard !values.isEmpty else { return "[]" }
      if values.allSatisfy(\.isPlain) {
        return "[" + values.map { $0.json() }.joined(separator: ", ") + "]"
      }
      let lines = values.map { inner + $0.json(indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .mapping(let entries):
      guard !entries.isEmpty else { return "{}" }
      let lines = entries.map {
        "\(inner)\(Self.json($0.key)): \($0.value.json(indent: indent + 2))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .list, .mapping: false
    default: true
    }
  }

  /// The shortest text that reads back as the same number; whole numbers without a point.
  ///
  /// JSON has no infinities: they are written as text.
  public static func json(_ number: Double) -> String {
    guard number.isFinite else { return "\"\(number)\"" }
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int64(number))" }
    return "\(number)"
  }

  /// A JSON string.
  public static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension ResolvedValue {
  /// Every plain value under the path of keys that leads to it; entries of a list by their name, or their
  /// place.
  public var flattened: [(key: String, value: String)] { flattened("") }

  private func flattened(_ path: String) -> [(key: String, value: String)] {
    func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    switch self {
    case .null: return []
    case .mapping(let entries): return entries.flatMap { $0.value.flattened(join($0.key)) }
    case .list(let values) where !values.allSatisfy(\.isPlain):
      return values.enumerated().flatMap { index, value in
        value.flattened(join(value.name ?? "\(index + 1)"))
      }
    default: return [(path, json())]
    }
  }

  private var name: String? {
    guard case .mapping(let entries) = self,
      case .text(let name)? = entries.first(where: { $0.key == "name" })?.value
    else { return nil }
    return name
  }
}
