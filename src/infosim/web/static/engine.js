// One run in the browser: memory, the loop over steps, and the digest of the whole trajectory.

import { filled } from "./arrays.js";
import { PERSUASION, kernels, layout, rebuild } from "./kernels.js";
import * as reading from "./reading.js";
import { sha256 } from "./sha256.js";

const COMPILED = new Map();

function kernelsOf(rule) {
  if (!COMPILED.has(rule)) {
    if (!Object.hasOwn(PERSUASION, rule)) throw new Error(`there is no rule of persuasion '${rule}'`);
    COMPILED.set(rule, kernels(PERSUASION[rule]));
  }
  return COMPILED.get(rule);
}

function take(sizes) {
  const fields = Object.entries(layout(sizes)).map(([name, parts]) => [
    name,
    Object.fromEntries(
      Object.entries(parts).map(([field, [kind, shape, value]]) => [field, filled(kind, shape, value)]),
    ),
  ]);
  return Object.fromEntries(fields);
}

// A run in progress: `march(step)` goes on up to a step, `finish()` to the end.
export class Run {
  // `payload` as written by `infosim.web.payload`, `number` of the run in it; `shared` are the
  // settings that were read already, so that runs of one study read them once.
  constructor(payload, number, shared = new Map()) {
    const run = payload.runs[number];
    const common = payload.settings[run.setting];
    if (!shared.has(run.setting)) shared.set(run.setting, reading.setting(common));
    const { own, agenda, marks, steering } = reading.planned(run);
    this.arm = run.arm;
    this.replicate = run.replicate;
    this.n_steps = common.n_steps;
    this.turns = run.turns;
    this.setting = { ...shared.get(run.setting), ...own };
    this.agenda = agenda;
    this.steering = steering;
    this.kernels = kernelsOf(common.persuasion);
    this.takeMemory(marks, common.group_sizes);
    this.step = 0;
    this.codes = [];
  }

  takeMemory(marks, group_sizes) {
    const { setting, agenda, steering, n_steps } = this;
    const n_claims = setting.family.n0;
    const n_people = setting.group.n0;
    const n_rows = setting.reach.n0;
    const n_groups = group_sizes.length;
    const most = 2 * agenda.wave_people.n0 + agenda.sources.n0;
    const n_changes = 2 * (n_claims * n_people + most);
    Object.assign(this, take({ n_claims, n_people, n_rows, n_steps, n_groups, n_changes }));
    for (let k = 0; k < n_claims; k++) {
      for (let g = 0; g < n_groups; g++) this.record.counts.data[k * 4 * n_groups + g] = group_sizes[g];
    }
    const n_marks = steering.mark_first.n0;
    this.marks = { ...marks, at: filled("i4", [n_marks, n_people], -1) };
    this.effects = {
      visibility: filled("f8", [n_rows, 2 * n_claims], 1),
      acceptance: filled("f8", [n_rows, 2 * n_claims], 1),
      sharing: filled("f8", [n_rows, 2 * n_claims], 1),
      belief_cut: filled("f8", [n_marks, n_rows, 2 * n_claims]),
      sharing_cut: filled("f8", [n_marks, n_rows, 2 * n_claims]),
    };
  }

  // Go on up to a step, from one turning point of the effects to the next.
  march(until) {
    const { setting, state, effects, marks, work, agenda, record, turns } = this;
    while (this.step < until) {
      if (turns.includes(this.step)) rebuild(effects, this.steering, record, this.step);
      const next = Math.min(until, turns.find((turn) => turn > this.step) ?? until);
      const first = this.step;
      this.step = this.kernels.march(setting, state, effects, marks, work, agenda, record, first, next);
      for (let t = first; t < this.step; t++) {
        const ends = work.ends.data;
        this.codes.push(work.change.data.slice(ends[t - first], ends[t - first + 1]).sort());
      }
    }
    return this;
  }

  finish() {
    return this.march(this.n_steps);
  }

  // The SHA-256 of the trajectory so far, over the same bytes as `changes.trajectory_digest`.
  digest() {
    const { state, record } = this;
    const counted = record.tallies.n1 * record.tallies.n2;
    const n_words = this.codes.reduce((sum, codes) => sum + codes.length + (codes.length > 0) + counted, 0);
    const words = new Uint32Array(2 * n_words);
    let at = 0;
    const put = (number) => {
      words[at++] = number >>> 0;
      words[at++] = Math.floor(number / 4294967296);
    };
    this.codes.forEach((codes, step) => {
      if (codes.length > 0) put(step);
      codes.forEach(put);
      for (let n = 0; n < counted; n++) put(record.tallies.data[step * counted + n]);
    });
    const ending = [state.stance, state.episode, state.parent, state.first_shared];
    return sha256([words, ...ending.map((column) => column.data)].map(asBytes));
  }
}

function asBytes(numbers) {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
