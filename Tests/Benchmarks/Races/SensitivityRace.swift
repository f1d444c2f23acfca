// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// All given-data measures of 1,000,000 trials against the Sobol' indices that SALib computes.
///
/// Both take payback and NPV of the hosted option. Breakeven is timed as a whole process that simulates
/// and writes its table; SALib by its own clock, imports left out. It holds the paths of the months at
/// zero, so it has two inputs fewer and its values differ; what is compared is time and error. The error
/// of either is the spread of its first-order indices over the rounds, each with a seed of its own: what
/// SALib says of its error is a bootstrap of Sobol' points, which is too wide.
struct SensitivityRace {
  static let rounds = 5
  static let base = 16_384
  static let outputs = ["payback_months", "npv"]

  /// First-order indices by output and input.
  typealias Indices = [String: [String: Double]]

  struct Peer: Decodable {
    let seconds: Double
    let evaluations: Int
    let indices: Indices
  }

  func report() throws {
    Journal.write("\nsensitivity of payback and NPV of one option, median of \(Self.rounds) rounds")
    guard Program.pythonHas("SALib") else {
      Journal.write("no Python with SALib: set PYTHON to one")
      return
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    var own: [(seconds: Double, indices: Indices)] = []
    var peer: [Peer] = []
    for seed in 1...Self.rounds {
      let seconds = try Program.breakeven(
        "sensitivity", "experiments/reference.yaml", "--trials", "1000000", "--option", "hosted",
        "--metrics", Self.outputs.joined(separator: ","), "--seed", "\(seed)", "--output",
        folder.path
      ).run().seconds
      let table = try String(
        contentsOf: folder.appendingPathComponent("sensitivity.csv"), encoding: .utf8)
      own.append((seconds, indices(table)))
      let output = try Program.python("salib_indices.py", "\(Self.base)", "\(seed)").run().output
      peer.append(try JSONDecoder().decode(Peer.self, from: output))
    }
    show(own, peer)
  }

  private func show(_ own: [(seconds: Double, indices: Indices)], _ peer: [Peer]) {
    let (seconds, peerSeconds) = (median(own.map(\.seconds)), median(peer.map(\.seconds)))
    Journal.write(
      String(
        format: "Breakeven, all given-data measures of 1000000 trials%8.2f s\n"
          + "SALib, first and total order, %d evaluations%8.2f s   Breakeven takes %.2f of it",
        seconds, peer[0].evaluations, peerSeconds, seconds / peerSeconds))
    for output in Self.outputs {
      let (a, b) = (spread(own.map(\.indices), output), spread(peer.map(\.indices), output))
      // At best the error of scrambled points falls with their number, so this favours SALib.
      Journal.write(
        String(
          format: "%@: error of first-order indices %.5f against %.5f;"
            + " at the same error Breakeven takes at most %.2f of the time",
          output, a, b, seconds / peerSeconds * min(a / b, 1)))
    }
  }

  /// Root mean square, over the inputs, of the standard deviation between rounds.
  private func spread(_ rounds: [Indices], _ output: String) -> Double {
    let columns = rounds.compactMap { $0[output] }
    let inputs = columns.first.map { $0.keys.sorted() } ?? []
    let variances = inputs.map { input in
      let values = columns.compactMap { $0[input] }
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
    return (variances.reduce(0, +) / Double(max(variances.count, 1))).squareRoot()
  }

  private func indices(_ table: String) -> Indices {
    var indices: Indices = [:]
    for line in table.split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 8, cells[3] == "given_data", cells[4] == "first_order",
        Self.outputs.contains(cells[1]), let value = Double(cells[5])
      else { continue }
      indices[cells[1], default: [:]][cells[2]] = value
    }
    return indices
  }
}
