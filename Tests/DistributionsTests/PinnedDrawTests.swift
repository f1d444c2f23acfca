// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import RandomStreams
import Testing

/// The first draws of one stream, to the bit: changing these is a breaking change, since it changes
/// the results of every experiment.
@Suite("Pinned draws")
struct PinnedDrawTests {
  struct Pin: Sendable, CustomTestStringConvertible {
    let family: String
    let parameters: KeyValuePairs<String, Double>
    let draws: [Double]
    var testDescription: String { family }
  }

  static let stream = RandomStream(seed: 42, name: "input:x")

  static let pins = [
    Pin(
      family: "uniform", parameters: ["low": 0, "high": 1],
      draws: [0.6622434169421583, 0.4184898819443539, 0.308033421994822]),
    Pin(
      family: "triangular", parameters: ["low": 0, "mode": 1, "high": 3],
      draws: [1.5764342311129247, 1.1320972433411112, 0.9613013398432699]),
    Pin(
      family: "pert", parameters: ["low": 0, "mode": 1, "high": 3],
      draws: [1.3918523999281127, 1.0025900749116285, 0.8326871646785229]),
    Pin(
      family: "beta", parameters: ["alpha": 2, "beta": 5],
      draws: [0.34019289051425516, 0.23018491025427074, 0.1850869827419545]),
    Pin(
      family: "beta", parameters: ["alpha": 0.1, "beta": 5],
      draws: [0.002178459170582739, 2.1949336599484284e-05, 1.0245122035460173e-06]),
    Pin(
      family: "normal", parameters: ["mean": 0, "sd": 1],
      draws: [0.4185936021709976, -0.20575823862401058, -0.5014323973724913]),
    Pin(
      family: "lognormal", parameters: ["p5": 1, "p95": 9],
      draws: [3.9677320469575568, 2.6147919675839884, 2.1462049749433008]),
    Pin(family: "bernoulli", parameters: ["p": 0.5], draws: [1.0, 0.0, 0.0]),
    Pin(family: "integers", parameters: ["low": 1, "high": 1_000], draws: [663.0, 419.0, 309.0]),
    Pin(
      family: "cauchy", parameters: ["location": 0, "scale": 1],
      draws: [0.5589684957813122, -0.2618194957662868, -0.6886691098150498]),
    Pin(
      family: "chi_squared", parameters: ["df": 3],
      draws: [3.371926774826476, 1.956376469259907, 1.4581320806726727]),
    Pin(
      family: "exponential", parameters: ["mean": 1],
      draws: [1.085429811412924, 0.5421269072510698, 0.36821762221121657]),
    Pin(
      family: "gamma", parameters: ["shape": 2.5, "scale": 3],
      draws: [8.532205058666896, 5.669948677896901, 4.578024110908667]),
    Pin(
      family: "gamma", parameters: ["p5": 1, "p95": 9],
      draws: [4.700237281633527, 3.1610876524745297, 2.569872596418128]),
    Pin(
      family: "gumbel", parameters: ["location": 0, "scale": 1],
      draws: [0.8864356353729725, 0.13799555211660297, -0.16343345178141275]),
    Pin(
      family: "laplace", parameters: ["location": 0, "scale": 1],
      draws: [0.39228263085297854, -0.17795538573987793, -0.48439980836552254]),
    Pin(
      family: "logistic", parameters: ["location": 0, "scale": 1],
      draws: [0.6733077200913673, -0.32897565904875353, -0.8093293667142513]),
    Pin(
      family: "loguniform", parameters: ["low": 1, "high": 100],
      draws: [21.109931977539798, 6.870364265531354, 4.131110806653869]),
    Pin(
      family: "pareto", parameters: ["shape": 2, "scale": 1],
      draws: [1.7206719888313668, 1.3113582781817676, 1.2021466228830768]),
    Pin(
      family: "rayleigh", parameters: ["sigma": 1],
      draws: [1.473383732374512, 1.0412750906951245, 0.8581580532876407]),
    Pin(
      family: "student_t", parameters: ["df": 4],
      draws: [0.4507652978878629, -0.21953714291096116, -0.5428483676364936]),
    Pin(
      family: "weibull", parameters: ["shape": 1.5, "scale": 2],
      draws: [2.112343256297307, 1.3297315433299381, 1.0274634345707827]),
    Pin(family: "binomial", parameters: ["n": 50, "p": 0.3], draws: [16.0, 14.0, 13.0]),
    Pin(family: "geometric", parameters: ["p": 0.01], draws: [108.0, 54.0, 37.0]),
    Pin(
      family: "hypergeometric", parameters: ["successes": 300, "failures": 500, "draws": 200],
      draws: [77.0, 74.0, 72.0]),
    Pin(
      family: "negative_binomial", parameters: ["successes": 2.5, "p": 0.01],
      draws: [282.0, 187.0, 151.0]),
    Pin(family: "poisson", parameters: ["mean": 100], draws: [104.0, 98.0, 95.0]),
    Pin(
      family: "quantiles", parameters: ["p10": 2, "p50": 5, "p90": 11, "low": 0],
      draws: [6.441047825235663, 4.3923640361848255, 3.6116844694624155]),
    Pin(
      family: "choice", parameters: ["v0": 3, "v1": 8, "w0": 0.6, "w1": 0.4],
      draws: [8.0, 3.0, 3.0]),
    Pin(family: "empirical", parameters: ["v0": 3, "v1": 8, "v2": 5], draws: [5.0, 5.0, 3.0]),
    Pin(
      family: "mixture",
      parameters: [
        "0.weight": 0.3, "0.normal.mean": 0, "0.normal.sd": 1, "1.weight": 0.7,
        "1.exponential.mean": 2,
      ], draws: [1.5648148422964254, 0.6546168980784421, 0.36135917974973863]),
    Pin(
      family: "normal", parameters: ["mean": 0, "sd": 1, "min": 1],
      draws: [1.6110275726000625, 1.326967992287387, 1.227676940048903]),
  ]

  @Test("stay what they are", arguments: pins)
  func stay(_ pin: Pin) throws {
    let reference = ReferenceCase(
      pin.family, pin.parameters, mean: 0, variance: 0, points: [], quantiles: [])
    let uniforms = (0..<3).map { Self.stream.uniform(trial: $0) }
    let draws = try reference.make().transformed(uniforms)
    #expect(draws == pin.draws)
  }
}
