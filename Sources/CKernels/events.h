// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef BK_EVENTS_H
#define BK_EVENTS_H

#include "CKernels.h"
#include "lanes.h"

// What an event costs eight trials, apart from the price of the month.
typedef struct {
  lanes amount, runs, hours, setup, last;
  const lanes *prices;
} bill_terms;

static inline __attribute__((always_inline)) bill_terms terms_of(const bk_bill *bill) {
  return (bill_terms){value(bill->amount), value(bill->runs), value(bill->hours),
                      value(bill->setup),  value(bill->last), bill->price};
}

// What one event costs in month m + 1. (A macro, because vectors as results have an ABI of their own in each
// clone; pointers below for the same reason.)
#define cost_of_event(terms, m)                                                         \
  ((terms)->amount +                                                                    \
   (terms)->runs * ((terms)->prices ? (terms)->hours * (terms)->prices[m] + (terms)->setup \
                                    : (terms)->setup))

static inline __attribute__((always_inline)) void
write_bill(lanes *bill, const lanes *count, const lanes *month, size_t m, const bill_terms *terms) {
  const lanes zero = 0;
  const mask pays = (*count > zero) & (terms->last >= *month);
  *bill = choose(pays, *count * cost_of_event(terms, m), zero);
}

// Events at first + step, first + 2 step, …. The products, rather than a running sum, stay exact for constants
// such as 0.1. The time after the next is known beforehand, so that no month waits for a product.
typedef struct {
  lanes first, step, number, time;
} recurrence;

static inline __attribute__((always_inline)) recurrence recurs(const void *start, const void *interval) {
  const lanes first = value(start), step = value(interval);
  return (recurrence){first, step, 2, first + step};
}

// Whether no month can hold two events. (A little more than a month: two times that are rounded may lie closer
// than their interval.)
static inline __attribute__((always_inline)) int is_rare(const void *interval) {
  return __builtin_reduce_and(value(interval) >= 1.001) != 0;
}

// The bill of a month with the events that fall due in it.
static inline __attribute__((always_inline)) void
bill_due(lanes *bill, recurrence *r, const lanes *month, size_t m, const bill_terms *terms,
         const int rare) {
  const lanes one = 1, zero = 0, after = r->first + r->number * r->step;
  mask due = r->time <= *month;
  r->number = choose(due, r->number + one, r->number);
  r->time = choose(due, after, r->time);
  if (rare) {
    *bill = choose(due & (terms->last >= *month), cost_of_event(terms, m), zero);
    return;
  }
  lanes count = choose(due, one, zero);
  for (due = r->time <= *month; __builtin_reduce_or(due) != 0; due = r->time <= *month) {
    count = choose(due, count + one, count);
    r->time = choose(due, r->first + r->number * r->step, r->time);
    r->number = choose(due, r->number + one, r->number);
  }
  write_bill(bill, &count, month, m, terms);
}

#endif
