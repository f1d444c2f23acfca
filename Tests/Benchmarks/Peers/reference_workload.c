// SPDX-License-Identifier: GPL-3.0-or-later
//
// The reference workload in C with GSL's samplers and OpenMP, one trial after the other.
//
//   cc -O3 -ffast-math -march=native -fopenmp reference_workload.c -lgsl -lgslcblas -lm
//   a.out TRIALS THREADS
//
// Prints one line of JSON: seconds of sampling and model, seconds of the tables, and the figures. A payback
// that never comes is a large number, since -ffast-math knows no infinity.

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

enum { MONTHS = 36, COLUMNS = 11 };
static const double NEVER = 1e30;
static const double HOSTED_RUN = 15e6 * 3 * 3.00 / 1e6;
static const char *const NAMES[COLUMNS] = {
    "payback_hosted", "payback_self",   "npv_hosted",   "npv_self",   "upfront_hosted", "upfront_self",
    "total_baseline", "total_hosted",   "total_self",   "requests_hosted", "requests_self"};
static const double PERCENTILES[8] = {5, 10, 25, 50, 75, 80, 90, 95};

typedef struct {
  double low, width, alpha, beta;
} pert;

typedef struct {
  double discount[MONTHS], spot_mean, spot_sd;
  pert decline, gpu_hours, eval_weeks;
} constants;

static pert make_pert(double low, double mode, double high) {
  const double width = high - low;
  return (pert){low, width, 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width};
}

static constants make_constants(void) {
  constants c = {.decline = make_pert(0, 0.20, 0.50),
                 .gpu_hours = make_pert(3, 4.5, 8),
                 .eval_weeks = make_pert(1, 1.5, 3)};
  for (int m = 0; m < MONTHS; m++) c.discount[m] = pow(1.10, -(m + 1) / 12.0);
  c.spot_mean = (log(0.44) + log(2.40)) / 2;
  c.spot_sd = (log(2.40) - log(0.44)) / 2 / 1.6448536269514722;
  return c;
}

static inline double normal(const gsl_rng *r) { return gsl_ran_gaussian_ziggurat(r, 1); }

static inline double beta_pert(const gsl_rng *r, pert p) {
  return p.low + p.width * gsl_ran_beta(r, p.alpha, p.beta);
}

static inline double triangular(const gsl_rng *r, double low, double mode, double high) {
  const double u = gsl_rng_uniform(r), width = high - low;
  return u * width < mode - low ? low + sqrt(u * width * (mode - low))
                                : high - sqrt((1 - u) * width * (high - mode));
}

// First month, linear inside it, in which the savings have paid `upfront` back.
static inline double payback(const double savings[MONTHS], double upfront) {
  double total = -upfront;
  for (int m = 0; m < MONTHS; m++) {
    const double next = total + savings[m];
    if (next >= 0) return m - total / savings[m];
    total = next;
  }
  return NEVER;
}

static void simulate(const gsl_rng *r, const constants *c, double *columns[COLUMNS], long trial) {
  const double volume = 300000 * exp(0.35 * normal(r)), growth = 0.03 + 0.02 * normal(r);
  const double decline = beta_pert(r, c->decline);
  const double base_prompt = triangular(r, 1200, 1500, 1900);
  const double tuned_prompt = triangular(r, 250, 300, 400);
  const double output = 100 * exp(0.18 * normal(r));
  const double iterations = 3 + (double)gsl_rng_uniform_int(r, 3);
  const double failed = 0.30 + 0.20 * gsl_rng_uniform(r);
  const double gpu_hours = beta_pert(r, c->gpu_hours);
  const double spot = c->spot_mean + c->spot_sd * normal(r);
  const double labels = 10000 * (0.50 + 1.50 * gsl_rng_uniform(r));
  const double weeks = beta_pert(r, c->eval_weeks);
  double rate;
  do rate = 4000 + 500 * normal(r);
  while (rate < 2000);
  const double interval = 6 + 6 * gsl_rng_uniform(r);
  const int parity = gsl_rng_uniform(r) < 0.85;

  // Sampling first and arithmetic after it: the second vectorises.
  double requests[MONTHS], prices[MONTHS], priced[MONTHS];
  for (int m = 0; m < MONTHS; m++) requests[m] = normal(r);
  for (int m = 0; m < MONTHS; m++) prices[m] = normal(r);
  const double step = log1p(growth) - 0.5 * 0.10 * 0.10;
  double level = 0, deviation = 0;
  for (int m = 0; m < MONTHS; m++) {
    requests[m] = level += step + 0.10 * requests[m];
    prices[m] = deviation = 0.75 * deviation + 0.15 * prices[m];
  }
  for (int m = 0; m < MONTHS; m++) requests[m] = volume * exp(requests[m]);
  const double factor = exp(log1p(-decline) / 12);
  double price = 1;
  for (int m = 0; m < MONTHS; m++) priced[m] = requests[m] * (price *= factor);

  const double attempts = 1 / (1 - failed), fixed = labels + weeks * rate;
  const double upfront_hosted = fixed + iterations * attempts * HOSTED_RUN;
  const double upfront_self = fixed + iterations * attempts * (gpu_hours * exp(spot) + 0.80);
  const double baseline = (base_prompt * 2.50 + output * 10) * 1e-6;
  const double hosted = (tuned_prompt * 0.30 + output * 1.20) * 1e-6;
  const double own = (tuned_prompt * 0.20 + output * 0.60) * 1e-6;
  double by_hosted[MONTHS], by_self[MONTHS];
  double sum = 0, priced_sum = 0, present = 0, priced_present = 0;
  for (int m = 0; m < MONTHS; m++) {
    by_hosted[m] = priced[m] * (baseline - hosted);
    by_self[m] = priced[m] * baseline - requests[m] * own;
    sum += requests[m];
    priced_sum += priced[m];
    present += requests[m] * c->discount[m];
    priced_present += priced[m] * c->discount[m];
  }
  const double total_baseline = priced_sum * baseline;
  double bills[2] = {0, 0}, present_bills[2] = {0, 0};
  for (double due = interval; due <= MONTHS; due += interval) {
    const int m = (int)ceil(due) - 1;
    const double relabelling = 0.25 * labels, cost_hosted = relabelling + HOSTED_RUN * attempts;
    const double cost_self =
        relabelling + (gpu_hours * exp(spot + prices[m]) + 0.80) * attempts;
    by_hosted[m] -= cost_hosted;
    by_self[m] -= cost_self;
    bills[0] += cost_hosted;
    bills[1] += cost_self;
    present_bills[0] += cost_hosted * c->discount[m];
    present_bills[1] += cost_self * c->discount[m];
  }
  const double worth_hosted = priced_present * (baseline - hosted) - present_bills[0];
  const double worth_self = priced_present * baseline - present * own - present_bills[1];
  const double results[COLUMNS] = {
      parity ? payback(by_hosted, upfront_hosted) : NEVER,
      parity ? payback(by_self, upfront_self) : NEVER,
      (parity ? worth_hosted : 0) - upfront_hosted,
      (parity ? worth_self : 0) - upfront_self,
      upfront_hosted,
      upfront_self,
      total_baseline,
      upfront_hosted + (parity ? priced_sum * hosted + bills[0] : total_baseline),
      upfront_self + (parity ? sum * own + bills[1] : total_baseline),
      upfront_hosted / (baseline - hosted),
      upfront_self / (baseline - own)};
  for (int k = 0; k < COLUMNS; k++) columns[k][trial] = results[k];
}

// Puts the values of ascending `ranks` where they would stand if x[low ..< high] were sorted.
static void select_ranks(double *x, long low, long high, const long *ranks, int count) {
  while (count > 0 && high - low > 1) {
    double sample[9];
    for (int k = 0; k < 9; k++) {
      const double value = x[low + (high - low - 1) * k / 8];
      int place = k;
      for (; place > 0 && sample[place - 1] > value; place--) sample[place] = sample[place - 1];
      sample[place] = value;
    }
    const double pivot = sample[4];
    long i = low, j = high - 1;
    while (i <= j) {
      while (x[i] < pivot) i++;
      while (x[j] > pivot) j--;
      if (i > j) break;
      const double swap = x[i];
      x[i++] = x[j];
      x[j--] = swap;
    }
    int left = 0, middle;
    while (left < count && ranks[left] <= j) left++;
    for (middle = left; middle < count && ranks[middle] < i;) middle++;
    select_ranks(x, low, j + 1, ranks, left);
    ranks += middle;
    count -= middle;
    low = i;
  }
}

typedef struct {
  double mean, sd, at_most[4], percentiles[8];
} table;

static table tabulate(double *x, long trials) {
  static const double months[4] = {6, 12, 24, 36};
  table t = {0};
  double squares = 0;
  long counts[4] = {0}, ranks[8];
  for (long i = 0; i < trials; i++) {
    const double d = x[i] - x[0];
    t.mean += d;
    squares += d * d;
    for (int k = 0; k < 4; k++) counts[k] += x[i] <= months[k];
  }
  t.mean /= (double)trials;
  t.sd = sqrt((squares - t.mean * t.mean * (double)trials) / (double)(trials - 1));
  t.mean += x[0];
  for (int k = 0; k < 4; k++) t.at_most[k] = (double)counts[k] / (double)trials;
  for (int k = 0; k < 8; k++) ranks[k] = lround((double)(trials - 1) * PERCENTILES[k] / 100);
  select_ranks(x, 0, trials, ranks, 8);
  for (int k = 0; k < 8; k++) t.percentiles[k] = x[ranks[k]];
  return t;
}

static void print(const char *name, const table *t, int last) {
  printf("\"%s\":{\"mean\":%.17g,\"sd\":%.17g,\"at_most\":[", name, t->mean, t->sd);
  for (int k = 0; k < 4; k++) printf("%s%.17g", k ? "," : "", t->at_most[k]);
  printf("],\"percentiles\":[");
  for (int k = 0; k < 8; k++) printf("%s%.17g", k ? "," : "", t->percentiles[k]);
  printf("]}%s", last ? "}}\n" : ",");
}

int main(int count, char **arguments) {
  const long trials = count > 1 ? (long)atof(arguments[1]) : 1000000;
  const int threads = count > 2 ? atoi(arguments[2]) : 2;
  const constants c = make_constants();
  double *columns[COLUMNS];
  const double start = omp_get_wtime();
  for (int k = 0; k < COLUMNS; k++) columns[k] = malloc((size_t)trials * sizeof(double));
#pragma omp parallel num_threads(threads)
  {
    const int thread = omp_get_thread_num();
    gsl_rng *r = gsl_rng_alloc(gsl_rng_taus2);
    gsl_rng_set(r, 1 + 7919UL * (unsigned long)thread);
    const long last = trials * (thread + 1) / threads;
    for (long i = trials * thread / threads; i < last; i++) simulate(r, &c, columns, i);
    gsl_rng_free(r);
  }
  const double simulated = omp_get_wtime();
  table tables[COLUMNS];
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int k = 0; k < COLUMNS; k++) tables[k] = tabulate(columns[k], trials);
  const double end = omp_get_wtime();
  printf("{\"simulation\":%.6f,\"tables\":%.6f,\"figures\":{", simulated - start, end - simulated);
  for (int k = 0; k < COLUMNS; k++) print(NAMES[k], &tables[k], k == COLUMNS - 1);
  return 0;
}
