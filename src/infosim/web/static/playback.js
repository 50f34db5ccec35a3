// The same people in two arms, side by side: both runs are computed here, then shown step by step,
// and anybody can be asked why it shared.

import { Run } from "./engine.js";
import { Film, recordOf } from "./film.js";
import { Clock, Player, placesOf } from "./player.js";
import { chainTo, heardFrom, storyOf } from "./story.js";

const SIDES = ["without", "with"];
const BELIEVER = 2;
const STANCES = ["unaware", "unconvinced", "a believer", "corrected"];

const byId = (id) => document.getElementById(id);

class Playback {
  constructor(data) {
    this.data = data;
    this.shared = new Map();
    this.runs = SIDES.map((_, n) => this.run(n));
    this.records = this.runs.map(recordOf);
    this.films = this.runs.map((run, n) => new Film(this.records[n], run.setting.responds.data, data.harmful[n]));
    const canvases = SIDES.map((side) => [byId(side), byId(`${side}_lines`)]);
    this.player = new Player(canvases, data.places.map(placesOf));
    this.clock = new Clock(data.n_steps, (step) => this.show(step), (playing) => {
      byId("play").textContent = playing ? "Pause" : "Play";
    });
    this.player.load(this.films, data.first_step);
    this.resize();
    this.clock.go(data.first_step);
    this.wire();
    this.check();
  }

  run(n) {
    return new Run(this.data.payload, n, this.shared).finish();
  }

  resize() {
    this.player.resize(byId("without").parentElement.clientWidth || 480);
  }

  day(step) {
    return `day ${(step * this.data.step_days).toFixed(1)}`;
  }

  show(step) {
    this.player.show(step);
    byId("time").value = step;
    byId("time").setAttribute("aria-valuetext", this.day(step));
    byId("day").textContent = this.day(step);
    this.films.forEach((film, n) => {
      const counted = `${film.n_believers} believe a false claim, ${film.n_corrected} are corrected`;
      byId(`${SIDES[n]}_count`).textContent = counted;
    });
  }

  wire() {
    const on = (id, kind, act) => byId(id).addEventListener(kind, act);
    byId("time").max = this.data.n_steps;
    on("time", "input", ({ target }) => {
      this.clock.pause();
      this.clock.go(Number(target.value));
    });
    on("play", "click", () => this.clock.toggle());
    window.addEventListener("resize", () => this.resize());
    byId("controls").hidden = false;
    byId("asking").hidden = false;
    options(byId("why_side"), SIDES.map((_, n) => [n, this.data.arms[n]]));
    on("why_side", "change", () => this.offerClaims());
    on("why_claim", "change", () => this.offerPeople());
    on("why_person", "change", () => this.tell());
    SIDES.forEach((side, n) => on(side, "click", (event) => this.point(n, event)));
    this.offerClaims();
    window.addEventListener("beforeprint", () => openAll(true));
    window.addEventListener("afterprint", () => openAll(false));
  }

  get side() {
    return Number(byId("why_side").value);
  }

  get n_people() {
    return this.films[0].n_people;
  }

  // List the claims that somebody passed on.
  offerClaims() {
    const first = this.runs[this.side].state.first_shared;
    const claims = this.data.claims[this.side].map((name, k) => ({ name, k }));
    const told = claims.filter(({ k }) => this.sharers(first, k).length > 0);
    options(byId("why_claim"), told.map(({ name, k }) => [k, name]));
    this.offerPeople();
  }

  sharers(first, k) {
    const people = Array.from({ length: this.n_people }, (_, i) => i);
    return people.filter((i) => first.data[k * this.n_people + i] >= 0);
  }

  // List who passed the claim on, in the order in which they did.
  offerPeople(chosen) {
    const first = this.runs[this.side].state.first_shared;
    const k = Number(byId("why_claim").value);
    const people = this.sharers(first, k);
    people.sort((i, j) => first.data[k * this.n_people + i] - first.data[k * this.n_people + j] || i - j);
    if (chosen !== undefined && !people.includes(chosen)) people.unshift(chosen);
    options(byId("why_person"), people.map((i) => [i, this.named(i)]), chosen);
    this.tell();
  }

  named(i) {
    const group = this.runs[this.side].setting.group.data[i];
    return `person ${i}, ${this.data.groups[this.side][group]}`;
  }

  // Ask about who was pointed at: a claim that it shared, or believes.
  point(n, event) {
    const box = event.target.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const i = this.player.at(n, x, (event.clientY - box.top) / box.height);
    if (i < 0) return;
    byId("why_side").value = String(n);
    this.offerClaims();
    const { first_shared, stance } = this.runs[n].state;
    const claims = [...byId("why_claim").options].map(({ value }) => Number(value));
    const at = (k) => k * this.n_people + i;
    const k = claims.find((one) => first_shared.data[at(one)] >= 0) ?? claims.find((one) => stance.data[at(one)] > 0);
    if (k !== undefined) byId("why_claim").value = String(k);
    this.offerPeople(i);
  }

  // Tell what happened to a person with a claim, and who came before and after it.
  tell() {
    const chosen = byId("why_person");
    if (chosen.value === "") return byId("why").replaceChildren(item("Nobody passed anything on."));
    const [k, i] = [Number(byId("why_claim").value), Number(chosen.value)];
    const run = new Run(this.data.payload, this.side, this.shared);
    const entries = storyOf(run, k, i, this.data.purposes);
    byId("why").replaceChildren(...entries.map((entry) => item(`${this.day(entry.step)}: ${this.said(entry)}`)));
    if (entries.length === 0) byId("why").replaceChildren(item("This claim never reached this person."));
    const { parent } = this.records[this.side];
    const chain = chainTo(parent, k, this.n_people, i);
    byId("chain").replaceChildren(...chain.map((one) => this.link(one, one === i)));
    const after = heardFrom(parent, k, this.n_people, i);
    const more = after.length > 12 ? ` and ${after.length - 12} more` : "";
    byId("heard_from").textContent =
      after.length === 0
        ? "Nobody heard it first from this person."
        : `First heard from this person by ${after.length}: ${after.slice(0, 12).map((j) => this.named(j)).join("; ")}${more}.`;
  }

  link(i, isLast) {
    const made = document.createElement("li");
    if (isLast) {
      made.textContent = this.named(i);
      return made;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = this.named(i);
    button.addEventListener("click", () => {
      this.offerPeople(i);
      byId("why_person").focus();
    });
    made.append(button);
    return made;
  }

  said({ before, after, started, heard, doubt, resistance, shared }) {
    const told = started ? ["was one of those who start the claim"] : [];
    if (heard) {
      const posts = heard === 1 ? "1 post by a contact" : `${heard} posts by contacts`;
      told.push(`${posts} reached this person; doubt left ${number(doubt)}, resistance ${number(resistance)}`);
    }
    if (before !== after) {
      const because = after === BELIEVER && !started ? ", because the doubt left was no more than the resistance" : "";
      told.push(`became ${STANCES[after]}${because}`);
    }
    for (const one of shared ?? []) told.push(this.reason(one));
    return `${told.join("; ")}.`;
  }

  reason({ p, why, chance, luck }) {
    const where = `shared on ${this.data.platforms[this.side][p]}`;
    if (why === undefined) return where;
    const mind = why === "belief" ? "believing it" : "without having made up its mind";
    return `${where}, ${mind}: the chance was ${number(chance)}, the draw ${number(luck)} was below it`;
  }

  // Compare both runs with those of Python.
  check() {
    const digests = this.runs.map((run) => run.digest());
    const same = digests.every((digest, n) => digest === this.data.digests[n]);
    const short = digests.map((digest) => digest.slice(0, 12)).join(", ");
    byId("check").dataset.same = String(same);
    byId("check").textContent = same
      ? `Both runs were computed again in this browser: every change of every person is the same as in Python (${short}).`
      : "This browser computed other runs than Python did: do not trust this playback, and please report it.";
  }
}

const number = (value) => (value === 0 ? "0" : value >= 0.0995 ? value.toFixed(3) : value.toPrecision(2));

function item(words) {
  const made = document.createElement("li");
  made.textContent = words;
  return made;
}

function options(select, pairs, chosen) {
  const made = pairs.map(([value, words]) => new Option(words, value, false, String(value) === String(chosen)));
  select.replaceChildren(...made);
}

// What is folded together on the screen is printed.
function openAll(open) {
  for (const one of document.querySelectorAll("details")) {
    if (open) one.dataset.was = String(one.open);
    one.open = open || one.dataset.was === "true";
  }
}

if (typeof document !== "undefined") {
  setTimeout(() => {
    window.playback = new Playback(JSON.parse(byId("data").textContent));
  }, 0);
}
