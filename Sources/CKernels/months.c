// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"

#include <math.h>

// The compiler splits eight trials over the registers that a clone has; every lane goes through the same
// operations in the same order in all of them.
typedef double lanes __attribute__((ext_vector_type(8), aligned(sizeof(double))));
typedef int64_t mask __attribute__((ext_vector_type(8), aligned(sizeof(int64_t))));

#define value(p) (*(const lanes *)(p))
#define write(p, x) (*(lanes *)(p) = (x))
// a where `which`, as comparisons give it, is true; b elsewhere.
#define choose(which, a, b) ((lanes)(((which) & (mask)(a)) | (~(which) & (mask)(b))))

BK_CLONES
void bk_walk(void *path, size_t months, const double *shocks, size_t stride,
             const void *step, const void *deviation) {
  lanes *restrict levels = path;
  const lanes s = value(step), d = value(deviation);
  lanes level = 0;
  for (size_t m = 0; m < months; m++) {
    level += s + d * *(const lanes *)(shocks + m * stride);
    levels[m] = level;
  }
}

BK_CLONES
void bk_revert(void *path, size_t months, const double *shocks, size_t stride,
               const void *start, const void *target, const void *keep,
               const void *drift, const void *deviation) {
  lanes *restrict levels = path;
  const lanes t = value(target), k = value(keep), c = value(drift), d = value(deviation);
  // The distance to the target rather than the level: exactly 0 when nothing moves.
  lanes distance = value(start) - t;
  for (size_t m = 0; m < months; m++) {
    distance = k * distance + c + d * *(const lanes *)(shocks + m * stride);
    levels[m] = t + distance;
  }
}

BK_CLONES
void bk_decline(void *path, size_t months, const void *start, const void *factor) {
  lanes *restrict levels = path;
  const lanes f = value(factor);
  lanes x = value(start);
  for (size_t m = 0; m < months; m++) levels[m] = x *= f;
}

BK_CLONES
void bk_serve(void *per_volume, void *fixed, size_t months, const void *ratio,
              const bk_serving own, const bk_serving other, const void *pays_other,
              const void *starting, void *sum) {
  lanes *restrict scaled = per_volume, *restrict standing_costs = fixed;
  const lanes *ratios = ratio, *requests = own.per_request, *standings = own.standing;
  const lanes *other_requests = other.per_request, *other_standings = other.standing;
  const lanes zero = 0, volume = value(starting);
  const mask others = value(pays_other) != zero;
  lanes total = 0;
  for (size_t m = 0; m < months; m++) {
    lanes request = requests[m];
    lanes standing = standings ? standings[m] : zero;
    if (other_requests) {
      request = choose(others, other_requests[m], request);
      standing = choose(others, other_standings ? other_standings[m] : zero, standing);
    }
    const lanes scaling = ratios[m] * request;
    scaled[m] = scaling;
    if (standing_costs) standing_costs[m] = standing;
    total += volume * scaling + standing;
  }
  write(sum, total);
}

BK_CLONES
void bk_count_events(void *counts, size_t months, const void *start,
                     const void *interval) {
  lanes *all = counts;
  for (size_t m = 0; m < months; m++) all[m] = 0;
  double *const count = counts;
  for (size_t lane = 0; lane < 8; lane++) {
    const double first = ((const double *)start)[lane], step = ((const double *)interval)[lane];
    // k·D, a product rather than a running sum, stays exact for constants such as 0.1.
    double time = first + step;
    for (double k = 2; time <= (double)months; k++) {
      size_t month = (size_t)time;
      // The month that ends at `time` or after it; at 0 the first one.
      month -= month > 0 && (double)month >= time;
      count[month * 8 + lane] += 1;
      time = first + k * step;
    }
  }
}

BK_CLONES
void bk_bill_events(void *bills, size_t months, const void *counts,
                    const void *amount, const void *runs, const void *hours,
                    const void *price, const void *setup, const void *last,
                    void *sum) {
  lanes *restrict written = bills;
  const lanes *events = counts, *prices = price;
  const lanes zero = 0, a = value(amount), r = value(runs), h = value(hours), s = value(setup),
              end = value(last);
  lanes total = 0, month = 1;
  for (size_t m = 0; m < months; m++) {
    const lanes run = prices ? h * prices[m] + s : s;
    const mask pays = (events[m] > zero) & (end >= month);
    const lanes bill = choose(pays, events[m] * (a + r * run), zero);
    written[m] = bill;
    total += bill;
    month += 1;
  }
  write(sum, total);
}

BK_CLONES
void bk_total(void *total, size_t months, const void *per_volume, const void *fixed,
              const void *events, const void *starting, void *sum) {
  lanes *restrict costs = total;
  const lanes *scaled = per_volume, *standing = fixed, *bills = events;
  const lanes volume = value(starting);
  lanes all = 0;
  for (size_t m = 0; m < months; m++) {
    lanes cost = volume * scaled[m];
    if (standing) cost += standing[m];
    if (bills) cost += bills[m];
    costs[m] = cost;
    all += cost;
  }
  write(sum, all);
}

BK_CLONES
void bk_savings(void *savings, void *discounted, size_t months, const void *baseline,
                const void *option, const void *discount, void *sum,
                void *discounted_sum) {
  lanes *restrict plain = savings, *restrict values = discounted;
  const lanes *theirs = baseline, *ours = option, *factors = discount;
  lanes all = 0, present = 0;
  for (size_t m = 0; m < months; m++) {
    const lanes saving = theirs[m] - ours[m], worth = saving * factors[m];
    plain[m] = saving;
    if (values) values[m] = worth;
    all += saving;
    present += worth;
  }
  write(sum, all);
  write(discounted_sum, present);
}

BK_CLONES
void bk_payback(void *time, size_t months, const void *savings, const void *paid,
                const void *investment) {
  const lanes *monthly = savings;
  const lanes zero = 0, due = value(investment);
  mask waiting = due > zero;
  lanes month = (double)INFINITY, before = 0, saving = 1;
  lanes cumulative = -value(paid), number = 1;
  for (size_t m = 0; m < months; m++) {
    const lanes next = cumulative + monthly[m];
    const mask pays = waiting & (next >= zero);
    month = choose(pays, number, month);
    before = choose(pays, cumulative, before);
    saving = choose(pays, monthly[m], saving);
    waiting &= ~pays;
    cumulative = next;
    number += 1;
  }
  const lanes found = month - 1 + -before / saving;
  write(time, choose(due <= zero, zero, found));
}

BK_CLONES
void bk_sum(void *sum, size_t months, const void *series) {
  const lanes *numbers = series;
  lanes all = 0;
  for (size_t m = 0; m < months; m++) all += numbers[m];
  write(sum, all);
}
