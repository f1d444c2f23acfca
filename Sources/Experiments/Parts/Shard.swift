// SPDX-License-Identifier: GPL-3.0-or-later

internal import Simulation

/// One of several equal parts of a run: a stretch of its blocks.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// From 1 to `count`.
  public let number: Int
  /// How many there are.
  public let count: Int

  /// Most parts of a run.
  public static let most = 65_536

  public var description: String { "\(number)/\(count)" }

  /// - Parameters:
  ///   - text: `3/16`; `auto` for what the scheduler says; `auto/16` where it does not say how many.
  ///   - environment: the variables of the process.
  /// - Throws: `InvalidInput` under `name`.
  public init(
    from text: String, name: String, environment: [String: String]
  ) throws(InvalidInput) {
    let words = text.split(separator: "/", omittingEmptySubsequences: false)
    if words.first == "auto", words.count <= 2 {
      self = try Self.scheduled(words.count == 2 ? words[1] : nil, name, environment)
      return
    }
    guard words.count == 2, let number = Int(words[0]), let count = Int(words[1]) else {
      throw InvalidInput(
        file: name, fault: "“\(shortened(text))” is no shard",
        remedy: "write it as 3/16, the third of sixteen, or auto under a scheduler")
    }
    try self.init(number: number, count: count, name: name)
  }

  init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  private init(number: Int, count: Int, name: String) throws(InvalidInput) {
    guard (1...Self.most).contains(count) else {
      throw InvalidInput(
        file: name, fault: "\(count) shards", remedy: "give from 1 to \(Self.most)")
    }
    guard (1...count).contains(number) else {
      throw InvalidInput(
        file: name, fault: "there is no shard \(number) of \(count)",
        remedy: "they count from 1 to \(count)")
    }
    self.init(number: number, count: count)
  }

  /// The blocks that are its share of `total`: shares differ by at most one.
  func blocks(of total: Int) -> Range<Int> {
    total * (number - 1) / count..<total * number / count
  }
}

/// Where a scheduler says which task of an array this is.
private struct ArrayTask {
  let scheduler: String
  /// The variable with the task's index.
  let index: String
  /// The variable with the index of the first task; nil where they count from 0.
  let first: String?
  /// The variable with the number of tasks.
  let count: String

  static let all = [
    ArrayTask(
      scheduler: "Slurm", index: "SLURM_ARRAY_TASK_ID", first: "SLURM_ARRAY_TASK_MIN",
      count: "SLURM_ARRAY_TASK_COUNT"),
    ArrayTask(
      scheduler: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", first: nil,
      count: "AWS_BATCH_JOB_ARRAY_SIZE"),
    ArrayTask(
      scheduler: "Kubernetes", index: "JOB_COMPLETION_INDEX", first: nil,
      count: "BREAKEVEN_SHARDS"),
  ]
}

extension Shard {
  /// The shard that a scheduler's variables say.
  private static func scheduled(
    _ given: Substring?, _ name: String, _ environment: [String: String]
  ) throws(InvalidInput) -> Shard {
    guard let task = ArrayTask.all.first(where: { environment[$0.index] != nil }) else {
      throw InvalidInput(
        file: name, fault: "no scheduler says which shard this is",
        remedy: "set one of \(ArrayTask.all.map(\.index).joined(separator: " ")), or write 3/16")
    }
    func whole(_ variable: String) throws(InvalidInput) -> Int {
      guard let value = environment[variable].flatMap({ Int($0) }), value >= 0 else {
        let text = environment[variable].map { "“\(shortened($0))”" } ?? "not set"
        throw InvalidInput(
          file: name, fault: "\(variable) of \(task.scheduler) is \(text)",
          remedy: variable == task.count ? "set it, or write auto/16" : "write 3/16")
      }
      return value
    }
    let index = try whole(task.index)
    let first = task.first.flatMap { environment[$0] } != nil ? try whole(task.first ?? "") : 0
    let count: Int
    if let given {
      guard let number = Int(given) else {
        throw InvalidInput(
          file: name, fault: "“auto/\(shortened(String(given)))” is no shard",
          remedy: "write auto/16")
      }
      count = number
    } else {
      count = try whole(task.count)
    }
    return try Shard(number: index - first + 1, count: count, name: name)
  }
}
