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

// Bound the changes of stance between two turning points.
function mostChanges({ setting, agenda }) {
  const most = 2 * agenda.wave_people.n0 + agenda.sources.n0;
  return 2 * (setting.family.n0 * setting.group.n0 + most);
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
    const setting = { ...shared.get(run.setting), ...own };
    this.begin({ ...common, turns: run.turns, setting, agenda, marks, steering });
    this.arm = run.arm;
    this.replicate = run.replicate;
  }

  // Begin a run of what `Pack.plan` gives.
  static of(plan) {
    const run = Object.create(Run.prototype);
    run.begin(plan);
    return run;
  }

  begin(plan) {
    this.follow(plan);
    this.takeMemory(plan);
    this.step = 0;
    this.codes = [];
  }

  follow({ n_steps, persuasion, turns, setting, agenda, steering }) {
    Object.assign(this, { n_steps, turns, setting, agenda, steering });
    this.kernels = kernelsOf(persuasion);
  }

  // Go on by another plan from here: the same people with the same luck, who keep what they believe.
  // What they were told by the same arm goes on working; another arm begins with nobody told.
  turnTo(plan, isSameArm) {
    const { at } = this.marks;
    if (plan.setting.claim_key.n0 !== this.setting.claim_key.n0) {
      throw new Error("a run can go on only with the claims that it began with");
    }
    this.follow({ ...plan, turns: [...new Set([...plan.turns, this.step])].sort((a, b) => a - b) });
    this.takeMarks(plan.marks);
    if (isSameArm) this.marks.at = at;
    this.work.change = filled("i8", [mostChanges(plan)]);
    return this;
  }

  takeMemory(plan) {
    const { setting, n_steps } = this;
    const n_claims = setting.family.n0;
    const n_people = setting.group.n0;
    const n_rows = setting.reach.n0;
    const n_groups = plan.group_sizes.length;
    const n_changes = mostChanges(plan);
    Object.assign(this, take({ n_claims, n_people, n_rows, n_steps, n_groups, n_changes }));
    for (let k = 0; k < n_claims; k++) {
      for (let g = 0; g < n_groups; g++) this.record.counts.data[k * 4 * n_groups + g] = plan.group_sizes[g];
    }
    this.takeMarks(plan.marks);
  }

  takeMarks(marks) {
    const { setting, steering } = this;
    const n_marks = steering.mark_first.n0;
    const table = [setting.reach.n0, 2 * setting.family.n0];
    this.marks = { ...marks, at: filled("i4", [n_marks, setting.group.n0], -1) };
    this.effects = {
      visibility: filled("f8", table, 1),
      acceptance: filled("f8", table, 1),
      sharing: filled("f8", table, 1),
      belief_cut: filled("f8", [n_marks, ...table]),
      sharing_cut: filled("f8", [n_marks, ...table]),
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
