// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// How many GPUs tuning takes: its memory by the memory of one card.
struct GPUSizing {
  /// What takes the memory, for messages.
  let subject: String
  /// Memory that tuning takes, in GB.
  let need: Double
  /// Memory of one card, in GB.
  let memory: Double

  /// The part of a card's memory that tuning can use.
  static let usable = 0.92
  /// The numbers in which a node has them.
  static let counts = [1, 2, 4, 8]

  /// Cards by the arithmetic alone: need / (0.92 · memory), rounded up.
  var cards: Int { Self.cards(need, memory: memory) }

  /// Cards as they can be rented together; nil when they are more than a node has.
  var gpus: Int? { Self.counts.first { $0 >= cards } }

  static func cards(_ need: Double, memory: Double) -> Int {
    // A need that fills the cards to the last bit is not pushed over by rounding.
    let exact = need / (usable * memory) * (1 - 1e-12)
    return Int(min(max(exact.rounded(.up), 1), 1e15))
  }

  var arithmetic: String {
    "\(subject) takes \(short(need)) GB: \(short(need)) / (0.92 × \(short(memory))) = "
      + "\(short((need / (Self.usable * memory) * 100).rounded() / 100)), so \(cards) GPUs"
  }

  func short(_ x: Double) -> String { NumberRange.short((x * 1000).rounded() / 1000) }
}

extension PriceLookup {
  /// What `gpu`, `method`, `accelerator`, `vram_gb` and `gpu_memory_gb` of a rental give for it.
  func rental(_ section: Section) -> (Filling, GPUSizing?) {
    let filling = self.filling(section, for: .rental) ?? Filling(section, prices: self)
    let gpuUse = filling.entry == nil ? nil : uses.count - 1
    let method = findMethod(section, "method")
    let accelerator = findMethod(section, "accelerator", in: "accelerators")
    check(method?.0, at: section, "method", has: \.vramGB, "no memory need")
    check(accelerator?.0, at: section, "accelerator", has: \.speedup, "no speed-up")
    if let accelerator, let speedup = accelerator.0.speedup {
      offerSpeedup(speedup, of: accelerator.0, use: accelerator.use, to: filling)
    }
    let own = section.take("vram_gb")?.number(.positive)
    let memory = readMemory(section, filling, use: gpuUse)
    guard let need = total(own, method, accelerator) else { return (filling, nil) }
    guard let memory else {
      if !section.has("gpus"), filling.lost.isEmpty {
        section.missing(
          "gpu_memory_gb", "name the `gpu:`, or give the memory of one card, or the `gpus:`")
      }
      return (filling, nil)
    }
    let subject = method?.0.reference ?? "tuning"
    let sizing = GPUSizing(subject: subject, need: need, memory: memory)
    offerGPUs(sizing, to: filling, use: method?.use ?? gpuUse)
    return (filling, sizing)
  }

  private func findMethod(
    _ section: Section, _ key: String, in standard: String? = nil
  ) -> (Method, use: Int)? {
    guard let located = section.take(key), let method = methods.find(located, in: standard) else {
      return nil
    }
    var use = PriceUse(
      option: option, key: located.path, entry: method.reference, file: method.file)
    if let origin = method.origin {
      use.checked = "\(origin.checked)"
      use.confidence = origin.confidence.rawValue
    }
    uses.append(use)
    if let reason = method.contradiction, !section.has("vram_gb") {
      warnings.append("\(located.path): the figures of \(method.reference) cannot be: \(reason)")
    }
    return (method, uses.count - 1)
  }

  private func check<Value>(
    _ method: Method?, at section: Section, _ key: String, has figure: KeyPath<Method, Value?>,
    _ fault: String
  ) {
    guard let method, method[keyPath: figure] == nil else { return }
    section.report(at: key, "\(method.reference) has \(fault)", "name another entry")
  }

  private func offerSpeedup(
    _ speedup: Method.Speedup, of method: Method, use: Int, to filling: Filling
  ) {
    if case .number(let value) = speedup.resolved {
      filling.offer("speedup", .known(value), from: use)
    } else {
      let words = method.reference.split(separator: "/").joined(separator: ".")
      filling.offer(
        "speedup",
        .uncertain(
          speedup.resolved, name: "methods.\(words).speedup", definition: speedup.definition),
        from: use)
    }
  }

  /// The memory of one card: the file's, or the entry's.
  private func readMemory(_ section: Section, _ filling: Filling, use: Int?) -> Double? {
    let own = section.take("gpu_memory_gb")?.number(.positive)
    let book = filling.entry?.terms.memoryGB
    if let own, let book, let use {
      uses[use].overrides.append(
        PriceUse.Override(key: "gpu_memory_gb", book: .number(book), used: .number(own)))
    } else if let book, let use {
      uses[use].filled.append(ResolvedValue.Entry("gpu_memory_gb", .number(book)))
    }
    return own ?? book
  }

  /// Memory that tuning takes: the file's or the method's, less what the accelerator saves.
  private func total(
    _ own: Double?, _ method: (Method, use: Int)?, _ accelerator: (Method, use: Int)?
  ) -> Double? {
    let book = method?.0.vramGB
    if let own, let book, let use = method?.use {
      uses[use].overrides.append(
        PriceUse.Override(key: "vram_gb", book: .number(book), used: .number(own)))
    } else if let book, let use = method?.use {
      uses[use].filled.append(ResolvedValue.Entry("vram_gb", .number(book)))
    }
    guard let need = own ?? book else { return nil }
    guard let factor = accelerator?.0.vramFactor, let use = accelerator?.use else { return need }
    uses[use].filled.append(ResolvedValue.Entry("vram_factor", .number(factor)))
    return need * factor
  }

  private func offerGPUs(_ sizing: GPUSizing, to filling: Filling, use: Int?) {
    if let gpus = sizing.gpus {
      filling.offer("gpus", .known(Double(gpus)), from: use)
    } else if !filling.section.has("gpus") {
      let section = filling.section
      section.report(
        at: section.has("method") ? "method" : "vram_gb",
        "\(sizing.arithmetic), more than the 8 of a node", fits(sizing))
    }
  }

  // MARK: A number that the file gives

  /// Refuses GPUs that cannot hold what tuning takes, and warns of those that hardly can.
  func check(_ gpus: Parameter, _ sizing: GPUSizing, in section: Section) {
    guard section.has("gpus"), case .constant(let count) = gpus else { return }
    let whole = count * sizing.memory
    let sum =
      "\(sizing.short(count)) × \(sizing.short(sizing.memory)) GB = \(sizing.short(whole)) GB, "
      + "\(sizing.subject) takes \(sizing.short(sizing.need)) GB"
    if whole < sizing.need {
      section.report(at: "gpus", sum, fits(sizing))
    } else if GPUSizing.usable * whole < sizing.need * (1 - 1e-12) {
      warnings.append("\(section.join("gpus")): \(sum), more than the 92 % that can be used")
    }
  }

  /// The smallest number of each known card that would do.
  private func fits(_ sizing: GPUSizing) -> String {
    var cards: [Double: String] = [:]
    for entry in (try? PriceBook(library: book.fresh).entries()) ?? [] {
      if let memory = entry.terms.memoryGB, cards[memory] == nil {
        cards[memory] = entry.reference
      }
    }
    let choices = cards.sorted { $0.key > $1.key }.compactMap { memory, reference in
      GPUSizing(subject: "", need: sizing.need, memory: memory).gpus.map {
        "\($0) of \(sizing.short(memory)) GB (as \(reference))"
      }
    }
    guard !choices.isEmpty else {
      let most = cards.keys.max().map { ", at most \(sizing.short(8 * $0)) GB" } ?? ""
      return "no node of 8 known cards holds it\(most): use a leaner method, or give `gpus:`"
    }
    return "what fits: \(choices.joined(separator: ", "))"
  }
}
