// Puts a run together from what belongs to each intervention: see `infosim.web.sliders.parts`.

import { NUMBERS, filled, whole } from "./arrays.js";
import { array, codes, fields } from "./reading.js";

// Give what `Run.of` takes. `known` is a setting that was read, `own` what belongs to the run.
export function together({ common, setting }, { own, seeds, plans }) {
  const read = (plans ?? []).map(planned);
  const n_people = setting.group.n0;
  const marks = read.flatMap((plan) => plan.marks);
  return {
    n_steps: common.n_steps,
    persuasion: common.persuasion,
    group_sizes: common.group_sizes,
    setting: { ...setting, ...fields(own) },
    turns: turnsOf(read),
    agenda: {
      ...fields(seeds),
      ...published(read.map((plan) => plan.published), common.n_steps),
      ...delivered(marks, common.n_steps, n_people),
    },
    marks: waning(marks, common.n_steps, n_people),
    steering: joinedSteering(read.map((plan) => plan.steering), common.n_steps, setting),
  };
}

function planned({ turns, marks, published, steering }) {
  return {
    turns: array(turns).data,
    marks: (marks ?? []).map(({ remaining, weight, told }) => ({
      remaining: array(remaining),
      weight: array(weight),
      told: codes(told),
    })),
    published: fields(published),
    steering: fields(steering),
  };
}

// Effects may change at the first step, and wherever a plan changes them.
function turnsOf(plans) {
  const turns = new Set([0]);
  plans.forEach((plan) => plan.turns.forEach((turn) => turns.add(turn)));
  return [...turns].sort((a, b) => a - b);
}

function numbers(list) {
  return whole(Int32Array.from(list), [list.length]);
}

// Deliveries of all marks, step by step, in the order of marks: see `engines.agenda`.
function delivered(marks, n_steps, n_people) {
  const rows = new Int32Array(n_steps + 1);
  const mark = [];
  const ends = [0];
  const people = [];
  const next = marks.map(() => 0);
  for (let step = 0; step < n_steps; step++) {
    marks.forEach(({ told }, m) => {
      const until = (step + 1) * n_people;
      if (next[m] >= told.length || told[next[m]] >= until) return;
      while (next[m] < told.length && told[next[m]] < until) people.push(told[next[m]++] % n_people);
      mark.push(m);
      ends.push(people.length);
    });
    rows[step + 1] = mark.length;
  }
  return {
    delivery_rows: whole(rows, [n_steps + 1]),
    delivery_mark: numbers(mark),
    delivery_ends: numbers(ends),
    delivery_people: numbers(people),
  };
}

// Publications of all interventions, step by step, in the order of interventions.
function published(plans, n_steps) {
  const rows = new Int32Array(n_steps + 1);
  const joined = { claim: [], outlet: [], audience_ends: [0], audience: [], source_ends: [0], sources: [] };
  const copy = (plan, which, ends, n) => {
    const [first, last] = [plan[ends].data[n], plan[ends].data[n + 1]];
    for (let at = first; at < last; at++) joined[which].push(plan[which].data[at]);
    joined[ends].push(joined[which].length);
  };
  for (let step = 0; step < n_steps; step++) {
    plans.forEach((plan) => {
      const [first, last] = [plan.publication_rows.data[step], plan.publication_rows.data[step + 1]];
      for (let n = first; n < last; n++) {
        joined.claim.push(plan.publication_claim.data[n]);
        joined.outlet.push(plan.publication_outlet.data[n]);
        copy(plan, "audience", "audience_ends", n);
        copy(plan, "sources", "source_ends", n);
      }
    });
    rows[step + 1] = joined.claim.length;
  }
  return {
    publication_rows: whole(rows, [n_steps + 1]),
    publication_claim: numbers(joined.claim),
    publication_outlet: numbers(joined.outlet),
    audience_ends: numbers(joined.audience_ends),
    audience: numbers(joined.audience),
    source_ends: numbers(joined.source_ends),
    sources: numbers(joined.sources),
  };
}

// How marks wane and on whom they work how strongly: see `world.Marks`.
function waning(marks, n_steps, n_people) {
  const remaining = filled("f8", [marks.length, n_steps + 2]);
  const weights = [new Float64Array(n_people).fill(1)];
  const weighed = marks.map(({ weight }) => (weight.n0 === n_people ? weights.push(weight.data) - 1 : 0));
  marks.forEach((mark, m) => remaining.data.set(mark.remaining.data, m * (n_steps + 2)));
  const weight = filled("f8", [weights.length, n_people]);
  weights.forEach((one, row) => weight.data.set(one, row * n_people));
  return { remaining, weight, weighed_by: numbers(weighed) };
}

// What is counted from the beginning of its own plan, and by which other field.
const COUNTED = { brake: "brake_row", patch: "patch_ends" };

// Put the steering of all plans one after the other: see `steering.Steering`.
function joinedSteering(plans, n_steps, setting) {
  const shape = [setting.reach.n0, 2 * setting.family.n0];
  const inside = {
    mark_since: [shape[1]],
    belief_cut: shape,
    sharing_cut: shape,
    patch: [n_steps],
    brake_claims: [setting.family.n0],
  };
  const names = plans.length > 0 ? Object.keys(plans[0]) : FIELDS;
  return Object.fromEntries(names.map((name) => [name, stacked(plans, name, inside[name] ?? [])]));
}

function stacked(plans, name, inside) {
  const columns = plans.map((plan) => plan[name]);
  if (name === "patch_ends") return ends(columns);
  const length = columns.reduce((sum, one) => sum + one.n0, 0);
  const data = new Float64Array(length * inside.reduce((n, m) => n * m, 1));
  let at = 0;
  let before = 0;
  columns.forEach((one, n) => {
    for (let k = 0; k < one.data.length; k++) {
      data[at++] = name in COUNTED && one.data[k] >= 0 ? one.data[k] + before : one.data[k];
    }
    if (name in COUNTED) before += plans[n][COUNTED[name]].n0 - (name === "patch" ? 1 : 0);
  });
  const kind = name === "brake_claims" ? "b1" : "f8";
  return whole(NUMBERS[kind].from(data), [length, ...inside]);
}

function ends(columns) {
  const joined = [0];
  columns.forEach((one) => {
    const before = joined[joined.length - 1];
    for (let k = 1; k < one.n0; k++) joined.push(before + one.data[k]);
  });
  return numbers(joined);
}

// The fields of `steering.Steering`, for a run in which nothing is done.
const FIELDS = [
  "mark_first",
  "mark_until",
  "mark_since",
  "belief_cut",
  "sharing_cut",
  "modifier_first",
  "modifier_last",
  "brake",
  "patch",
  "patch_ends",
  "cell_table",
  "cell_row",
  "cell_item",
  "cell_factor",
  "brake_row",
  "brake_after",
  "brake_hold",
  "brake_window",
  "brake_limit",
  "brake_cut",
  "brake_claims",
];
