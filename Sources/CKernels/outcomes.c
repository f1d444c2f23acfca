// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include "crossing.h"
#include "lanes.h"

#include <math.h>

// Which outcomes are asked for, told by constants where they are computed.
typedef struct {
  int discounted, sustained, requests, crossover;
} wanted;

// A month of a series that may be none.
#define month_of(series, m) ((series) ? ((const lanes *)(series))[m] : (lanes)0)
// The part of a month's costs that does not scale with volume.
#define unscaled(costs, m) (month_of((costs)->fixed, m) + month_of((costs)->events, m))

static inline __attribute__((always_inline)) void
save(const bk_saved *saved, size_t months, const bk_costs *option, const bk_costs *baseline,
     const bk_saving_terms *terms, const wanted wants) {
  const lanes *theirs = baseline->total, *ours = option->total;
  const lanes *their_scaled = baseline->per_volume, *our_scaled = option->per_volume;
  const lanes *factors = terms->discount, *ratios = terms->ratio;
  const lanes zero = 0, never = (double)INFINITY, volume = value(terms->starting);
  lanes all = 0, present = 0, month = 1;
  crossing plain, discounted;
  begin(&plain, terms->paid, terms->investment);
  begin(&discounted, terms->paid, terms->investment);
  lanes lowest = choose(plain.cumulative < zero, plain.cumulative, zero);
  // Of the last month in which the cumulative saving rose to 0.
  lanes last = never, before_last = 0, saving_last = 1;
  // Requests up to this month, up to the month of the first payback, and in that month.
  lanes requests = 0, served = never, in_month = 0;
  lanes scaling = 0, standing = value(terms->paid);
  for (size_t m = 0; m < months; m++) {
    const lanes saving = theirs[m] - ours[m], factor = factors[m], worth = saving * factor;
    const lanes before = plain.cumulative, next = before + saving;
    if (wants.requests) {
      const lanes asked = volume * ratios[m];
      const mask pays = crosses(&plain, next);
      served = choose(pays, requests, served);
      in_month = choose(pays, asked, in_month);
      requests += asked;
    }
    if (wants.sustained) {
      const mask rises = (before < zero) & (next >= zero);
      last = choose(rises, month, last);
      before_last = choose(rises, before, before_last);
      saving_last = choose(rises, saving, saving_last);
      lowest = choose(next < lowest, next, lowest);
    }
    if (wants.crossover) {
      scaling += (their_scaled[m] - our_scaled[m]) * factor;
      standing += (unscaled(option, m) - unscaled(baseline, m)) * factor;
    }
    all += saving;
    present += worth;
    cross(&plain, &saving, &month);
    if (wants.discounted) cross(&discounted, &worth, &month);
    month += 1;
  }
  write(saved->sum, all);
  write(saved->discounted_sum, present);
  write_time(saved->payback, &plain, terms->investment);
  if (wants.discounted) write_time(saved->discounted_payback, &discounted, terms->investment);
  if (wants.requests) {
    const mask free = value(terms->investment) <= zero;
    write(saved->payback_requests, choose(free, zero, served - plain.before / plain.saving * in_month));
  }
  if (wants.sustained) {
    const lanes one = 1, time = (last - one) + -before_last / saving_last;
    const lanes found = choose(lowest < zero, time, zero);
    write(saved->sustained_payback, choose(plain.cumulative < zero, never, found));
    write(saved->peak_exposure, zero - lowest);
  }
  if (wants.crossover) {
    const lanes found = standing / scaling;
    write(saved->crossover, choose(scaling > zero, choose(zero >= found, zero, found), never));
  }
}

BK_CLONES
void bk_savings(const bk_saved *saved, size_t months, const bk_costs *option,
                const bk_costs *baseline, const bk_saving_terms *terms) {
  const wanted wants = {
      .discounted = saved->discounted_payback != 0,
      .sustained = saved->sustained_payback != 0,
      .requests = saved->payback_requests != 0,
      .crossover = saved->crossover != 0,
  };
  // All of them by themselves; fewer share a loop that asks every month.
  if (wants.discounted && wants.sustained && wants.requests && wants.crossover) {
    save(saved, months, option, baseline, terms, (wanted){1, 1, 1, 1});
  } else {
    save(saved, months, option, baseline, terms, wants);
  }
}
