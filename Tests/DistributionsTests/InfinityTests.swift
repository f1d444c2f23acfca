// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@Suite("At the ends of the real line")
struct InfinityTests {
  /// A distribution of each family by its usual parameters: rising numbers from 0.3 on, whole ones
  /// where those are refused.
  static func distribution(_ family: DistributionFamily) -> (any Distribution)? {
    guard let form = family.forms.first else { return nil }
    for numbers in [[0.3, 1.5, 4], [2, 3, 5], [0.5, 0.7, 0.9], [4, 0.5, 0.7], [9, 5, 4]] {
      let values = Dictionary(uniqueKeysWithValues: zip(form.required, numbers))
      if let made = try? family.make(values) { return made }
    }
    return nil
  }

  @Test(
    "nothing lies beyond infinity", arguments: DistributionFamily.all.filter { !$0.forms.isEmpty })
  func ends(family: DistributionFamily) throws {
    let distribution = try #require(Self.distribution(family))
    for value in [distribution, try distribution.truncated(minimum: 0.5, maximum: .infinity)] {
      #expect(value.cdf(.infinity) == 1 && value.survival(.infinity) == 0)
      #expect(value.cdf(-.infinity) == 0 && value.survival(-.infinity) == 1)
      #expect(value.density(.infinity) == 0 && value.density(-.infinity) == 0)
      #expect(value.cdf(1e300) == 1 && value.survival(-1e300) == 1)
      #expect(value.quantile(0) <= value.quantile(1))
    }
  }
}
