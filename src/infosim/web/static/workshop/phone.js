// A participant: joins, answers, plans; sees its own answers and nobody else's.

import { answerText, choiceTitle, heading, question } from "./asking.js";
import { h, show } from "./dom.js";
import { Link, post } from "./link.js";
import { Purse } from "./purse.js";
import { begin, number, store, t } from "./words.js";

const KEPT = "infosim_phone";
const byId = (id) => document.getElementById(id);

let link = null;
let view = null;
let note = "";
let sent = null;
const purse = new Purse(draw, (items) => say("plan", { question: view.key, items }));

function tell(text) {
  note = text;
  byId("said").textContent = text;
}

async function say(kind, values) {
  sent = { kind, ...values };
  tell(t("sending"));
  draw();
  const reason = await link.say(kind, values);
  sent = null;
  tell(reason === "" ? t("saved") : t(reason));
  draw();
}

function draw() {
  const main = byId("view");
  if (link === null) show(main, joining());
  else if (view === null) show(main, h("p", {}, t("connecting")));
  else show(main, ...now());
}

function joining() {
  const go = (event) => {
    event.preventDefault();
    join(byId("code").value);
  };
  return h(
    "form",
    { onsubmit: go, "data-keep": "join" },
    h("h1", {}, t("join_title")),
    h("p", {}, t("join_private")),
    h("label", { for: "code" }, t("join_code")),
    h("input", { id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 12 }),
    h("button", { class: "main" }, t("join_button")),
    h("p", { class: "note" }, note),
  );
}

async function join(code) {
  try {
    const answer = await post("/join", { code });
    const { secret, refused } = await answer.json();
    if (secret === undefined) tell(t(refused ?? "refused_often"));
    else {
      store().setItem(KEPT, secret);
      tell("");
      connect(secret);
    }
  } catch {
    tell(t("lost"));
  }
  draw();
}

function now() {
  const own = h("p", { class: "me" }, t("me", { number: view.number, team: view.team }));
  const title = h("h1", {}, heading(view));
  if (view.activity === "lobby") return [own, title, h("p", {}, t("look_up")), h("p", { class: "note" }, t("join_private"))];
  if (view.activity === "end") return [own, title, h("p", { class: "big" }, t("my_points", { n: view.points })), h("p", {}, t("end_thanks"))];
  const asked = h("p", { class: "ask", id: "ask" }, question(view));
  const below = h("p", { class: "note" }, note);
  if (view.purse) return [own, title, asked, purse.part(view), below];
  if (!view.is_ready) return [own, title, asked];
  if (view.phase === "open") return [own, title, asked, answering(), below];
  if (view.phase === "closed") return [own, title, asked, mine(), h("p", {}, t("closed"))];
  return [own, title, asked, mine(), earned(), h("p", {}, t("look_up"))];
}

function answering() {
  return view.asked.kind === "number" ? typing() : choosing();
}

function typing() {
  const { low, high } = view.asked;
  const go = (event) => {
    event.preventDefault();
    const value = Number(byId("guess").value);
    if (byId("guess").value === "" || !(value >= low && value <= high)) {
      tell(t("between", { low, high }));
      draw();
      return;
    }
    say("answer", { question: view.key, value });
  };
  return h(
    "form",
    { onsubmit: go, "data-keep": view.key, novalidate: true },
    h("label", { for: "guess" }, t("my_guess", { low, high })),
    h("input", { id: "guess", type: "number", inputmode: "decimal", min: low, max: high, step: "any", value: view.mine }),
    h("button", { class: "main", "aria-disabled": sent !== null }, view.mine === null ? t("send") : t("send_again")),
    mine(),
  );
}

function choosing() {
  const buttons = view.asked.choices.map((choice) =>
    h(
      "button",
      {
        class: "choice",
        "aria-pressed": String(view.mine === choice.id),
        onclick: () => say("answer", { question: view.key, value: choice.id }),
      },
      choiceTitle(choice),
    ),
  );
  return h("div", { role: "group", "aria-labelledby": "ask", class: "choices", "data-keep": view.key }, ...buttons);
}

function mine() {
  const text = view.mine === null ? t("no_answer") : t("my_answer", { answer: answerText(view, view.mine) });
  return h("p", { class: "mine" }, text);
}

function earned() {
  return "earned" in view ? h("p", { class: "big" }, t("my_round", { n: number(view.earned), all: view.points })) : null;
}

function connect(secret) {
  link = new Link(secret, {
    seen: (next) => {
      const isNew = view === null || view.key !== next.key || view.phase !== next.phase || view.is_ready !== next.is_ready;
      view = next;
      if (isNew) tell("");
      draw();
      if (isNew) byId("said").textContent = `${heading(view)}. ${question(view)} ${view.phase === "closed" ? t("closed") : ""}`;
    },
    state: (isConnected) => {
      byId("way").textContent = isConnected ? "" : t("lost");
    },
    gone: () => {
      store().removeItem(KEPT);
      link = null;
      view = null;
      tell(t("join_again"));
      draw();
    },
  });
  draw();
}

async function start() {
  await begin(byId("choose"), draw);
  const kept = store().getItem(KEPT);
  const code = decodeURIComponent(location.hash.slice(1));
  if (code !== "") history.replaceState(null, "", location.pathname);
  if (kept !== null) connect(kept);
  else if (code !== "") await join(code);
  draw();
}

start();
