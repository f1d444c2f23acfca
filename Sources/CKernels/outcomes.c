// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include "crossing.h"
#include "lanes.h"

#include <math.h>

BK_CLONES
void bk_savings(const bk_saved *saved, size_t months, const void *baseline, const void *option,
                const void *discount, const void *paid, const void *investment) {
  lanes *restrict plain = saved->monthly, *restrict values = saved->discounted;
  const lanes *theirs = baseline, *ours = option, *factors = discount;
  crossing first;
  begin(&first, paid, investment);
  lanes all = 0, present = 0;
  for (size_t m = 0; m < months; m++) {
    const lanes saving = theirs[m] - ours[m], worth = saving * factors[m];
    if (plain) plain[m] = saving;
    if (values) values[m] = worth;
    all += saving;
    present += worth;
    cross(&first, &saving);
  }
  write(saved->sum, all);
  write(saved->discounted_sum, present);
  write_time(saved->payback, &first, investment);
}

BK_CLONES
void bk_payback(void *time, size_t months, const void *savings, const void *paid,
                const void *investment) {
  const lanes *monthly = savings;
  crossing first;
  begin(&first, paid, investment);
  for (size_t m = 0; m < months; m++) cross(&first, monthly + m);
  write_time(time, &first, investment);
}

BK_CLONES
void bk_sustained_payback(void *time, size_t months, const void *savings, const void *paid) {
  const lanes *monthly = savings;
  const lanes zero = 0, never = (double)INFINITY;
  lanes cumulative = -value(paid), month = never, before = 0, saved = 1, passed = 0;
  mask below = cumulative < zero;
  for (size_t m = 0; m < months; m++) {
    const lanes saving = monthly[m], next = cumulative + saving;
    const mask rises = (cumulative < zero) & (next >= zero);
    month = choose(rises, passed, month);
    before = choose(rises, cumulative, before);
    saved = choose(rises, saving, saved);
    below |= next < zero;
    cumulative = next;
    passed += 1;
  }
  const lanes found = choose(below, month + -before / saved, zero);
  write(time, choose(cumulative < zero, never, found));
}

BK_CLONES
void bk_payback_requests(void *requests, size_t months, const void *savings, const void *paid,
                         const void *investment, const void *ratio, const void *starting) {
  const lanes *monthly = savings, *ratios = ratio;
  const lanes zero = 0, never = (double)INFINITY, due = value(investment), volume = value(starting);
  // What was served and saved when the cumulative saving first came to 0, and the month's own.
  lanes served = never, before = 0, saved = 1, inMonth = 0;
  lanes cumulative = -value(paid), sum = 0;
  mask waiting = due > zero;
  for (size_t m = 0; m < months; m++) {
    const lanes saving = monthly[m], next = cumulative + saving, asked = volume * ratios[m];
    const mask pays = waiting & (next >= zero);
    served = choose(pays, sum, served);
    before = choose(pays, cumulative, before);
    saved = choose(pays, saving, saved);
    inMonth = choose(pays, asked, inMonth);
    waiting &= ~pays;
    sum += asked;
    cumulative = next;
  }
  write(requests, choose(due <= zero, zero, served - before / saved * inMonth));
}

BK_CLONES
void bk_peak_exposure(void *exposure, size_t months, const void *savings, const void *paid) {
  const lanes *monthly = savings;
  const lanes zero = 0;
  lanes cumulative = -value(paid);
  lanes lowest = choose(cumulative < zero, cumulative, zero);
  for (size_t m = 0; m < months; m++) {
    cumulative += monthly[m];
    lowest = choose(cumulative < lowest, cumulative, lowest);
  }
  write(exposure, zero - lowest);
}

BK_CLONES
void bk_crossover(void *volume, size_t months, const bk_parts *option, const bk_parts *baseline,
                  const void *discount, const void *paid) {
  const lanes *ours = option->per_volume, *theirs = baseline->per_volume, *factors = discount;
  const lanes *our_fixed = option->fixed, *their_fixed = baseline->fixed;
  const lanes *our_events = option->events, *their_events = baseline->events;
  const lanes zero = 0, never = (double)INFINITY;
  lanes scaling = 0, standing = value(paid);
  for (size_t m = 0; m < months; m++) {
    const lanes factor = factors[m];
    scaling += (theirs[m] - ours[m]) * factor;
    standing += ((our_fixed[m] + our_events[m]) - (their_fixed[m] + their_events[m])) * factor;
  }
  const lanes found = standing / scaling;
  write(volume, choose(scaling > zero, choose(zero >= found, zero, found), never));
}
