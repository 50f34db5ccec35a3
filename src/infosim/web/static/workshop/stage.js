// The wall: one idea at a time, large; nothing here can be changed but the playback.

import { heading, question } from "./asking.js";
import { h, show } from "./dom.js";
import { Pair } from "./film.js";
import { Link, ask } from "./link.js";
import { guessed, outcome } from "./outcome.js";
import { bars } from "./charts.js";
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
  if (view.phase === "open") return [...top, asked, counts(), view.is_ready ? footer() : null];
  if (view.phase === "closed") return [...top, asked, counts(), ...guessed(view)];
  return [...top, ...outcome(view), view.activity === "effect" && pair ? pair.part() : null];
}

function lobby() {
  const claims = (view.claims ?? []).map((claim) => h("blockquote", {}, claim));
  const joins = view.join.map(({ link, qr }) =>
    h("div", { class: "join" }, h("img", { src: qr, alt: t("qr", { link }) }), h("div", {}, h("p", {}, t("join_at")), h("p", { class: "address" }, link), h("p", {}, t("with_code")), h("p", { class: "code" }, view.code))),
  );
  return [h("p", { class: "ask" }, view.question), ...claims, ...joins, h("p", { class: "count" }, t("joined", { n: view.n_phones })), h("p", { class: "note" }, t("limits"))];
}

function counts() {
  const { asked, n_answers: n, n_hands: hands, n_phones: all, n_plans: plans, teams } = view;
  const text = ["coins", "roles"].includes(asked.kind) ? t("planned", { n: plans, all: teams }) : t("answered", { n, all, hands });
  return h("p", { class: "count" }, text, view.is_computing ? ` ${t("computing")}` : "");
}

function footer() {
  return h("p", { class: "note" }, t("join_short", { link: view.join[0].link, code: view.code }));
}

function end() {
  const items = Object.entries(view.scores).map(([team, value]) => ({ id: team, title: t("team", { n: team }), value }));
  return [items.length ? bars(items, { unit: t("points") }) : null, h("p", { class: "lead" }, t("limits")), h("p", {}, t("monday"))];
}

async function withFilm() {
  if (!view.has_film || pair !== null || !["effect", "peak"].includes(view.activity)) return;
  const data = await ask("/film", secret);
  pair = new Pair(data, [view.titles.reference, view.titles.featured]);
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
      if (view !== null && next.plays !== plays) pair?.play();
      plays = next.plays;
      view = next;
      draw();
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
  window.addEventListener("resize", () => pair?.show());
}

start();
