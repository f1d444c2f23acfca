// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import TestSupport
import Testing

@Suite("The price book")
struct PriceBookTests {
  let book = PriceBook(library: projectPath("distributions"))

  func price(_ reference: String, _ key: PriceKey) throws -> Double? {
    guard case .known(let value)? = try book.entry(reference).current?.figure(key) else {
      return nil
    }
    return value
  }

  /// Prices as their sources print them.
  static let published: [(entry: String, key: PriceKey, value: Double)] = [
    ("openai/gpt-4o", .inputPerMtok, 2.50), ("openai/gpt-4o", .outputPerMtok, 10),
    ("openai/gpt-4o", .cachedInputPerMtok, 1.25), ("openai/gpt-6-luna", .outputPerMtok, 0.50),
    ("openai/ft:gpt-4o", .inputPerMtok, 3.75), ("openai/ft:gpt-4o", .outputPerMtok, 15),
    ("openai/ft:gpt-4o", .cachedInputPerMtok, 1.875), ("openai/ft:gpt-4o", .trainingPerMtok, 25),
    ("openai/ft:gpt-4o-mini", .inputPerMtok, 0.30), ("openai/ft:gpt-4o-mini", .outputPerMtok, 1.20),
    ("openai/ft:gpt-4o-mini", .trainingPerMtok, 3), ("openai/ft:gpt-4", .trainingPerMtok, 90),
    ("openai/ft:gpt-4", .inputPerMtok, 45), ("openai/ft:gpt-4", .outputPerMtok, 90),
    ("openai/rft:o4-mini", .trainingPerHour, 100),
    ("google/gemini-2.5-pro", .trainingPerMtok, 25),
    ("google/gemini-2.5-flash", .trainingPerMtok, 5),
    ("google/gemini-2.5-flash-lite", .trainingPerMtok, 1.50),
    ("google/gemma-3-27b", .trainingPerMtok, 6.83), ("google/gemma-3-4b", .trainingPerMtok, 1.14),
    ("google/llama-3.3-70b", .trainingPerMtok, 6.72),
    ("google/llama-3.1-8b", .trainingPerMtok, 0.67), ("google/qwen-3-32b", .trainingPerMtok, 6.57),
    ("together/lora-up-to-16b", .trainingPerMtok, 0.48),
    ("together/full-up-to-16b", .trainingPerMtok, 0.54),
    ("together/lora-17b-69b", .trainingPerMtok, 1.50),
    ("together/full-17b-69b", .trainingPerMtok, 1.65),
    ("together/lora-70b-100b", .trainingPerMtok, 2.90),
    ("together/full-70b-100b", .trainingPerMtok, 3.20),
    ("together/h100", .perGPUHour, 3.99), ("vast-ai/rtx-4090", .perGPUHour, 0.44),
    ("thunder/a100-40gb", .perGPUHour, 0.78), ("lambda/a100-40gb", .perGPUHour, 1.29),
    ("vast-ai/a100-80gb", .perGPUHour, 0.44), ("runpod/a100-80gb", .perGPUHour, 1.19),
    ("aws/a100-80gb", .perGPUHour, 2.40), ("runpod/h100", .perGPUHour, 1.99),
    ("market/h100", .perGPUHour, 3), ("market/h100-premium", .perGPUHour, 4),
    ("commodity/llama-3-8b", .inputPerMtok, 0.20), ("commodity/llama-3-8b", .outputPerMtok, 0.60),
  ]

  @Test("Prices are those of their sources", arguments: published)
  func prices(entry: String, key: PriceKey, value: Double) throws {
    #expect(try price(entry, key) == value)
  }

  @Test("A price that is not known is absent, not 0")
  func absent() throws {
    #expect(try price("openai/ft:gpt-3.5-turbo", .trainingPerMtok) == nil)
    #expect(try price("google/gemma-3-27b", .inputPerMtok) == nil)
  }

  @Test("Each file of the project is without mistakes, each reference its own, each price sourced")
  func whole() throws {
    let entries = try book.entries()
    #expect(Set(entries.map(\.reference)).count == entries.count)
    #expect(Set(entries.map { $0.reference.prefix { $0 != "/" } }).count == book.vendorIDs.count)
    for entry in entries {
      for period in entry.periods {
        #expect(!period.origin.source.isEmpty && !period.prices.isEmpty, "\(entry.reference)")
      }
      if let successor = entry.successor { _ = try book.entry(successor) }
    }
  }

  @Test("What is not there is named with what is near")
  func unknown() {
    func message(_ reference: String) -> String {
      do {
        _ = try book.entry(reference)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message("openai/gpt-4oo").contains("did you mean `openai/gpt-4o`?"))
    #expect(message("opnai/gpt-4o").contains("did you mean `openai`?"))
    #expect(message("gpt-4o").contains("write it as vendor/entry"))
    #expect(message("../etc/passwd").contains("write it as vendor/entry"))
  }

  // MARK: Mistakes

  static let good = "m: { name: M, prices: [ { input_per_mtok: 1, output_per_mtok: 2, O } ] }"

  /// What replaces what in a good file, and what must be said.
  static let mistakes: [(old: String, new: String, message: String)] = [
    ("name: M", "nmae: M", "shop.yaml:4:8: entries.m.nmae: unknown key; did you mean `name`?"),
    ("input_per_mtok: 1", "input_per_mtok: -1", "input_per_mtok: -1 is negative"),
    (
      "input_per_mtok: 1", "input_per_mtok: one",
      "input_per_mtok: “one” where a quantity is expected"
    ),
    ("input_per_mtok: 1", "input_per_mtok: null", "input_per_mtok: empty; give a price"),
    ("input_per_mtok: 1", "inputs_per_mtok: 1", "did you mean `input_per_mtok`?"),
    (
      "input_per_mtok: 1", "input_per_mtok: { normal: { mean: 1, sd: 1 } }",
      "falls below 0 with probability 0.159"
    ),
    ("input_per_mtok: 1", "input_per_mtok: 2 to 1", "give the 5 % and the 95 % point"),
    ("input_per_mtok: 1", "batch_discount: 1.5", "batch_discount: 1.5 is too large"),
    (
      "input_per_mtok: 1", "per_gpu_minute: { uniform: { low: 1, high: 2 } }",
      "per_gpu_minute: a distribution; give the distribution of `per_gpu_hour`"
    ),
    (
      "input_per_mtok: 1", "per_gpu_minute: 1, per_gpu_hour: 60",
      "per_gpu_minute: a price per hour as well"
    ),
    ("source: a, ", "", "prices[1].source: missing"),
    ("checked: 2026-11-23, ", "", "prices[1].checked: missing"),
    (", confidence: high", "", "prices[1].confidence: missing"),
    ("confidence: high", "confidence: sure", "“sure” is not a confidence"),
    ("2026-11-23", "2026-11-31", "“2026-11-31” is not a date"),
    ("{ input", "{ from: 2026-02-30, input", "“2026-02-30” is not a date"),
    ("{ input", "{ from: 2026-02-01, to: 2026-02-01, input", "2026-02-01 is not after 2026-02-01"),
    ("{ name: M, prices: [ ", "{ name: M, x: [ ", "entries.m.prices: missing"),
    ("name: M", "name: M, tier: cheap", "“cheap” is not one of spot, mainstream, premium"),
    ("name: M", "name: M, end_of_life: soon", "“soon” is not a date"),
    ("name: M", "name: M, memory_gb: 0", "memory_gb: 0 is too small"),
    (
      "prices: [ ", "prices: [ { from: 2026-03-01, to: 2026-06-01, input_per_mtok: 1, O }, ",
      "prices[2].from: missing; only the first of several prices may do without"
    ),
    (
      "prices: [ {",
      "prices: [ { from: 2026-03-01, to: 2026-06-01, input_per_mtok: 1, O }, { from: 2026-05-31,",
      "2026-05-31 is before 2026-06-01, where the price before it ends"
    ),
    (
      "prices: [ {", "prices: [ { from: 2026-03-01, input_per_mtok: 1, O }, { from: 2026-03-01,",
      "2026-03-01 is not after 2026-03-01, where the price before it begins"
    ),
  ]

  @Test("A mistake in a price file is told with its place", arguments: mistakes)
  func mistake(old: String, new: String, message: String) {
    let text = Self.good.replacing("O }", with: "\(PriceLibrary.origin) }")
    #expect(text.contains(old))
    let changed = text.replacing(old, with: new, maxReplacements: 1)
      .replacing(" O }", with: " \(PriceLibrary.origin) }")
    let experiment = PriceLibrary.experiment(PriceLibrary.perToken("model: shop/m"))
    let found = PriceLibrary(entries: changed).problems(experiment)
    #expect(found.contains { $0.contains(message) }, "found \(found)")
    #expect(PriceLibrary(entries: text).problems(experiment) == [])
  }

  @Test("A file that is no YAML is told as such, and not as a vendor that is not there")
  func unreadable() {
    let found = PriceLibrary(entries: "m: { prices: [").problems(
      PriceLibrary.experiment(PriceLibrary.perToken("model: shop/m")))
    #expect(found.count == 2)
    #expect(found.contains { $0.contains("shop.yaml") && $0.contains("not YAML") })
    #expect(found.contains { $0.contains("shop.yaml of the price book cannot be read") })
  }
}
