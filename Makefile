# SPDX-License-Identifier: GPL-3.0-or-later
#
# make run      install what is missing, build, and run the main experiment
# make test     the tests; those of pages and notebooks as far as Chromium, Tidy and Jupyter are there
# make bench    ns per trial of the reference workload and of its parts, and races with other programs
#               (ONLY="parts sensitivity" for some; PYTHON=… for the one that has NumPy and SALib)
# make sanitizers  runs, shards, checkpoints, sweeps and pages under the thread and address sanitizers
# make figures  the table of published figures, written again
# make install  the release binary, its manual page and completions for bash, zsh and fish under PREFIX

PREFIX ?= /usr/local
PYTHON ?= python3
EXPERIMENT ?= experiments/ticket-classifier.yaml
# More for the compiler; continuous integration gives the same everywhere, so that it builds once.
FLAGS ?=
BUILD = swift build -c release $(FLAGS)
BINARY = .build/release/breakeven
SHARE = $(DESTDIR)$(PREFIX)/share

.PHONY: run test pages bench sanitizers figures install build dependencies format clean

run: build
	$(BINARY) run $(EXPERIMENT)

build: dependencies
	$(BUILD) --product breakeven
	$(BUILD) --product breakeven-serve

test: dependencies
	# Testable imports are not used; asking for them would build everything a second time.
	swift test -c release --disable-testable-imports $(FLAGS)
	$(MAKE) pages

# Pages and notebooks in a browser; what is not installed is left out, and said so.
pages:
	@if command -v $(PYTHON) >/dev/null; then $(PYTHON) Tests/BrowserTests/check_pages.py $(BINARY); \
	  else echo "no Python: the checks of pages are left out"; fi

bench: build
	$(BUILD) --product breakeven-benchmarks
	BREAKEVEN=$(BINARY) PYTHON=$(PYTHON) .build/release/breakeven-benchmarks $(ONLY)

sanitizers: dependencies
	Tests/Faults/sanitizers.sh

figures: dependencies
	BREAKEVEN_WRITE_FIGURES=1 swift test -c release --disable-testable-imports --filter GoldenTests

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BINARY) $(BINARY)-serve $(DESTDIR)$(PREFIX)/bin
	install -d $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions \
	  $(SHARE)/fish/vendor_completions.d
	$(BINARY) manual >$(SHARE)/man/man1/breakeven.1
	$(BINARY) --generate-completion-script bash >$(SHARE)/bash-completion/completions/breakeven
	$(BINARY) --generate-completion-script zsh >$(SHARE)/zsh/site-functions/_breakeven
	$(BINARY) --generate-completion-script fish >$(SHARE)/fish/vendor_completions.d/breakeven.fish

# The GNU Scientific Library and the tool that tells the compiler where it is.
dependencies:
	@pkg-config --exists gsl 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then root=; else root=sudo; fi; \
	  $$root apt-get update -qq && $$root apt-get install -y -qq pkg-config libgsl-dev; }

format:
	swift format format -i -r Sources Tests Package.swift

clean:
	swift package clean
