// SPDX-License-Identifier: GPL-3.0-or-later

/// A name that an entry of a library or a process can have.
public struct EntryName: Sendable, Hashable {
  /// Letters, digits and `_`, a letter first.
  public let text: String

  /// - Throws: `InvalidInput` unless `text` is such a name.
  public init(_ text: String) throws(InvalidInput) {
    guard let first = text.first, first.isASCII, first.isLetter, text.count <= 100,
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    else {
      throw InvalidInput(
        file: "--name", fault: "“\(shortened(text))” is not a name of an entry",
        remedy: "give letters, digits and _, a letter first")
    }
    self.text = text
  }

  /// The title of a column as a name: lower case, with `_` for what a name cannot have.
  public init(title: String) {
    let kept = title.lowercased().prefix(100).map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
    }
    text = kept.first?.isLetter == true ? String(kept) : "fitted"
  }
}
