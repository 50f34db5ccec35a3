// What a team can spend: coins on interventions, points on moves. A plan is put together here and sent whole.

import { itemTitle } from "./asking.js";
import { h } from "./dom.js";
import { t } from "./words.js";

export class Purse {
  // draw() shows the page again; send(items, team) says the plan.
  constructor(draw, send) {
    this.draw = draw;
    this.send = send;
    this.drafts = new Map();
  }

  // The draft of a team: what it has planned, until somebody changes it here.
  draft(key, purse) {
    const place = `${key}/${purse.team}`;
    const planned = JSON.stringify(purse.plan);
    if (this.drafts.get(place)?.planned !== planned) this.drafts.set(place, { planned, items: { ...purse.plan } });
    return this.drafts.get(place).items;
  }

  part(view, purse = view.purse) {
    const items = this.draft(view.key, purse);
    const price = (item) => item.price ?? 1;
    const spent = purse.items.reduce((sum, item) => sum + price(item) * (items[item.id] ?? 0), 0);
    const rows = purse.items.map((item) => this.row(view, purse, item, items));
    const told = t("spent", { spent, budget: purse.budget });
    const isOpen = view.phase === "open";
    return h(
      "section",
      { class: "purse", "data-keep": `${view.key}/${purse.team}` },
      purse.role === null ? null : h("h2", {}, t("role", { team: purse.team, role: t(`role_${purse.role}`) })),
      purse.role === null ? null : h("p", {}, t(`aim_${purse.role}`)),
      ...rows,
      h("p", { class: spent > purse.budget ? "over" : "spent", role: "status" }, spent > purse.budget ? t("refused_budget") : told),
      isOpen
        ? h("button", { class: "main", "aria-disabled": spent > purse.budget, onclick: () => spent <= purse.budget && this.send(items, purse.team) }, t("send_plan"))
        : h("p", {}, view.phase === "closed" ? t("closed") : t("look_up")),
    );
  }

  row(view, purse, item, items) {
    const id = `item_${purse.team}_${item.id}`;
    const isClosed = view.phase !== "open";
    const change = (n) => {
      if (n > 0) items[item.id] = n;
      else delete items[item.id];
      this.draw();
    };
    if (purse.most === 1) {
      const box = h("input", { type: "checkbox", id, disabled: isClosed, checked: (items[item.id] ?? 0) > 0, onchange: (event) => change(event.target.checked ? 1 : 0) });
      return h("p", { class: "row" }, box, h("label", { for: id }, t("priced", { move: itemTitle(item), price: item.price })));
    }
    const options = item.doses.map((dose, n) =>
      h("option", { value: n, selected: n === (items[item.id] ?? 0) }, t("coins", { n, dose: `${item.field} ${dose}` })),
    );
    return h(
      "p",
      { class: "row" },
      h("label", { for: id }, itemTitle(item)),
      h("select", { id, disabled: isClosed, onchange: (event) => change(Number(event.target.value)) }, ...options),
    );
  }
}
