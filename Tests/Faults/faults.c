// SPDX-License-Identifier: GPL-3.0-or-later
//
// Preloaded into the program by faults.sh. With CLOCK_GOES_BACK every clock is a second earlier each time it
// is asked; with KILL_AT_RENAME=3 the program is killed before its third renaming.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static atomic_long asked;

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int status = real(clock, now);
  if (!getenv("CLOCK_GOES_BACK")) return status;
  now->tv_sec -= 1 + atomic_fetch_add(&asked, 1);
  // That of a machine that was started just now stays above 0.
  if (clock != CLOCK_REALTIME) now->tv_sec += 1000000;
  return status;
}

int gettimeofday(struct timeval *now, void *zone) {
  (void)zone;
  struct timespec precise;
  int status = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return status;
}

time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}

static void count_renaming(void) {
  static atomic_int renamings;
  const char *last = getenv("KILL_AT_RENAME");
  if (last && atomic_fetch_add(&renamings, 1) + 1 == atoi(last)) kill(getpid(), SIGKILL);
}

int rename(const char *from, const char *to) {
  static int (*real)(const char *, const char *);
  if (!real) real = dlsym(RTLD_NEXT, "rename");
  count_renaming();
  return real(from, to);
}
