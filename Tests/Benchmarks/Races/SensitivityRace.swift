// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// All given-data measures of 1,000,000 trials against the Sobol' indices that SALib computes.
///
/// Both take payback and NPV of the hosted option. Breakeven is timed as a whole process that simulates
/// and writes its table; SALib by its own clock, imports left out. It holds the paths of the months at
/// zero, so it has two inputs fewer and its values differ; what is compared is time and error.
struct SensitivityRace {
  static let rounds = 3
  static let base = 16_384
  static let outputs = ["payback_months", "npv"]

  struct Indices: Decodable {
    let halfWidths: [Double]

    enum CodingKeys: String, CodingKey {
      case halfWidths = "half_width"
    }
  }

  struct Peer: Decodable {
    let seconds: Double
    let evaluations: Int
    let indices: [String: Indices]
  }

  func report() throws {
    Journal.write("\nsensitivity of payback and NPV of one option, median of \(Self.rounds) rounds")
    guard Program.pythonHas("SALib") else {
      Journal.write("no Python with SALib: set PYTHON to one")
      return
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let own = Program.breakeven(
      "sensitivity", "experiments/reference.yaml", "--trials", "1000000", "--option", "hosted",
      "--metrics", Self.outputs.joined(separator: ","), "--output", folder.path)
    let peer = Program.python("salib_indices.py", "\(Self.base)")
    var seconds: [Double] = []
    var found: [Peer] = []
    for _ in 0..<Self.rounds {
      seconds.append(try own.run().seconds)
      found.append(try JSONDecoder().decode(Peer.self, from: peer.run().output))
    }
    let table = try String(
      contentsOf: folder.appendingPathComponent("sensitivity.csv"), encoding: .utf8)
    show(median(seconds), median(found.map(\.seconds)), errors(table), errors(found[0]), found[0])
  }

  private func show(
    _ own: Double, _ peer: Double, _ ownErrors: [String: Double], _ peerErrors: [String: Double],
    _ found: Peer
  ) {
    Journal.write(
      "Breakeven, all given-data measures of 1000000 trials" + String(format: "%8.2f s", own))
    Journal.write(
      "SALib, first and total order, \(found.evaluations) evaluations"
        + String(format: "%8.2f s", peer)
        + String(format: "   Breakeven takes %.2f of it", own / peer))
    for output in Self.outputs {
      guard let a = ownErrors[output], let b = peerErrors[output] else { continue }
      Journal.write(
        "\(output): half-width of first-order intervals, root mean square"
          + String(format: " %.5f against %.5f (%.1f times)", a, b, b / a))
    }
  }

  /// Root mean square of half the intervals, by output.
  private func errors(_ peer: Peer) -> [String: Double] {
    peer.indices.mapValues { rootMeanSquare($0.halfWidths) }
  }

  private func errors(_ table: String) -> [String: Double] {
    var widths: [String: [Double]] = [:]
    for line in table.split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 8, cells[3] == "given_data", cells[4] == "first_order",
        let low = Double(cells[6]), let high = Double(cells[7])
      else { continue }
      widths[String(cells[1]), default: []].append((high - low) / 2)
    }
    return widths.mapValues(rootMeanSquare)
  }

  private func rootMeanSquare(_ figures: [Double]) -> Double {
    (figures.reduce(0) { $0 + $1 * $1 } / Double(figures.count)).squareRoot()
  }
}
