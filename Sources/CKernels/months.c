// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include "events.h"
#include "lanes.h"

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
void bk_bill_events(void *bills, size_t months, const void *counts, const bk_bill *bill, void *sum) {
  lanes *restrict written = bills;
  const lanes *events = counts;
  const bill_terms terms = terms_of(bill);
  lanes total = 0, month = 1;
  for (size_t m = 0; m < months; m++) {
    write_bill(written + m, events + m, &month, m, &terms);
    total += written[m];
    month += 1;
  }
  write(sum, total);
}

static inline __attribute__((always_inline)) void
bill_recurring(lanes *restrict bills, size_t months, const void *start, const void *interval,
               const bk_bill *bill, void *sum, const int rare) {
  const bill_terms terms = terms_of(bill);
  recurrence events = recurs(start, interval);
  lanes total = 0, month = 1;
  for (size_t m = 0; m < months; m++) {
    bill_due(bills + m, &events, &month, m, &terms, rare);
    total += bills[m];
    month += 1;
  }
  write(sum, total);
}

BK_CLONES
void bk_bill_recurring(void *bills, size_t months, const void *start, const void *interval,
                       const bk_bill *bill, void *sum) {
  if (is_rare(interval)) {
    bill_recurring(bills, months, start, interval, bill, sum, 1);
  } else {
    bill_recurring(bills, months, start, interval, bill, sum, 0);
  }
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
void bk_sum(void *sum, size_t months, const void *series) {
  const lanes *numbers = series;
  lanes all = 0;
  for (size_t m = 0; m < months; m++) all += numbers[m];
  write(sum, all);
}
