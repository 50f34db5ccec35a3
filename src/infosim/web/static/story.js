// Why somebody believed a claim and passed it on: the run is gone through once more, step by
// step, and what happens to one person is written down: what was heard and from whom, what is
// left of its doubt beside its resistance, and the draw by which it shared.

import { lessen, posts_in, share_probability, episode_word } from "./kernels.js";
import { uniform } from "./philox.js";

const UNAWARE = 0;
const BELIEVER = 2;

const LARGEST_SHOWN = 400;

// Go through a run that was not begun. Gives one entry for each step at which something happens to
// person `i` with claim `k`. `purposes` are the numbers of the draws of sharing.
export function storyOf(run, k, i, purposes) {
  const at = k * run.setting.group.n0 + i;
  const entries = [];
  for (let step = 0; step < run.n_steps && entries.length < LARGEST_SHOWN; step++) {
    const before = look(run, at);
    run.march(step + 1);
    const after = look(run, at);
    const started = run.state.seeded_at.data[at] === step;
    const entry = { step, before: before.stance, after: after.stance, started };
    if (after.exposures > before.exposures || (before.stance === UNAWARE && after.exposures > 0)) {
      Object.assign(entry, { heard: Math.max(0, after.exposures - before.exposures), doubt: after.doubt });
      entry.resistance = run.work.resistance.data[at];
    }
    const platforms = posted(run, at);
    if (platforms.length > 0) {
      entry.shared = platforms.map((p) => ({ p, ...(started ? {} : reason(run, k, i, p, step, before, purposes)) }));
    }
    if (entry.heard || entry.shared || entry.before !== entry.after) entries.push(entry);
  }
  return entries;
}

const OF_STATE = ["stance", "stance_at", "aware_at", "episode", "exposures", "doubt"];
const OF_WORK = ["sharing_until", "unthinking_until"];

function look({ state, work }, at) {
  const read = (from, names) => names.map((name) => [name, from[name].data[at]]);
  return Object.fromEntries([...read(state, OF_STATE), ...read(work, OF_WORK)]);
}

// List the platforms on which the claim itself was posted in the step that is over.
function posted(run, at) {
  const posts = run.state.posts.data[at];
  return Array.from({ length: run.setting.joined.n0 }, (_, p) => p).filter((p) => posts_in(posts, p, 0) > 0);
}

// Find the draw by which somebody shared on a platform: see `posts_on` in the kernels.
function reason(run, k, i, p, step, before, purposes) {
  const { setting, effects } = run;
  const item = 2 * k;
  const width = effects.sharing.n1;
  const factor = remaining(run, effects.sharing.data[p * width + item], p, item, i, step);
  const f = setting.family.data[k];
  const tries = [
    ["belief", setting.rate.data[f], before.stance_at, before.stance === BELIEVER && step < before.sharing_until],
    ["unthinking", setting.unthinking_rate.data[f], before.aware_at, step < before.unthinking_until],
  ];
  for (const [why, rate, since, isInterested] of tries) {
    if (!isInterested) continue;
    const chance = share_probability(rate, setting.activity.data[i], factor);
    const word = episode_word(step - since, before.episode);
    const key = setting.share_key.data[p * setting.share_key.n1 + k];
    const luck = uniform(setting.seed, setting.replicate, purposes[why], word, i, key);
    if (luck < chance) return { why, chance, luck };
  }
  return {};
}

// Multiply the effects of all marks on a person: see `remaining_factor` in the kernels.
function remaining(run, factor, p, item, i, step) {
  const { marks, effects } = run;
  const { n1: rows, n2: items } = effects.sharing_cut;
  for (let m = 0; m < effects.sharing_cut.n0; m++) {
    const cut = effects.sharing_cut.data[(m * rows + p) * items + item];
    const at = marks.at.data[m * marks.at.n1 + i];
    if (cut <= 0 || at < 0) continue;
    const left = marks.remaining.data[m * marks.remaining.n1 + step - at];
    const weight = marks.weight.data[marks.weighed_by.data[m] * marks.weight.n1 + i];
    factor = lessen(factor, cut, left, weight);
  }
  return factor;
}

// Follow a claim back to who started it: everybody on the way, the first one first.
export function chainTo(parent, k, n_people, i) {
  const chain = [i];
  while (chain.length < 200) {
    const from = parent[k * n_people + chain[0]];
    if (from < 0 || chain.includes(from)) break;
    chain.unshift(from);
  }
  return chain;
}

// List who heard a claim first from somebody.
export function heardFrom(parent, k, n_people, i) {
  const found = [];
  for (let j = 0; j < n_people; j++) if (parent[k * n_people + j] === i) found.push(j);
  return found;
}
