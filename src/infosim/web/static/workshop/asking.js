// What is asked, in words: the same on the wall and on every phone.

import { number, t } from "./words.js";

const QUESTIONS = ["peak", "effect", "group", "luck", "what_if", "finding"];

export function heading(view) {
  if (view.activity === "lobby") return view.title;
  if (view.activity === "end") return t("end");
  return t(`name_${view.activity}`, { turn: view.turn });
}

export function question(view) {
  const asked = view.asked;
  if (asked === null) return "";
  if (asked.kind === "what_if" && !view.is_ready) return t("ask_what_if_wait");
  const fill = { ...asked.fill, budget: asked.budget ?? "", most: asked.most ?? "" };
  if (typeof fill.before === "number") fill.before = number(fill.before);
  return t(`ask_${view.activity}${asked.several ? "_several" : ""}`, fill);
}

export function choiceTitle(choice) {
  return choice.title ?? t(`choice_${choice.id}`);
}

export function itemTitle(item) {
  return item.title ?? t(`move_${item.id}`);
}

export function answerText(view, answer) {
  if (typeof answer === "number") return number(answer);
  const choice = (view.asked?.choices ?? []).find((one) => one.id === answer);
  return choice ? choiceTitle(choice) : String(answer);
}

export const isQuestion = (activity) => QUESTIONS.includes(activity);
