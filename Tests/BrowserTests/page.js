// SPDX-License-Identifier: GPL-3.0-or-later
// What a browser says of a page; each function gives a list of faults, empty when all is well.

const probe = {
  shown(element) {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  },

  numbers(colour) {
    const found = colour.match(/[\d.]+/g).map(Number);
    return found.length > 3 ? found : [...found, 1];
  },

  luminance(colour) {
    const [r, g, b] = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  },

  background(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = this.numbers(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0.99) return colour;
    }
    return [255, 255, 255, 1];
  },

  /** Texts whose contrast is below that of WCAG 2.2, 1.4.3. */
  contrast() {
    const faults = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !this.shown(element)) continue;
      if (["TITLE", "DESC", "STYLE"].includes(element.tagName.toUpperCase())) continue;
      const style = getComputedStyle(element);
      const isDrawn = element instanceof SVGElement;
      const colour = this.numbers(isDrawn ? style.fill : style.color);
      const levels = [colour, this.background(element)].map((c) => this.luminance(c));
      const ratio = (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
      if (ratio < 4.5 || colour[3] < 1) {
        faults.add(`contrast ${ratio.toFixed(2)} of “${node.data.trim().slice(0, 40)}”`);
      }
    }
    return [...faults];
  },

  /** Texts of a chart that lie on each other or outside of it. */
  charts() {
    const faults = [];
    for (const chart of document.querySelectorAll("svg.chart")) {
      if (!this.shown(chart)) continue;
      const frame = chart.getBoundingClientRect();
      const texts = [...chart.querySelectorAll("text")]
        .filter((text) => !text.closest(".tip") && this.shown(text))
        .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
      texts.forEach(({ text, box }, index) => {
        if (box.left < frame.left - 2 || box.right > frame.right + 2) {
          faults.push(`${chart.id}: “${text}” is outside`);
        }
        for (const other of texts.slice(0, index)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          // The boxes of letters have air above and below.
          if (across > 1 && down > 0.4 * Math.min(box.height, other.box.height)) {
            faults.push(`${chart.id}: “${text}” lies on “${other.text}”`);
          }
        }
      });
    }
    return faults;
  },

  /** What a screen reader would stumble on. */
  structure() {
    const faults = [];
    const seen = new Set();
    for (const element of document.querySelectorAll("[id]")) {
      if (seen.has(element.id)) faults.push(`id ${element.id} twice`);
      seen.add(element.id);
    }
    for (const attribute of ["aria-labelledby", "aria-describedby"]) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        if (!document.getElementById(element.getAttribute(attribute))) {
          faults.push(`${attribute} of ${element.tagName} leads nowhere`);
        }
      }
    }
    for (const chart of document.querySelectorAll("svg.chart")) {
      if (!chart.getAttribute("role") || !chart.getAttribute("aria-label")) {
        faults.push(`${chart.id} has no role or name`);
      }
      if (!chart.querySelector("title") || !chart.querySelector("desc")) {
        faults.push(`${chart.id} has no title or description`);
      }
      const isImage = chart.getAttribute("role") === "img";
      if (isImage && chart.querySelector("[tabindex]")) {
        faults.push(`${chart.id} hides what can be focused`);
      }
    }
    for (const figure of document.querySelectorAll("figure")) {
      if (!figure.querySelector("details table tbody tr")) faults.push(`${figure.id} has no table`);
    }
    if (document.documentElement.scrollWidth > innerWidth) {
      faults.push(`${document.documentElement.scrollWidth} px wide on ${innerWidth}`);
    }
    let level = 0;
    for (const heading of document.querySelectorAll("h1,h2,h3,h4")) {
      const own = Number(heading.tagName[1]);
      if (own > level + 1) faults.push(`heading “${heading.textContent}” skips a level`);
      level = own;
    }
    return faults;
  },

  /** Every number of the page with what it is of. */
  cells() {
    return [...document.querySelectorAll("tr[data-option] td[data-value]")].map((cell) => ({
      option: cell.parentElement.dataset.option,
      metric: cell.dataset.metric ?? cell.parentElement.dataset.metric ?? null,
      column: cell.dataset.column ?? null,
      event: cell.dataset.event ?? null,
      value: cell.dataset.value,
      text: cell.textContent,
    }));
  },

  /** What has the focus: its place among all elements, and whether it shows what it should. */
  focus() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const all = [...document.querySelectorAll("*")];
    const tip = element.querySelector?.(".tip");
    return {
      place: all.indexOf(element),
      name: element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40),
      isShown: element.matches(".skip") || this.shown(element),
      isTipShown: !tip || getComputedStyle(tip).visibility === "visible",
    };
  },

  /** How many elements the keyboard should reach. */
  stops() {
    return [...document.querySelectorAll("a[href],summary,[tabindex='0']")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true })).length;
  },
};
