// SPDX-License-Identifier: GPL-3.0-or-later

/// The experiment that `breakeven init` writes: small, commented, ready to run.
public enum StarterExperiment {
  /// The text of the file.
  public static let text = """
    # An experiment: should this prompt be replaced by a fine-tuned model?
    # Check it with `breakeven validate FILE`, see its arithmetic with `breakeven explain FILE`,
    # simulate it with `breakeven run FILE`.
    format: breakeven/1
    title: My first experiment
    question: Does a fine-tuned small model pay for itself against prompting a large one?
    currency: USD
    horizon_months: 36
    discount_rate: 0.10          # per year

    simulation:
      trials: 100_000
      seed: 42

    # What you do not know exactly. Each input is drawn once a trial; everything that names it sees
    # the same number. `a to b` is a range you are 90 % sure of.
    inputs:
      requests:       { lognormal: { p10: 200_000, p90: 450_000 }, unit: requests/month, source: your usage export }
      growth:         { normal: { mean: 0.03, sd: 0.02 }, unit: share/month, source: your guess }
      price_decline:  { pert: { low: 0.00, mode: 0.20, high: 0.50 }, unit: share/year }
      label_price:    { uniform: { low: 0.50, high: 2.00 }, unit: USD/label, source: your supplier's offer }
      weeks:          { pert: { low: 1, mode: 1.5, high: 3 }, unit: engineer-weeks }
      failed_share:   { uniform: { low: 0.30, high: 0.50 }, unit: share of training spend }
      retrain_every:  { uniform: { low: 6, high: 12 }, unit: months }
      reaches_parity: { bernoulli: { p: 0.85 }, unit: 0 or 1 }

    workload:
      requests_per_month: requests
      growth_per_month: growth
      volatility_per_month: 0.10

    # The ways to serve, exactly one of them the baseline.
    options:
      - name: prompting
        baseline: true
        serving:
          per_token:
            prompt_tokens: 1400 to 1650
            output_tokens: 100
            input_per_mtok: 2.50         # USD per 1,000,000 tokens
            output_per_mtok: 10.00
            price_decline_per_year: price_decline

      - name: fine-tuned
        serving:
          per_token:
            prompt_tokens: 300
            output_tokens: 100
            input_per_mtok: 0.30
            output_per_mtok: 1.20
            price_decline_per_year: price_decline
        project:
          labels: { examples: 10_000, price_each: label_price }
          labour: { weeks: weeks, weekly_rate: 4_000 }
          training:
            hosted_tokens: { tokens: 15_000_000, epochs: 3, price_per_mtok: 3.00 }
            runs: 4
            failed_share: failed_share   # of all training spend
        retraining: { every_months: retrain_every, relabel_share: 0.25, runs: 1 }
        quality: { reaches_parity: reaches_parity }
        go_live_delay_months: 2

    """
}
