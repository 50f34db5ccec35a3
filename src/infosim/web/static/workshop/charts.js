// Charts as SVG with a table behind each: a few shapes and words, colours with a second cue.

import { h, s } from "./dom.js";
import { number, t } from "./words.js";

export const LOOKS = [
  { colour: "#8A3500", dash: "" },
  { colour: "#00558C", dash: "9 5" },
  { colour: "#00614A", dash: "3 4" },
  { colour: "#6B3A6B", dash: "12 4 3 4" },
];
const INK = "#1a1a1a";
const FAINT = "#595959";
const RULE = "#cfcfcf";
const [WIDTH, HEIGHT] = [900, 430];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 880, 24, 380];

const text = (x, y, words, given = {}) => s("text", { x, y, fill: INK, "font-size": 19, ...given }, words);
const line = (x1, y1, x2, y2, given = {}) => s("line", { x1, y1, x2, y2, stroke: RULE, ...given });

function figure(label, shapes, table, height = HEIGHT) {
  const picture = s("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label, class: "chart" }, ...shapes);
  return h("figure", {}, picture, h("details", {}, h("summary", {}, t("numbers")), tabled(...table)));
}

export function tabled(head, rows) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": t("numbers") },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...head.map((cell) => h("th", { scope: "col" }, cell)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell, n) => (n === 0 ? h("th", { scope: "row" }, cell) : h("td", {}, cell)))))),
    ),
  );
}

function scale(low, high, from, to) {
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}

function ticks(low, high) {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const stride = [1, 2, 5, 10].map((n) => n * power).find((n) => (high - low || 1) / n <= 5);
  const found = [];
  for (let n = Math.ceil(low / stride); n * stride <= high + 1e-9; n++) found.push(n * stride);
  return found;
}

function axes(across, up, days, high, unit) {
  return [
    ...ticks(0, high).flatMap((tick) => [
      line(LEFT, up(tick), RIGHT, up(tick)),
      text(LEFT - 8, up(tick) + 6, number(tick), { "text-anchor": "end", fill: FAINT, "font-size": 16 }),
    ]),
    ...ticks(0, days).map((tick) => text(across(tick), BOTTOM + 24, number(tick), { "text-anchor": "middle", fill: FAINT, "font-size": 16 })),
    text((LEFT + RIGHT) / 2, HEIGHT - 4, t("days"), { "text-anchor": "middle", fill: FAINT, "font-size": 16 }),
    text(4, 16, unit, { fill: FAINT, "font-size": 16 }),
  ];
}

// Courses over time; `guesses` are marked where the last course is highest, `runs` are other lucks.
export function courses(days, curves, { guesses = [], counted = {}, runs = false } = {}) {
  const all = curves.flatMap((curve) => (runs ? curve.runs.flat() : curve.mean));
  const hands = Object.keys(counted).filter((low) => counted[low] > 0).map(Number);
  const high = Math.max(1, ...all, ...guesses, ...hands) * 1.05;
  const last = days[days.length - 1];
  const across = scale(0, last, LEFT, RIGHT);
  const up = scale(0, high, BOTTOM, TOP);
  const path = (values) => values.map((value, n) => `${n ? "L" : "M"}${across(days[n]).toFixed(1)} ${up(value).toFixed(1)}`).join("");
  const shapes = axes(across, up, last, high, t("per_100"));
  curves.forEach((curve, n) => {
    const { colour, dash } = LOOKS[n % LOOKS.length];
    if (runs) for (const run of curve.runs) shapes.push(s("path", { d: path(run), fill: "none", stroke: colour, "stroke-width": 1, opacity: 0.35 }));
    shapes.push(s("path", { d: path(curve.mean), fill: "none", stroke: colour, "stroke-width": 4, "stroke-dasharray": dash }));
  });
  const at = across(curves[curves.length - 1].peak_day);
  for (const guess of guesses) shapes.push(s("path", { d: `M${at - 13} ${up(guess)}h26`, stroke: INK, "stroke-width": 3, opacity: 0.55, class: "guess" }));
  for (const low of hands) shapes.push(text(at + 18, up(low) + 6, `×${counted[low]}`, { "font-size": 16 }));
  const legend = curves.map((curve, n) => s("g", {}, line(LEFT + 12, TOP + 8 + 26 * n, LEFT + 62, TOP + 8 + 26 * n, { stroke: LOOKS[n % 4].colour, "stroke-width": 4, "stroke-dasharray": LOOKS[n % 4].dash }), text(LEFT + 70, TOP + 14 + 26 * n, curve.title, { fill: LOOKS[n % 4].colour })));
  const told = curves.map((curve) => t("course_told", { arm: curve.title, peak: number(curve.peak), day: number(curve.peak_day, 0) })).join(" ");
  const rows = days.map((day, n) => [number(day), ...curves.map((curve) => number(curve.mean[n], 2))]).filter((_, n) => n % 10 === 0);
  return figure(told, [...shapes, ...legend], [[t("days"), ...curves.map((curve) => curve.title)], rows]);
}

// Bars with their values; `right` names the one that is the answer.
export function bars(items, { right = null, unit = "" } = {}) {
  const most = Math.max(1e-9, ...items.map(({ value }) => Math.abs(value)));
  const least = Math.min(0, ...items.map(({ value }) => value));
  const row = Math.min(56, (HEIGHT - 40) / Math.max(1, items.length));
  const from = least < 0 ? 460 : 330;
  const across = scale(0, most, from, 760);
  const shapes = items.flatMap(({ id, title, value }, n) => {
    const y = 30 + row * n;
    const [x0, x1] = [Math.min(from, across(value)), Math.max(from, across(value))];
    const isRight = id === right;
    return [
      text(4, y + row * 0.55, `${isRight ? "✓ " : ""}${title}`, { "font-size": Math.min(20, row * 0.5), "font-weight": isRight ? 700 : 400 }),
      s("rect", { x: x0, y: y + 4, width: Math.max(2, x1 - x0), height: row - 12, fill: isRight ? "#00614A" : "#5B7A99" }),
      text(Math.max(x1, from) + 10, y + row * 0.55, number(value, 2), { "font-size": Math.min(20, row * 0.5) }),
    ];
  });
  shapes.push(line(from, 26, from, 30 + row * items.length, { stroke: INK }), text(from, 18, unit, { fill: FAINT, "font-size": 16 }));
  const told = items.map(({ title, value }) => `${title}: ${number(value, 2)}`).join(". ");
  return figure(told, shapes, [[t("what"), unit], items.map(({ title, value }) => [title, number(value, 2)])], 36 + row * items.length);
}

// How often each part of the range was guessed: answers of phones, and hands that were counted.
export function histogram({ low, high }, guesses, counted, truth = null) {
  const width = (high - low) / 10;
  const parts = Array.from({ length: 10 }, (_, n) => ({ from: low + n * width, n: counted[String(low + n * width)] ?? 0 }));
  for (const guess of guesses) parts[Math.min(9, Math.floor((guess - low) / width))].n += 1;
  const most = Math.max(1, ...parts.map(({ n }) => n));
  const across = scale(low, high, LEFT, RIGHT);
  const up = scale(0, most, BOTTOM, TOP + 30);
  const shapes = parts.flatMap(({ from, n }) => [
    s("rect", { x: across(from) + 3, y: up(n), width: across(from + width) - across(from) - 6, height: BOTTOM - up(n), fill: "#5B7A99" }),
    n ? text((across(from) + across(from + width)) / 2, up(n) - 8, String(n), { "text-anchor": "middle" }) : null,
    text(across(from), BOTTOM + 24, number(from), { "text-anchor": "middle", fill: FAINT, "font-size": 16 }),
  ]);
  shapes.push(line(LEFT, BOTTOM, RIGHT, BOTTOM, { stroke: INK }), text(across(high), BOTTOM + 24, number(high), { "text-anchor": "middle", fill: FAINT, "font-size": 16 }));
  if (truth !== null) {
    shapes.push(line(across(truth), TOP, across(truth), BOTTOM, { stroke: "#00614A", "stroke-width": 4 }));
    shapes.push(text(across(truth), TOP - 6, t("truth", { value: number(truth) }), { "text-anchor": truth > (low + high) / 2 ? "end" : "start", fill: "#00614A", "font-weight": 700 }));
  }
  const rows = parts.map(({ from, n }) => [`${number(from)} – ${number(from + width)}`, String(n)]);
  return figure(t("histogram_told", { n: parts.reduce((sum, one) => sum + one.n, 0) }), shapes, [[t("guess"), t("how_many")], rows]);
}

// Teams by how much they averted and how unequal it left people: up is better, left is fairer.
export function scatter(teams, { across: xs, up: ys }) {
  const points = together(teams).sort((one, other) => other.y - one.y);
  let lowest = 0;
  const [low, high] = [Math.min(0, ...points.map((one) => one.y)), Math.max(1e-9, ...points.map((one) => one.y)) * 1.15];
  const gaps = points.map((one) => one.x);
  const around = Math.max(0.2 * (Math.max(...gaps) - Math.min(...gaps)), 0.02 * Math.max(...gaps), 1e-3);
  const [left, right] = [Math.max(0, Math.min(...gaps) - around), Math.max(...gaps) + around];
  const across = scale(left, right, LEFT, RIGHT);
  const up = scale(low, high, BOTTOM, TOP + 20);
  const shapes = [
    ...ticks(low, high).flatMap((tick) => [line(LEFT, up(tick), RIGHT, up(tick)), text(LEFT - 8, up(tick) + 6, number(tick, 2), { "text-anchor": "end", fill: FAINT, "font-size": 16 })]),
    ...ticks(left, right).map((tick) => text(across(tick), BOTTOM + 24, number(tick, 2), { "text-anchor": "middle", fill: FAINT, "font-size": 16 })),
    text(RIGHT, HEIGHT - 4, xs, { "text-anchor": "end", fill: FAINT, "font-size": 16 }),
    text(4, 16, ys, { fill: FAINT, "font-size": 16 }),
    ...points.flatMap(({ title, x, y }, n) => {
      const { colour } = LOOKS[n % 4];
      const isRight = across(x) > 650;
      // Names below each other where points are close.
      lowest = Math.max(lowest + 23, up(y) + 6);
      const name = text(across(x) + (isRight ? -18 : 18), lowest, title, { fill: colour, "text-anchor": isRight ? "end" : "start" });
      return [s("circle", { cx: across(x), cy: up(y), r: 11, fill: colour }), name];
    }),
  ];
  return figure(points.map((one) => t("team_told", { team: one.title, averted: number(one.y, 2), gap: number(one.x, 2) })).join(" "), shapes, [
    [t("who"), ys, xs],
    teams.map(({ title, x, y }) => [title, number(y, 2), number(x, 2)]),
  ]);
}

// Teams that came out the same are one point with all their names.
function together(teams) {
  const places = new Map();
  for (const { title, x, y } of teams) {
    const place = `${x.toFixed(3)} ${y.toFixed(3)}`;
    places.set(place, { x, y, title: places.has(place) ? `${places.get(place).title}, ${title}` : title });
  }
  return [...places.values()];
}
