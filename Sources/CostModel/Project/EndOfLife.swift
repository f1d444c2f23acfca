// SPDX-License-Identifier: GPL-3.0-or-later

/// A provider retires the model an option runs on.
public struct EndOfLife: Sendable, Hashable {
  /// Months from the start after which it is gone; a month m is affected when m > atMonth.
  public var atMonth: Parameter
  /// What happens then.
  public var action: Action

  /// What an option does when its model is gone.
  public enum Action: Sendable, Hashable {
    /// It tunes another model and goes on: `costShare` of data and training, at the GPU price of the
    /// month, and `weeks` of labour, in the month that holds the end.
    case retune(costShare: Parameter, weeks: Parameter)
    /// From then on the requests are served as by the option at that place; nothing of the option's
    /// own is paid any more.
    case fallBack(to: Int)
  }

  /// An end after `atMonth` months.
  public init(atMonth: Parameter, action: Action) {
    self.atMonth = atMonth
    self.action = action
  }
}

extension CostModel {
  /// The options in an order in which each comes after the one it falls back to.
  var fallBackOrder: [Int] {
    var order: [Int] = []
    func visit(_ index: Int, depth: Int) {
      guard !order.contains(index), depth <= options.count else { return }
      if case .fallBack(let target) = options[index].endOfLife?.action {
        visit(target, depth: depth + 1)
      }
      order.append(index)
    }
    for index in options.indices { visit(index, depth: 0) }
    return order
  }
}
