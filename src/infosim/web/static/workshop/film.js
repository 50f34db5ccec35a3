// The same people without and with, side by side: both runs are computed in this page.

import { Run } from "../engine.js";
import { Film, recordOf } from "../film.js";
import { Clock, Player, placesOf } from "../player.js";
import { h } from "./dom.js";
import { number, t } from "./words.js";

const byId = (id) => document.getElementById(id);
const SIDES = ["film_without", "film_with"];
const KINDS = ["believes", "corrected", "unconvinced", "unaware", "spared"];

export class Pair {
  constructor(data) {
    const shared = new Map();
    this.data = data;
    const runs = SIDES.map((_, n) => new Run(data.payload, n, shared).finish());
    this.films = runs.map((run, n) => new Film(recordOf(run), run.setting.responds.data, data.harmful[n]));
    this.isSame = runs.every((run, n) => run.digest() === data.digests[n]);
    this.player = null;
  }

  // Keeps its own content, so that what is drawn survives whatever else changes on the wall.
  part() {
    const { arms, n_steps } = this.data;
    const pictures = SIDES.map((id, n) =>
      h(
        "figure",
        {},
        h("figcaption", {}, arms[n]),
        h("div", { class: "stack" }, h("canvas", { id, role: "img", "aria-label": arms[n] }), h("canvas", { id: `${id}_lines`, "aria-hidden": "true" })),
        h("p", { id: `${id}_count`, class: "note" }),
      ),
    );
    return h(
      "section",
      { class: "film", "data-own": "film", "data-keep": "film", "aria-label": t("film") },
      h(
        "div",
        { class: "controls" },
        h("button", { id: "film_play", class: "main", onclick: () => this.clock.toggle() }, t("play")),
        h("label", { for: "film_time" }, t("time")),
        h("input", { id: "film_time", type: "range", min: 0, max: n_steps, value: 0, oninput: (event) => this.seek(Number(event.target.value)) }),
        h("output", { id: "film_day", for: "film_time" }),
      ),
      h("div", { class: "pair" }, ...pictures),
      h("ul", { class: "legend" }, ...KINDS.map((kind) => h("li", { class: `is_${kind}` }, t(kind)))),
      h("p", { class: "note" }, this.isSame ? t("film_same") : t("film_other")),
    );
  }

  // Draw into the part, once it is in the page.
  show() {
    if (!byId(SIDES[0]) || byId(SIDES[0]) === this.canvas) return;
    this.canvas = byId(SIDES[0]);
    const canvases = SIDES.map((id) => [byId(id), byId(`${id}_lines`)]);
    this.player = new Player(canvases, this.data.places.map(placesOf));
    this.clock = new Clock(this.data.n_steps, (step) => this.go(step), (isPlaying) => {
      byId("film_play").textContent = t(isPlaying ? "pause" : "play");
    });
    this.player.load(this.films, 0);
    this.resize();
    this.clock.go(0);
  }

  resize() {
    if (this.player === null || !byId(SIDES[0])) return;
    // Both pictures and their numbers fit on the wall at once.
    const room = this.canvas.closest("figure").clientWidth;
    this.player.resize(Math.min(room, Math.max(240, window.innerHeight * 0.55)));
  }

  go(step) {
    if (!this.canvas.isConnected) {
      // The wall shows something else by now.
      this.clock.playing = false;
      return;
    }
    this.player.show(step);
    this.films.forEach((film, n) => {
      const people = film.people.reduce((sum, one) => sum + one, 0);
      byId(`${SIDES[n]}_count`).textContent = t("believers", { count: film.n_believers, people });
    });
    byId("film_time").value = step;
    byId("film_day").textContent = t("day", { day: number(step * this.data.step_days, 0) });
    byId("film_time").setAttribute("aria-valuetext", byId("film_day").textContent);
  }

  seek(step) {
    this.clock.pause();
    this.clock.go(step);
  }

  play() {
    this.show();
    if (this.clock.playing) return;
    if (this.clock.step >= this.data.n_steps) this.clock.go(0);
    this.clock.toggle();
  }
}
