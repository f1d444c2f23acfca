// SPDX-License-Identifier: GPL-3.0-or-later
//
// Written by Tests/DistributionsTests/reference_fit.py with mpmath and SciPy. Change that, not this.

/// Samples of the tests of fitting.
enum FitData: String, Sendable {
  case skewed
  case signed
  case tight
  case shares
  case scattered
  case even

  var values: [Double] {
    switch self {
    case .skewed:
      [
        2.1866, 7.8318, 3.4641, 1.4457, 5.3335, 2.6462, 0.4464, 4.0595, 1.9078, 6.5689, 3.1359,
        1.1345, 4.7814, 2.36, 9.2137, 3.6805, 1.6257, 5.7394, 2.8285, 0.7658, 4.3163, 2.0801,
        7.2676, 3.3359, 1.3307, 5.1098, 2.5358, 14.2318, 3.9099, 1.8009, 6.2194, 3.0164, 1.004,
        4.5953, 2.2526, 8.2652, 3.5454, 1.5152, 5.4815, 2.7152, 0.5861, 4.1552, 1.9737, 6.8126,
        3.2113, 1.2112, 4.9025, 2.4268, 10.1075, 3.7665, 1.693, 5.9124, 2.8995, 0.8621, 4.42,
        2.1458, 7.5999, 3.4147, 1.4022, 5.246,
      ]
    case .signed:
      [
        -2.102, 2.9331, -0.7484, -3.3302, 0.7944, -1.5524, -8.2275, -0.2348, -2.4968, 1.8046,
        -1.0526, -4.1193, 0.3531, -1.8825, 4.36, -0.5572, -2.9708, 1.1204, -1.3583, -5.5937,
        -0.0229, -2.246, 2.4125, -0.865, -3.5923, 0.6157, -1.6756, 12.857, -0.3604, -2.666, 1.5124,
        -1.1687, -4.5479, 0.2036, -2.0164, 3.3551, -0.6759, -3.1849, 0.9128, -1.4776, -6.7915,
        -0.1553, -2.3981, 2.0126, -0.981, -3.899, 0.45, -1.8022, 5.4318, -0.4828, -2.8491, 1.2607,
        -1.2855, -5.1183, 0.0616, -2.1562, 2.7154, -0.7931, -3.4259, 0.7244, -1.5991, -10.0568,
        -0.2832, -2.56, 1.6873, -1.0969, -4.2707, 0.295, -1.9331, 3.9091, -0.6027, -3.0498, 1.0386,
        -1.4037, -5.9661, -0.0741, -2.3031, 2.2487, -0.9094, -3.7033,
      ]
    case .tight:
      [
        49.7521, 50.7307, 50.0579, 49.5111, 50.3897, 49.8735, 48.9538, 50.1742, 49.6694, 50.5687,
        49.9879, 49.3824, 50.301, 49.7998, 50.8901, 50.1016, 49.5766, 50.4512, 49.9177, 49.1901,
        50.2209, 49.7214, 50.6605, 50.0311, 49.4661, 50.3545, 49.8458, 51.3694, 50.1461, 49.6355,
        50.5204, 49.9612, 49.3205, 50.2696, 49.7706, 50.7824, 50.0745, 49.5371, 50.4125, 49.8905,
      ]
    case .shares:
      [
        0.18589, 0.54597, 0.28465, 0.1239, 0.41013, 0.22265, 0.03659, 0.32702, 0.16295, 0.4815,
        0.2603, 0.09698, 0.37534, 0.19992, 0.6077, 0.30032, 0.13925, 0.43454, 0.23685, 0.06465,
        0.34458, 0.17718, 0.51817, 0.27522, 0.11399, 0.39625, 0.21395, 0.77061, 0.31659, 0.15402,
        0.46218, 0.25126, 0.08558, 0.3632, 0.19125, 0.56627, 0.29057, 0.12984, 0.41913, 0.22806,
        0.04883, 0.33362, 0.16841, 0.49458, 0.26596, 0.10365, 0.38313, 0.20527, 0.64324, 0.30646,
      ]
    case .scattered:
      [
        4, 15, 7, 3, 10, 5, 0, 8, 3, 12, 6, 2, 9, 4, 17, 7, 3, 11, 5, 1, 8, 4, 14, 6, 2, 10, 5, 26,
        7, 3, 12, 6, 2, 9, 4, 16, 7, 3, 10, 5, 1, 8, 4, 13, 6, 2, 9, 5, 19, 7, 3, 11, 5, 1, 8, 4,
        14, 7, 2, 10, 5, 0, 8, 3, 12, 6, 2, 9, 4, 17,
      ]
    case .even:
      [
        3, 6, 4, 2, 5, 3, 1, 4, 3, 5, 4, 2, 4, 3, 6, 4, 2, 5, 3, 1, 4, 3, 6, 4, 2, 5, 3, 8, 4, 3, 5,
        3, 2, 4, 3, 6, 4, 2, 5, 3, 1, 4, 3, 5, 4, 2, 5, 3, 7, 4, 2, 5, 3, 1, 4, 3, 6, 4, 2, 5,
      ]
    }
  }
}

let referenceFits: [FitCase] = [
  FitCase(
    sample: .skewed, family: "normal",
    parameters: [(3.840565, 0.33753346361529674), (2.614522966739503, 0.23867220099975905)],
    logLikelihood: -142.80121153102328, kolmogorovSmirnov: 0.11160952837126749,
    andersonDarling: 1.4605673866596445),
  FitCase(
    sample: .skewed, family: "lognormal",
    parameters: [
      (1.112197806358507, 0.09272546614350198), (0.7182483722862055, 0.06556680589875388),
    ], logLikelihood: -132.01178953296554, kolmogorovSmirnov: 0.05126094755412562,
    andersonDarling: 0.2037411558811297),
  FitCase(
    sample: .skewed, family: "gamma",
    parameters: [
      (2.294885213789299, 0.3923587886952611), (1.6735325047732932, 0.31969992828383065),
    ], logLikelihood: -131.25388438594342, kolmogorovSmirnov: 0.029116030542460848,
    andersonDarling: 0.05165584606997405),
  FitCase(
    sample: .skewed, family: "weibull",
    parameters: [
      (1.564920418451701, 0.15149573756926474), (4.2962384815812005, 0.37484983838146946),
    ], logLikelihood: -132.30651974410705, kolmogorovSmirnov: 0.04360358551713038,
    andersonDarling: 0.17822699015519441),
  FitCase(
    sample: .skewed, family: "exponential", parameters: [(3.840565, 0.4958148095009028)],
    logLikelihood: -140.7371694715769, kolmogorovSmirnov: 0.17616424464517358,
    andersonDarling: 3.283444223747228),
  FitCase(
    sample: .skewed, family: "rayleigh", parameters: [(3.2852450336948484, 0.21206165506184602)],
    logLikelihood: -136.00108051961138, kolmogorovSmirnov: 0.12788391638286772,
    andersonDarling: 2.0503627161518456),
  FitCase(
    sample: .skewed, family: "logistic",
    parameters: [
      (3.528313206099129, 0.3106720197593375), (1.389721998289833, 0.15037060700695357),
    ], logLikelihood: -140.29394746217645, kolmogorovSmirnov: 0.09817691328454259,
    andersonDarling: 0.9385921757954577),
  FitCase(
    sample: .skewed, family: "gumbel",
    parameters: [
      (2.7111126457254686, 0.2481765556838416), (1.8339571431108226, 0.19366998662266413),
    ], logLikelihood: -133.3398825128241, kolmogorovSmirnov: 0.05641752831732955,
    andersonDarling: 0.2752535660086484),
  FitCase(
    sample: .skewed, family: "cauchy",
    parameters: [
      (3.0180453676208474, 0.2852465610995345), (1.3406008758690615, 0.22312644939129558),
    ], logLikelihood: -146.47626142031177, kolmogorovSmirnov: 0.15296149317644372,
    andersonDarling: 1.8748281407830827),
  FitCase(
    sample: .skewed, family: "uniform", parameters: [(0.4464, nil), (14.2318, nil)],
    logLikelihood: -157.41660366613735, kolmogorovSmirnov: 0.4368268844816497, andersonDarling: nil),
  FitCase(
    sample: .skewed, family: "loguniform", parameters: [(0.4464, nil), (14.2318, nil)],
    logLikelihood: -141.2429810084204, kolmogorovSmirnov: 0.1988269980174309, andersonDarling: nil),
  FitCase(
    sample: .skewed, family: "pareto",
    parameters: [(0.521175986383137, 0.06728353052350378), (0.4464, nil)],
    logLikelihood: -165.83191889159195, kolmogorovSmirnov: 0.3173846434039533, andersonDarling: nil),
  FitCase(
    sample: .skewed, family: "laplace",
    parameters: [(3.2736, nil), (1.9357083333333334, 0.24989887127049717)],
    logLikelihood: -141.21723022769183, kolmogorovSmirnov: 0.11605421837839873,
    andersonDarling: 1.1471293487616205),
  FitCase(
    sample: .signed, family: "normal",
    parameters: [(-0.9700775, 0.3446521721921927), (3.082662742458823, 0.243705888107773)],
    logLikelihood: -203.57858267795805, kolmogorovSmirnov: 0.07384140502895552,
    andersonDarling: 0.957196879732668),
  FitCase(
    sample: .signed, family: "logistic",
    parameters: [
      (-1.02177250368647, 0.2987192633684582), (1.5678159735109605, 0.14868006452534144),
    ], logLikelihood: -197.86642530203162, kolmogorovSmirnov: 0.03516810389556565,
    andersonDarling: 0.17178512335512808),
  FitCase(
    sample: .signed, family: "gumbel",
    parameters: [
      (-2.459221108789678, 0.37369267286466684), (3.1501774791290527, 0.2368822774676367),
    ], logLikelihood: -209.6140930003931, kolmogorovSmirnov: 0.11874930714013385,
    andersonDarling: 2.6338970827334367),
  FitCase(
    sample: .signed, family: "cauchy",
    parameters: [
      (-1.0449045323772619, 0.24891248986313097), (1.4362034301644606, 0.2101481689198985),
    ], logLikelihood: -203.3164268906991, kolmogorovSmirnov: 0.05767159457144882,
    andersonDarling: 0.587954680613976),
  FitCase(
    sample: .signed, family: "student_t",
    parameters: [
      (3.345911888488105, 1.3722392190716999), (-1.032090798762581, 0.27675950798178234),
      (2.0502069238074596, 0.2972796334764393),
    ], logLikelihood: -196.26536827694412, kolmogorovSmirnov: 0.01600859586251171,
    andersonDarling: 0.030807176396506878),
  FitCase(
    sample: .signed, family: "laplace",
    parameters: [(-1.0168, nil), (2.15317, 0.24073172435566112)],
    logLikelihood: -196.80706843330358, kolmogorovSmirnov: 0.02802914759853073,
    andersonDarling: 0.07431955113073618),
  FitCase(
    sample: .tight, family: "lognormal",
    parameters: [
      (3.9126090757221554, 0.0015610657344897136), (0.00987304659646243, 0.001103840166735581),
    ], logLikelihood: -28.544032325913197, kolmogorovSmirnov: 0.04186461944244268,
    andersonDarling: 0.07144818118891226),
  FitCase(
    sample: .tight, family: "gamma",
    parameters: [
      (10250.65852895649, 2292.079657652869), (0.004880833007817947, 0.0010913963103916069),
    ], logLikelihood: -28.56061012571282, kolmogorovSmirnov: 0.04252463220987032,
    andersonDarling: 0.07367913685645895),
  FitCase(
    sample: .tight, family: "weibull",
    parameters: [
      (96.45730812295439, 10.650033109001166), (50.282489117724666, 0.08755468435200327),
    ], logLikelihood: -33.21627663820668, kolmogorovSmirnov: 0.09386143352560306,
    andersonDarling: 0.7919460482667179),
  FitCase(
    sample: .tight, family: "gumbel",
    parameters: [
      (49.790243429337785, 0.07689704461549662), (0.45918031759867195, 0.05344988727340854),
    ], logLikelihood: -29.905785352989323, kolmogorovSmirnov: 0.06293831528585271,
    andersonDarling: 0.28542109396954235),
  FitCase(
    sample: .shares, family: "beta",
    parameters: [
      (2.036454448924254, 0.38064060745273187), (4.848654825609819, 0.9724084759364438), (0.0, nil),
      (1.0, nil),
    ], logLikelihood: 23.12429257545633, kolmogorovSmirnov: 0.03433857040904699,
    andersonDarling: 0.058412274842689724),
  FitCase(
    sample: .scattered, family: "poisson", parameters: [(7.085714285714285, 0.3181579635902868)],
    logLikelihood: -240.03092746931227, kolmogorovSmirnov: 0.19182800259084729,
    andersonDarling: 10.84292031811622),
  FitCase(
    sample: .scattered, family: "negative_binomial",
    parameters: [
      (2.9492120573352603, 0.7222286808793946), (0.2938947388864456, 0.05364739560233098),
    ], logLikelihood: -201.33243121376375, kolmogorovSmirnov: 0.0139500771003862,
    andersonDarling: 0.0342687310497798),
  FitCase(
    sample: .scattered, family: "integers", parameters: [(0.0, nil), (26.0, nil)],
    logLikelihood: -230.70858062030302, kolmogorovSmirnov: 0.3925925925925926,
    andersonDarling: 21.428931899931175),
  FitCase(
    sample: .even, family: "poisson", parameters: [(3.7, 0.248327740429189)],
    logLikelihood: -112.23657590802146, kolmogorovSmirnov: 0.0687664464334016,
    andersonDarling: 0.875651333747108),
  FitCase(
    sample: .even, family: "geometric", parameters: [(0.2702702702702703, 0.029805998192992202)],
    logLikelihood: -129.54309873467378, kolmogorovSmirnov: 0.25082785488190895,
    andersonDarling: 8.297321526521626),
  FitCase(
    sample: .even, family: "binomial", parameters: [(10.0, nil), (0.37, 0.019710403344427023)],
    logLikelihood: -109.26013376618191, kolmogorovSmirnov: 0.010594329565416578,
    andersonDarling: 0.041738657793590275),
]

enum ReferencePath {
  static let days: [Double] = [
    0, 3, 13, 30, 54, 59, 71, 90, 116, 123, 137, 158, 186, 195, 211, 234, 238, 249, 267, 292, 298,
    311, 331, 358, 366, 381, 403, 406, 416, 433, 457, 462, 474, 493, 519, 526, 540, 561, 589, 598,
    614, 637, 641, 652, 670, 695, 701, 714,
  ]
  static let prices: [Double] = [
    1.8, 1.72294, 1.94448, 1.81878, 1.41895, 1.49623, 1.41496, 1.02086, 1.13074, 1.07026, 1.25884,
    1.24624, 1.01119, 1.09628, 1.05864, 1.43758, 1.44779, 1.28934, 1.44716, 1.35148, 1.16818,
    1.24026, 1.14031, 1.43965, 1.42767, 1.21343, 1.35218, 1.32212, 1.76366, 1.71927, 1.41332,
    1.52164, 1.46572, 1.16566, 1.28637, 1.22816, 1.49326, 1.46213, 1.19467, 1.30384, 1.25269,
    0.93638, 0.97375, 0.93257, 1.15954, 1.17632, 1.06685, 1.17529,
  ]
  /// Long run, reversion and volatility per month, each with its standard error.
  static let estimates: [(value: Double, error: Double)] = [
    (1.2645014485983892, 0.06338829243552771), (0.5989379937177365, 0.13361522793050704),
    (0.14658998623639843, 0.016843280674517347),
  ]
  static let logLikelihood = 35.14004575963363
}
