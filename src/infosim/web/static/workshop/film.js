// The same people without and with, side by side: both runs are computed in this page.

import { Run } from "../engine.js";
import { Film, draw, layout } from "../playback.js";
import { h } from "./dom.js";
import { number, t } from "./words.js";

const byId = (id) => document.getElementById(id);
const SIDES = ["film_without", "film_with"];
const ENOUGH = 360;

export class Pair {
  constructor(data, titles) {
    const shared = new Map();
    this.data = data;
    this.titles = titles;
    this.runs = data.payload.runs.map((_, n) => new Run(data.payload, n, shared).finish());
    this.films = this.runs.map((run, n) => new Film(run, data.harmful[n]));
    this.isSame = this.runs.every((run, n) => run.digest() === data.digests[n]);
    this.step = data.first_step;
    this.timer = null;
  }

  // Keeps its own content, so that what is drawn survives whatever else changes on the wall.
  part() {
    const pictures = SIDES.map((id, n) =>
      h("figure", {}, h("figcaption", {}, this.titles[n]), h("canvas", { id, role: "img", "aria-label": this.titles[n] }), h("p", { id: `${id}_count`, class: "note" })),
    );
    return h(
      "section",
      { class: "film", "data-own": "film", "data-keep": "film", "aria-label": t("film") },
      h(
        "div",
        { class: "controls" },
        h("button", { id: "film_play", class: "main", onclick: () => this.toggle() }, t("play")),
        h("label", { for: "film_time" }, t("time")),
        h("input", { id: "film_time", type: "range", min: 0, max: this.data.n_steps, value: this.step, oninput: (event) => this.go(Number(event.target.value), true) }),
        h("output", { id: "film_day", for: "film_time" }),
      ),
      h("div", { class: "pair" }, ...pictures),
      h("p", { class: "note" }, this.isSame ? t("film_same") : t("film_other")),
    );
  }

  show() {
    if (!byId(SIDES[0])) return;
    const width = Math.max(200, byId(SIDES[0]).parentElement.clientWidth);
    this.films.forEach((film, n) => {
      film.show(this.step);
      draw(byId(SIDES[n]), film, n === 1 ? this.films[0] : null, layout(this.runs[n], this.data.groups[n], width), width);
      byId(`${SIDES[n]}_count`).textContent = t("believers", { count: film.count(film.believes), people: film.people.reduce((sum, one) => sum + one, 0) });
    });
    byId("film_time").value = this.step;
    byId("film_day").textContent = t("day", { day: number(this.step * this.data.step_days, 0) });
  }

  go(step, byHand = false) {
    if (byHand) this.stop();
    this.step = step;
    this.show();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    if (byId("film_play")) byId("film_play").textContent = t("play");
  }

  toggle() {
    if (this.timer !== null) this.stop();
    else this.play();
  }

  play() {
    this.stop();
    if (this.step >= this.data.n_steps) this.step = 0;
    // Who asks for less motion sees eight pictures, one after the other.
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const stride = Math.max(1, Math.round(this.data.n_steps / (isCalm ? 8 : ENOUGH)));
    byId("film_play").textContent = t("pause");
    this.timer = setInterval(() => {
      this.go(Math.min(this.data.n_steps, this.step + stride));
      if (this.step >= this.data.n_steps || !byId(SIDES[0])) this.stop();
    }, isCalm ? 2000 : 50);
  }
}
