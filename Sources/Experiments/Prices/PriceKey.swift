// SPDX-License-Identifier: GPL-3.0-or-later

/// What a price of the price book is a price of; the unit stands in the key.
public enum PriceKey: String, Sendable, Hashable, CaseIterable {
  /// 10⁶ prompt tokens.
  case inputPerMtok = "input_per_mtok"
  /// 10⁶ prompt tokens read from a cache.
  case cachedInputPerMtok = "cached_input_per_mtok"
  /// 10⁶ output tokens.
  case outputPerMtok = "output_per_mtok"
  /// The share that a request sent as batch is cheaper by.
  case batchDiscount = "batch_discount"
  /// 10⁶ tokens of training, counted once per epoch.
  case trainingPerMtok = "training_per_mtok"
  /// An hour of training.
  case trainingPerHour = "training_per_hour"
  /// An hour of one GPU.
  case perGPUHour = "per_gpu_hour"
  /// A minute of one GPU; 60 of them are the price of an hour.
  case perGPUMinute = "per_gpu_minute"

  var range: NumberRange { self == .batchDiscount ? .share : .amount }

  /// The unit in `currency`, as `USD/Mtok`.
  public func unit(currency: String) -> String {
    switch self {
    case .inputPerMtok, .cachedInputPerMtok, .outputPerMtok, .trainingPerMtok: "\(currency)/Mtok"
    case .batchDiscount: "share"
    case .trainingPerHour: "\(currency)/hour"
    case .perGPUHour: "\(currency)/GPU-hour"
    case .perGPUMinute: "\(currency)/GPU-minute"
    }
  }
}
