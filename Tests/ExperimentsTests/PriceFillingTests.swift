// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Prices by name in an experiment")
struct PriceFillingTests {
  static let origin = PriceLibrary.origin
  let shop = PriceLibrary(
    entries: """
      m: { cache_minimum_tokens: 512, cache_block_tokens: 64, prices: [ { input_per_mtok: 2, cached_input_per_mtok: 1, output_per_mtok: 6, batch_discount: 0.25, training_per_mtok: 8, \(origin) } ] }
      bare: { prices: [ { output_per_mtok: 6, \(origin) } ] }
      none: { prices: [] }
      gpu: { memory_gb: 80, prices: [ { per_gpu_minute: 0.0665, \(origin) } ] }
      wide: { memory_gb: 24, prices: [ { per_gpu_hour: { uniform: { low: 0.5, high: 1 } }, \(origin) } ] }
      hour: { training_hours_rounding: 0.01, prices: [ { training_per_hour: 100, \(origin) } ] }
      """)

  func pricing(_ keys: String) throws -> PerToken {
    let experiment = try shop.read(
      PriceLibrary.experiment(PriceLibrary.perToken("model: shop/m\(keys)")))
    guard case .perToken(let pricing) = experiment.model.options[1].serving else {
      throw InvalidInput(file: "", fault: "not by the token", remedy: "")
    }
    return pricing
  }

  func problem(_ serving: String, more: String = "") -> String {
    shop.problems(PriceLibrary.experiment(serving, more: more)).joined(separator: "\n")
  }

  @Test("A model fills every price and term that the file leaves out")
  func fills() throws {
    let pricing = try pricing(", cached_prefix_tokens: 900, cache_hit_rate: 0.5")
    #expect(pricing.inputPerMtok == 2 && pricing.outputPerMtok == 6)
    #expect(pricing.batchDiscount == 0.25)
    #expect(pricing.cache?.cachedInputPerMtok == 1)
    #expect(pricing.cache?.minimumTokens == 512 && pricing.cache?.blockTokens == 64)
  }

  @Test("A key beside the model overrides that one price, and the record says so")
  func overrides() throws {
    let experiment = try shop.read(
      PriceLibrary.experiment(PriceLibrary.perToken("model: shop/m, input_per_mtok: 3")))
    guard case .perToken(let pricing) = experiment.model.options[1].serving else { return }
    #expect(pricing.inputPerMtok == 3 && pricing.outputPerMtok == 6)
    let use = try #require(experiment.prices.first)
    #expect(experiment.prices.count == 1)
    #expect(use.entry == "shop/m" && use.option == "b")
    #expect(use.key == "options.b.serving.per_token.model")
    #expect(use.checked == "2026-11-23" && use.confidence == "high")
    #expect(use.overrides.map(\.key) == ["input_per_mtok"])
    #expect(use.overrides.map(\.book) == [.number(2)])
    #expect(use.overrides.map(\.used) == [.number(3)])
    #expect(!use.filled.map(\.key).contains("input_per_mtok"))
    #expect(experiment.files.map(\.name).last?.hasSuffix("/prices/shop.yaml") == true)
  }

  @Test("What the book does not have is an error, not 0, and may be given beside")
  func absent() {
    let message = problem(PriceLibrary.perToken("model: shop/bare"))
    #expect(
      message.contains("shop/bare has no input_per_mtok in the price book; absent is not 0"))
    #expect(!message.contains("output_per_mtok"))
    #expect(problem(PriceLibrary.perToken("model: shop/bare, input_per_mtok: 1")) == "")
    #expect(
      problem(PriceLibrary.perToken("model: shop/bare, input_per_mtok: 1, batch_share: 0.5"))
        .contains("no batch_discount"))
    #expect(
      problem(
        PriceLibrary.perToken(
          "model: shop/bare, input_per_mtok: 1, cached_prefix_tokens: 2_000, cache_hit_rate: 1")
      ).contains("cached_input_per_mtok: missing"))
    #expect(problem(PriceLibrary.perToken("model: shop/none")).contains("no output_per_mtok"))
    #expect(problem("dedicated: { gpu: shop/m }").contains("shop/m has no per_gpu_hour"))
    #expect(
      problem(
        "fixed: { per_month: 1 }",
        more: "project: { training: { hosted_hours: { model: shop/m, hours: 1 } } }"
      ).contains("shop/m has no training_per_hour"))
  }

  @Test("An entry that is not there is told once, with the nearest")
  func unknown() {
    let message = problem(PriceLibrary.perToken("model: shop/mm"))
    #expect(message.contains("did you mean `shop/m`?"))
    #expect(!message.contains("\n"))
    #expect(problem(PriceLibrary.perToken("model: [shop]")).contains("a list is not an entry"))
  }

  @Test("A name that is not there hides no other mistake")
  func both() {
    let found = shop.problems(
      PriceLibrary.experiment("per_token: { output_tokens: 1, model: shop/mm }"))
    #expect(found.count == 2)
    #expect(found.contains { $0.contains("prompt_tokens: missing") })
  }

  @Test("An input may not take the name of a price")
  func nameTaken() {
    let text = PriceLibrary.experiment("dedicated: { gpu: shop/wide }")
      .replacing("options:", with: "inputs: { prices.shop.wide.per_gpu_hour: 3 }\noptions:")
    let found = shop.problems(text)
    #expect(found.count == 1)
    #expect(found.first?.contains("there is an input prices.shop.wide.per_gpu_hour") == true)
  }

  @Test("Money of another currency is refused")
  func currency() {
    var euros = shop
    euros.currency = "EUR"
    let found = euros.problems(PriceLibrary.experiment(PriceLibrary.perToken("model: shop/m")))
    #expect(found.count == 1)
    #expect(found.first?.contains("its prices are in EUR, the experiment's money is USD") == true)
  }

  @Test("An uncertain price is one input wherever its entry is used")
  func uncertain() throws {
    let experiment = try shop.read(
      PriceLibrary.experiment(
        "dedicated: { gpu: shop/wide }",
        more: "project: { training: { gpu_rental: { gpu: shop/wide, hours: 4 } } }"))
    #expect(experiment.inputs.map(\.name) == ["prices.shop.wide.per_gpu_hour"])
    #expect(try experiment.baseCase().inputs == [0.75])
    guard case .dedicated(let serving) = experiment.model.options[1].serving,
      case .gpuRental(let rental)? = experiment.model.options[1].project?.training?.run
    else { throw InvalidInput(file: "", fault: "not rented", remedy: "") }
    #expect(serving.pricePerGPUHour == .level(.input(0)))
    #expect(rental.pricePerGPUHour == .level(.input(0)))
    #expect(experiment.resolved.json().contains("\"prices.shop.wide.per_gpu_hour\": {"))
  }

  @Test("60 minutes are an hour: 0.0665 a minute is 3.99")
  func minutes() throws {
    let experiment = try shop.read(PriceLibrary.experiment("dedicated: { gpu: shop/gpu }"))
    guard case .dedicated(let serving) = experiment.model.options[1].serving else { return }
    #expect(serving.pricePerGPUHour == .level(3.99))
  }

  /// 2.557 hours are billed as 2.56; 1,000 samples of 300 and 50 tokens at 2 and 6 cost 0.90.
  @Test("Hours are rounded as the vendor does, and grader tokens come on top")
  func hours() throws {
    let experiment = try shop.read(
      PriceLibrary.experiment(
        "fixed: { per_month: 1 }",
        more: """
          project:
            training:
              hosted_hours:
                { model: shop/hour, hours: 2.557, grader_cost: 12, grader: { model: shop/m, samples: 1000, prompt_tokens: 300, output_tokens: 50 } }
          """))
    let cost =
      try experiment.baseCase()
      .outcomes[OutputColumn(option: 1, metric: .upfrontCost)] ?? .nan
    #expect(abs(cost - (256 + 12 + 0.90)) < 1e-9)
  }

  @Test("Training tokens take the entry's training price: 15M tokens, 3 epochs at 8 is 360")
  func tokens() throws {
    let experiment = try shop.read(
      PriceLibrary.experiment(
        "fixed: { per_month: 1 }",
        more: "project: { training: { hosted_tokens: { model: shop/m, tokens: 15e6, epochs: 3 } } }"
      ))
    let cost = try experiment.baseCase()
      .outcomes[OutputColumn(option: 1, metric: .upfrontCost)]
    #expect(cost == 360)
  }

  @Test("A process beside a GPU overrides its price")
  func process() throws {
    let text = PriceLibrary.experiment(
      "dedicated: { gpu: shop/gpu, price_per_gpu_hour: spot }"
    ).replacing(
      "options:",
      with:
        "processes: { spot: { mean_reverting: { start: 1, reversion: 0.5, volatility: 0 } } }\noptions:"
    )
    let experiment = try shop.read(text)
    #expect(experiment.prices.first?.overrides.map(\.used) == [.text("spot")])
    #expect(experiment.prices.first?.overrides.map(\.book) == [.number(3.99)])
  }
}
