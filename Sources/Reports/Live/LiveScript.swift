// SPDX-License-Identifier: GPL-3.0-or-later

/// What makes the page follow: it sends the numbers that differ from the file and shows what comes back.
enum LiveScript {
  static let style = """
    main.live{max-width:1500px}
    .live header{position:sticky;top:0;background:var(--paper);z-index:2;padding-bottom:6px}
    .bar{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin:.3rem 0}
    .bar button{font:inherit;font-size:.9rem;padding:4px 12px;border:1px solid var(--quiet);border-radius:6px;\
    background:var(--paper);color:var(--ink);cursor:pointer}
    #status{color:var(--quiet);font-size:.9rem}
    #problems{color:var(--bad);white-space:pre-wrap;font-size:.86rem;margin:.3rem 0}
    #problems[hidden]{display:none}#answer{margin:.2rem 0;font-size:.92rem;font-weight:600}
    .part>summary{font-weight:600;color:var(--ink)}
    fieldset{border:0;border-top:1px solid var(--rule);margin:.4rem 0;padding:.3rem 0;min-width:0}
    legend{font-weight:600;font-size:.88rem;padding:0 6px 0 0}
    .field{display:grid;grid-template-columns:minmax(0,7.5em) minmax(60px,1fr) 7.5em;gap:8px;\
    align-items:center;font-size:.84rem;min-height:26px}
    .field label{overflow-wrap:anywhere;line-height:1.15}
    .field input{font:inherit;min-width:0;width:100%;accent-color:var(--accent)}
    .field input[type=number]{padding:2px 4px;border:1px solid var(--quiet);border-radius:4px;\
    background:var(--paper);color:var(--ink)}
    .field.changed label{font-weight:700}.field.changed input[type=number]{border-color:var(--accent);\
    box-shadow:0 0 0 1px var(--accent)}
    #result[aria-busy=true]{opacity:.85}
    @media (min-width:960px){main.live{display:grid;grid-template-columns:360px minmax(0,1fr);gap:0 32px}\
    .live header{grid-column:1/-1}#answer{display:none}\
    #numbers{position:sticky;top:150px;align-self:start;max-height:calc(100vh - 160px);overflow-y:auto;\
    padding-right:8px}}

    """

  static let source = """
    "use strict";
    const result = document.getElementById("result");
    const status = document.getElementById("status");
    const problems = document.getElementById("problems");
    const fields = [...document.querySelectorAll(".field")].map(row => ({
      row, slider: row.children[1], number: row.children[2]
    }));
    // One request at a time; what is changed meanwhile goes with the next one.
    let busy = false, waiting = false;

    const isLog = slider => slider.dataset.scale === "log";
    const ends = slider => [Number(slider.dataset.low), Number(slider.dataset.high)];
    function valueOf(slider) {
      const [low, high] = ends(slider), share = slider.value / 1000;
      const value = isLog(slider) ? low * Math.pow(high / low, share) : low + (high - low) * share;
      return slider.dataset.whole === "true" ? Math.round(value) : Number(value.toPrecision(3));
    }
    function place(slider, value) {
      const [low, high] = ends(slider);
      const share = isLog(slider)
        ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
      slider.value = Math.round(1000 * Math.min(Math.max(share, 0), 1));
    }
    function changes() {
      const found = {};
      for (const {row, number} of fields) {
        const isChanged = number.value !== "" && Number(number.value) !== Number(number.dataset.file);
        row.classList.toggle("changed", isChanged);
        if (isChanged) found[number.name] = Number(number.value);
      }
      return found;
    }
    function send(path) {
      return fetch(path, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(changes())
      });
    }
    // Where the result stands below the numbers, its sentence stays in sight.
    function answer() {
      document.getElementById("answer").textContent =
        result.querySelector(".verdict .sentence")?.textContent ?? "";
    }
    answer();
    if (matchMedia("(max-width: 959px)").matches) {
      for (const part of document.querySelectorAll(".part")) part.removeAttribute("open");
    }
    function show(html) {
      const open = new Set([...result.querySelectorAll("figure:has(details[open])")].map(f => f.id));
      result.innerHTML = html;
      answer();
      for (const id of open) document.getElementById(id)?.querySelector("details").setAttribute("open", "");
    }
    async function run() {
      if (busy) { waiting = true; return; }
      busy = true;
      result.setAttribute("aria-busy", "true");
      const start = performance.now();
      try {
        const answer = await send("/run");
        const text = await answer.text();
        problems.hidden = answer.ok;
        problems.textContent = answer.ok ? "" : text;
        if (answer.ok) {
          show(text);
          status.textContent = answer.headers.get("X-Trials") + " trials in "
            + Math.round(performance.now() - start) + " ms";
        } else {
          status.textContent = "not changed: see above";
        }
      } catch (error) {
        status.textContent = "the server does not answer";
      }
      busy = false;
      result.removeAttribute("aria-busy");
      if (waiting) { waiting = false; run(); }
    }
    for (const {slider, number} of fields) {
      slider.addEventListener("input", () => { number.value = valueOf(slider); run(); });
      number.addEventListener("input", () => {
        if (number.value === "") return;
        place(slider, Number(number.value));
        run();
      });
    }
    document.getElementById("numbers").addEventListener("submit", event => event.preventDefault());
    document.getElementById("reset").addEventListener("click", () => {
      for (const {slider, number} of fields) {
        number.value = number.dataset.file;
        place(slider, Number(number.value));
      }
      run();
    });
    document.getElementById("download").addEventListener("click", async event => {
      const name = event.currentTarget.dataset.name;
      const answer = await send("/experiment.yaml");
      if (!answer.ok) { problems.hidden = false; problems.textContent = await answer.text(); return; }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
    });

    """
}
