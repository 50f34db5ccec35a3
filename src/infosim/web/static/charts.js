// Charts as SVG made of nodes: words are text nodes, whoever wrote them. Every chart has a name
// that is read out, and the page puts its numbers into a table beside it.

const SVG = "http://www.w3.org/2000/svg";
const INK = "#1A1A1A";
const FAINT = "#595959";
const RULE = "#D0D0D0";

export const LOOKS = [
  { colour: "#595959", dashes: "" },
  { colour: "#0072B2", dashes: "7 3" },
];

export function node(name, given = {}, ...inside) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) made.setAttribute(key, String(value));
  made.append(...inside);
  return made;
}

const said = (x, y, words, given = {}) =>
  node("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": 13, fill: FAINT, ...given }, words);

const line = (x0, y0, x1, y1, stroke, width = 1) =>
  node("line", { x1: x0, y1: y0, x2: x1, y2: y1, stroke, "stroke-width": width });

// Choose about five round numbers from low to high.
export function roundTicks(low, high) {
  const span = Math.max(high - low, 1e-12);
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const stride = power * [1, 2, 5, 10].find((step) => span / (power * step) <= 5);
  const ticks = [];
  for (let n = Math.ceil(low / stride); n * stride <= high + 1e-9 * span; n++) ticks.push(n * stride);
  return ticks;
}

const short = (number) => String(Number(number.toPrecision(6)));

function frame(svg, name, width, height) {
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
}

// Lines over time: two thick ones, and thin ones of other lucks behind them.
export class Courses {
  // `words`: name, across and up, the titles of the axes.
  constructor(svg, words, n_steps, stepDays) {
    Object.assign(this, { svg, words, n_steps, stepDays });
    this.width = Math.max(300, Math.min(900, svg.clientWidth || 700));
    this.height = Math.max(220, this.width * 0.42);
  }

  // `pairs` are lists of counts by step, without and with, the current luck first; `guesses`
  // are lines that people drew, [step, count] each.
  draw(pairs, guesses = []) {
    const { svg, words, width, height, n_steps, stepDays } = this;
    frame(svg, words.name, width, height);
    svg.replaceChildren();
    const [left, right, top, bottom] = [52, width - 14, 12, height - 42];
    const highest = Math.max(1, ...pairs.flat().map((counts) => counts.reduce((a, b) => Math.max(a, b), 0)));
    const x = (step) => left + (step / n_steps) * (right - left);
    const y = (count) => bottom - (count / highest) * (bottom - top);
    for (const tick of roundTicks(0, highest)) {
      svg.append(line(left, y(tick), right, y(tick), RULE), said(left - 8, y(tick) + 4, short(tick), END));
    }
    for (const day of roundTicks(0, n_steps * stepDays)) {
      svg.append(said(x(day / stepDays), bottom + 18, short(day), MIDDLE));
    }
    svg.append(said((left + right) / 2, bottom + 37, words.across, MIDDLE), said(left, top - 1, words.up));
    const path = (counts) => thinly(counts, n_steps, x, y);
    LOOKS.forEach(({ colour }, arm) => {
      const others = pairs.slice(1).map((pair) => path(pair[arm])).join("");
      svg.append(node("path", { d: others, fill: "none", stroke: colour, "stroke-width": 0.8, opacity: 0.35 }));
    });
    LOOKS.forEach(({ colour, dashes }, arm) => {
      const given = { fill: "none", stroke: colour, "stroke-width": 3, "stroke-dasharray": dashes };
      if (pairs.length > 0) svg.append(node("path", { d: path(pairs[0][arm]), ...given }));
    });
    for (const guess of guesses) {
      const d = guess.map(([step, count], n) => `${n ? "L" : "M"}${x(step)} ${y(count)}`).join("");
      svg.append(node("path", { d, fill: "none", stroke: INK, "stroke-width": 1.5, "stroke-dasharray": "2 3" }));
    }
    this.now = line(left, top, left, bottom, INK, 1.5);
    svg.append(this.now);
    this.across = x;
  }

  // Mark the moment that is shown.
  mark(step) {
    if (!this.now) return;
    const at = this.across(step).toFixed(1);
    this.now.setAttribute("x1", at);
    this.now.setAttribute("x2", at);
  }
}

const MIDDLE = { "text-anchor": "middle" };
const END = { "text-anchor": "end" };

function thinly(counts, n_steps, x, y) {
  const every = Math.max(1, Math.floor(n_steps / 300));
  let d = "";
  for (let step = 0; step <= n_steps; step += every) {
    d += `${step ? "L" : "M"}${x(step).toFixed(1)} ${y(counts[step]).toFixed(1)}`;
  }
  return d;
}

// Differences, a dot for each luck, and a square for their mean.
export function drawDifferences(svg, words, differences) {
  const width = Math.max(300, Math.min(900, svg.clientWidth || 700));
  const height = 104;
  frame(svg, words.name, width, height);
  svg.replaceChildren();
  const [left, right, bottom] = [14, width - 14, 56];
  const most = Math.max(1, ...differences.map(Math.abs)) * 1.05;
  const x = (value) => left + ((value + most) / (2 * most)) * (right - left);
  for (const tick of roundTicks(-most, most)) {
    svg.append(line(x(tick), 8, x(tick), bottom, RULE), said(x(tick), bottom + 17, short(tick), MIDDLE));
  }
  svg.append(line(x(0), 2, x(0), bottom + 4, INK, 1.6), said(width / 2, bottom + 38, words.across, MIDDLE));
  differences.forEach((value, n) => {
    const given = { cx: x(value).toFixed(1), cy: 40 - 4 * (n % 3), r: n ? 3.5 : 6, fill: LOOKS[1].colour };
    svg.append(node("circle", { ...given, opacity: n ? 0.45 : 1 }));
  });
  if (differences.length > 1) {
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    svg.append(node("rect", { x: (x(mean) - 6).toFixed(1), y: 10, width: 12, height: 12, fill: INK }));
  }
}

// A table: the first row is its head.
export function fillTable(table, rows) {
  const cells = rows.map((row, n) => {
    const made = document.createElement("tr");
    row.forEach((words, m) => {
      const cell = document.createElement(n === 0 || m === 0 ? "th" : "td");
      if (n === 0 || m === 0) cell.scope = n === 0 ? "col" : "row";
      cell.textContent = String(words);
      made.append(cell);
    });
    return made;
  });
  const [head, body] = [document.createElement("thead"), document.createElement("tbody")];
  head.append(...cells.slice(0, 1));
  body.append(...cells.slice(1));
  table.replaceChildren(head, body);
}
