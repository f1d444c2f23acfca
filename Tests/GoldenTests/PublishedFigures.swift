// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Foundation

/// The computable figures of "Fine-tuning vs prompting" (yashbogam.me, 2026).
enum PublishedFigures {
  static let all: [PublishedFigure] = [
    structural, training, hostedTraining, shortening, workedCase, crossover, rentals, comparators,
    projects,
  ].flatMap { $0 }

  // MARK: Break-even requests: 3,000 tokens shortened to 500, "100k to 1M requests"

  private static func structural(
    _ id: String, _ base: Double, _ tuned: Double, _ upfront: Double, _ requests: Double
  ) -> PublishedFigure {
    PublishedFigure(
      id, "requests to break even with \(Int(upfront)) USD upfront",
      published: "100,000 to 1,000,000",
      requests
    ) {
      Constant.value(
        Constant.model(
          Constant.perToken(3_000, 0, base, 0), Constant.perToken(500, 0, tuned, 0),
          upfront: upfront, requests: 1_000),
        .breakevenRequests)
    }
  }

  private static let structural: [PublishedFigure] = [
    structural("G1a at 100k", 2.5, 2.5, 625, 100_000),
    structural("G1a at 1M", 2.5, 2.5, 6_250, 1_000_000),
    structural("G1b at 100k", 2.5, 3.75, 562.5, 100_000),
    structural("G1b at 1M", 2.5, 3.75, 5_625, 1_000_000),
    structural("G1c at 100k", 2.5, 0.3, 735, 100_000),
    structural("G1c at 1M", 2.5, 0.3, 7_350, 1_000_000),
    structural("G1d at 100k", 3, 3, 750, 100_000),
    structural("G1d at 1M", 3, 3, 7_500, 1_000_000),
    structural("G1e at 100k", 0.15, 0.3, 30, 100_000),
    structural("G1e at 1M", 0.15, 0.3, 300, 1_000_000),
    structural("G1f at 100k", 30, 30, 7_500, 100_000),
    structural("G1f at 1M", 30, 30, 75_000, 1_000_000),
    PublishedFigure(
      "G1g", "requests to break even with the source's own 19,400 USD upfront",
      published: "100,000 to 1,000,000", 2_639_455.7823129254
    ) {
      Constant.value(
        Constant.model(
          Constant.perToken(3_000, 0, 2.5, 0), Constant.perToken(500, 0, 0.3, 0),
          upfront: 19_400, requests: 1_000),
        .breakevenRequests)
    },
  ]

  // MARK: Training runs

  private static func project(
    _ id: String, _ runs: Double, _ failed: Double, _ meaning: FailedShareMeaning,
    _ expected: Double
  ) -> PublishedFigure {
    PublishedFigure(
      id, "USD for \(Int(runs)) runs at 5, \(failed) of the spend failed (\(meaning.rawValue))",
      published: "15 to 25", expected
    ) {
      Constant.training(
        Training(
          run: .amount(5), runs: .constant(runs), failedShare: .constant(failed),
          failedShareMeaning: meaning))
    }
  }

  private static func rental(
    _ hours: Double, _ price: Double, setup: Double, speedup: Double = 1
  ) -> Double {
    var rental = GPURental(pricePerGPUHour: .level(.constant(price)))
    rental.hours = .constant(hours)
    rental.setupPerRun = .constant(setup)
    rental.speedup = .constant(speedup)
    return Constant.training(Training(run: .gpuRental(rental)))
  }

  private static let training: [PublishedFigure] = runs + failures

  private static let runs: [PublishedFigure] = [
    PublishedFigure("G4 gpu", "USD of GPU for 4.5 h at 0.52", published: "2.34", 2.34) {
      rental(4.5, 0.52, setup: 0)
    },
    PublishedFigure("G4 all-in", "USD with 0.80 for setup", published: "3.12", 3.14) {
      rental(4.5, 0.52, setup: 0.8)
    },
    PublishedFigure("G6", "hours for 4.5 h at twice the speed", published: "2.5", 2.25) {
      rental(4.5, 1, setup: 0, speedup: 2)
    },
    project("G5a-3", 3, 0.4, .included, 15), project("G5a-4", 4, 0.4, .included, 20),
    project("G5a-5", 5, 0.4, .included, 25),
  ]

  private static let failures: [PublishedFigure] = {
    var figures: [PublishedFigure] = []
    for failed in [0.3, 0.5] {
      for runs in [3.0, 4, 5] {
        let id = "G5bc-\(Int(runs))-\(failed)"
        let markup = runs * 5 * (1 + failed)
        let grossUp = runs * 5 / (1 - failed)
        figures.append(project("\(id) markup", runs, failed, .ofProductiveSpend, markup))
        figures.append(project("\(id) gross-up", runs, failed, .ofTotalSpend, grossUp))
      }
    }
    return figures
  }()

  // MARK: 50,000,000 tokens, 3 epochs

  private static func hosted(_ name: String, _ price: Double, _ cost: Double) -> PublishedFigure {
    PublishedFigure("G7-\(name)", "USD for 150,000,000 training tokens", cost) {
      Constant.training(
        Training(
          run: .hostedTokens(
            tokens: 50_000_000, epochs: 3, pricePerMtok: .constant(price), validationTokens: 0,
            evaluations: 0)))
    }
  }

  private static let hostedTraining: [PublishedFigure] = [
    hosted("gpt4o", 25, 3_750),
    hosted("gpt4o_mini", 3, 450),
    hosted("gpt4_legacy", 90, 13_500),
    hosted("gemini25_pro", 25, 3_750),
    hosted("gemini25_flash", 5, 750),
    hosted("gemini25_flash_lite", 1.5, 225),
    hosted("gemma3_27b", 6.83, 1_024.5),
    hosted("gemma3_4b", 1.14, 171),
    hosted("llama33_70b", 6.72, 1_008),
    hosted("llama31_8b", 0.67, 100.5),
    hosted("qwen3_32b", 6.57, 985.5),
    hosted("together_le16_lora", 0.48, 72),
    hosted("together_le16_full", 0.54, 81),
    hosted("together_17_69_lora", 1.5, 225),
    hosted("together_17_69_full", 1.65, 247.5),
    hosted("together_70_100_lora", 2.9, 435),
    hosted("together_70_100_full", 3.2, 480),
  ]

  // MARK: Four prompts shortened at 300,000 requests a month

  /// Monthly costs before and after, and the saving that was published.
  private static func task(
    _ name: String, _ before: Double, _ after: Double, _ output: Double, base: Double,
    tuned: Double, published: Double
  ) -> [PublishedFigure] {
    let prompted = Constant.perToken(before, output, 0.15, 0.6)
    let finetuned = Constant.perToken(after, output, 0.3, 1.2)
    let requests = 300_000.0
    return [
      PublishedFigure("G8-\(name) base", "USD a month with the long prompt", base) {
        Constant.monthly(prompted, requests: requests)
      },
      PublishedFigure("G8-\(name) tuned", "USD a month after tuning", tuned) {
        Constant.monthly(finetuned, requests: requests)
      },
      PublishedFigure(
        "G8-\(name) saving", "USD saved a month", published: "\(Int(published))", base - tuned
      ) {
        Constant.value(Constant.model(prompted, finetuned, requests: requests), .netSaving)
      },
      // What was published prices the saved tokens at the tuned model's rate, and no output at all.
      PublishedFigure(
        "G8-\(name) as published", "USD a month of saved tokens at the tuned price",
        published: "\(Int(published))", published
      ) {
        Constant.monthly(Constant.perToken(before - after, 0, 0.3, 0), requests: requests)
      },
    ]
  }

  private static let shortening: [PublishedFigure] =
    task("simple", 800, 200, 50, base: 45, tuned: 36, published: 54)
    + task("entity", 1_200, 400, 200, base: 90, tuned: 108, published: 72)
    + task("content", 2_000, 500, 1_000, base: 270, tuned: 405, published: 135)
    + task("complex", 3_000, 1_000, 2_000, base: 495, tuned: 810, published: 180)

  // MARK: The worked case and a second one

  private static func served(
    _ name: String, _ prompt: Double, _ input: Double, _ output: Double, perRequest: Double,
    monthly: Double
  ) -> [PublishedFigure] {
    let serving = Constant.perToken(prompt, 100, input, output)
    return [
      PublishedFigure("G11-\(name) per request", "USD a request", perRequest) {
        Constant.monthly(serving, requests: 1)
      },
      PublishedFigure(
        "G11-\(name) monthly", "USD a month at 9,000,000 requests", monthly
      ) {
        Constant.monthly(serving, requests: 9_000_000)
      },
    ]
  }

  private static let workedCase: [PublishedFigure] =
    served("gpt4o", 1_500, 2.5, 10, perRequest: 0.00475, monthly: 42_750)
    + served("ft_mini", 300, 0.3, 1.2, perRequest: 0.00021, monthly: 1_890)
    + served("self", 300, 0.2, 0.6, perRequest: 0.00012, monthly: 1_080)
    + served("mini_prompted", 1_500, 0.15, 0.6, perRequest: 0.000285, monthly: 2_565)
    + served("luna", 1_500, 0.1, 0.5, perRequest: 0.0002, monthly: 1_800) + pullflow

  private static let pullflow: [PublishedFigure] = [
    PublishedFigure("G10 months", "months to pay 12,000 USD back", published: "9", 9.6) {
      Constant.value(monthlyAmounts, .paybackMonths)
    },
    PublishedFigure("G10 requests", "requests to break even", 480_000) {
      Constant.value(monthlyAmounts, .breakevenRequests)
    },
  ]

  /// 1,500 a month against 250 and 12,000 upfront, at 50,000 requests a month.
  private static let monthlyAmounts = Constant.model(
    .fixed(FixedCost(perMonth: 1_500)), .fixed(FixedCost(perMonth: 250)), upfront: 12_000,
    requests: 50_000, months: 36)

  // MARK: One model, two payback rules: the crossover volume

  private static func crossover(
    _ months: Int, published: String = "", _ requests: Double
  ) -> PublishedFigure {
    PublishedFigure(
      "G13-\(months)", "requests a month that pay back in \(months) months", published: published,
      requests
    ) {
      Constant.value(
        Constant.model(
          .fixed(FixedCost(perRequest: 0.00475)), .fixed(FixedCost(perRequest: 0.00021)),
          upfront: 19_400, requests: 300_000, months: months),
        .crossoverRequestsPerMonth)
    }
  }

  private static let crossover: [PublishedFigure] = [
    crossover(6, published: "500,000 to 1,000,000", 712_187.9588839941),
    crossover(12, published: "300,000 to 500,000", 356_093.9794419971),
    crossover(24, 178_046.98972099853), crossover(36, 118_697.99314733235),
  ]
}
