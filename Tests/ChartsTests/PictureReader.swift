// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An SVG picture as its elements, read by another library.
final class PictureReader: NSObject, XMLParserDelegate {
  /// An element with its attributes and, of a text, what it says.
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""
    /// How far it is moved.
    let offset: (x: Double, y: Double)
    /// Whether it is part of what only shows under the pointer.
    let isTip: Bool

    func number(_ key: String) -> Double? { attributes[key].flatMap { Double($0) } }
  }

  private(set) var elements: [Element] = []
  private(set) var isWellFormed = false
  private var path: [(move: (x: Double, y: Double), isTip: Bool)] = [((0, 0), false)]

  init(_ picture: String) {
    super.init()
    let parser = XMLParser(data: Data(picture.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  var texts: [Element] { elements.filter { $0.name == "text" } }

  /// The size that the picture says it has.
  var size: (width: Double, height: Double) {
    (elements.first?.number("width") ?? 0, elements.first?.number("height") ?? 0)
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    var (move, isTip) = path.last ?? ((0, 0), false)
    if let transform = attributes["transform"] {
      let numbers = transform.split { !"0123456789.-".contains($0) }.compactMap { Double($0) }
      if numbers.count == 2 { move = (move.x + numbers[0], move.y + numbers[1]) }
    }
    if attributes["class"] == "tip" { isTip = true }
    path.append((move, isTip))
    elements.append(
      Element(name: name, attributes: attributes, offset: move, isTip: isTip))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { path.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard let last = elements.indices.last else { return }
    elements[last].text += string
  }
}
