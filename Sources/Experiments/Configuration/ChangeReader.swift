// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads how an option changes on its way: `succession:`, `quality.retry:`, `exit:`.
struct ChangeReader {
  let table: InputTable
  let project: Project?

  func readSuccession(_ option: Section, _ serving: Serving) -> Succession? {
    guard let section = option.take("succession")?.section() else { return nil }
    let reader = QuantityReader(section: section, table: table)
    var succession = Succession(
      everyMonths: reader.required("every_months", NumberRange(lower: 1, upper: 1e4)),
      priceRatio: reader.required("price_ratio", NumberRange(lower: 1e-6, upper: 1e6)))
    succession.renewals = section.choice("renewals", default: succession.renewals)
    if succession.renewals == .each {
      reader.requireKnownDistribution("every_months", succession.everyMonths)
      reader.requireKnownDistribution("price_ratio", succession.priceRatio)
    }
    succession.movingCost = reader.optional("moving_cost", 0, .amount)
    succession.weeks = reader.optional("weeks", 0, .amount)
    succession.retuneShare = reader.optional("retune_share", 0, .amount)
    succession.available = reader.optional("available", 1, .verdict)
    section.finish()
    section.requireRate(for: succession.weeks, project)
    option.keep("succession", section.resolved)
    if case .perToken = serving { return succession }
    option.report(
      at: "succession", "not for this kind of serving",
      "only models paid by the token are succeeded by cheaper ones; remove the key")
    return nil
  }

  func readRetry(_ quality: Section, parity: Parameter) -> Retry? {
    guard let section = quality.take("retry")?.section() else { return nil }
    let reader = QuantityReader(section: section, table: table)
    var retry = Retry(reachesParity: reader.required("reaches_parity", .verdict))
    retry.months = reader.optional("months", 1, .months)
    retry.runs = reader.optional("runs", 1, .amount)
    retry.relabelShare = reader.optional("relabel_share", 0, .amount)
    retry.weeks = reader.optional("weeks", 0, .amount)
    section.finish()
    section.requireRate(for: retry.weeks, project)
    quality.keep("retry", section.resolved)
    if parity == .constant(1) {
      quality.report(
        at: "retry", "the first attempt never fails", "give `reaches_parity`, or remove the key")
    }
    return retry
  }

  func readExit(_ option: Section) -> Exit? {
    guard let section = option.take("exit")?.section() else { return nil }
    let reader = QuantityReader(section: section, table: table)
    let exit = Exit(
      cost: reader.optional("cost", 0, .amount), weeks: reader.optional("weeks", 0, .amount),
      atHorizon: section.flag("at_horizon"))
    section.finish()
    section.requireRate(for: exit.weeks, project)
    option.keep("exit", section.resolved)
    return exit
  }
}
