// SPDX-License-Identifier: GPL-3.0-or-later

import CostModel
import Foundation

/// Training runs on rented GPUs, the comparators that the source leaves out, and what projects cost.
extension PublishedFigures {
  // MARK: Training runs: hours and prices of the tables, against the all-in costs beside them

  private static func rental(
    _ id: String, _ gpus: Double, _ hours: Double, _ price: Double, published: String = "",
    _ cost: Double
  ) -> PublishedFigure {
    PublishedFigure(
      id, "USD for \(gpus.formatted()) GPU × \(hours.formatted()) h × \(price.formatted())",
      published: published, cost
    ) {
      var rental = GPURental(pricePerGPUHour: .level(.constant(price)))
      rental.gpus = .constant(gpus)
      rental.hours = .constant(hours)
      return Constant.training(Training(run: .gpuRental(rental)))
    }
  }

  static let rentals: [PublishedFigure] = [
    rental("G3a spot", 1, 3, 0.44, published: "2 to 5", 1.32),
    rental("G3a mainstream", 1, 5, 1.00, published: "2 to 5", 5),
    rental("G3b spot", 1, 4, 0.44, published: "6 to 9", 1.76),
    rental("G3b mainstream low", 1, 4, 1.19, published: "6 to 9", 4.76),
    rental("G3b mainstream high", 1, 8, 1.19, published: "6 to 9", 9.52),
    rental("G3b premium", 1, 8, 2.40, published: "6 to 9", 19.2),
    rental("G3c spot", 1, 12, 0.44, published: "15 to 60", 5.28),
    rental("G3c mainstream", 1, 20, 1.19, published: "15 to 60", 23.8),
    rental("G3c premium", 1, 20, 2.40, published: "15 to 60", 48),
    rental("G3d 1 GPU", 1, 8, 1.19, published: "25 to 50", 9.52),
    rental("G3d 2 GPU low", 2, 8, 1.19, published: "25 to 50", 19.04),
    rental("G3d 2 GPU high", 2, 24, 1.19, published: "25 to 50", 57.12),
    rental("G3e low", 4, 10, 1.99, published: "200 to 400", 79.6),
    rental("G3e high", 4, 10, 4.00, published: "200 to 400", 160),
    rental("G3e 8 GPU", 8, 10, 4.00, published: "200 to 400", 320),
    rental("G3f low", 8, 12, 1.99, published: "500 to 1,000", 191.04),
    rental("G3f high", 8, 12, 4.00, published: "500 to 1,000", 384),
    PublishedFigure(
      "G7b", "USD for 2.547 h of reinforcement tuning, rounded", published: "255", 255
    ) {
      var job = HostedHours(hours: 2.547, pricePerHour: 100)
      job.rounding = 0.01
      return Constant.training(Training(run: .hostedHours(job)))
    },
  ]

  // MARK: What the worked case is not compared with

  private static func gpt4o(_ change: (inout PerToken) -> Void) -> Serving {
    var pricing = PerToken()
    pricing.promptTokens = 1_500
    pricing.outputTokens = 100
    pricing.inputPerMtok = 2.5
    pricing.outputPerMtok = 10
    change(&pricing)
    return .perToken(pricing)
  }

  private static func cached(block: Parameter) -> Serving {
    gpt4o {
      $0.cache = PerToken.Cache(
        cachedInputPerMtok: 1.25, prefixTokens: 1_200, hitRate: 1, blockTokens: block)
    }
  }

  private static func monthly(
    _ id: String, _ what: String, _ cost: Double, _ serving: Serving
  ) -> PublishedFigure {
    PublishedFigure(id, "USD a month, \(what)", cost) {
      Constant.monthly(serving, requests: 9_000_000)
    }
  }

  private static let endpoint = Serving.dedicated(Dedicated())

  private static func crossover(
    _ id: String, _ what: String, _ serving: Serving, _ requests: Double
  ) -> PublishedFigure {
    PublishedFigure(id, "requests a month from which a dedicated H100 pays, \(what)", requests) {
      Constant.monthly(endpoint, requests: 1) / Constant.monthly(serving, requests: 1)
    }
  }

  static let comparators: [PublishedFigure] = [
    monthly("G11e", "1,200 tokens cached", 29_250, cached(block: 1)),
    monthly("G11e blocks", "1,152 tokens cached in blocks of 128", 29_790, cached(block: 128)),
    monthly("G11f", "in batches", 21_375, gpt4o { $0.batchShare = 1 }),
    monthly("G11g", "tuned GPT-4o", 23_625, Constant.perToken(300, 100, 3.75, 15)),
    PublishedFigure(
      "G13b", "requests a month against GPT-4o mini, 36 months at 10 %", 8_294_198.17405418
    ) {
      Constant.value(
        Constant.model(
          Constant.perToken(1_500, 100, 0.15, 0.6), Constant.perToken(300, 100, 0.3, 1.2),
          upfront: 19_400, requests: 1, months: 36, discountRate: 0.1),
        .crossoverRequestsPerMonth)
    },
    PublishedFigure("G16", "discount of cached input", published: "0.5", 0.5) {
      func cost(_ price: Parameter) -> Double {
        Constant.monthly(
          gpt4o {
            $0.promptTokens = 1_024
            $0.outputTokens = 0
            $0.inputPerMtok = 3.75
            $0.cache = PerToken.Cache(
              cachedInputPerMtok: price, prefixTokens: 1_024, hitRate: 1)
          }, requests: 1)
      }
      return 1 - cost(1.875) / cost(3.75)
    },
    monthly("G21", "one dedicated H100 at 3.99", 2_912.7, endpoint),
    crossover("G21 gpt-4o", "GPT-4o", gpt4o { _ in }, 613_200),
    crossover(
      "G21 mini", "GPT-4o mini", Constant.perToken(1_500, 100, 0.15, 0.6), 10_220_000),
    crossover("G21 serverless", "serverless", Constant.perToken(300, 100, 0.2, 0.6), 24_272_500),
  ]

  // MARK: Labels, low volume, the definition case

  private static func lowVolume(_ upfront: Double, published: String, _ months: Double)
    -> PublishedFigure
  {
    PublishedFigure(
      "G9b \(Int(upfront))", "months at 100 requests a day", published: published, months
    ) {
      // 72 USD a month at 10,000 requests a day.
      Constant.value(
        Constant.model(
          .fixed(FixedCost(perRequest: 0.00024)), .fixed(FixedCost()),
          upfront: upfront, requests: 3_000, months: 240),
        .paybackMonths)
    }
  }

  private static func definition(_ name: String, _ value: Double, _ metric: Metric)
    -> PublishedFigure
  {
    PublishedFigure("G15 \(name)", "\(name) of the definition case", value) {
      var model = Constant.model(
        .fixed(FixedCost(perMonth: 1_500)), .fixed(FixedCost(perMonth: 138)), upfront: 16_050,
        requests: 1, months: 36, discountRate: 0.1)
      model.options[1].project?.training = Training(run: .amount(3_350))
      model.options[1].retraining = Retraining(everyMonths: 9)
      return Constant.value(model, metric)
    }
  }

  static let projects: [PublishedFigure] = [
    PublishedFigure("G12 low", "USD for 10,000 labels at 0.50", published: "5,000 to 20,000", 5_000)
    {
      Constant.labels {
        $0.examples = 10_000
        $0.priceEach = 0.5
      }
    },
    PublishedFigure(
      "G12 high", "USD for 10,000 labels at 2.00", published: "5,000 to 20,000", 20_000
    ) {
      Constant.labels {
        $0.examples = 10_000
        $0.priceEach = 2
      }
    },
    PublishedFigure(
      "G12 synthetic", "USD for 10,000 synthetic examples at 0.02", published: "200 to 1,000", 200
    ) {
      Constant.labels {
        $0.examples = 10_000
        $0.syntheticShare = 1
        $0.syntheticPriceEach = 0.02
      }
    },
    lowVolume(72, published: "6 to 18", 100), lowVolume(144, published: "6 to 18", 200),
    definition("first payback", 16.70337738619677, .paybackMonths),
    definition("sustained payback", 19.162995594713657, .sustainedPaybackMonths),
    definition("net saving", 16_232, .netSaving),
    definition("net present value", 11_833.027198701504, .npv),
  ]
}
