// SPDX-License-Identifier: GPL-3.0-or-later

#include "CStart.h"

#if defined(__linux__) && defined(__x86_64__)
#include <features.h>
#endif
#if defined(__GLIBC__) && defined(__x86_64__)
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The C library has two versions of exp, log, pow and their like, one with fused multiply-add, and
// chooses when a program starts. Both are good, but their last bits differ. This setting makes it
// choose the one every processor has. (glibc manual, "Hardware Capability Tunables")
#define SETTING "glibc.cpu.hwcaps=-FMA,-FMA4"

// Before the other constructors: what they do would be done twice. GNU constructors get what main gets.
__attribute__((constructor(101))) static void pin_math_library(int count, char *arguments[]) {
  (void)count;
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("fma") && !__builtin_cpu_supports("fma4")) return;
  const char *before = getenv("GLIBC_TUNABLES");
  if (before != NULL && strstr(before, SETTING) != NULL) return;
  size_t length = before != NULL ? strlen(before) + 1 : 0;
  char *tunables = malloc(length + sizeof SETTING);
  if (tunables == NULL) return;
  if (before != NULL) {
    memcpy(tunables, before, length - 1);
    tunables[length - 1] = ':';
  }
  memcpy(tunables + length, SETTING, sizeof SETTING);
  // The last setting of a name counts. Where the program cannot be started again it goes on as it is.
  if (setenv("GLIBC_TUNABLES", tunables, 1) == 0) execv("/proc/self/exe", arguments);
  free(tunables);
}
#endif
