// The same people in two arms, side by side: both runs are computed here, then shown step by step.

import { Run } from "./engine.js";

const UNAWARE = 0;
const BELIEVER = 2;
const CORRECTED = 3;

// What is shown of everybody at each step: how many of the claims that do harm each person
// believes, is corrected about, and has seen.
export class Film {
  constructor(run, harmful) {
    this.codes = run.codes;
    this.n_people = run.setting.group.n0;
    this.isHarmful = harmful;
    this.people = run.setting.responds.data;
    this.rewind();
  }

  rewind() {
    this.step = 0;
    this.believes = new Int32Array(this.n_people);
    this.corrected = new Int32Array(this.n_people);
    this.seen = new Int32Array(this.n_people);
  }

  show(step) {
    if (step < this.step) this.rewind();
    for (; this.step < step; this.step++) this.codes[this.step].forEach((code) => this.apply(code));
  }

  apply(code) {
    const after = code % 4;
    const before = Math.floor(code / 4) % 4;
    const place = Math.floor(code / 16);
    const i = place % this.n_people;
    if (!this.isHarmful[Math.floor(place / this.n_people)]) return;
    this.believes[i] += (after === BELIEVER) - (before === BELIEVER);
    this.corrected[i] += (after === CORRECTED) - (before === CORRECTED);
    this.seen[i] += (after !== UNAWARE) - (before !== UNAWARE);
  }

  count(which) {
    let n = 0;
    for (let i = 0; i < this.n_people; i++) n += this.people[i] && which[i] > 0 ? 1 : 0;
    return n;
  }
}

// Where everybody stands: one band for each group, the same in both pictures.
export function layout(run, names, width) {
  const margin = 8.5 * 13;
  const members = names.map(() => []);
  run.setting.group.data.forEach((g, i) => {
    if (run.setting.responds.data[i]) members[g].push(i);
  });
  const total = members.reduce((sum, one) => sum + one.length, 0);
  const side = Math.max(4, Math.min(14, Math.sqrt(((width - margin) * 380) / Math.max(1, total))));
  const columns = Math.max(1, Math.floor((width - margin) / side));
  const places = [];
  const labels = [];
  let top = 4;
  members.forEach((people, g) => {
    if (people.length === 0) return;
    labels.push({ text: names[g], y: top });
    people.forEach((i, n) => {
      places.push({ i, x: margin + (n % columns) * side, y: top + Math.floor(n / columns) * side });
    });
    top += Math.max(18, Math.ceil(people.length / columns) * side) + 6;
  });
  return { places, labels, side, height: top };
}

export function draw(canvas, film, other, plan, width) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(plan.height * scale);
  const ink = canvas.getContext("2d");
  ink.scale(scale, scale);
  ink.clearRect(0, 0, width, plan.height);
  ink.font = "13px system-ui, sans-serif";
  ink.fillStyle = "#404040";
  ink.textBaseline = "top";
  plan.labels.forEach(({ text, y }) => ink.fillText(text, 0, y, 8 * 13));
  const { side } = plan;
  for (const { i, x, y } of plan.places) drawPerson(ink, film, other, i, x + side / 2, y + side / 2, side);
}

function drawPerson(ink, film, other, i, x, y, side) {
  const square = (part, colour) => {
    ink.fillStyle = colour;
    ink.fillRect(x - (part * side) / 2, y - (part * side) / 2, part * side, part * side);
  };
  if (film.believes[i] > 0) {
    square(0.88, "#B34700");
  } else if (film.corrected[i] > 0) {
    ink.strokeStyle = "#0072B2";
    ink.lineWidth = side * 0.2;
    ink.beginPath();
    ink.arc(x, y, side * 0.3, 0, 2 * Math.PI);
    ink.stroke();
  } else if (film.seen[i] > 0) {
    square(0.45, "#8C8C8C");
  } else {
    square(0.22, "#C8C8C8");
  }
  if (other !== null && other.believes[i] > 0 && !(film.believes[i] > 0)) {
    ink.strokeStyle = "#007A59";
    ink.lineWidth = Math.max(1, side * 0.14);
    ink.strokeRect(x - side * 0.38, y - side * 0.38, side * 0.76, side * 0.76);
  }
}

const byId = (id) => document.getElementById(id);

function start() {
  const data = JSON.parse(byId("data").textContent);
  const shared = new Map();
  const runs = data.payload.runs.map((_, number) => new Run(data.payload, number, shared).finish());
  const films = runs.map((run, n) => new Film(run, data.harmful[n]));
  const sides = ["without", "with"];
  let step = data.first_step;
  const show = () => {
    const width = byId("without").clientWidth || 520;
    films.forEach((film, n) => {
      film.show(step);
      draw(byId(sides[n]), film, n === 1 ? films[0] : null, layout(runs[n], data.groups[n], width), width);
      const counted = `${film.count(film.believes)} believe a false claim, ${film.count(film.corrected)} are corrected`;
      byId(`${sides[n]}_count`).textContent = counted;
    });
    byId("time").value = step;
    byId("day").textContent = `day ${(step * data.step_days).toFixed(1)}`;
  };
  control(data, () => step, (next) => {
    step = next;
    show();
  });
  show();
  window.addEventListener("resize", show);
  const digests = runs.map((run) => run.digest());
  const same = digests.every((digest, n) => digest === data.digests[n]);
  byId("check").dataset.same = String(same);
  byId("check").textContent = same
    ? `Both runs were computed again in this browser: every change of every person is the same as in Python (${digests
        .map((digest) => digest.slice(0, 12))
        .join(", ")}).`
    : "This browser computed other runs than Python did: do not trust this playback, and please report it.";
}

function control(data, now, go) {
  const n_steps = data.n_steps;
  const button = byId("play");
  let playing = null;
  const pause = () => {
    clearInterval(playing);
    playing = null;
    button.textContent = "Play";
  };
  button.addEventListener("click", () => {
    if (playing !== null) return pause();
    if (now() >= n_steps) go(0);
    button.textContent = "Pause";
    const stride = Math.max(1, Math.round(n_steps / 360));
    playing = setInterval(() => {
      go(Math.min(n_steps, now() + stride));
      if (now() >= n_steps) pause();
    }, 50);
  });
  byId("time").max = n_steps;
  byId("time").addEventListener("input", (event) => {
    pause();
    go(Number(event.target.value));
  });
  byId("controls").hidden = false;
}

// Pages of a workshop take what they need from here and begin by themselves.
if (typeof document !== "undefined" && byId("data") !== null) setTimeout(start, 0);
