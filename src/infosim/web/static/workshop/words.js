// What pages say: by key, in the language that somebody chose.

import { h } from "./dom.js";

const KEPT = "infosim_language";
let told = {};
let reviewed = true;
let language = "en";

export function t(key, values = {}) {
  const text = told[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function number(value, digits = 1) {
  return new Intl.NumberFormat(language === "dz" ? "en" : language, { maximumFractionDigits: digits }).format(value);
}

async function load(name) {
  const answer = await fetch(`/words/${name}.json`);
  return answer.json();
}

export async function speak(wanted) {
  const names = await load("languages");
  language = wanted in names ? wanted : "en";
  const { words, is_reviewed } = await load(language);
  told = words;
  reviewed = is_reviewed;
  document.documentElement.lang = language;
  return names;
}

// Begin in the language of last time, or of the browser; draw again when another one is chosen.
export async function begin(header, draw) {
  const own = store().getItem(KEPT) ?? (navigator.language || "en").slice(0, 2);
  const names = await speak(own);
  const choose = async (event) => {
    const chosen = event.target.value;
    store().setItem(KEPT, chosen);
    await speak(chosen);
    fill();
    draw();
  };
  const fill = () => {
    const options = Object.entries(names).map(([id, name]) =>
      h("option", { value: id, lang: id, selected: id === language }, name),
    );
    const label = h("label", { for: "language" }, t("language"));
    const select = h("select", { id: "language", onchange: choose }, ...options);
    const draft = reviewed ? null : h("p", { class: "draft" }, t("draft"));
    const had = document.activeElement?.id === "language";
    header.replaceChildren(...[label, select, draft].filter((one) => one !== null));
    if (had) select.focus();
  };
  fill();
}

// A private window may refuse to keep anything; then nothing is kept.
export function store() {
  try {
    localStorage.setItem("infosim_try", "1");
    return localStorage;
  } catch {
    const kept = new Map();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  }
}
