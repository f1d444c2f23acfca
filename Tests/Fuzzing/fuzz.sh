#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# libFuzzer over everything that reads a file: `fuzz.sh SECONDS [READER…]`, all readers unless some are named.
# Builds into .build/fuzzing; the corpus begins with the project's own files and grows in .build/fuzzing/corpus.
# An input that crashes, takes 20 seconds or more than 1 GB is left in .build/fuzzing and ends it with status 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-10}
shift || true
readers=${*:-experiment prices data fit part checkpoint manifest}
library=$(find "$(dirname "$(readlink -f "$(command -v swift)")")/../lib/clang" \
  -name 'libclang_rt.fuzzer_no_main*' 2>/dev/null | grep -E "$(uname -m)" | head -n 1 || true)
[ -n "$library" ] || { echo "this toolchain has no libFuzzer: left out"; exit 77; }

build=.build/fuzzing
# Coverage by the compiler alone: the driver's -sanitize would link libFuzzer's own main.
BREAKEVEN_FUZZING=1 swift build -c release --scratch-path "$build" --product breakeven-fuzz \
  -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer -Xcc -fsanitize-coverage=inline-8bit-counters,pc-table \
  -Xlinker "$library" -Xlinker -lstdc++ -Xlinker -lm -Xlinker -lpthread >"$build.log" 2>&1 ||
  { tail -n 30 "$build.log"; exit 1; }

corpus=$build/corpus
for reader in experiment prices data fit part checkpoint manifest; do mkdir -p "$corpus/$reader"; done
cp experiments/*.yaml "$corpus/experiment"
cp distributions/prices/*.yaml "$corpus/prices"
cp Tests/Fuzzing/seeds/*.csv "$corpus/data"
cp Tests/Fuzzing/seeds/*.csv "$corpus/fit"
breakeven=.build/release/breakeven
if [ -x "$breakeven" ]; then
  for name in reference ticket-classifier; do
    for kind in --streaming --no-streaming; do
      out=$build/seed$kind
      rm -rf "$out"
      run=("$breakeven" run "experiments/$name.yaml" --metrics npv --trials 2048 --no-report "$kind")
      "${run[@]}" --shard 1/1 --output "$out" >/dev/null 2>&1
      cp "$out/shard.part" "$corpus/part/$name$kind"
      cp "$out/shard.part" "$corpus/checkpoint/$name$kind"
    done
    "$breakeven" run "experiments/$name.yaml" --trials 64 --no-report --output "$out" >/dev/null 2>&1
    cp "$out/manifest.json" "$corpus/manifest/$name.json"
  done
  "$breakeven" sweep experiments/reference.yaml --trials 1024 --over starting_volume=100k,1M \
    --shard 1/1 --output "$out" >/dev/null 2>&1
  cp "$out/shard.part" "$corpus/part/sweep"
fi
# The words that experiments, prices and manifests are made of.
dictionary=$build/words
grep -ohE '[a-z_]{3,}:' experiments/*.yaml distributions/prices/*.yaml | sort -u |
  sed 's/.*/"&"/' >"$dictionary"

export SWIFT_BACKTRACE=enable=no
# Where the fuzzer puts what is read by its name.
export TMPDIR=$PWD/$build/files
rm -rf "$TMPDIR"
mkdir -p "$TMPDIR"
status=0
for reader in $readers; do
  log=$build/$reader.log
  if ! "$build/release/breakeven-fuzz" "$reader" -max_total_time="$seconds" -timeout=20 \
    -rss_limit_mb=1024 -malloc_limit_mb=1024 -max_len=131072 -len_control=10 -dict="$dictionary" \
    -print_final_stats=1 -artifact_prefix="$build/$reader-" "$corpus/$reader" >"$log" 2>&1; then
    echo "$reader: $(grep -E 'SUMMARY|ERROR' "$log" | tail -n 1) (see $log)"
    status=1
  fi
  echo "$reader: $(grep -oE 'number_of_executed_units: *[0-9]+|peak_rss_mb: *[0-9]+' "$log" | tr -s ' ' | tr '\n' ' ')" \
    "$(grep -oE 'cov: [0-9]+' "$log" | tail -n 1)"
done
exit "$status"
