// What came out, as the wall shows it: a sentence, a chart, and the guesses beside the truth.

import { answerText, choiceTitle, itemTitle } from "./asking.js";
import { bars, courses, histogram, scatter, tabled } from "./charts.js";
import { h } from "./dom.js";
import { number, t } from "./words.js";

const ROLES = ["ministry", "platform", "civil", "rumour"];

// What the room has answered, before it knows what came out.
export function guessed(view) {
  if (view.asked?.kind === "number") return [histogram(view.asked, view.guesses, view.counted, view.truth ?? null)];
  if (!view.votes || !view.asked.choices) return [];
  const items = view.asked.choices.map((choice) => ({ id: choice.id, title: choiceTitle(choice), value: view.votes[choice.id] ?? 0 }));
  return [bars(items, { right: view.truth ?? null, unit: t("votes") })];
}

export function outcome(view) {
  const parts = { coins, roles, group, what_if: moved };
  if (view.result?.failed) return [h("p", { class: "lead" }, t("failed"))];
  return (parts[view.activity] ?? asked)(view);
}

function asked(view) {
  const { fill = {} } = view.asked;
  const truth = answerText(view, view.truth);
  const before = typeof fill.before === "number" ? number(fill.before) : "";
  const lead = h("p", { class: "lead" }, t(`told_${view.activity}`, { ...fill, before, truth }));
  if (!view.curves) return [lead, ...guessed(view)];
  const isLuck = view.activity === "luck";
  const marks = isLuck ? { runs: true } : { guesses: view.guesses, counted: view.counted };
  return [lead, courses(view.days, view.curves, marks), behind(view)];
}

// The guesses once more, for whoever asks: one idea at a time is on the wall.
function behind(view) {
  return h("details", { "data-keep": `guesses ${view.key}` }, h("summary", {}, t("the_guesses")), ...guessed(view));
}

function group(view) {
  const items = view.asked.choices.map((choice) => ({ id: choice.id, title: choiceTitle(choice), value: view.values[choice.id] }));
  return [h("p", { class: "lead" }, t("told_group", { ...view.asked.fill, truth: answerText(view, view.truth) })), bars(items, { right: view.truth, unit: t("averted_of", { outcome: view.outcome.words }) }), behind(view)];
}

function moved(view) {
  const { fill } = view.asked;
  const { days, baseline, arms } = view.result;
  const curves = [
    { ...baseline, title: `${fill.slider} ${fill.own}` },
    { ...arms.moved, title: `${fill.slider} ${fill.to}` },
  ];
  const peaks = { before: number(baseline.peak), after: number(arms.moved.peak), truth: answerText(view, view.truth) };
  return [h("p", { class: "lead" }, t("told_what_if", { ...fill, ...peaks })), courses(days, curves), behind(view)];
}

function coins(view) {
  const teams = Object.entries(view.result.arms).map(([name, one]) => ({ name: name.replace("team_", ""), ...one }));
  if (teams.length === 0) return [h("p", { class: "lead" }, t("no_plans"))];
  const title = (one) => t("team", { n: one.name });
  const best = teams.reduce((a, b) => (b.averted > a.averted ? b : a));
  const fair = teams.filter((one) => one.gap !== null);
  const fairest = fair.length ? fair.reduce((a, b) => (b.gap < a.gap ? b : a)) : best;
  const lead = h("p", { class: "lead" }, t("told_coins", { best: title(best), averted: number(best.averted, 2), fairest: title(fairest) }));
  const points = fair.map((one) => ({ title: title(one), x: one.gap, y: one.averted }));
  const note = h("p", { class: "note" }, t("coins_note", { outcome: view.outcome.words }));
  const spent = (one) => view.asked.items.filter((item) => view.plans[one.name]?.[item.id]).map((item) => `${itemTitle(item)} ${view.plans[one.name][item.id]}`).join(", ");
  const rows = teams.map((one) => [title(one), spent(one), number(one.averted, 2), one.gap === null ? "–" : number(one.gap, 2)]);
  return [lead, points.length ? scatter(points, { across: t("gap"), up: t("averted") }) : null, note, tabled([t("who"), t("bought"), t("averted"), t("gap")], rows)];
}

function roles(view) {
  const { days, baseline, arms } = view.result;
  const curves = [{ ...baseline, title: t("nobody_moves") }, { ...arms.together, title: t("all_move") }];
  const lead = h("p", { class: "lead" }, t("told_roles", { before: number(baseline.peak), after: number(arms.together.peak) }));
  const moves = (role) => view.asked.items.filter((item) => item.role === role && Object.values(view.plans).some((plan) => plan[item.id])).map(itemTitle).join(", ");
  // What a role did: the peak with everybody, beside the peak without that role.
  const rows = ROLES.map((role) => [t(`role_${role}`), moves(role) || "–", number(arms[`without_${role}`].peak), number(arms.together.peak - arms[`without_${role}`].peak)]);
  return [lead, courses(days, curves), h("h2", {}, t("debrief")), h("p", { class: "note" }, t("debrief_note")), tabled([t("who"), t("what"), t("peak_without"), t("difference")], rows)];
}

// Points of the teams so far; nothing where nobody has a phone.
export function scores(view) {
  const items = Object.entries(view.scores ?? {}).map(([team, value]) => ({ id: team, title: t("team", { n: team }), value }));
  return items.length ? bars(items, { unit: t("points") }) : null;
}
