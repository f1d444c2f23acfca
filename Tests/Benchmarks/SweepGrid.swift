// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Simulation

/// A grid in one process, on one draw for all points, beside a process for each point.
struct SweepGrid {
  static let trials = 100_000
  static let side = 20
  /// Runs that are timed; the others take as long.
  static let sample = 8

  func report() throws {
    let workers = availableProcessors()
    Journal.write(
      "\nsweep of \(Self.side) x \(Self.side) points, \(Self.trials) trials each, \(workers) workers, seconds"
    )
    let grid = [
      "--over", "starting_volume=100k..1M:\(Self.side)", "--over",
      "label_price=0.5..2:\(Self.side)",
    ]
    let whole = try seconds(["sweep"] + grid)
    var single = 0.0
    for place in 0..<Self.sample {
      let share = Double(place) / Double(Self.sample - 1)
      single += try seconds([
        "run", "--no-report", "--cashflow-trials", "0", "--metrics",
        "payback_months,sustained_payback_months,upfront_cost,npv,total_cost", "--stress",
        "starting_volume=\(100_000 + 900_000 * share)", "--stress",
        "label_price=\(0.5 + 1.5 * share)",
      ])
    }
    let count = Self.side * Self.side
    let apart = single / Double(Self.sample) * Double(count)
    Journal.write(String(format: "sweep, one process %28.1f", whole))
    Journal.write(
      String(
        format: "%d runs, by %d of them %24.1f   (%.1f times)", count, Self.sample, apart,
        apart / whole))
  }

  private func seconds(_ arguments: [String]) throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "breakeven-sweep-\(getpid())")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try Program(
      path: Program.breakeven().path,
      arguments: [arguments[0], "experiments/reference.yaml", "--trials", "\(Self.trials)"]
        + arguments.dropFirst() + ["--output", folder.path]
    ).run().seconds
  }
}
