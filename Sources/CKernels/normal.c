// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"
#include "clones.h"

// Rational approximations of AS 241, routine PPND16: coefficients as published, lowest power first.
static const double A[8] = {
    3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
    1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
    3.3430575583588128105e+4, 2.5090809287301226727e+3};
static const double B[8] = {
    1.0,                      4.2313330701600911252e+1, 6.8718700749205790830e+2,
    5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4,
    2.8729085735721942674e+4, 5.2264952788528545610e+3};
static const double C[8] = {
    1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
    3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4};
static const double D[8] = {
    1.0,                       2.05319162663775882187e0,  1.67638483018380384940e0,
    6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
    5.47593808499534494600e-4, 1.05075007164441684324e-9};
static const double E[8] = {
    6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7};
static const double F[8] = {
    1.0,                       5.99832206555887937690e-1, 1.36929880922735805310e-1,
    1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
    1.42151175831644588870e-7, 2.04426310338993978564e-15};

static inline double polynomial(const double c[8], double x) {
  double p = c[7];
  for (int i = 6; i >= 0; i--) p = bk_fma(p, x, c[i]);
  return p;
}

// Piecewise: the centre (85 % of uniforms) for a whole chunk, while the uniforms of the tails are put
// side by side, so that the logarithm and the square root run over the few that need them.
#define CHUNK 512
#define CENTRE 0.425
#define LANES 8
#define WIDE 32

// Four registers of eight hide the latency of the polynomials.
typedef double wide __attribute__((ext_vector_type(WIDE), aligned(sizeof(double))));

static inline __attribute__((always_inline)) double centre(double u) {
  double q = u - 0.5;
  double z = 0.180625 - q * q;
  return q * polynomial(A, z) / polynomial(B, z);
}

static inline __attribute__((always_inline)) void wide_centre(double *u) {
  wide q = *(wide *)u - 0.5;
  wide z = 0.180625 - q * q;
  wide a = A[7], b = B[7];
#pragma clang loop unroll(full)
  for (int i = 6; i >= 0; i--) {
    a = __builtin_elementwise_fma(a, z, (wide)A[i]);
    b = __builtin_elementwise_fma(b, z, (wide)B[i]);
  }
  *(wide *)u = q * a / b;
}

static inline __attribute__((always_inline)) double near_tail(double r) {
  return polynomial(C, r - 1.6) / polynomial(D, r - 1.6);
}

static inline __attribute__((always_inline)) double far_tail(double r) {
  return polynomial(E, r - 5.0) / polynomial(F, r - 5.0);
}

// The quantiles of uniforms of either tail. `u` has room up to a multiple of eight, so that no vector is
// taken apart for what is left over.
static inline __attribute__((always_inline)) void tails(double *restrict u, size_t count) {
  double r[CHUNK + LANES];
  while (count % LANES != 0) u[count++] = 0.01;
  for (size_t t = 0; t < count; t++) r[t] = u[t] < 0.5 ? u[t] : 1.0 - u[t];
  bk_log(r, count);
  for (size_t t = 0; t < count; t++) r[t] = __builtin_elementwise_sqrt(-r[t]);
  // Beyond 5 lies one uniform in 3.6e10: hardly a chunk has any.
  double farthest = 0.0;
  for (size_t t = 0; t < count; t++) farthest = r[t] > farthest ? r[t] : farthest;
  if (farthest > 5.0) {
    for (size_t t = 0; t < count; t++) {
      double z = r[t] <= 5.0 ? near_tail(r[t]) : far_tail(r[t]);
      u[t] = __builtin_copysign(z, u[t] - 0.5);
    }
  } else {
    for (size_t t = 0; t < count; t++) u[t] = __builtin_copysign(near_tail(r[t]), u[t] - 0.5);
  }
}

static inline __attribute__((always_inline)) void
normal_chunk(double *restrict x, size_t count) {
  double tail[CHUNK + LANES];
  uint32_t place[CHUNK];
  size_t found = 0;
  // Nothing here may become a branch: which uniforms are tails cannot be predicted.
  for (size_t i = 0; i < count; i++) {
    place[found] = (uint32_t)i;
    found += __builtin_fabs(x[i] - 0.5) > CENTRE;
  }
  for (size_t t = 0; t < found; t++) tail[t] = x[place[t]];
  size_t i = 0;
  for (; i + WIDE <= count; i += WIDE) wide_centre(x + i);
  for (; i < count; i++) x[i] = centre(x[i]);
  tails(tail, found);
  for (size_t t = 0; t < found; t++) x[place[t]] = tail[t];
}

BK_CLONES
static void normals(double *x, size_t count) {
  for (size_t done = 0; done < count; done += CHUNK) {
    size_t n = count - done < CHUNK ? count - done : CHUNK;
    normal_chunk(x + done, n);
  }
}

#ifdef BK_V4
// The same numbers; but AVX-512 puts the uniforms of the tails side by side, and their quantiles back,
// eight at a time, which no compiler makes of the loops above.
BK_V4
static void normals_v4(double *x, size_t count) {
  double tail[CHUNK + 2 * LANES];
  __mmask8 isTail[CHUNK / LANES];
  for (size_t done = 0; done < count; done += CHUNK) {
    size_t n = count - done < CHUNK ? count - done : CHUNK;
    double *const part = x + done;
    size_t found = 0;
    for (size_t i = 0; i < n; i += LANES) {
      __m512d u = _mm512_loadu_pd(part + i);
      __m512d distance = _mm512_abs_pd(_mm512_sub_pd(u, _mm512_set1_pd(0.5)));
      __mmask8 mask = _mm512_cmp_pd_mask(distance, _mm512_set1_pd(CENTRE), _CMP_GT_OQ);
      isTail[i / LANES] = mask;
      _mm512_storeu_pd(tail + found, _mm512_maskz_compress_pd(mask, u));
      found += (size_t)__builtin_popcount(mask);
    }
    size_t i = 0;
    for (; i + WIDE <= n; i += WIDE) wide_centre(part + i);
    for (; i < n; i++) part[i] = centre(part[i]);
    tails(tail, found);
    found = 0;
    for (size_t i = 0; i < n; i += LANES) {
      __mmask8 mask = isTail[i / LANES];
      __m512d z = _mm512_loadu_pd(tail + found);
      _mm512_storeu_pd(part + i, _mm512_mask_expand_pd(_mm512_loadu_pd(part + i), mask, z));
      found += (size_t)__builtin_popcount(mask);
    }
  }
}
#endif

void bk_normal_quantile(double *x, size_t count) {
#ifdef BK_V4
  if (bk_has_v4()) {
    size_t whole = count / LANES * LANES;
    normals_v4(x, whole);
    x += whole;
    count -= whole;
  }
#endif
  normals(x, count);
}
