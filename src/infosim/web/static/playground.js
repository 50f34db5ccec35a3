// The playground: sliders, two pictures, charts of this luck and of others, and what can be kept.

import { Courses, drawDifferences, fillTable } from "./charts.js";
import { Film } from "./film.js";
import { readLink, writeLink } from "./link.js";
import { Clock, Player, placesOf } from "./player.js";
import { Helper } from "./runs.js";
import { csv, download, scenarioFile } from "./saving.js";
import { Words } from "./saying.js";

const byId = (id) => document.getElementById(id);
const ROWS = 13;

class Playground {
  constructor(about, script) {
    this.studies = about.studies;
    this.words = new Words(about.words, about.reviewed);
    this.names = about.languages;
    this.number = 0;
    // One computes what is in the pictures, the other all other lucks: no slider waits for them.
    this.now = new Helper(script, (answer) => this.hear(answer));
    this.others = new Helper(script, (answer) => this.hear(answer));
    this.state = readLink(location.hash, this.studies);
    this.wire();
    this.open();
  }

  get about() {
    return this.studies[this.state.study];
  }

  get arms() {
    return [this.about.reference[this.state.arm], this.state.arm];
  }

  armWords(arm) {
    return this.about.arms[arm].words || this.words.say("baseline");
  }

  day(step) {
    return this.words.say("day", { day: Number((step * this.about.step_days).toFixed(1)) });
  }

  // Begin with a study: its sliders, its people, and its runs.
  open() {
    const { about } = this;
    byId("title").textContent = document.title = about.title;
    byId("question").textContent = about.question;
    const asked = { kind: "open", data: byId(`pack${this.state.study}`).textContent, harmful: about.harmful };
    this.now.ask(asked);
    this.others.ask(asked);
    const places = placesOf(about.places);
    const canvases = [0, 1].map((n) => [byId(`people${n}`), byId(`lines${n}`)]);
    this.player = new Player(canvases, [places, places]);
    this.clock = new Clock(about.n_steps, (step) => this.show(step), (playing) => this.played(playing));
    this.clock.step = this.state.step;
    this.films = null;
    byId("time").max = about.n_steps;
    this.speak(this.state.language ?? "en");
    this.resize();
    this.run();
  }

  // Say everything in a language, and make what has words of the study in it anew.
  speak(language) {
    this.words.speak(language);
    this.state.language = this.words.language;
    options(byId("language"), Object.entries(this.names), this.words.language);
    options(byId("scenario"), this.studies.map(({ title }, n) => [n, title]), this.state.study);
    byId("choose").hidden = this.studies.length < 2;
    const arms = this.about.arms.map((_, n) => [n, this.armWords(n)]);
    options(byId("arm"), arms.length > 1 ? arms.slice(1) : arms, this.state.arm);
    const lucks = Array.from({ length: this.about.n_lucks }, (_, n) => [n, this.words.say("luck_n", { n: n + 1 })]);
    options(byId("luck"), lucks, this.state.luck);
    this.played(this.clock.playing);
    this.makeSliders();
    if (this.films) this.tell();
  }

  makeSliders() {
    const made = this.about.sliders.map((slider, s) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      const value = document.createElement("output");
      value.className = "value";
      Object.assign(input, { type: "range", min: 0, max: slider.values.length - 1, step: 1, id: `slider${s}` });
      value.htmlFor = input.id;
      const name = document.createElement("span");
      name.textContent = `${slider.words} `;
      label.append(name, value, input);
      const tell = () => {
        value.textContent = slider.said[this.state.place[s]];
        input.setAttribute("aria-valuetext", slider.said[this.state.place[s]]);
      };
      input.value = this.state.place[s];
      tell();
      input.addEventListener("input", () => {
        this.state.place[s] = Number(input.value);
        tell();
        this.run();
      });
      return label;
    });
    byId("sliders").replaceChildren(...made);
  }

  // Ask for the runs at the place of the sliders; an older question is forgotten.
  run() {
    this.number += 1;
    this.began = performance.now();
    this.digests = null;
    const { study, place, luck, branch } = this.state;
    this.question = { number: this.number, study, arms: this.arms, luck, place: [...place], branch };
    this.asking ??= this.ask();
    this.keep();
  }

  // While a slider is dragged only the latest question is asked when the one before is answered.
  ask() {
    this.asked = this.question;
    this.now.ask({ kind: "pair", ...this.asked });
    // Whoever computes other lucks stops as soon as they are not wanted any more.
    this.others.ask({ kind: "lucks", ...this.asked, lucks: [] });
    return this.asked.number;
  }

  answered(number) {
    this.asking = null;
    if (number !== this.number) this.asking = this.ask();
  }

  hear(answer) {
    if (answer.kind === "pair") this.takePair(answer);
    if (answer.kind === "luck" && answer.number === this.number) this.takeLuck(answer);
    if (answer.kind === "digests" && answer.number === this.number) this.takeDigests(answer.digests);
    if (answer.kind === "impossible" || answer.kind === "failed") {
      this.answered(answer.number);
      byId("problem").hidden = false;
      byId("problem").textContent = this.words.say(answer.kind, { why: answer.message });
    }
  }

  takePair({ number, luck, records, counts, people }) {
    if (this.asked.study !== this.state.study) return this.answered(number);
    byId("problem").hidden = true;
    // What is shown may be older than what the sliders say by now.
    this.shown = this.asked;
    this.films = records.map((record, n) => new Film(record, people[n], this.about.harmful[this.shown.arms[n]]));
    this.n_people = people[1].reduce((sum, one) => sum + (one ? 1 : 0), 0);
    this.pairs = [Object.assign(counts, { luck })];
    this.player.load(this.films, Math.floor(this.clock.step));
    this.drawCharts();
    this.show(Math.floor(this.clock.step));
    this.tell();
    this.took = performance.now() - this.began;
    document.body.dataset.drawn = String(number);
    this.answered(number);
    if (number === this.number) {
      const lucks = Array.from({ length: this.about.n_lucks }, (_, n) => n).filter((n) => n !== this.state.luck);
      this.others.ask({ kind: "lucks", ...this.question, lucks });
    }
  }

  takeLuck({ luck, counts }) {
    this.pairs.push(Object.assign(counts, { luck }));
    const done = this.pairs.length === this.about.n_lucks;
    // A chart is drawn again at every fourth, so that lines appear and nothing stutters.
    if (done || this.pairs.length % 4 === 0) {
      this.drawCharts();
      this.tell();
    }
    if (done) document.body.dataset.lucks = String(this.number);
  }

  takeDigests(digests) {
    this.digests = digests;
    const rows = digests.map((digest, n) => [this.armWords(this.shown.arms[n]), digest]);
    fillTable(byId("digests_table"), [[this.words.say("arm"), this.words.say("digest")], ...rows]);
    byId("digests_note").textContent = this.state.branch
      ? this.words.say("saved_branch")
      : this.words.say("digests_note", { command: this.command() });
    document.body.dataset.digests = digests.join();
  }

  command() {
    const arm = this.about.arms[this.state.arm].id;
    return `infosim run ${this.fileName("yaml")} --arm ${arm} --replicate ${this.state.luck} --json`;
  }

  fileName(suffix) {
    return `${this.about.id}_variant.${suffix}`;
  }

  show(step) {
    if (!this.films) return;
    this.player.show(step);
    this.state.step = step;
    byId("time").value = step;
    byId("time").setAttribute("aria-valuetext", this.day(step));
    byId("day").textContent = this.day(step);
    this.films.forEach((film, n) => {
      byId(`count${n}`).textContent = this.words.say("believers", { count: film.n_believers, people: this.n_people });
    });
    this.courses.mark(step);
    if (!this.clock.playing) this.tell();
  }

  // Say what is to be seen, for those who look and for those who listen.
  tell() {
    const step = this.state.step;
    const [without, with_it] = this.films.map((film) => film.n_believers);
    const [baseline, arm] = this.shown.arms.map((one) => this.armWords(one));
    const told = { day: this.day(step), without, with: with_it, people: this.n_people, baseline, arm };
    const differences = this.pairs.map(([before, after]) => after[step] - before[step]);
    const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
    const wins = differences.filter((one) => one < 0).length;
    const key = mean > 0 ? "sentence_more" : "sentence_fewer";
    const over = { lucks: differences.length, mean: Math.abs(mean).toFixed(1), wins };
    const sentences = [this.words.say("sentence_end", told)];
    if (differences.length > 1) sentences.push(this.words.say(key, over));
    byId("sentence").textContent = sentences.join(" ");
    [baseline, arm].forEach((name, n) => {
      byId(`name${n}`).textContent = name;
      byId(`people${n}`).setAttribute("aria-label", `${name}: ${byId(`count${n}`).textContent}`);
    });
    this.tellBranch(arm);
    const words = { name: this.words.say("differences"), across: this.words.say("difference") };
    drawDifferences(byId("differences"), words, differences);
    this.fillTables(differences);
    this.keep();
  }

  tellBranch(arm) {
    const { branch, step } = this.state;
    byId("unbranch").hidden = branch === null;
    byId("start_now").textContent = this.words.say("start_now", { arm });
    byId("branched").textContent = branch
      ? this.words.say("branched", { day: this.day(branch.step) })
      : this.words.say("branch_note", { day: this.day(step) });
    byId("saved_note").hidden = branch === null;
  }

  drawCharts() {
    const { about, words } = this;
    const named = { name: words.say("curves"), across: words.say("days"), up: words.say("believing") };
    this.courses = new Courses(byId("curves"), named, about.n_steps, about.step_days);
    this.courses.draw(this.pairs);
    this.courses.mark(this.state.step);
  }

  fillTables(differences) {
    const { about, words } = this;
    const names = this.shown.arms.map((arm) => this.armWords(arm));
    const steps = Array.from({ length: ROWS }, (_, n) => Math.round((n * about.n_steps) / (ROWS - 1)));
    const rows = steps.map((step) => [this.day(step), ...this.pairs[0].map((counts) => counts[step])]);
    fillTable(byId("curves_table"), [[words.say("time"), ...names], ...rows]);
    const lucks = this.pairs.map((pair, n) => [words.say("luck_n", { n: pair.luck + 1 }), differences[n]]);
    fillTable(byId("differences_table"), [[words.say("luck"), words.say("difference")], ...lucks]);
  }

  // Keep the view in the address, so that it can be shared and comes back when the page is opened again.
  keep() {
    const link = writeLink(this.state, this.studies);
    try {
      history.replaceState(null, "", link);
    } catch {
      // Some browsers refuse this in pages that were opened as files; the field has the link anyhow.
    }
    byId("link").value = location.href.split("#")[0] + link;
  }

  played(playing) {
    byId("play").textContent = this.words.say(playing ? "pause" : "play");
    if (!playing && this.films) this.tell();
  }

  resize() {
    const { player } = this;
    player.resize(byId("people0").parentElement.clientWidth);
    if (this.films) this.drawCharts();
  }

  branchFrom(arm) {
    const { step, place, branch } = this.state;
    // A branch of a branch keeps the first one's past.
    if (branch === null || branch.step > step) this.state.branch = { step, arm, place: [...place] };
    this.run();
  }

  save() {
    const { about, state } = this;
    const notes = ["Saved from the playground of infosim.", this.words.say("limits"), this.command()];
    if (this.digests && !state.branch) notes.push(`digest: ${this.digests[1]}`);
    if (state.branch) notes.push(this.words.say("saved_branch"));
    download(this.fileName("yaml"), scenarioFile(about, state.place, notes), "application/yaml");
  }

  saveNumbers() {
    const rows = [["luck", "arm", "step", "day", "believers"]];
    this.pairs.forEach((pair) =>
      pair.forEach((counts, n) =>
        counts.forEach((count, step) => {
          rows.push([pair.luck, this.armWords(this.shown.arms[n]), step, Number((step * this.about.step_days).toFixed(4)), count]);
        }),
      ),
    );
    download(this.fileName("csv"), csv(rows), "text/csv");
  }

  wire() {
    const on = (id, kind, act) => byId(id).addEventListener(kind, act);
    const chosen = (id, act) => on(id, "change", ({ target }) => act(Number(target.value)));
    on("language", "change", ({ target }) => this.speak(target.value));
    chosen("scenario", (study) => {
      this.clock.pause();
      this.state = { ...readLink(`#s=${encodeURIComponent(this.studies[study].id)}`, this.studies), language: this.words.language };
      this.open();
    });
    chosen("arm", (arm) => this.change({ arm, branch: null }));
    chosen("luck", (luck) => this.change({ luck }));
    on("reset", "click", () => {
      this.change({ place: this.about.sliders.map(({ own }) => own), branch: null });
      this.makeSliders();
    });
    on("play", "click", () => this.clock.toggle());
    on("time", "input", ({ target }) => {
      this.clock.pause();
      this.clock.go(Number(target.value));
    });
    on("branch", "click", () => this.branchFrom(this.state.arm));
    on("start_now", "click", () => this.branchFrom(this.arms[0]));
    on("unbranch", "click", () => this.change({ branch: null }));
    on("save", "click", () => this.save());
    on("csv", "click", () => this.saveNumbers());
    on("copy", "click", () => this.copy());
    window.addEventListener("resize", () => this.resize());
    window.addEventListener("hashchange", () => {
      this.state = readLink(location.hash, this.studies);
      this.open();
    });
  }

  change(changes) {
    Object.assign(this.state, changes);
    this.run();
  }

  copy() {
    byId("link").select();
    const done = () => (byId("copied").textContent = this.words.say("copied"));
    if (navigator.clipboard) navigator.clipboard.writeText(byId("link").value).then(done, () => {});
    else if (document.execCommand("copy")) done();
  }
}

function options(select, pairs, chosen) {
  const made = pairs.map(([value, words]) => new Option(words, value, false, String(value) === String(chosen)));
  select.replaceChildren(...made);
}

if (typeof document !== "undefined") {
  const script = document.currentScript.textContent;
  // Kept for tests, which ask how long a slider took.
  window.playground = new Playground(JSON.parse(byId("about").textContent), script);
}
