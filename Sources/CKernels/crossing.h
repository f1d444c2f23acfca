// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef BK_CROSSING_H
#define BK_CROSSING_H

#include "lanes.h"

#include <math.h>

// The month in which a cumulative amount first reaches 0. The amount runs on after it, so that no month
// waits for the comparison of the one before.
typedef struct {
  mask waiting;
  lanes months, before, saving, cumulative, passed;
} crossing;

static inline __attribute__((always_inline)) void
begin(crossing *c, const void *paid, const void *investment) {
  const lanes zero = 0, due = value(investment);
  *c = (crossing){due > zero, (double)INFINITY, 0, 1, -value(paid), 0};
}

static inline __attribute__((always_inline)) void cross(crossing *c, const lanes *savings) {
  const lanes zero = 0, saving = *savings, next = c->cumulative + saving;
  const mask pays = c->waiting & (next >= zero);
  c->months = choose(pays, c->passed, c->months);
  c->before = choose(pays, c->cumulative, c->before);
  c->saving = choose(pays, saving, c->saving);
  c->waiting &= ~pays;
  c->cumulative = next;
  c->passed += 1;
}

static inline __attribute__((always_inline)) void
write_time(void *time, const crossing *c, const void *investment) {
  const lanes zero = 0;
  write(time, choose(value(investment) <= zero, zero, c->months + -c->before / c->saving));
}

#endif
