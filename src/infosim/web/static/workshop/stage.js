// The wall: one idea at a time, large; nothing here can be changed but the playback.

import { heading, question } from "./asking.js";
import { h, show } from "./dom.js";
import { Pair } from "./film.js";
import { Link, ask } from "./link.js";
import { guessed, outcome, scores } from "./outcome.js";
import { begin, t } from "./words.js";

const byId = (id) => document.getElementById(id);
let view = null;
let secret = "";
let pair = null;
let plays = 0;

function draw() {
  if (view === null) return show(byId("view"), h("p", {}, secret === "" ? t("no_secret") : t("connecting")));
  show(byId("view"), ...now());
  pair?.show();
}

function now() {
  const top = [h("h1", {}, heading(view))];
  if (view.activity === "lobby") return [...top, ...lobby()];
  if (view.activity === "end") return [...top, ...end()];
  const asked = h("p", { class: "ask" }, question(view));
  if (view.phase === "open") return [...top, h("p", { class: "ask huge" }, question(view)), counts(), joining("small")];
  if (view.phase === "closed") return [...top, asked, counts(), ...guessed(view)];
  const [lead, ...rest] = outcome(view);
  const film = view.activity === "effect" && view.plays > 0 && pair ? pair.part() : null;
  return [...top, lead, film, ...rest];
}

function lobby() {
  const claims = (view.claims ?? []).map((claim) => h("blockquote", {}, claim));
  return [h("p", { class: "ask" }, view.question), ...claims, joining(""), h("p", { class: "count" }, t("joined", { n: view.n_phones })), h("p", { class: "note" }, t("limits"))];
}

function counts() {
  const { asked, n_answers: n, n_hands: hands, n_phones: all, n_plans: plans, teams } = view;
  const text = ["coins", "roles"].includes(asked.kind) ? t("planned", { n: plans, all: teams }) : t("answered", { n, all, hands });
  return h("p", { class: "count" }, text, view.is_computing ? ` ${t("computing")}` : "");
}

// How to join; small while something is asked, for who comes late.
function joining(size) {
  const { link, qr } = view.join;
  return h("div", { class: `join ${size}` }, h("img", { src: qr, alt: t("qr", { link }) }), h("div", {}, h("p", {}, t("join_at")), h("p", { class: "address" }, link), h("p", {}, t("with_code")), h("p", { class: "code" }, view.code)));
}

function end() {
  return [scores(view), h("p", { class: "lead" }, t("limits")), h("p", {}, t("monday"))];
}

async function withFilm() {
  if (!view.has_film || pair !== null || !["effect", "peak"].includes(view.activity)) return;
  const data = await ask("/film", secret);
  pair = new Pair(data);
  draw();
}

async function start() {
  secret = location.hash.slice(1) || sessionStorage.getItem("infosim_stage") || "";
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  sessionStorage.setItem("infosim_stage", secret);
  await begin(byId("choose"), () => {
    document.querySelector(".film")?.remove();
    draw();
  });
  draw();
  if (secret === "") return;
  new Link(secret, {
    seen: (next) => {
      const isNew = view === null || view.key !== next.key || view.phase !== next.phase;
      const isPlayed = view !== null && next.plays > plays;
      plays = next.plays;
      view = next;
      draw();
      if (isPlayed) pair?.play();
      withFilm();
      if (isNew) byId("said").textContent = `${heading(view)}. ${question(view)}`;
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
  window.addEventListener("resize", () => pair?.resize());
}

start();
