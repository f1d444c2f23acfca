// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include "crossing.h"
#include "events.h"
#include "lanes.h"

// All months of an option in registers: the series between one kernel and the next would fill the first-level
// cache. What it has is told by constants where it is called, so that what it has not costs nothing.
static inline __attribute__((always_inline)) void
book(const bk_option *option, size_t months, const bk_booked *booked, const int has_series,
     const int has_standing, const int has_other, const int has_bills, const int recurs_here,
     const int saves) {
  lanes *restrict costs = booked->total;
  const lanes *ratios = option->ratio, *requests = option->own.per_request;
  const lanes *standings = option->own.standing, *bills = option->bills;
  const lanes *other_requests = option->other.per_request, *other_standings = option->other.standing;
  const lanes *theirs = option->baseline, *factors = option->discount;
  const lanes zero = 0, volume = value(option->starting);
  const mask others = has_other ? value(option->pays_other) != zero : zero != zero;
  lanes request = has_series ? zero : value(option->price);
  const lanes decline = has_series ? zero : value(option->factor);
  bill_terms terms;
  recurrence events;
  if (recurs_here) {
    terms = terms_of(option->recurring);
    events = recurs(option->first, option->interval);
  }
  crossing payback;
  if (saves) begin(&payback, option->paid, option->investment);
  lanes serving = 0, billed = 0, all = 0, saved = 0, present = 0, month = 1;
  for (size_t m = 0; m < months; m++) {
    lanes paid;
    if (has_series) {
      request = requests[m];
    } else {
      request *= decline;
    }
    paid = has_other ? choose(others, other_requests[m], request) : request;
    lanes cost = volume * (ratios[m] * paid);
    if (has_standing) {
      lanes standing = standings ? standings[m] : zero;
      if (has_other) standing = choose(others, other_standings ? other_standings[m] : zero, standing);
      cost += standing;
    }
    serving += cost;
    if (has_bills) cost += bills[m];
    if (recurs_here) {
      lanes count, bill;
      count_due(&events, &month, &count);
      write_bill(&bill, &billed, &count, &month, m, &terms);
      cost += bill;
      month += 1;
    }
    costs[m] = cost;
    all += cost;
    if (saves) {
      const lanes saving = theirs[m] - cost;
      saved += saving;
      present += saving * factors[m];
      cross(&payback, &saving);
    }
  }
  write(booked->serving_sum, serving);
  write(booked->sum, all);
  if (recurs_here) write(booked->bills_sum, billed);
  if (saves) {
    write(booked->saved, saved);
    write(booked->discounted, present);
    write_time(booked->payback, &payback, option->investment);
  }
}

BK_CLONES
void bk_book(const bk_option *option, size_t months, const bk_booked *booked) {
  const int has_series = option->own.per_request != 0, has_other = option->other.per_request != 0;
  const int has_standing = option->own.standing || (has_other && option->other.standing);
  const int has_bills = option->bills != 0, recurs_here = option->recurring != 0;
  const int saves = option->baseline != 0;
  // The case of most options by itself; the others share a loop that asks every month.
  if (!has_series && !has_standing && has_other && recurs_here && saves) {
    book(option, months, booked, 0, 0, 1, 0, 1, 1);
  } else {
    book(option, months, booked, has_series, has_standing, has_other, has_bills, recurs_here, saves);
  }
}
