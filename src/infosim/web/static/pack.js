// A study with its sliders, as `infosim.web.sliders.pack` writes it: finds every part of a run at any place
// of the sliders.

import * as programme from "./programme.js";
import * as reading from "./reading.js";

const KEPT = 12;

// Why there is no study at a place of the sliders, in the words of Python.
export class Impossible extends Error {}

export class Pack {
  constructor(written) {
    this.written = written;
    this.settings = new Map();
  }

  // Give everything that a run needs: see `Run.of`. `place` has a stop for each slider; runs with
  // the same `key` are the same run.
  plan(arm, luck, place) {
    const { written } = this;
    const fault = this.part(written.tree.impossible, place, 0);
    if (fault) throw new Impossible(fault);
    const setting = this.setting(written.setting_of[arm], place);
    const found = [];
    const own = this.inside(written.tree.arms[arm], place, luck, found);
    return { ...programme.together(setting, own), key: `${setting.key}|${found.join()}` };
  }

  // Read what all runs of a setting share; the latest few are kept.
  setting(number, place) {
    const found = [];
    const encoded = this.inside(this.written.tree.settings[number], place, 0, found);
    const key = `${number}:${found.join()}`;
    const known = this.settings.get(key) ?? { key, common: encoded, setting: reading.setting(encoded) };
    this.settings.delete(key);
    this.settings.set(key, known);
    if (this.settings.size > KEPT) this.settings.delete(this.settings.keys().next().value);
    return known;
  }

  // Replace in a tree every place where a part is found by the part.
  inside(tree, place, luck, found = []) {
    if (isFinding(tree)) return this.part(tree, place, luck, found);
    if (Array.isArray(tree)) return tree.map((one) => this.inside(one, place, luck, found));
    const entries = Object.entries(tree).map(([name, one]) => [name, this.inside(one, place, luck, found)]);
    return Object.fromEntries(entries);
  }

  part(finding, place, luck, found = []) {
    if (typeof finding === "number") {
      found.push(finding);
      return this.written.leaves[finding];
    }
    if (finding.luck) return this.part(finding.luck[luck], place, luck, found);
    const { sliders } = this.written;
    const at = finding.by.reduce((n, s) => n * sliders[s].values.length + place[s], 0);
    if (finding.of) return this.part(finding.of[at], place, luck, found);
    found.push(`${finding.mask}.${at}`);
    return { ...this.written.leaves[finding.mask], bit: at };
  }
}

const isFinding = (tree) => typeof tree === "number" || "by" in tree || "luck" in tree;
