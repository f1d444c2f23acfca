# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a page in a browser. Each check gives a list of faults."""

import csv
import math
import os
import re
import shutil
import subprocess
import tempfile

PROBE = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "page.js")).read()


def probe(browser, call):
    return browser.run(f"(() => {{ {PROBE}\nreturn probe.{call}; }})()")


def loads_alone(browser, path):
    """No error in the console, no address but its own."""
    faults = [f"console: {text}" for text in browser.console()]
    faults += [f"asks for {url}" for url in browser.requests()
               if not url.startswith(("file://" + os.path.abspath(path), "data:"))]
    return faults


def looks_right(browser):
    """Contrast, labels that lie on each other, names, roles, no scrolling sideways."""
    return probe(browser, "contrast()") + probe(browser, "charts()") + probe(
        browser, "structure()")


def read(folder, name):
    with open(os.path.join(folder, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def says_what_tables_say(browser, folder):
    """Every number of the page that names its option stands in summary.csv or probabilities.csv."""
    summary = {(row["option"], row["metric"]): row for row in read(folder, "summary.csv")}
    events = {(row["option"], row["event"]): row["probability"]
              for row in read(folder, "probabilities.csv")}
    cells = probe(browser, "cells()")
    faults = [] if len(cells) > 20 else [f"only {len(cells)} numbers on the page"]
    for cell in cells:
        if cell["event"]:
            expected = events.get((cell["option"], cell["event"]))
        else:
            expected = summary.get((cell["option"], cell["metric"]), {}).get(cell["column"])
        if expected != cell["value"]:
            faults.append(f"{cell} is {expected} in the table")
        elif not reads_as(cell["text"], float(expected)):
            faults.append(f"{cell['value']} is shown as {cell['text']}")
    return faults


def reads_as(text, value):
    """Whether a text is that number, to the digits that it shows."""
    if text == "never":
        return value == math.inf
    shown = re.match(r"−?[\d,]*\.?\d*", text)[0].replace(",", "").replace("−", "-")
    decimals = len(shown.partition(".")[2])
    scale = 0.01 if "%" in text else 1
    return abs(float(shown) * scale - value) <= 0.5001 * 10 ** -decimals * scale


def follows_keys(browser):
    """Tab goes through everything in the order of the page, and what has the focus shows its numbers."""
    faults, places = [], []
    for _ in range(2000):
        browser.press("Tab", 9)
        focus = probe(browser, "focus()")
        if focus is None or places and focus["place"] == places[0]:
            break
        if places and focus["place"] <= places[-1]:
            faults.append(f"Tab goes back to “{focus['name']}”")
            break
        places.append(focus["place"])
        if not focus["isShown"]:
            faults.append(f"“{focus['name']}” has the focus and is not to be seen")
        if not focus["isTipShown"]:
            faults.append(f"“{focus['name']}” has the focus and does not show its numbers")
    stops = probe(browser, "stops()")
    # A region that scrolls may be a stop of its own.
    if len(places) < stops:
        faults.append(f"Tab reaches {len(places)} of {stops} places")
    return faults


def prints_on(browser, pages):
    """How many sheets of A4 it takes."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "page.pdf")
        browser.print(file)
        if not shutil.which("pdfinfo"):
            return None
        text = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    found = int(re.search(r"Pages:\s+(\d+)", text)[1])
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", text)
    faults = [] if found == pages else [f"prints on {found} pages, not {pages}"]
    if [round(float(size[1])), round(float(size[2]))] != [595, 842]:
        faults.append(f"prints on {size[0]}")
    return faults


def validates(path):
    """What HTML Tidy says of it; None where there is no Tidy."""
    if not shutil.which("tidy"):
        return None
    found = subprocess.run(["tidy", "-q", "-e", "-utf8", path], capture_output=True, text=True)
    return found.stderr.splitlines()
