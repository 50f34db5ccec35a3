// The trainer: one button that leads through the session, and everything else beside it.

import { choiceTitle, heading, isQuestion, question } from "./asking.js";
import { h, show } from "./dom.js";
import { Link } from "./link.js";
import { guessed, outcome, scores } from "./outcome.js";
import { Purse } from "./purse.js";
import { begin, number, t } from "./words.js";

const byId = (id) => document.getElementById(id);
let view = null;
let secret = "";
let link = null;
let slider = 0;
const purse = new Purse(draw, (items, team) => say("plan_for", { question: view.key, team, items }));

async function say(kind, values = {}) {
  const reason = await link.say(kind, values);
  byId("said").textContent = reason === "" ? "" : t(reason);
  byId("way").textContent = reason === "" ? "" : t(reason);
}

function draw() {
  if (view === null) return show(byId("view"), h("p", {}, secret === "" ? t("no_secret") : t("connecting")));
  show(byId("view"), h("div", { class: "desk" }, h("div", { class: "lead_part" }, ...leading()), h("nav", { "aria-label": t("programme") }, ...list())));
}

// What comes next: [words, what is said].
function step() {
  const order = ["lobby", ...view.programme.map(({ id }) => id), "end"];
  const next = order[order.indexOf(view.activity) + 1];
  if (view.activity === "end") return null;
  if (view.activity === "lobby") return [t("step_go", { name: t(`name_${next}`, { turn: view.turn }) }), () => say("go", { to: next })];
  if (view.phase === "open" && view.is_ready) return [t("step_close"), () => say("close")];
  if (view.phase === "closed") return view.is_computing ? [t("computing"), () => {}] : [t("step_show"), () => say("show")];
  if (view.phase === "open") return [t("step_what_if"), () => byId("slider").focus()];
  const name = next === "end" ? t("end") : t(`name_${next}`, { turn: view.turn });
  return [t("step_go", { name }), () => say("go", { to: next })];
}

function leading() {
  const next = step();
  return [
    h("h1", {}, heading(view)),
    h("p", { class: "ask" }, view.activity === "lobby" ? view.question : question(view)),
    h("p", { class: "note" }, t(`note_${view.activity}`)),
    h("p", { class: "count", role: "status" }, counted()),
    next ? h("button", { id: "next", class: "main", onclick: next[1] }, next[0]) : null,
    h("p", { class: "beside" }, ...beside()),
    ...parts(),
  ];
}

function counted() {
  if (view.activity === "lobby" || view.activity === "end") return t("joined", { n: view.n_phones });
  if (["coins", "roles"].includes(view.asked.kind)) return t("planned", { n: view.n_plans, all: view.teams });
  return t("answered", { n: view.n_answers, all: view.n_phones, hands: view.n_hands });
}

function beside() {
  const buttons = [];
  if (view.phase === "closed") buttons.push([t("reopen"), () => say("reopen")]);
  if (view.activity === "effect" && view.phase === "shown" && view.has_film) buttons.push([t("play_film"), () => say("play")]);
  if (view.activity === "roles" && view.phase === "shown" && view.turn < 5) buttons.push([t("next_turn"), () => say("next_turn")]);
  return buttons.map(([words, go]) => h("button", { onclick: go, "data-keep": words }, words));
}

function parts() {
  if (view.activity === "lobby") return [teams(), joining()];
  if (view.activity === "end") return [scores(view)];
  if (view.activity === "what_if" && view.phase !== "closed") return [sliding(), ...(view.is_ready ? [hands()] : []), ...shown()];
  if (view.purses.length && view.phase !== "shown") return view.purses.map((one) => h("details", { "data-keep": `${view.key}/${one.team}` }, h("summary", {}, t("plan_for", { team: one.team })), purse.part(view, one)));
  if (isQuestion(view.activity) && view.phase !== "shown") return [hands(), ...(view.phase === "closed" ? guessed(view) : [])];
  return shown();
}

const shown = () => (view.phase === "shown" ? outcome(view) : []);

function teams() {
  const options = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => h("option", { value: n, selected: n === view.teams }, String(n)));
  return h("p", { class: "row" }, h("label", { for: "teams" }, t("n_teams")), h("select", { id: "teams", disabled: view.is_planned, onchange: (event) => say("teams", { n: Number(event.target.value) }) }, ...options));
}

function joining() {
  return h("p", {}, t("join_short", { link: view.join.link, code: view.code }));
}

// Counts of hands, for a room without phones.
function hands() {
  const names = Object.keys(view.hands);
  const width = view.asked.kind === "number" ? (view.asked.high - view.asked.low) / 10 : 0;
  const title = (name) => (width ? `${number(Number(name))} – ${number(Number(name) + width)}` : choiceTitle(view.asked.choices.find(({ id }) => id === name)));
  const go = (event) => {
    event.preventDefault();
    const counts = Object.fromEntries(names.map((name) => [name, Math.max(0, Math.min(1000, Math.round(Number(byId(`hand_${name}`).value) || 0)))]));
    say("hands", { question: view.key, counts });
  };
  const rows = names.map((name) => h("p", { class: "row hand" }, h("label", { for: `hand_${name}` }, title(name)), h("input", { id: `hand_${name}`, type: "number", inputmode: "numeric", min: 0, max: 1000, value: view.hands[name] || null })));
  return h("details", { "data-keep": `hands ${view.key}` }, h("summary", {}, t("hands")), h("form", { onsubmit: go }, h("p", { class: "note" }, t("hands_note")), ...rows, h("button", {}, t("hands_send"))));
}

function sliding() {
  const chosen = view.sliders[slider];
  const ready = view.asked.fill.slider;
  const go = (event) => {
    event.preventDefault();
    say("what_if", { slider, stop: Number(byId("stop").value) });
  };
  return h(
    "form",
    { class: "sliding", onsubmit: go, "data-keep": "sliding" },
    h("p", { class: "row" }, h("label", { for: "slider" }, t("slider")), h("select", { id: "slider", onchange: (event) => { slider = Number(event.target.value); draw(); } }, ...view.sliders.map((one, n) => h("option", { value: n, selected: n === slider }, one.title)))),
    h("p", { class: "row" }, h("label", { for: "stop" }, t("slider_to", { own: chosen.own })), h("select", { id: "stop", "data-keep": `stop ${slider}`, "data-own": "" }, ...chosen.stops.map((stop, n) => h("option", { value: n }, stop)))),
    h("button", {}, ready ? t("slider_again") : t("slider_ask")),
  );
}

function list() {
  const entries = [["lobby", t("lobby")], ...view.programme.map(({ id }) => [id, t(`name_${id}`, { turn: view.turn })]), ["end", t("end")]];
  const items = entries.map(([id, name]) => h("li", {}, h("button", { "aria-current": id === view.activity ? "step" : null, onclick: () => say("go", { to: id }) }, name)));
  return [h("h2", {}, t("programme")), h("ol", {}, ...items)];
}

async function start() {
  secret = location.hash.slice(1) || sessionStorage.getItem("infosim_trainer") || "";
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  sessionStorage.setItem("infosim_trainer", secret);
  await begin(byId("choose"), draw);
  draw();
  if (secret === "") return;
  link = new Link(secret, {
    seen: (next) => {
      view = next;
      draw();
    },
    state: (isConnected) => {
      byId("way").textContent = isConnected ? "" : t("lost");
    },
    gone: () => {
      secret = "";
      view = null;
      draw();
    },
  });
}

start();
