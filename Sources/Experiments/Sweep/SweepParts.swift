// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

extension Sweep {
  /// How the points are to be simulated, as a manifest records it.
  ///
  /// - Throws: as `PlannedRun`.
  public func plan(_ options: RunOptions) throws -> PlannedRun {
    var options = options
    options.cashflowTrials = 0
    return try PlannedRun(experiment, options)
  }
}

extension SweepResult {
  /// Writes a shard's points to a folder, for `ShardSet` to read.
  ///
  /// - Parameter record: the manifest of the whole sweep.
  /// - Throws: `OperationFailed` when it cannot be written.
  public func write(_ shard: Shard, record: String, to folder: String) throws {
    let header = PartHeader(
      kind: .sweep, blocks: points, total: count, shard: shard, record: record)
    var places: [String: Int] = [:]
    var labels: [String] = []
    var words: [UInt64] = []
    for row in rows {
      let label = "\(row.option) \(row.name) \(row.statistic)"
      let place = places[label] ?? labels.count
      if place == labels.count {
        places[label] = place
        labels.append(label)
      }
      words += [UInt64(row.point), UInt64(place)]
      words += [row.value, row.low, row.high].map(SweepRow.word)
    }
    try PartWriter.write(header, to: PlannedRun.shardFile, in: folder) { writer in
      try writer.section(Array(labels.joined(separator: "\n").utf8))
      try writer.section(words)
    }
  }
}

extension SweepRow {
  fileprivate static let wordCount = 5
  /// No number has these bits: arithmetic makes no such NaN.
  private static let absent = UInt64.max

  fileprivate static func word(_ number: Double?) -> UInt64 { number?.bitPattern ?? absent }

  private static func number(_ word: UInt64) -> Double? {
    word == absent ? nil : Double(bitPattern: word)
  }

  /// - Parameter label: option, name and statistic, with spaces between.
  fileprivate init?(label: Substring, _ words: ArraySlice<UInt64>) {
    let texts = label.split(separator: " ")
    guard texts.count == 3, let option = Int(texts[0]), words.count == Self.wordCount else {
      return nil
    }
    let start = words.startIndex
    self.init(
      point: Int(clamping: words[start]), option: option, name: String(texts[1]),
      statistic: String(texts[2]), value: Self.number(words[start + 2]),
      low: Self.number(words[start + 3]), high: Self.number(words[start + 4]))
  }
}

extension ShardSet {
  /// Whether they are of a sweep and not of a run.
  public var isSweep: Bool { parts.first?.header.kind == .sweep }

  /// What the sweep finds, as it would have found it in one go.
  ///
  /// - Parameter version: this program's.
  /// - Throws: `InvalidInput` that names a damaged part, or when another version made them.
  public func sweep(version: String) throws -> SweepResult {
    let file = TextFile(name: parts.first?.name ?? "", text: record)
    let (experiment, _) = try Experiment.read(recordedIn: file, version: version)
    let axes = try SweepAxis.recorded(in: file)
    var rows: [SweepRow] = []
    for part in parts {
      let read = try part.open().sweepRows(options: experiment.model.options.count)
      rows += read
    }
    let result = SweepResult(
      experiment: experiment, axes: axes, points: 0..<(parts.first?.header.total ?? 0), rows: rows)
    guard result.count == result.points.count else { throw PartReader.damaged(file.name) }
    return result
  }
}

extension PartReader {
  /// The rows of the part's points, of an experiment with some options.
  fileprivate func sweepRows(options: Int) throws -> [SweepRow] {
    let labels = try text(atMost: 1 << 20).split(separator: "\n")
    let words = try words(atMost: 1 << 26)
    try finish()
    guard words.count.isMultiple(of: SweepRow.wordCount) else { throw Self.damaged(name) }
    return try stride(from: 0, to: words.count, by: SweepRow.wordCount).map { start in
      let place = Int(clamping: words[start + 1])
      guard labels.indices.contains(place),
        let row = SweepRow(
          label: labels[place], words[start..<start + SweepRow.wordCount]),
        header.blocks.contains(row.point), (0..<options).contains(row.option)
      else { throw Self.damaged(name) }
      return row
    }
  }
}

extension SweepAxis {
  /// As a manifest says it.
  public var resolved: ResolvedValue {
    .mapping([
      .init("name", .text(name)), .init("values", .list(values.map { .number($0) })),
    ])
  }

  /// The axes that a manifest lists.
  fileprivate static func recorded(in manifest: TextFile) throws -> [SweepAxis] {
    let root = try Document.root(of: manifest, atMost: Document.largestManifestTree)
    let located = Located(node: root, path: "", diagnostics: Diagnostics(file: manifest.name))
    return (located.section()?.take("sweep")?.elements() ?? []).compactMap { element in
      guard let axis = element.section(), let name = axis.take("name")?.text else { return nil }
      let texts = (axis.take("values")?.elements() ?? []).map { $0.text ?? "" }
      return SweepAxis(name: name, values: texts.compactMap { Double($0) })
    }
  }
}
