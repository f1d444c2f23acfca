// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of the GNU Scientific Library that Breakeven uses. GSL's own error handler ends the
// process, so one is installed that keeps the first status of the thread instead; it never unwinds.

#ifndef CGSL_SHIM_H
#define CGSL_SHIM_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>
#include <gsl/gsl_sf_zeta.h>

static _Thread_local int bk_gsl_first_status = 0;

static inline void bk_gsl_keep_status(const char *reason, const char *file, int line, int status) {
  (void)reason, (void)file, (void)line;
  if (bk_gsl_first_status == GSL_SUCCESS) bk_gsl_first_status = status;
}

static inline void bk_gsl_install_handler(void) { gsl_set_error_handler(bk_gsl_keep_status); }

/// The first status kept on this thread since the last call, GSL_SUCCESS when none.
static inline int bk_gsl_take_status(void) {
  int status = bk_gsl_first_status;
  bk_gsl_first_status = 0;
  return status;
}

#endif
