# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the page that follows its sliders, and of its server. Each check gives a list of faults."""

import csv
import http.client
import json
import re
import subprocess
import time

import page_checks

VOLUME = "inputs/requests_per_month/lognormal/median"
GROWTH = "library/workload.growth_per_month/normal/mean"
LOW = "inputs/prompt_now/triangular/low"


class Server:
    """`breakeven serve` on a free port."""

    def __init__(self, program, folder, file, library):
        self.process = subprocess.Popen(
            [program, "serve", file, "--library", library, "--trials", "20000", "--port", "0"],
            cwd=folder, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            raise SystemExit(f"breakeven serve: {line}{self.process.stderr.read()}")
        self.port = int(found[1])
        self.address = found[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, method, path, body=None, **headers):
        """The status and the text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


def refuses_others(server):
    """Other hosts' names, other sites, other types and sizes of what is sent, other paths."""
    change = json.dumps({VOLUME: 1e6})
    kind = {"Content_Type": "application/json"}
    wanted = [
        (403, ("GET", "/", None), {"Host": f"breakeven.example:{server.port}"}),
        (403, ("GET", "/", None), {"Host": "127.0.0.1:1"}),
        (403, ("POST", "/run", change), {**kind, "Origin": "http://breakeven.example"}),
        (200, ("POST", "/run", change), {**kind, "Origin": server.address.rstrip("/")}),
        (415, ("POST", "/run", change), {"Content_Type": "text/plain"}),
        (413, ("POST", "/run", " " * 70_000), kind),
        (400, ("POST", "/run", "[1]"), kind),
        (400, ("POST", "/run", "{"), kind),
        (422, ("POST", "/run", json.dumps({"inputs/nothing": 1})), kind),
        (422, ("POST", "/run", json.dumps({LOW: 90_000})), kind),
        (405, ("GET", "/run", None), {}),
        (404, ("GET", "/../experiment.yaml.bak", None), {}),
    ]
    faults = []
    for status, request, headers in wanted:
        found, text = server.ask(*request, **headers)
        if found != status:
            faults.append(f"{request[:2]} with {headers} gives {found}, not {status}: {text[:80]}")
    return faults


def moves(browser, server, program, folder, library):
    """A slider moves the verdict, to what a run of the downloaded experiment finds; a mistake is told."""
    browser.open(server.address)
    faults = [f"asks for {url}" for url in browser.requests()
              if not url.startswith((server.address, "data:"))]
    before = verdict(browser)
    for address, value in [(VOLUME, 60_000), (GROWTH, 0.05)]:
        browser.run(f"""(() => {{
            const field = document.getElementById({json.dumps(address)});
            field.value = {value};
            field.dispatchEvent(new Event("input", {{bubbles: true}}));
        }})()""")
    after = settled(browser)
    if after == before:
        faults.append(f"the verdict stays “{before}”")
    status, text = server.ask("POST", "/experiment.yaml",
                              json.dumps({VOLUME: 60_000, GROWTH: 0.05}),
                              Content_Type="application/json")
    with open(f"{folder}/changed.yaml", "w", encoding="utf-8") as file:
        file.write(text)
    subprocess.run([program, "run", "changed.yaml", "--library", library, "--trials", "20000",
                    "-o", "changed", "--no-report"], cwd=folder, check=True, capture_output=True)
    with open(f"{folder}/changed/probabilities.csv", newline="", encoding="utf-8") as file:
        found = [float(row["probability"]) for row in csv.DictReader(file)
                 if row["event"] == "pays_back"]
    shown = re.search(r"probability ([\d.]+\s%)", after)
    if not shown or not any(page_checks.reads_as(shown[1], value) for value in found):
        faults.append(f"“{after}”, but the run of the changed file finds {found}")
    browser.run(f"""(() => {{
        const field = document.getElementById({json.dumps(LOW)});
        field.value = 90000;
        field.dispatchEvent(new Event("input", {{bubbles: true}}));
    }})()""")
    if settled(browser) != after:
        faults.append("a mistake changes the verdict")
    told = browser.run("document.getElementById('problems').textContent")
    if "pays.yaml:" not in told or "must be above low" not in told:
        faults.append(f"a mistake is told as “{told}”")
    slider = browser.run(f"""(() => {{
        document.getElementById("reset").click();
        const field = document.getElementById({json.dumps(VOLUME)});
        const slider = field.previousElementSibling;
        slider.value = 0;
        slider.dispatchEvent(new Event("input", {{bubbles: true}}));
        return Number(field.value);
    }})()""")
    settled(browser)
    if slider != 2_250_000:
        faults.append(f"a slider at its left end says {slider}, not a quarter of 9,000,000")
    # The refused change above is an error of the page's making, and the only one.
    faults += [f"console: {text}" for text in browser.console() if "422" not in text]
    return faults


def verdict(browser):
    return browser.run("document.querySelector('#result .sentence').textContent")


def settled(browser):
    """The verdict once the page waits for nothing."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        time.sleep(0.05)
        if browser.run("!document.getElementById('result').hasAttribute('aria-busy')"):
            return verdict(browser)
    raise TimeoutError("the page does not come to rest")


def check(browser, report, program, folder, library, pictures):
    with Server(program, folder, "pays.yaml", library) as server:
        report.add("server", refuses_others(server))
        if browser is None:
            return
        for width in [1280, 400]:
            for dark in [False, True]:
                what = f"live page at {width} px, {'dark' if dark else 'light'}"
                browser.open(server.address, width=width, dark=dark)
                report.add(what, page_checks.looks_right(browser))
                if pictures:
                    browser.picture(f"{pictures}/live-{width}-{'dark' if dark else 'light'}.png")
        report.add("live page", moves(browser, server, program, folder, library))
        report.add("live page, keyboard", page_checks.follows_keys(browser))

