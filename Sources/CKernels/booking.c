// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"
#include "crossing.h"
#include "events.h"
#include "lanes.h"

// What an option has, told by constants where it is booked, so that what it has not costs nothing.
typedef struct {
  // Costs per request as a series; otherwise they fall by a factor each month.
  int series;
  // Costs whatever the volume; another option's costs in some trials; bills as a series.
  int standing, other, bills;
  // Bills that recur, and never two in a month.
  int recurring, rare;
  // Whether savings are summed as well, and whether the parts of the months are kept and summed.
  int saves, parts;
} features;

// All months of an option in registers: the series between one kernel and the next would fill the first-level
// cache.
static inline __attribute__((always_inline)) void
book(const bk_option *option, size_t months, const bk_booked *booked, const features has) {
  lanes *restrict costs = booked->total;
  lanes *restrict scaled = booked->per_volume, *restrict standing_costs = booked->fixed;
  lanes *restrict events_billed = booked->bills;
  const lanes *ratios = option->ratio, *requests = option->own.per_request;
  const lanes *standings = option->own.standing, *bills = option->bills;
  const lanes *other_requests = option->other.per_request, *other_standings = option->other.standing;
  const lanes *theirs = option->baseline, *factors = option->discount;
  const lanes zero = 0, volume = value(option->starting);
  const mask others = has.other ? value(option->pays_other) != zero : zero != zero;
  lanes request = has.series ? zero : value(option->price);
  const lanes decline = has.series ? zero : value(option->factor);
  bill_terms terms;
  recurrence events;
  if (has.recurring) {
    terms = terms_of(option->recurring);
    events = recurs(option->first, option->interval);
  }
  crossing payback;
  if (has.saves) begin(&payback, option->paid, option->investment);
  lanes serving = 0, billed = 0, all = 0, saved = 0, present = 0, month = 1;
  for (size_t m = 0; m < months; m++) {
    if (has.series) {
      request = requests[m];
    } else {
      request *= decline;
    }
    const lanes paid = has.other ? choose(others, other_requests[m], request) : request;
    const lanes scaling = ratios[m] * paid;
    if (has.parts) scaled[m] = scaling;
    lanes cost = volume * scaling;
    if (has.standing) {
      lanes standing = standings ? standings[m] : zero;
      if (has.other) standing = choose(others, other_standings ? other_standings[m] : zero, standing);
      if (has.parts) standing_costs[m] = standing;
      cost += standing;
    }
    if (has.parts) serving += cost;
    if (has.bills) cost += bills[m];
    if (has.recurring) {
      lanes bill;
      bill_due(&bill, &events, &month, m, &terms, has.rare);
      if (has.parts) {
        events_billed[m] = bill;
        billed += bill;
      }
      cost += bill;
    }
    costs[m] = cost;
    all += cost;
    if (has.saves) {
      const lanes saving = theirs[m] - cost;
      saved += saving;
      present += saving * factors[m];
      cross(&payback, &saving, &month);
    }
    month += 1;
  }
  write(booked->sum, all);
  if (has.parts) {
    write(booked->serving_sum, serving);
    if (has.recurring) write(booked->bills_sum, billed);
  }
  if (has.saves) {
    write(booked->saved, saved);
    write(booked->discounted, present);
    write_time(booked->payback, &payback, option->investment);
  }
}

BK_CLONES
void bk_book(const bk_option *option, size_t months, const bk_booked *booked) {
  const int other = option->other.per_request != 0;
  const features has = {
      .series = option->own.per_request != 0,
      .standing = option->own.standing || (other && option->other.standing),
      .other = other,
      .bills = option->bills != 0,
      .recurring = option->recurring != 0,
      .rare = option->recurring && is_rare(option->interval),
      .saves = option->baseline != 0,
      .parts = booked->per_volume != 0,
  };
  const int is_plain = has.series && !has.standing && !has.other && !has.bills && !has.recurring;
  const int is_tuned = !has.series && !has.standing && has.other && has.rare;
  // The cases of most options by themselves: to ask every month what there is takes a fifth longer with a tuned
  // option, three times as long with a plain one. The others share a loop that asks.
  if (is_plain && !has.saves && !has.parts) {
    book(option, months, booked, (features){.series = 1});
  } else if (is_plain && !has.saves) {
    book(option, months, booked, (features){.series = 1, .parts = 1});
  } else if (is_tuned && has.saves && !has.parts) {
    book(option, months, booked, (features){.other = 1, .recurring = 1, .rare = 1, .saves = 1});
  } else if (is_tuned && !has.saves && has.parts) {
    book(option, months, booked, (features){.other = 1, .recurring = 1, .rare = 1, .parts = 1});
  } else {
    book(option, months, booked, has);
  }
}
