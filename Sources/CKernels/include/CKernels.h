// SPDX-License-Identifier: GPL-3.0-or-later
//
// Loops over arrays that must run at the speed of the machine's widest registers and still give the
// same bits on every x86-64 processor. Each function exists in several clones for several instruction
// sets; none calls the mathematics library, none lets the compiler contract a*b+c, so all clones
// round alike.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// MARK: Random bits (philox.c)

/// Philox4x32-10: the counter-based generator of Salmon et al., "Parallel random numbers: as easy as
/// 1, 2, 3", SC'11, doi:10.1145/2063384.2063405. Writes the four words of the block at `counter`.
void bk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]);

/// Writes the uniforms of trials `first_trial ..< first_trial + count` at one draw index of one
/// stream: 53-bit values in the open interval (0, 1).
void bk_uniforms(double *output, size_t count, uint64_t key, uint64_t first_trial, uint32_t draw);

/// The bits of one trial as a queue, for samplers that reject: a state that C can hold.
typedef struct {
  uint64_t key;
  uint64_t trial;
  uint32_t block;    // next Philox block of this trial
  uint32_t position; // next word of `words`; 4 when they are used up
  uint32_t words[4];
} bk_stream;

/// The next 32 bits. The signature is that of `gsl_rng_type.get`.
unsigned long bk_stream_get(void *state);

/// The next uniform, 53 bits, never 0 or 1. The signature is that of `gsl_rng_type.get_double`.
double bk_stream_get_double(void *state);

// MARK: Elementary functions (elementary.c): in place, error below 1.5 ulp

/// x = e^x. Overflow gives infinity, underflow below e^-708 gives 0, NaN stays NaN.
void bk_exp(double *x, size_t count);

/// x = ln x. 0 gives -infinity, a negative number NaN; subnormal numbers are taken as 0.
void bk_log(double *x, size_t count);

// MARK: Quantile functions (normal.c, quantiles.c)

/// x = standard normal quantile of the probability x in (0, 1): Wichura's AS 241 (PPND16), Applied
/// Statistics 37(3), 1988. Relative error about 1e-15.
void bk_normal_quantile(double *x, size_t count);

/// x = quantile of the uniform x of a triangular distribution: `share` lies below its mode, `upper_share` above.
void bk_triangular_quantile(double *x, size_t count, double low, double high, double share,
                            double upper_share);

/// A tabulated quantile function. Cell `c` of a tail covers probabilities m from node c to node
/// c + 1, where m = min(u, 1 - u); nodes lie at 64 equal steps per octave from 2^-(octaves + 1) to
/// 1/2. Each node holds the quantile and its derivative by m: 2 * (64 * octaves + 1) numbers a tail. A node that
/// is NaN is not known.
typedef struct {
  const double *lower;
  const double *upper;
  int32_t octaves;
} bk_quantile_table;

/// x = quantile of the uniform x by cubic Hermite interpolation. Uniforms below the table's reach, or beside a
/// node that is not known, stay as they are; their indices go to `missed` (room for `count`), their number is
/// returned.
size_t bk_table_quantile(double *x, size_t count, const bk_quantile_table *table, uint32_t *missed);

// MARK: Terms of many trials (terms.c)

/// What a step computes of its operands, element by element.
typedef enum {
  BK_ADD,
  BK_SUBTRACT,
  BK_MULTIPLY,
  BK_DIVIDE,
  BK_LEAST,    // the lesser of two
  BK_FLOOR,    // of a number from 0 to 2^51
  BK_EXP,
  BK_LOG,
  BK_IF_LESS,  // the third operand where the first is less than the second, the fourth elsewhere
  BK_IF_EQUAL, // the same where they are equal
} bk_operation;

/// columns[result] = operation of the columns that are its operands; those it does not take are 0.
typedef struct {
  bk_operation operation;
  int32_t result;
  int32_t operands[4];
} bk_step;

/// Takes the steps one after the other, each for `count` trials: a multiple of eight.
void bk_terms(const bk_step *steps, size_t step_count, double *const *columns, size_t count);

// MARK: Months of eight trials (months.c, outcomes.c)
//
// `void *` is eight numbers side by side, or a series of them, one a month: C's own type for that has no
// name in Swift. None may overlap one that is written.

/// path = level after each month of a walk from 0 by step + deviation * shock. The shocks of a month stand
/// `stride` numbers behind those of the month before.
void bk_walk(void *path, size_t months, const double *shocks, size_t stride,
             const void *step, const void *deviation);

/// path = x after each month, x - target = keep * (x - target) + drift + deviation * shock from `start` on.
void bk_revert(void *path, size_t months, const double *shocks, size_t stride,
               const void *start, const void *target, const void *keep,
               const void *drift, const void *deviation);

/// path = start * factor^month, by one multiplication a month.
void bk_decline(void *path, size_t months, const void *start, const void *factor);

/// What serving costs: series by request and by month; NULL for none.
typedef struct {
  const void *per_request;
  const void *standing;
} bk_serving;

/// per_volume = ratio * cost per request, fixed = cost per month, and the sum over the months of
/// starting * per_volume + fixed. Where `pays_other` is not 0 the costs are those of `other`, whose
/// `per_request` is NULL where no trial pays it. `fixed` may be NULL where none has a cost per month.
void bk_serve(void *per_volume, void *fixed, size_t months, const void *ratio,
              bk_serving own, bk_serving other, const void *pays_other,
              const void *starting, void *sum);

/// What an event costs: amount + runs * (hours * price + setup), in the months up to `last`. `price` is a
/// series, NULL for none; the others are eight numbers each.
typedef struct {
  const void *amount;
  const void *runs;
  const void *hours;
  const void *price;
  const void *setup;
  const void *last;
} bk_bill;

/// bills = counts * what an event costs, and their sum.
void bk_bill_events(void *bills, size_t months, const void *counts, const bk_bill *bill, void *sum);

/// The same of events at start + interval, start + 2 interval, ….
void bk_bill_recurring(void *bills, size_t months, const void *start, const void *interval,
                       const bk_bill *bill, void *sum);

/// total = starting * per_volume + fixed + events, and its sum. Nothing fixed, no events: NULL.
void bk_total(void *total, size_t months, const void *per_volume, const void *fixed,
              const void *events, const void *starting, void *sum);

/// The months of an option: starting * ratio * cost per request + cost per month + bills.
///
/// Costs per request are `own.per_request`; where that is NULL, price * factor^month. Where `pays_other` is not
/// 0 the costs of serving are those of `other`, whose `per_request` is NULL where no trial pays it. Bills are
/// the series `bills`, NULL for none, and those that are `recurring`, NULL for none, as bk_bill_recurring has
/// them. Savings are against the series `baseline`, NULL for none, as bk_savings has them.
typedef struct {
  const void *ratio;
  const void *starting;
  bk_serving own;
  const void *price;
  const void *factor;
  bk_serving other;
  const void *pays_other;
  const void *bills;
  const bk_bill *recurring;
  const void *first;
  const void *interval;
  const void *baseline;
  const void *discount;
  const void *paid;
  const void *investment;
} bk_option;

/// What is paid in each month, and eight numbers each: the sums of it, of the savings and of their discounted
/// values, and when they pay back. And, where `per_volume` is not NULL, what it is made of: series as bk_serve
/// has them, the recurring bills, and the sums of what serving costs and of those bills. `fixed` stays as it is
/// where nothing is paid whatever the volume.
typedef struct {
  void *total;
  void *sum;
  void *saved;
  void *discounted;
  void *payback;
  void *per_volume;
  void *fixed;
  void *bills;
  void *serving_sum;
  void *bills_sum;
} bk_booked;

/// Books all months of an option in one pass (booking.c).
void bk_book(const bk_option *option, size_t months, const bk_booked *booked);

/// An option's costs: all that is paid; of it, a series in proportion to volume, one that is not, and bills of
/// events. The last two are NULL for none.
typedef struct {
  const void *total;
  const void *per_volume;
  const void *fixed;
  const void *events;
} bk_costs;

/// What savings depend on besides: series, and eight numbers each.
typedef struct {
  const void *discount;
  const void *ratio;
  const void *starting;
  const void *paid;
  const void *investment;
} bk_saving_terms;

/// What follows from the savings of the months, baseline - option, and their sum with what was paid before,
/// eight numbers each.
typedef struct {
  /// The sums of the savings and of their discounted values.
  void *sum;
  void *discounted_sum;
  /// Months until the sum of the savings, less what was paid, first reaches 0, linear within its month: 0 where
  /// there is no investment, infinite where it never does.
  void *payback;
  /// The same of the discounted savings; may be NULL.
  void *discounted_payback;
  /// The last time from which on that sum is not below 0 any more: 0 where it never was, infinite where it is at
  /// the end; and how far it falls below 0. Both may be NULL.
  void *sustained_payback;
  void *peak_exposure;
  /// starting * ratio up to the first payback: 0 where there is no investment, infinite where it never comes; may
  /// be NULL.
  void *payback_requests;
  /// Starting volume at which the present value of what scales makes up for what was paid and what does not
  /// scale: infinite where volume brings no saving, at least 0. May be NULL; the parts are read for it alone.
  void *crossover;
} bk_saved;

/// Computes what follows from the savings, in one pass over the months.
void bk_savings(const bk_saved *saved, size_t months, const bk_costs *option,
                const bk_costs *baseline, const bk_saving_terms *terms);

/// sum = the sum of a series over the months.
void bk_sum(void *sum, size_t months, const void *series);

// MARK: Writing past the caches

/// Writes eight numbers to a place at a multiple of their size, for whoever reads it long after: what stands there
/// is not read first, and nothing in the caches makes room for it.
static inline void bk_write_past_caches(double *target, const void *numbers) {
  typedef double pair __attribute__((ext_vector_type(2)));
  const pair *from = (const pair *)numbers;
  pair *to = (pair *)target;
  for (int i = 0; i < 4; i++) __builtin_nontemporal_store(from[i], to + i);
}

/// Ends such writes: another thread may be told of them.
static inline void bk_end_writes_past_caches(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#else
  __atomic_thread_fence(__ATOMIC_RELEASE);
#endif
}

// MARK: Passes over columns (columns.c)
//
// Sums run in eight lanes, lane l over x[l], x[l + 8], …; what is left over at the end is the caller's.

/// counts[k] = how many numbers do not exceed limits[k].
void bk_count_at_most(const double *x, size_t count, const double *limits, size_t limit_count,
                      int64_t *counts);

/// Sums of e = max(0, sign * (x - value)) and of e * e for each of the values: eight lanes, then those of the next.
void bk_excesses(const double *x, size_t count, const double *values, size_t value_count, double sign,
                 double *sums, double *squares);

/// Sums of x * scale - pivot.
void bk_sum_lanes(const double *x, size_t count, double scale, double pivot, double sums[8]);

/// Sums of the squares of (x * scale - pivot) - shift.
void bk_sum_square_lanes(const double *x, size_t count, double scale, double pivot, double shift,
                         double sums[8]);

/// How many numbers are +infinity or NaN, the greatest magnitude of the others, and sums of all; what is left
/// over of the sums alone is the caller's.
int64_t bk_extent(const double *x, size_t count, double *greatest_magnitude, double sums[8]);

// MARK: Points of designs (designs.c)

/// Levels of a Sobol' point that are scrambled: below them its bits are independent anyway.
enum { BK_SOBOL_LEVELS = 24 };

/// x = coordinate of the points of the trials `first ..< first + count`: x holds uniforms that say where
/// in its cell of width 2^-24 each point lies.
///
/// Trials take turns among `replicates` independent sequences, at most 32, with a key each: trial t is point
/// t / replicates, below 2^24, of sequence t % replicates, scrambled as Owen does ("Randomly permuted
/// (t,m,s)-nets and (t,s)-sequences", 1995, doi:10.1007/978-1-4612-2552-2_19). `numbers` are the
/// direction numbers of the coordinate.
void bk_sobol(double *x, size_t count, uint64_t first, uint32_t replicates, const uint64_t *keys,
              const uint32_t numbers[32]);

/// x = coordinate of the trials `first ..< first + count` of Latin hypercubes of `size` trials each, among
/// which the trials take turns: x holds uniforms that say where in its stratum each point lies.
///
/// The strata are a keyed permutation (Feistel's network, with cycle walking: Black and Rogaway,
/// "Ciphers with arbitrary finite domains", 2002), so that a trial's is known without the others'.
void bk_latin_hypercube(double *x, size_t count, uint64_t first, uint32_t replicates,
                        const uint64_t *keys, uint64_t size);

/// Components of a process that a design places at most.
enum { BK_COMPONENTS = 6 };

/// Gives the shocks of `count` trials, a multiple of eight, other components along orthonormal directions.
///
/// `shocks` has a column of `stride` numbers for each month, `values` one for each of the BK_COMPONENTS
/// directions: what the shocks are to have along it. `weights` are the directions, all of them for one month
/// after the other; where there are fewer, their weights and values are 0.
void bk_place_components(double *shocks, size_t stride, size_t months, const double *weights,
                         const double *values, size_t count);

// MARK: What is kept of columns that pass by (histogram.c)

/// Leading bits of the significand that tell a bucket of a histogram: 512 in each octave.
enum { BK_HISTOGRAM_BITS = 9, BK_HISTOGRAM_PAGE = 1 << BK_HISTOGRAM_BITS };

/// Of a piece of a column: its first number, the sum of what the others exceed it by and, where all are
/// finite, the sum of the squares of what they deviate from their mean; the least and greatest of those that
/// are not +infinity or NaN, whose number is `nevers`. Sums run in eight lanes, then over what is left.
typedef struct {
  double first, sum, squares, least, greatest;
  int64_t nevers;
} bk_moments;

void bk_block_moments(const double *x, size_t count, bk_moments *moments);

/// Counts numbers by sign, exponent and leading bits of the significand; NaN counts as +infinity.
///
/// pages[sign and exponent] says which page of `counts` an octave has, from 1; 0 for none yet. Returns how
/// many were counted: all, or those before the first whose octave has no page.
size_t bk_histogram(const double *x, size_t count, const uint16_t *pages, uint32_t *counts);

/// counts[b] += how many numbers lie from b up to b + 1, in bins, the last one with its upper edge; then
/// those below, those above, and those that are +infinity or NaN: bins + 3 counts.
void bk_count_bins(const double *x, size_t count, double bins_per_unit, size_t bins,
                   int64_t *counts);

/// buckets = (x - low) * scale + 1, rounded and brought into 0 to `last`; last + 1 for +infinity and NaN.
void bk_linear_buckets(const double *x, size_t count, double low, double scale, uint16_t last,
                       uint16_t *buckets);

/// buckets = the distance in doubles from `low` to x, brought into low to high, over 2^shift, which must be below
/// 2^16 - 1; one further for +infinity and NaN.
void bk_key_buckets(const double *x, size_t count, double low, double high, uint64_t shift,
                    uint16_t *buckets);

/// counts[k] += in how many rows column k is the least, the first of several.
void bk_count_least(const double *const *columns, size_t columns_count, size_t count,
                    int64_t *counts);

// MARK: Checksums (checksum.c)

/// XXH64 with seed 0 (Collet, "xxHash fast digest algorithm", specification 0.1.1), on little-endian machines:
/// tells damage, not malice.
uint64_t bk_checksum(const void *memory, size_t size);

#endif
