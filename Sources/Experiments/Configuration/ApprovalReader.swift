// SPDX-License-Identifier: GPL-3.0-or-later

internal import CostModel

/// Reads `approval:`, what approvers require.
struct ApprovalReader {
  let model: CostModel

  func read(_ top: Section) -> [ApprovalRule] {
    guard let located = top.take("approval") else { return [] }
    var rules: [ApprovalRule] = []
    var resolved: [ResolvedValue] = []
    for element in located.elements() {
      guard let section = element.section() else { continue }
      if let rule = read(section) { rules.append(rule) }
      section.finish()
      resolved.append(section.resolved)
    }
    top.keep("approval", .list(resolved))
    return rules
  }

  private func read(_ section: Section) -> ApprovalRule? {
    let names = model.options.map(\.name)
    var option: Int?
    if let located = section.take("option") {
      option = located.text.flatMap { names.firstIndex(of: $0) }
      if option == nil {
        let near = located.text.flatMap { nearest($0, among: names) }
        located.report(
          "\(located.kind) is not an option",
          near.map { "did you mean `\($0)`?" } ?? "there are \(names.joined(separator: ", "))")
        return nil
      }
      section.keep("option", .text(located.text ?? ""))
    }
    guard let text = section.text("require") else {
      section.missing("require", Requirement.forms)
      return nil
    }
    let requirement: Requirement
    do {
      requirement = try Requirement.parse(text, name: "require")
    } catch {
      for problem in error.problems {
        section.report(at: "require", problem.fault, problem.remedy)
      }
      return nil
    }
    check(requirement, option, section)
    return ApprovalRule(option: option, requirement: requirement)
  }

  /// Reports what can never be answered.
  private func check(_ requirement: Requirement, _ option: Int?, _ section: Section) {
    if requirement.isOfExperiment, option != nil {
      section.report(
        at: "option", "\(requirement) is asked of the experiment as a whole", "remove the key")
    }
    if case .present(let name) = requirement, name.isEmpty {
      section.report(at: "require", "no name of an option", "write present(OPTION)")
    }
    var metric: Metric?
    switch requirement {
    case .statistic(let statistic, _, _): metric = statistic.metric
    case .outlivesPayback: metric = .paybackMonths
    case .priceAge, .present: break
    }
    guard let metric, let option, option == model.baseline,
      !model.columns(of: [metric]).contains(OutputColumn(option: option, metric: metric))
    else { return }
    section.report(
      at: "option", "the baseline has no \(metric.rawValue)", "name an option that replaces it")
  }
}
