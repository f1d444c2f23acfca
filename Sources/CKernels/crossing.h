// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef BK_CROSSING_H
#define BK_CROSSING_H

#include "lanes.h"

#include <math.h>

// The month in which a cumulative amount first reaches 0. The amount runs on after it, so that no month
// waits for the comparison of the one before.
typedef struct {
  // Infinite while the month has not come.
  lanes month;
  // The amount before that month, and what the month added.
  lanes before, saving;
  lanes cumulative;
} crossing;

static inline __attribute__((always_inline)) void
begin(crossing *c, const void *paid, const void *investment) {
  const lanes zero = 0, never = (double)INFINITY;
  *c = (crossing){choose(value(investment) <= zero, zero, never), 0, 1, -value(paid)};
}

// Which trials reach 0 in month `month` = 1, 2, ….
#define crosses(c, next) (((c)->month == (double)INFINITY) & ((next) >= (lanes)0))

static inline __attribute__((always_inline)) void
cross(crossing *c, const lanes *savings, const lanes *month) {
  const lanes saving = *savings, next = c->cumulative + saving;
  const mask pays = crosses(c, next);
  c->month = choose(pays, *month, c->month);
  c->before = choose(pays, c->cumulative, c->before);
  c->saving = choose(pays, saving, c->saving);
  c->cumulative = next;
}

// The saving of a month is spread evenly over it.
static inline __attribute__((always_inline)) void
write_time(void *time, const crossing *c, const void *investment) {
  const lanes zero = 0, one = 1;
  write(time, choose(value(investment) <= zero, zero, (c->month - one) + -c->before / c->saving));
}

#endif
