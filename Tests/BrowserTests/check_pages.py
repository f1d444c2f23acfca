# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the pages and notebooks of runs in Chromium, Tidy and Jupyter.

    python3 check_pages.py BREAKEVEN [FOLDER-FOR-SCREENSHOTS]

What is not installed is left out, and said so; with BREAKEVEN_CHECK_ALL=1 that is a failure.
"""

import os
import subprocess
import sys
import tempfile

import chromium
import live_checks
import notebook_checks
import page_checks

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GATES = """
approval:
  - { option: self-hosted, require: "P(payback_months <= 12) >= 0.294" }
  - { option: self-hosted, require: "P80(upfront_cost) <= 25000" }
  - { option: hosted, require: "mean(npv) > 0" }
  - { option: hosted, require: "mean(payback_months) <= 24" }
  - { option: hosted, require: "price_age_days <= 60" }
"""


def experiments(folder):
    """One that pays, one undecided with gates, one that never pays, one of many options, one without chance,
    one that means harm."""

    def text(name):
        with open(f"{ROOT}/experiments/{name}.yaml", encoding="utf-8") as file:
            return file.read()

    long = "a name that goes on and on without any end in sight"
    hostile = text("reference").replace("name: hosted", f'name: "{long}"')
    hostile = hostile.replace("title: ", "title: '<script>alert(1)</script>' #")
    hostile = hostile.replace("unit: months }", f'unit: months, source: "{(long + "; ") * 12}" }}')
    hostile = hostile.replace("horizon_months: 36", "horizon_months: 240")
    found = {
        "pays": text("ticket-classifier"), "undecided": text("reference") + GATES,
        "never": text("reinforcement"), "crowd": text("hosted-training"),
        "hostile": hostile, "certain": text("shortening-generation"),
    }
    for name, content in found.items():
        with open(f"{folder}/{name}.yaml", "w", encoding="utf-8") as file:
            file.write(content)
    return list(found)


def run(program, folder, *arguments):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"breakeven {' '.join(arguments)}: {done.stderr}")


class Report:
    """Counts what was looked at and found."""

    def __init__(self):
        self.faults = 0
        self.checks = 0
        self.skipped = []

    def add(self, what, faults):
        self.checks += 1
        for fault in faults or []:
            self.faults += 1
            print(f"{what}: {fault}")

    def skip(self, what):
        if what not in self.skipped:
            self.skipped.append(what)


def check_page(browser, report, path, name, pages, pictures):
    for width, height in [(1280, 900), (400, 800)]:
        for dark in [False, True]:
            browser.open(path, width=width, height=height, dark=dark)
            what = f"{name} at {width} px, {'dark' if dark else 'light'}"
            report.add(what, page_checks.loads_alone(browser, path))
            report.add(what, page_checks.looks_right(browser))
            if pictures:
                browser.picture(f"{pictures}/{name}-{width}-{'dark' if dark else 'light'}.png")
    browser.open(path)
    if pages:
        printed = page_checks.prints_on(browser, pages)
        if printed is None:
            report.skip("pages of the PDF (poppler-utils)")
        report.add(f"{name} on paper", printed)
    valid = page_checks.validates(path)
    if valid is None:
        report.skip("validity of the HTML (tidy)")
    report.add(f"{name}, HTML", valid)


def main():
    program = os.path.abspath(sys.argv[1])
    pictures = sys.argv[2] if len(sys.argv) > 2 else None
    report = Report()
    with tempfile.TemporaryDirectory(prefix="breakeven-pages-") as folder:
        names = experiments(folder)
        library = f"{ROOT}/distributions"
        for name in names:
            run(program, folder, "run", f"{name}.yaml", "--library", library, "--trials", "20000",
                "-o", name)
        run(program, folder, "report", "pays", "undecided", "-o", "side-by-side.html")
        if chromium.find() is None:
            report.skip("everything in a browser (chromium)")
            live_checks.check(None, report, program, folder, library, pictures)
        else:
            with chromium.Browser() as browser:
                for name in names:
                    check_page(
                        browser, report, f"{folder}/{name}/report.html", name, 2, pictures)
                    report.add(f"{name}, numbers", page_checks.says_what_tables_say(
                        browser, f"{folder}/{name}"))
                    report.add(f"{name}, keyboard", page_checks.follows_keys(browser))
                check_page(
                    browser, report, f"{folder}/side-by-side.html", "side-by-side", None, pictures)
                live_checks.check(browser, report, program, folder, library, pictures)
        lacking = notebook_checks.missing()
        if lacking:
            report.skip(f"notebooks ({', '.join(lacking)})")
        else:
            for name in names:
                report.add(f"{name}, notebook", notebook_checks.validates(
                    f"{folder}/{name}/report.ipynb"))
            for name in ["undecided", "hostile"]:
                report.add(f"{name}, notebook", notebook_checks.runs(f"{folder}/{name}"))
    for what in report.skipped:
        print(f"left out: {what}")
    print(f"pages: {report.checks} checks, {report.faults} faults")
    required = os.environ.get("BREAKEVEN_CHECK_ALL") == "1"
    sys.exit(1 if report.faults or required and report.skipped else 0)


main()
