// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Experiments
import TestSupport
import Testing

@Suite("Prices by date")
struct PriceDateTests {
  static let origin = PriceLibrary.origin
  /// 2 and 6 until the end of January 2027, 3 and 6 until mid-March, then 1 and 4.
  let shop = PriceLibrary(
    entries: """
      m:
        end_of_life: 2027-09-16
        successor: shop/next
        prices:
          - { from: 2026-06-01, input_per_mtok: 2, output_per_mtok: 6, \(origin) }
          - { from: 2027-02-01, input_per_mtok: 3, output_per_mtok: 6, \(origin) }
          - { from: 2027-03-15, input_per_mtok: 1, output_per_mtok: 4, \(origin) }
      short: { prices: [ { to: 2027-03-01, input_per_mtok: 2, output_per_mtok: 6, per_gpu_hour: 1, training_per_mtok: 1, \(origin) } ] }
      wide:
        prices:
          - { input_per_mtok: 2, output_per_mtok: 6, \(origin) }
          - { from: 2027-02-01, input_per_mtok: { uniform: { low: 1, high: 2 } }, output_per_mtok: 6, \(origin) }
      gone: { prices: [ { to: 2026-06-01, input_per_mtok: 2, output_per_mtok: 6, \(origin) } ] }
      """)
  let end = "end_of_life: { at_month: 8, then: { fall_back_to: a } }"

  func experiment(
    _ keys: String, more: String? = nil, start: String? = "2026-12", months: Int = 6
  ) throws -> Experiment {
    try shop.read(
      PriceLibrary.experiment(
        PriceLibrary.perToken(keys), more: more ?? "", start: start, months: months))
  }

  func problem(
    _ keys: String, more: String? = nil, start: String? = "2026-12", months: Int = 6
  ) -> String {
    do {
      _ = try experiment(keys, more: more, start: start, months: months)
      return ""
    } catch { return "\(error)" }
  }

  /// A request takes 10⁶ prompt tokens and 0.5 · 10⁶ output tokens: input price + half the output's.
  func costs(_ experiment: Experiment) throws -> [Double] {
    try experiment.baseCase().costs[1].dropFirst().map { $0 / 1e6 }
  }

  @Test("In a month those prices hold that are in force on its first day")
  func months() throws {
    let experiment = try experiment("model: shop/m")
    // December, January 2 + 3; February, March 3 + 3; April, May 1 + 2.
    #expect(try costs(experiment) == [5, 5, 6, 6, 3, 3])
    guard case .perToken(let pricing) = experiment.model.options[1].serving else { return }
    #expect(pricing.datedPrices.map(\.fromMonth) == [2, 4])
    #expect(experiment.warnings.isEmpty)
  }

  @Test("A price that the file gives holds in all months")
  func override() throws {
    #expect(try costs(experiment("model: shop/m, input_per_mtok: 7")) == [10, 10, 10, 10, 9, 9])
    let both = try experiment("model: shop/m, input_per_mtok: 7, output_per_mtok: 2")
    #expect(try costs(both) == [8, 8, 8, 8, 8, 8])
  }

  @Test("Without a start those prices hold that did when they were checked")
  func noStart() throws {
    #expect(try costs(experiment("model: shop/m", start: nil)) == [5, 5, 5, 5, 5, 5])
    #expect(problem("model: shop/gone", start: nil).contains("no price in force on the day"))
  }

  @Test("A later start begins with the later price; an earlier one has none")
  func otherStarts() throws {
    #expect(try costs(experiment("model: shop/m", start: "2027-03")) == [6, 3, 3, 3, 3, 3])
    #expect(problem("model: shop/m", start: "2026-05").contains("no price in force on 2026-05-01"))
  }

  @Test("Dated prices of the file are counted by months or dates, and stay where not given")
  func ownDates() throws {
    let experiment = try experiment(
      "input_per_mtok: 1, output_per_mtok: 2, "
        + "dated_prices: [ { from_month: 1, input_per_mtok: 4 }, "
        + "{ date: 2027-02-15, output_per_mtok: 0 } ]")
    // 1 + 1; from month 2 4 + 1; from 2.5 months, so from month 3, 4.
    #expect(try costs(experiment) == [2, 5, 4, 4, 4, 4])
    let keys = "input_per_mtok: 1, output_per_mtok: 2, dated_prices: "
    #expect(problem(keys + "[ { input_per_mtok: 4 } ]").contains("from_month: missing"))
    #expect(
      problem(keys + "[ { from_month: 2 }, { from_month: 2 } ]").contains("not after the prices"))
    #expect(
      problem(keys + "[ { date: 2027-02-15 } ]", start: nil).contains("a date without a start"))
    #expect(problem(keys + "[ { date: 2027-02-15, from_month: 1 } ]").contains("a date as well"))
    #expect(problem(keys + "[ { from_month: 1, price: 2 } ]").contains("unknown key"))
    #expect(problem(keys + "5").contains("where a list is expected"))
  }

  @Test("A price that ends within the horizon is an error unless it is not needed any more")
  func expiry() throws {
    #expect(
      problem("model: shop/short").contains(
        "shop/short has no price in force on 2027-03-01, the first of month 4"))
    #expect(problem("model: shop/short", months: 3) == "")
    #expect(problem("model: shop/short, input_per_mtok: 1, output_per_mtok: 1") == "")
    func ending(_ month: String) -> String {
      problem(
        "model: shop/short",
        more: "end_of_life: { at_month: \(month), then: { fall_back_to: a } }")
    }
    #expect(ending("3.5") == "")
    #expect(ending("4").contains("no price in force"))
    #expect(ending("{ uniform: { low: 1, high: 3 } }") == "")
    #expect(ending("{ uniform: { low: 1, high: 5 } }").contains("no price in force"))
  }

  @Test("A rental whose price ends is an error where it serves and a warning where it trains")
  func rentalExpiry() throws {
    let serving = PriceLibrary.experiment("dedicated: { gpu: shop/short }", months: 6)
    #expect(shop.problems(serving).contains { $0.contains("no price in force on 2027-03-01") })
    let training = PriceLibrary.experiment(
      "fixed: { per_month: 1 }",
      more: "project: { training: { hosted_tokens: { model: shop/short, tokens: 1 } } }", months: 6)
    let warnings = try shop.read(training).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("retraining pays the price of the start") == true)
  }

  @Test("An end of life within the horizon is warned of, with the successor")
  func endOfLife() throws {
    let warnings = try experiment("model: shop/m", months: 12).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("shop/m is switched off on 2027-09-16") == true)
    #expect(warnings.first?.contains("its successor is shop/next") == true)
    #expect(try experiment("model: shop/m", more: end, months: 12).warnings.isEmpty)
    #expect(try experiment("model: shop/m", months: 9).warnings.isEmpty)
    #expect(try experiment("model: shop/m", start: nil, months: 12).warnings.isEmpty)
  }

  @Test("An end of life without a time takes the book's")
  func endFromBook() throws {
    let action = "end_of_life: { then: { fall_back_to: a } }"
    let experiment = try experiment("model: shop/m", more: action, months: 12)
    // 15 of September's 30 days, after nine months.
    #expect(experiment.model.options[1].endOfLife?.atMonth == .constant(9.5))
    #expect(experiment.prices.first?.filled.last == .init("end_of_life", .text("2027-09-16")))
    #expect(problem("model: shop/m", more: action, start: nil).contains("give `start: 2026-12`"))
    #expect(problem("model: shop/wide", more: action).contains("at_month: missing"))
  }

  @Test("A price that a later period does not have is an error where it is needed")
  func absentLater() {
    let cached = PriceLibrary(
      entries: """
        m:
          prices:
            - { input_per_mtok: 2, cached_input_per_mtok: 1, output_per_mtok: 6, \(Self.origin) }
            - { from: 2027-02-01, input_per_mtok: 2, output_per_mtok: 6, \(Self.origin) }
            - { from: 2027-04-01, input_per_mtok: 2, \(Self.origin) }
        """)
    func problems(_ keys: String, months: Int) -> [String] {
      cached.problems(
        PriceLibrary.experiment(PriceLibrary.perToken("model: shop/m\(keys)"), months: months))
    }
    let cache = ", cached_prefix_tokens: 2000, cache_hit_rate: 1"
    #expect(problems("", months: 4) == [])
    #expect(problems(cache, months: 2) == [])
    #expect(
      problems(cache, months: 4).first?.contains(
        "shop/m has no cached_input_per_mtok from month 3; absent is not 0") == true)
    #expect(problems("\(cache), cached_input_per_mtok: 1", months: 4) == [])
    #expect(problems("", months: 5).first?.contains("no output_per_mtok from month 5") == true)
  }

  @Test("An uncertain price of later is an input of its own")
  func uncertain() throws {
    let experiment = try experiment("model: shop/wide")
    #expect(experiment.inputs.map(\.name) == ["prices.shop.wide.input_per_mtok.2027-02-01"])
    #expect(try costs(experiment) == [5, 5, 4.5, 4.5, 4.5, 4.5])
  }
}
