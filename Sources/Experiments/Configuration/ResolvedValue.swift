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
    var text = ""
    write(to: &text, indent: indent)
    return text
  }

  private func write(to text: inout String, indent: Int) {
    switch self {
    case .null: text += "null"
    case .flag(let flag): text += flag ? "true" : "false"
    case .number(let number): text += Self.json(number)
    case .whole(let number): text += "\(number)"
    case .text(let value): text += Self.json(value)
    case .list(let values):
      let isOneLine = values.allSatisfy(\.isPlain)
      Self.write(values, "[", "]", isOneLine, to: &text, indent) {
        $1.write(to: &$0, indent: indent + 2)
      }
    case .mapping(let entries):
      Self.write(entries, "{", "}", entries.isEmpty, to: &text, indent) {
        $0 += Self.json($1.key)
        $0 += ": "
        $1.value.write(to: &$0, indent: indent + 2)
      }
    }
  }

  /// Items between brackets, on one line or each on its own.
  private static func write<Item>(
    _ items: [Item], _ opening: String, _ closing: String, _ isOneLine: Bool,
    to text: inout String, _ indent: Int, item write: (inout String, Item) -> Void
  ) {
    let margin = isOneLine ? "" : "\n" + String(repeating: " ", count: indent)
    text += opening
    for (place, item) in items.enumerated() {
      if place > 0 { text += isOneLine ? ", " : "," }
      if !isOneLine {
        text += margin
        text += "  "
      }
      write(&text, item)
    }
    text += margin
    text += closing
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
    var text = text
    return text.withUTF8 { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + bytes.count / 8 + 2)
      result.append(UInt8(ascii: "\""))
      var place = 0
      while place < bytes.count {
        let (scalar, length) = escapedScalar(in: bytes, at: place)
        if let scalar {
          result.append(contentsOf: escape(scalar).utf8)
        } else {
          result.append(bytes[place])
        }
        place += length
      }
      result.append(UInt8(ascii: "\""))
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// The scalar that begins at `place`, if it is one that is written as an escape, and how many bytes to go on.
  @inline(__always)
  private static func escapedScalar(
    in bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (UInt32?, length: Int) {
    func next(_ distance: Int) -> UInt8 {
      place + distance < bytes.count ? bytes[place + distance] : 0
    }
    switch bytes[place] {
    case let byte where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F:
      return (UInt32(byte), 1)
    // U+0080 to U+009F.
    case 0xC2 where next(1) < 0xA0: return (UInt32(next(1)), 2)
    // The separators of lines and paragraphs.
    case 0xE2 where next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9):
      return (0x2028 + UInt32(next(2) - 0xA8), 3)
    // The byte order mark.
    case 0xEF where next(1) == 0xBB && next(2) == 0xBF: return (0xFEFF, 3)
    default: return (nil, 1)
    }
  }

  private static func escape(_ scalar: UInt32) -> String {
    switch scalar {
    case 0x22: return "\\\""
    case 0x5C: return "\\\\"
    case 0x0A: return "\\n"
    case 0x09: return "\\t"
    case 0x0D: return "\\r"
    default:
      let digits = String(scalar, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
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
