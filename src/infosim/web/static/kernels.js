// Written by `python -m infosim.web.translation.translate` from the rules and kernels; not by hand.

import * as $ from "./arrays.js";
import { uniform } from "./philox.js";

const ACCEPT = 13;
const ACCEPTANCE = 1;
const BELIEVER = 2;
const COMPETE = 25;
const CORRECTED = 3;
const FORGET_BELIEF = 21;
const FORGET_CORRECTION = 22;
const FORGET_EXPOSURE = 20;
const INTEREST_BELIEF = 18;
const INTEREST_CORRECTION = 19;
const INTEREST_UNTHINKING = 17;
const MESSENGER = 1;
const NEVER = 2147483647;
const NOBODY = -1;
const NOTICE = 12;
const N_TALLIES = 5;
const PARENT = 24;
const REINFORCEMENT = 0.5;
const RESISTANCE = 11;
const SHARE_BELIEF = 15;
const SHARE_CORRECTION = 16;
const SHARE_UNTHINKING = 14;
const UNAWARE = 0;
const UNCONVINCED = 1;
const VERIFY = 23;
const VISIBILITY = 0;

// Give the probability that one seen share of a claim convinces.
export function acceptance_of_claim(plausibility, susceptibility, factor) {
  let acceptance;
  acceptance = (plausibility * susceptibility) * factor;
  return (acceptance > 1.0) ? 1.0 : acceptance;
}

// Give the probability that one seen correction is accepted.
export function acceptance_of_correction(acceptance, authority, residual, stance, factor) {
  let accepted;
  accepted = (acceptance * authority) * factor;
  if (stance === BELIEVER) {
    accepted = accepted * (1.0 - residual);
  }
  return (accepted > 1.0) ? 1.0 : accepted;
}

// Apply one dated effect that has waned to a part of its strength.
export function lessen(factor, cut, remaining, weight) {
  let lowered;
  lowered = (cut * remaining) * weight;
  lowered = $.min(lowered, 1.0);
  return factor * (1.0 - lowered);
}

// Lower the probability of not having seen the claim at all.
export function notice(unseen, visibility, n_new) {
  for (let $$1 = 0, $$2 = n_new; $$1 < $$2; $$1++) {
    unseen = unseen * (1.0 - visibility);
  }
  return unseen;
}

// Give the stance of the next step; a correction has the last word.
export function settle(stance, is_aware, is_convinced, is_corrected) {
  if (is_corrected) {
    return CORRECTED;
  }
  if (is_convinced) {
    return BELIEVER;
  }
  if ((stance === UNAWARE) && is_aware) {
    return UNCONVINCED;
  }
  return stance;
}

// Tell whether doubt has shrunk to the luck drawn for it.
export function yields(luck, resistance_left) {
  return !(luck < resistance_left);
}

// Take the side of the claim, that of the correction, or none.
export function compete(luck, informed, pro, contra) {
  let total, believing;
  total = pro + contra;
  if (total <= 0.0) {
    return UNAWARE;
  }
  believing = (informed * pro) / total;
  if (luck < believing) {
    return BELIEVER;
  }
  return (luck < (believing + ((informed * contra) / total))) ? CORRECTED : UNAWARE;
}

// Give the weight of the claim over its correction, in [0, 1].
export function credibility(plausibility, literacy, factor) {
  let weight;
  weight = ((2.0 * plausibility) * (1.0 - literacy)) * factor;
  return (weight > 1.0) ? 1.0 : weight;
}

// Lower the probability that nothing was heard, by one platform.
export function heard_of(unheard, visibility) {
  return unheard * (1.0 - visibility);
}

// Choose one of the posts that were heard, each with the same chance.
export function pick(luck, n_choices) {
  return Math.trunc((luck * n_choices));
}

// Give the probability of sharing in one step on one platform.
export function share_probability(rate, activity, factor) {
  let probability;
  probability = rate * activity;
  probability = $.min(probability, 1.0);
  return probability * factor;
}

// Tell whether somebody is on a platform: has joined, and is not away just now.
export function is_here(joined, left, back, step) {
  return (joined <= step) && (!(left <= step && step < back));
}

// Tell whether something still lasts at an age that a proportion reaches.
export function lasts(luck, survival) {
  return luck < survival;
}

// Give one half to the power ``halvings`` by square roots and products alone.
export function half_power(halvings) {
  let power, root;
  power = 1.0;
  while ((halvings >= 1.0) && (power > 0.0)) {
    power = power * 0.5;
    halvings = halvings - 1.0;
  }
  root = 0.5;
  for (let $$1 = 0, $$2 = 53; $$1 < $$2; $$1++) {
    root = Math.sqrt(root);
    halvings = halvings * 2.0;
    if (halvings >= 1.0) {
      halvings = halvings - 1.0;
      power = power * root;
    }
  }
  return power;
}

// Let each post convince independently of the others.
export function independent(doubt, visibility, acceptance, n_new, n_before, n_contacts) {
  for (let $$1 = 0, $$2 = n_new; $$1 < $$2; $$1++) {
    doubt = doubt * (1.0 - (visibility * acceptance));
  }
  return doubt;
}

// Let each repetition convince more than the one before: complex contagion.
export function reinforced(doubt, visibility, acceptance, n_new, n_before, n_contacts) {
  let strengthened;
  for (let n = n_before, $$1 = (n_before + n_new); n < $$1; n++) {
    strengthened = acceptance * (1.0 + (REINFORCEMENT * n));
    strengthened = $.min(strengthened, 1.0);
    doubt = doubt * (1.0 - (visibility * strengthened));
  }
  return doubt;
}

// Convince for certain once enough of the contacts have shared.
export function threshold(doubt, visibility, acceptance, n_new, n_before, n_contacts) {
  let seen;
  seen = visibility * (n_before + n_new);
  if ((acceptance > 0.0) && (seen >= ((1.0 - acceptance) * n_contacts))) {
    return 0.0;
  }
  return doubt;
}

// Pack the age of a stance and the number of its episode into one word.
export function episode_word(age, episode) {
  return age + (episode * 65536);
}

// Read how often somebody posts on platform p: the claim (0) or its correction (1).
export function posts_in(posts, p, what) {
  return $.and($.shiftRight(posts, ((4 * p) + (2 * what))), 3);
}

// Pack one change of stance into a whole number that sorts by claim and person.
export function change_code(claim, person, n_people, before, after) {
  return (((((claim * n_people) + person) * 4) + before) * 4) + after;
}

// Set how strongly a mark works: as planned while it is active, on what it bears on by now.
export function set_cuts(effects, steering, m, step) {
  const steering_mark_first = steering.mark_first.data;
  const steering_mark_until = steering.mark_until.data;
  const effects_visibility_n0 = effects.visibility.n0;
  const effects_visibility_n1 = effects.visibility.n1;
  const steering_belief_cut = steering.belief_cut.data;
  const steering_belief_cut_n1 = steering.belief_cut.n1;
  const steering_belief_cut_n2 = steering.belief_cut.n2;
  const effects_belief_cut = effects.belief_cut.data;
  const effects_belief_cut_n1 = effects.belief_cut.n1;
  const effects_belief_cut_n2 = effects.belief_cut.n2;
  const steering_sharing_cut = steering.sharing_cut.data;
  const steering_sharing_cut_n1 = steering.sharing_cut.n1;
  const steering_sharing_cut_n2 = steering.sharing_cut.n2;
  const effects_sharing_cut = effects.sharing_cut.data;
  const effects_sharing_cut_n1 = effects.sharing_cut.n1;
  const effects_sharing_cut_n2 = effects.sharing_cut.n2;
  const steering_mark_since = steering.mark_since.data;
  const steering_mark_since_n1 = steering.mark_since.n1;
  let is_active;
  is_active = steering_mark_first[m] <= step && step < steering_mark_until[m];
  for (let row = 0, $$1 = effects_visibility_n0; row < $$1; row++) {
    for (let item = 0, $$2 = effects_visibility_n1; item < $$2; item++) {
      if (is_active && (steering_mark_since[m * steering_mark_since_n1 + item] <= step)) {
        effects_belief_cut[(m * effects_belief_cut_n1 + row) * effects_belief_cut_n2 + item] = steering_belief_cut[(m * steering_belief_cut_n1 + row) * steering_belief_cut_n2 + item];
        effects_sharing_cut[(m * effects_sharing_cut_n1 + row) * effects_sharing_cut_n2 + item] = steering_sharing_cut[(m * steering_sharing_cut_n1 + row) * steering_sharing_cut_n2 + item];
      } else {
        effects_belief_cut[(m * effects_belief_cut_n1 + row) * effects_belief_cut_n2 + item] = 0.0;
        effects_sharing_cut[(m * effects_sharing_cut_n1 + row) * effects_sharing_cut_n2 + item] = 0.0;
      }
    }
  }
}

// Multiply what a patch lists.
export function lay_on(effects, steering, patch) {
  const steering_patch_ends = steering.patch_ends.data;
  const steering_cell_row = steering.cell_row.data;
  const steering_cell_item = steering.cell_item.data;
  const steering_cell_factor = steering.cell_factor.data;
  const effects_visibility = effects.visibility.data;
  const effects_visibility_n1 = effects.visibility.n1;
  const steering_cell_table = steering.cell_table.data;
  const effects_acceptance = effects.acceptance.data;
  const effects_acceptance_n1 = effects.acceptance.n1;
  const effects_sharing = effects.sharing.data;
  const effects_sharing_n1 = effects.sharing.n1;
  let row, item, factor;
  if (patch < 0) {
    return;
  }
  for (let cell = steering_patch_ends[patch], $$1 = steering_patch_ends[(patch + 1)]; cell < $$1; cell++) {
    row = Math.trunc(steering_cell_row[cell]);
    item = Math.trunc(steering_cell_item[cell]);
    factor = steering_cell_factor[cell];
    if (steering_cell_table[cell] === VISIBILITY) {
      effects_visibility[row * effects_visibility_n1 + item] *= factor;
    } else if (steering_cell_table[cell] === ACCEPTANCE) {
      effects_acceptance[row * effects_acceptance_n1 + item] *= factor;
    } else {
      effects_sharing[row * effects_sharing_n1 + item] *= factor;
    }
  }
}

// Tell whether the posts of a window were too many, at a step from the earliest to the latest.
export function has_tripped(record, k, earliest, latest, window, limit) {
  const record_tallies = record.tallies.data;
  const record_tallies_n1 = record.tallies.n1;
  const record_tallies_n2 = record.tallies.n2;
  let recent, begin;
  recent = 0;
  begin = $.max(0, (earliest - window));
  for (let step = begin, $$1 = latest; step < $$1; step++) {
    if ((step >= earliest) && (recent > 0) && (recent >= limit)) {
      return true;
    }
    recent += record_tallies[(step * record_tallies_n1 + k) * record_tallies_n2 + 0];
    if ((step - begin) >= window) {
      recent -= record_tallies[((step - window) * record_tallies_n1 + k) * record_tallies_n2 + 0];
    }
  }
  return (latest >= earliest) && (recent > 0) && (recent >= limit);
}

// Lower the visibility of the claims that have tripped a circuit breaker.
export function slow_down(effects, steering, record, b, q, step) {
  const steering_modifier_first = steering.modifier_first.data;
  const steering_brake_after = steering.brake_after.data;
  const steering_brake_hold = steering.brake_hold.data;
  const steering_brake_window = steering.brake_window.data;
  const steering_brake_limit = steering.brake_limit.data;
  const steering_brake_claims_n1 = steering.brake_claims.n1;
  const steering_brake_cut = steering.brake_cut.data;
  const steering_brake_row = steering.brake_row.data;
  const effects_visibility = effects.visibility.data;
  const effects_visibility_n1 = effects.visibility.n1;
  const steering_brake_claims = steering.brake_claims.data;
  let earliest, latest, window, limit;
  earliest = Math.trunc(steering_modifier_first[q]);
  latest = step - Math.trunc(steering_brake_after[b]);
  if (steering_brake_hold[b] >= 0) {
    earliest = $.max(earliest, ((latest - Math.trunc(steering_brake_hold[b])) + 1));
  }
  window = Math.trunc(steering_brake_window[b]);
  limit = steering_brake_limit[b];
  for (let k = 0, $$1 = steering_brake_claims_n1; k < $$1; k++) {
    if (steering_brake_claims[b * steering_brake_claims_n1 + k] && has_tripped(record, k, earliest, latest, window, limit)) {
      effects_visibility[steering_brake_row[b] * effects_visibility_n1 + (2 * k)] *= (1.0 - steering_brake_cut[b]);
    }
  }
}

// Make this step's modifiers from the baseline.
export function rebuild(effects, steering, record, step) {
  const steering_mark_first_n0 = steering.mark_first.n0;
  const steering_modifier_first_n0 = steering.modifier_first.n0;
  const steering_patch = steering.patch.data;
  const steering_patch_n1 = steering.patch.n1;
  const steering_brake = steering.brake.data;
  const steering_modifier_first = steering.modifier_first.data;
  const steering_modifier_last = steering.modifier_last.data;
  $.fill(effects.visibility, 1.0);
  $.fill(effects.acceptance, 1.0);
  $.fill(effects.sharing, 1.0);
  for (let m = 0, $$1 = steering_mark_first_n0; m < $$1; m++) {
    set_cuts(effects, steering, m, step);
  }
  for (let q = 0, $$2 = steering_modifier_first_n0; q < $$2; q++) {
    if (steering_modifier_first[q] <= step && step < steering_modifier_last[q]) {
      if (steering_brake[q] < 0) {
        lay_on(effects, steering, Math.trunc(steering_patch[q * steering_patch_n1 + step]));
      } else {
        slow_down(effects, steering, record, Math.trunc(steering_brake[q]), q, step);
      }
    }
  }
}

// Find for each part of a luck where to look in a falling table: see `world.hints`.
export function find_hints(table, hints) {
  let last, place, bound;
  last = hints.n0 - 1;
  place = 0;
  for (let n = 0, $$1 = hints.n0; n < $$1; n++) {
    bound = (last - n) / last;
    while ((place < table.n0) && (table.data[table.offset + place * table.s0] > bound)) {
      place += 1;
    }
    hints.data[hints.offset + (last - n) * hints.s0] = $.max(1, place);
  }
}

// How repeated exposure wears down doubt.
export const PERSUASION = { independent, reinforced, threshold };

// Everything that the kernels write to: what it holds, in which dimensions, and at first.
export const layout = ({ n_claims, n_people, n_rows, n_steps, n_groups, n_changes }) => ({
  state: {
    stance: ["i1", [n_claims, n_people], 0],
    stance_at: ["i4", [n_claims, n_people], -1],
    aware_at: ["i4", [n_claims, n_people], -1],
    episode: ["i4", [n_claims, n_people], 0],
    doubt: ["f8", [n_claims, n_people], 1.0],
    unseen: ["f8", [n_claims, n_people], 1.0],
    hesitation: ["f8", [n_claims, n_people], 1.0],
    exposures: ["i4", [n_claims, n_people], 0],
    seeded_at: ["i4", [n_claims, n_people], -1],
    parent: ["i4", [n_claims, n_people], -2],
    first_shared: ["i4", [n_claims, n_people], -1],
    posts: ["i8", [n_claims, n_people], 0],
    heard: ["i4", [n_claims, n_people, n_rows, 2], 0],
    tally: ["i8", [n_claims, 5], 0],
  },
  work: {
    interested: ["i4", [n_claims, n_people], 0],
    n_interested: ["i8", [n_claims], 0],
    is_interested: ["b1", [n_claims, n_people], 0],
    posted: ["i4", [n_claims, n_people], 0],
    n_posted: ["i8", [n_claims], 0],
    reached: ["i4", [n_claims, n_people], 0],
    n_reached: ["i8", [n_claims], 0],
    is_reached: ["b1", [n_claims, n_people], 0],
    resistance: ["f8", [n_claims, n_people], 0],
    attention: ["f8", [n_claims, n_people], 0],
    openness: ["f8", [n_claims, n_people], 0],
    unthinking_until: ["i4", [n_claims, n_people], 0],
    sharing_until: ["i4", [n_claims, n_people], 0],
    verifies_at: ["i4", [n_claims, n_people], 0],
    fades_at: ["i4", [n_claims, n_people], 2147483647],
    due: ["i4", [n_claims, n_steps + 2], -1],
    later: ["i4", [n_claims, n_people], 0],
    earlier: ["i4", [n_claims, n_people], 0],
    change: ["i8", [n_changes], 0],
    n_changes: ["i8", [2], 0],
    ends: ["i8", [n_steps + 1], 0],
  },
  record: {
    counts: ["i4", [n_steps + 1, n_claims, 4, n_groups], 0],
    tallies: ["i8", [n_steps, n_claims, 5], 0],
    first_believed: ["i4", [n_claims, n_people], -1],
    believed: ["i4", [n_claims, n_people], 0],
  },
});

// The kernels around a rule of persuasion.
export function kernels(persuade) {

  // Draw the number that belongs to a person's present episode with a claim.
  function luck_of_episode(setting, state, purpose, k, i) {
    const state_episode = state.episode.data;
    const state_episode_n1 = state.episode.n1;
    const setting_claim_key = setting.claim_key.data;
    let episode, key;
    episode = Math.trunc(state_episode[k * state_episode_n1 + i]);
    key = Math.trunc(setting_claim_key[k]);
    return uniform(setting.seed, setting.replicate, purpose, episode, i, key);
  }

  // Find the first place, at least 1, of a falling table whose value is no more than the luck.
  function first_below(luck, table, hints) {
    let slot, low, high, middle;
    slot = Math.trunc((luck * (hints.n0 - 1)));
    low = Math.trunc(hints.data[hints.offset + (slot + 1) * hints.s0]);
    high = Math.trunc(hints.data[hints.offset + slot * hints.s0]);
    while (low < high) {
      middle = $.floorDivide((low + high), 2);
      if (lasts(luck, table.data[table.offset + middle * table.s0])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // Draw how long something lasts in this episode; no need to draw for what lasts to the end.
  function duration(setting, state, purpose, k, i, survival, hints) {
    if (survival.data[survival.offset + (survival.n0 - 1) * survival.s0] >= 1.0) {
      return survival.n0;
    }
    return first_below(luck_of_episode(setting, state, purpose, k, i), survival, hints);
  }

  // Tell whether a person is on a platform now.
  function is_on(setting, p, i, step) {
    const setting_joined = setting.joined.data;
    const setting_joined_n1 = setting.joined.n1;
    const setting_left = setting.left.data;
    const setting_left_n1 = setting.left.n1;
    const setting_back = setting.back.data;
    const setting_back_n1 = setting.back.n1;
    return is_here(Math.trunc(setting_joined[p * setting_joined_n1 + i]), Math.trunc(setting_left[p * setting_left_n1 + i]), Math.trunc(setting_back[p * setting_back_n1 + i]), step);
  }

  // Multiply the effects of all marks on a person, as far as they last.
  function remaining_factor(marks, factor, cuts, i, step) {
    const marks_at = marks.at.data;
    const marks_at_n1 = marks.at.n1;
    const marks_weighed_by = marks.weighed_by.data;
    const marks_weight = marks.weight.data;
    const marks_weight_n1 = marks.weight.n1;
    const marks_remaining = marks.remaining.data;
    const marks_remaining_n1 = marks.remaining.n1;
    let at, weight;
    for (let m = 0, $$1 = cuts.n0; m < $$1; m++) {
      if (cuts.data[cuts.offset + m * cuts.s0] > 0.0) {
        at = Math.trunc(marks_at[m * marks_at_n1 + i]);
        if (at >= 0) {
          weight = marks_weight[marks_weighed_by[m] * marks_weight_n1 + i];
          factor = lessen(factor, cuts.data[cuts.offset + m * cuts.s0], marks_remaining[m * marks_remaining_n1 + (step - at)], weight);
        }
      }
    }
    return factor;
  }

  // Take a person out of the list of the step at which its stance was to fade.
  function unschedule(work, k, i) {
    const work_fades_at = work.fades_at.data;
    const work_fades_at_n1 = work.fades_at.n1;
    const work_due_n1 = work.due.n1;
    const work_earlier = work.earlier.data;
    const work_earlier_n1 = work.earlier.n1;
    const work_later = work.later.data;
    const work_later_n1 = work.later.n1;
    const work_due = work.due.data;
    let at, before, after;
    at = Math.trunc(work_fades_at[k * work_fades_at_n1 + i]);
    if (at >= work_due_n1) {
      return;
    }
    before = Math.trunc(work_earlier[k * work_earlier_n1 + i]);
    after = Math.trunc(work_later[k * work_later_n1 + i]);
    if (before === NOBODY) {
      work_due[k * work_due_n1 + at] = after;
    } else {
      work_later[k * work_later_n1 + before] = after;
    }
    if (after !== NOBODY) {
      work_earlier[k * work_earlier_n1 + after] = before;
    }
    work_fades_at[k * work_fades_at_n1 + i] = NEVER;
  }

  // Put a person on the list of the step at which its stance fades, if the run lasts so long.
  function schedule(work, k, i, at) {
    const work_due_n1 = work.due.n1;
    const work_due = work.due.data;
    const work_earlier = work.earlier.data;
    const work_earlier_n1 = work.earlier.n1;
    const work_later = work.later.data;
    const work_later_n1 = work.later.n1;
    const work_fades_at = work.fades_at.data;
    const work_fades_at_n1 = work.fades_at.n1;
    let first;
    if (at >= work_due_n1) {
      return;
    }
    first = Math.trunc(work_due[k * work_due_n1 + at]);
    if (first !== NOBODY) {
      work_earlier[k * work_earlier_n1 + first] = i;
    }
    work_later[k * work_later_n1 + i] = first;
    work_earlier[k * work_earlier_n1 + i] = NOBODY;
    work_due[k * work_due_n1 + at] = i;
    work_fades_at[k * work_fades_at_n1 + i] = at;
  }

  // Find the step at which a person forgets what it thinks of a claim.
  function forgets_at(setting, state, k, i) {
    const setting_family = setting.family.data;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_stance_at = state.stance_at.data;
    const state_stance_at_n1 = state.stance_at.n1;
    const setting_correction_forgetting_offset = setting.correction_forgetting.offset;
    const setting_correction_forgetting_n0 = setting.correction_forgetting.n0;
    const setting_correction_forgetting_s0 = setting.correction_forgetting.s0;
    const setting_correction_forgetting_n1 = setting.correction_forgetting.n1;
    const setting_correction_forgetting_s1 = setting.correction_forgetting.s1;
    const setting_correction_forgetting = setting.correction_forgetting.data;
    const setting_correction_forgetting_hints_offset = setting.correction_forgetting_hints.offset;
    const setting_correction_forgetting_hints_n0 = setting.correction_forgetting_hints.n0;
    const setting_correction_forgetting_hints_s0 = setting.correction_forgetting_hints.s0;
    const setting_correction_forgetting_hints_n1 = setting.correction_forgetting_hints.n1;
    const setting_correction_forgetting_hints_s1 = setting.correction_forgetting_hints.s1;
    const setting_correction_forgetting_hints = setting.correction_forgetting_hints.data;
    const setting_forgetting_offset = setting.forgetting.offset;
    const setting_forgetting_n0 = setting.forgetting.n0;
    const setting_forgetting_s0 = setting.forgetting.s0;
    const setting_forgetting_n1 = setting.forgetting.n1;
    const setting_forgetting_s1 = setting.forgetting.s1;
    const setting_forgetting = setting.forgetting.data;
    const setting_forgetting_hints_offset = setting.forgetting_hints.offset;
    const setting_forgetting_hints_n0 = setting.forgetting_hints.n0;
    const setting_forgetting_hints_s0 = setting.forgetting_hints.s0;
    const setting_forgetting_hints_n1 = setting.forgetting_hints.n1;
    const setting_forgetting_hints_s1 = setting.forgetting_hints.s1;
    const setting_forgetting_hints = setting.forgetting_hints.data;
    let f, stance, taken, lasting, hints, purpose;
    f = setting_family[k];
    stance = Math.trunc(state_stance[k * state_stance_n1 + i]);
    taken = Math.trunc(state_stance_at[k * state_stance_at_n1 + i]);
    if (stance === CORRECTED) {
      lasting = new $.View(setting_correction_forgetting, setting_correction_forgetting_offset + f * setting_correction_forgetting_s0, setting_correction_forgetting_n1, setting_correction_forgetting_s1);
      hints = new $.View(setting_correction_forgetting_hints, setting_correction_forgetting_hints_offset + f * setting_correction_forgetting_hints_s0, setting_correction_forgetting_hints_n1, setting_correction_forgetting_hints_s1);
      return taken + duration(setting, state, FORGET_CORRECTION, k, i, lasting, hints);
    }
    lasting = new $.View(setting_forgetting, setting_forgetting_offset + f * setting_forgetting_s0, setting_forgetting_n1, setting_forgetting_s1);
    hints = new $.View(setting_forgetting_hints, setting_forgetting_hints_offset + f * setting_forgetting_hints_s0, setting_forgetting_hints_n1, setting_forgetting_hints_s1);
    purpose = (stance === BELIEVER) ? FORGET_BELIEF : FORGET_EXPOSURE;
    return taken + duration(setting, state, purpose, k, i, lasting, hints);
  }

  // Find the step at which a person finds out that a claim is false.
  function verifies_at(setting, state, k, i) {
    const setting_family = setting.family.data;
    const setting_checkable = setting.checkable.data;
    const setting_group = setting.group.data;
    const setting_verification_offset = setting.verification.offset;
    const setting_verification_n0 = setting.verification.n0;
    const setting_verification_s0 = setting.verification.s0;
    const setting_verification_n1 = setting.verification.n1;
    const setting_verification_s1 = setting.verification.s1;
    const setting_verification_n2 = setting.verification.n2;
    const setting_verification_s2 = setting.verification.s2;
    const setting_verification = setting.verification.data;
    const setting_verification_hints_offset = setting.verification_hints.offset;
    const setting_verification_hints_n0 = setting.verification_hints.n0;
    const setting_verification_hints_s0 = setting.verification_hints.s0;
    const setting_verification_hints_n1 = setting.verification_hints.n1;
    const setting_verification_hints_s1 = setting.verification_hints.s1;
    const setting_verification_hints_n2 = setting.verification_hints.n2;
    const setting_verification_hints_s2 = setting.verification_hints.s2;
    const setting_verification_hints = setting.verification_hints.data;
    const state_aware_at = state.aware_at.data;
    const state_aware_at_n1 = state.aware_at.n1;
    let f, g, patience, hints;
    f = setting_family[k];
    if (!setting_checkable[f]) {
      return NEVER;
    }
    g = setting_group[i];
    patience = new $.View(setting_verification, setting_verification_offset + f * setting_verification_s0 + g * setting_verification_s1, setting_verification_n2, setting_verification_s2);
    hints = new $.View(setting_verification_hints, setting_verification_hints_offset + f * setting_verification_hints_s0 + g * setting_verification_hints_s1, setting_verification_hints_n2, setting_verification_hints_s2);
    return Math.trunc(state_aware_at[k * state_aware_at_n1 + i]) + duration(setting, state, VERIFY, k, i, patience, hints);
  }

  // Find the step at which the present stance fades.
  function set_timer(setting, state, work, k, i) {
    const work_verifies_at = work.verifies_at.data;
    const work_verifies_at_n1 = work.verifies_at.n1;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_stance_at = state.stance_at.data;
    const state_stance_at_n1 = state.stance_at.n1;
    let fades_at;
    unschedule(work, k, i);
    fades_at = forgets_at(setting, state, k, i);
    if (state_stance[k * state_stance_n1 + i] !== CORRECTED) {
      fades_at = $.min(fades_at, Math.trunc(work_verifies_at[k * work_verifies_at_n1 + i]));
    }
    schedule(work, k, i, $.max((Math.trunc(state_stance_at[k * state_stance_at_n1 + i]) + 1), fades_at));
  }

  // Put a person on the list of those who may share.
  function become_interested(work, k, i) {
    const work_is_interested = work.is_interested.data;
    const work_is_interested_n1 = work.is_interested.n1;
    const work_n_interested = work.n_interested.data;
    const work_interested = work.interested.data;
    const work_interested_n1 = work.interested.n1;
    if (!work_is_interested[k * work_is_interested_n1 + i]) {
      work_is_interested[k * work_is_interested_n1 + i] = true;
      work_interested[k * work_interested_n1 + work_n_interested[k]] = i;
      work_n_interested[k] += 1;
    }
  }

  // Write a change of stance down, and make it.
  function list_change(state, work, k, i, stance) {
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const work_n_changes = work.n_changes.data;
    const work_change = work.change.data;
    let before;
    before = Math.trunc(state_stance[k * state_stance_n1 + i]);
    work_change[work_n_changes[0]] = change_code(k, i, state_stance_n1, before, stance);
    work_n_changes[0] += 1;
    state_stance[k * state_stance_n1 + i] = stance;
  }

  // Draw how long a person goes on sharing; nobody goes on with what is never shared.
  function take_interest(setting, state, work, k, i, before, step) {
    const setting_family = setting.family.data;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const work_unthinking_until = work.unthinking_until.data;
    const work_unthinking_until_n1 = work.unthinking_until.n1;
    const work_sharing_until = work.sharing_until.data;
    const work_sharing_until_n1 = work.sharing_until.n1;
    const setting_correction_interest_offset = setting.correction_interest.offset;
    const setting_correction_interest_n0 = setting.correction_interest.n0;
    const setting_correction_interest_s0 = setting.correction_interest.s0;
    const setting_correction_interest_n1 = setting.correction_interest.n1;
    const setting_correction_interest_s1 = setting.correction_interest.s1;
    const setting_correction_interest = setting.correction_interest.data;
    const setting_correction_interest_hints_offset = setting.correction_interest_hints.offset;
    const setting_correction_interest_hints_n0 = setting.correction_interest_hints.n0;
    const setting_correction_interest_hints_s0 = setting.correction_interest_hints.s0;
    const setting_correction_interest_hints_n1 = setting.correction_interest_hints.n1;
    const setting_correction_interest_hints_s1 = setting.correction_interest_hints.s1;
    const setting_correction_interest_hints = setting.correction_interest_hints.data;
    const setting_correction_rate = setting.correction_rate.data;
    const setting_interest_offset = setting.interest.offset;
    const setting_interest_n0 = setting.interest.n0;
    const setting_interest_s0 = setting.interest.s0;
    const setting_interest_n1 = setting.interest.n1;
    const setting_interest_s1 = setting.interest.s1;
    const setting_interest = setting.interest.data;
    const setting_interest_hints_offset = setting.interest_hints.offset;
    const setting_interest_hints_n0 = setting.interest_hints.n0;
    const setting_interest_hints_s0 = setting.interest_hints.s0;
    const setting_interest_hints_n1 = setting.interest_hints.n1;
    const setting_interest_hints_s1 = setting.interest_hints.s1;
    const setting_interest_hints = setting.interest_hints.data;
    const setting_unthinking_rate = setting.unthinking_rate.data;
    const setting_rate = setting.rate.data;
    let f, stance, lasting, hints, age;
    f = setting_family[k];
    stance = state_stance[k * state_stance_n1 + i];
    if (stance === CORRECTED) {
      work_unthinking_until[k * work_unthinking_until_n1 + i] = 0;
      work_sharing_until[k * work_sharing_until_n1 + i] = 0;
      if (setting_correction_rate[f] > 0.0) {
        lasting = new $.View(setting_correction_interest, setting_correction_interest_offset + f * setting_correction_interest_s0, setting_correction_interest_n1, setting_correction_interest_s1);
        hints = new $.View(setting_correction_interest_hints, setting_correction_interest_hints_offset + f * setting_correction_interest_hints_s0, setting_correction_interest_hints_n1, setting_correction_interest_hints_s1);
        age = duration(setting, state, INTEREST_CORRECTION, k, i, lasting, hints);
        work_sharing_until[k * work_sharing_until_n1 + i] = step + age;
        become_interested(work, k, i);
      }
      return;
    }
    lasting = new $.View(setting_interest, setting_interest_offset + f * setting_interest_s0, setting_interest_n1, setting_interest_s1);
    hints = new $.View(setting_interest_hints, setting_interest_hints_offset + f * setting_interest_hints_s0, setting_interest_hints_n1, setting_interest_hints_s1);
    if ((before === UNAWARE) && (setting_unthinking_rate[f] > 0.0)) {
      age = duration(setting, state, INTEREST_UNTHINKING, k, i, lasting, hints);
      work_unthinking_until[k * work_unthinking_until_n1 + i] = step + age;
      become_interested(work, k, i);
    }
    if ((stance === BELIEVER) && (setting_rate[f] > 0.0)) {
      age = duration(setting, state, INTEREST_BELIEF, k, i, lasting, hints);
      work_sharing_until[k * work_sharing_until_n1 + i] = step + age;
      become_interested(work, k, i);
    }
  }

  // Hold a stance from a step on, and draw how long it and its interest last.
  function take_stance(setting, state, work, k, i, stance, step) {
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_stance_at = state.stance_at.data;
    const state_stance_at_n1 = state.stance_at.n1;
    const state_aware_at = state.aware_at.data;
    const state_aware_at_n1 = state.aware_at.n1;
    const work_verifies_at = work.verifies_at.data;
    const work_verifies_at_n1 = work.verifies_at.n1;
    let before;
    before = Math.trunc(state_stance[k * state_stance_n1 + i]);
    list_change(state, work, k, i, stance);
    state_stance_at[k * state_stance_at_n1 + i] = step;
    if (before === UNAWARE) {
      state_aware_at[k * state_aware_at_n1 + i] = step;
      if (stance !== CORRECTED) {
        work_verifies_at[k * work_verifies_at_n1 + i] = verifies_at(setting, state, k, i);
      }
    }
    take_interest(setting, state, work, k, i, before, step);
    set_timer(setting, state, work, k, i);
  }

  // Go back to never having heard of a claim; a new episode can begin.
  function forget(state, work, k, i, step) {
    const state_stance_at = state.stance_at.data;
    const state_stance_at_n1 = state.stance_at.n1;
    const state_aware_at = state.aware_at.data;
    const state_aware_at_n1 = state.aware_at.n1;
    const state_episode = state.episode.data;
    const state_episode_n1 = state.episode.n1;
    const state_exposures = state.exposures.data;
    const state_exposures_n1 = state.exposures.n1;
    const state_doubt = state.doubt.data;
    const state_doubt_n1 = state.doubt.n1;
    const state_unseen = state.unseen.data;
    const state_unseen_n1 = state.unseen.n1;
    const state_hesitation = state.hesitation.data;
    const state_hesitation_n1 = state.hesitation.n1;
    const work_unthinking_until = work.unthinking_until.data;
    const work_unthinking_until_n1 = work.unthinking_until.n1;
    const work_sharing_until = work.sharing_until.data;
    const work_sharing_until_n1 = work.sharing_until.n1;
    unschedule(work, k, i);
    list_change(state, work, k, i, UNAWARE);
    state_stance_at[k * state_stance_at_n1 + i] = step;
    state_aware_at[k * state_aware_at_n1 + i] = -1;
    state_episode[k * state_episode_n1 + i] += 1;
    state_exposures[k * state_exposures_n1 + i] = 0;
    state_doubt[k * state_doubt_n1 + i] = 1.0;
    state_unseen[k * state_unseen_n1 + i] = 1.0;
    state_hesitation[k * state_hesitation_n1 + i] = 1.0;
    work_unthinking_until[k * work_unthinking_until_n1 + i] = 0;
    work_sharing_until[k * work_sharing_until_n1 + i] = 0;
  }

  // Let people start a claim: believe it and post it, whatever was before.
  function seed(setting, state, work, k, people, step) {
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_parent = state.parent.data;
    const state_parent_n1 = state.parent.n1;
    const state_seeded_at = state.seeded_at.data;
    const state_seeded_at_n1 = state.seeded_at.n1;
    let i;
    for (let n = 0, $$1 = people.n0; n < $$1; n++) {
      i = Math.trunc(people.data[people.offset + n * people.s0]);
      if (state_stance[k * state_stance_n1 + i] === CORRECTED) {
        forget(state, work, k, i, step);
      }
      if (state_stance[k * state_stance_n1 + i] !== BELIEVER) {
        take_stance(setting, state, work, k, i, BELIEVER, step);
      }
      if (state_parent[k * state_parent_n1 + i] === (-2)) {
        state_parent[k * state_parent_n1 + i] = -1;
      }
      state_seeded_at[k * state_seeded_at_n1 + i] = step;
      become_interested(work, k, i);
    }
  }

  // Count what one contact posts and a person can see.
  function hear(state, work, k, i, p, what, n_posts) {
    const work_is_reached = work.is_reached.data;
    const work_is_reached_n1 = work.is_reached.n1;
    const work_n_reached = work.n_reached.data;
    const work_reached = work.reached.data;
    const work_reached_n1 = work.reached.n1;
    const state_heard = state.heard.data;
    const state_heard_n1 = state.heard.n1;
    const state_heard_n2 = state.heard.n2;
    const state_heard_n3 = state.heard.n3;
    if (!work_is_reached[k * work_is_reached_n1 + i]) {
      work_is_reached[k * work_is_reached_n1 + i] = true;
      work_reached[k * work_reached_n1 + work_n_reached[k]] = i;
      work_n_reached[k] += 1;
    }
    state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + what] += n_posts;
  }

  // Show a correction to an audience, and let sources pass it on.
  function publish(setting, state, work, k, audience, sources, outlet, step) {
    const setting_joined_n0 = setting.joined.n0;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_seeded_at = state.seeded_at.data;
    const state_seeded_at_n1 = state.seeded_at.n1;
    let i;
    for (let n = 0, $$1 = audience.n0; n < $$1; n++) {
      hear(state, work, k, Math.trunc(audience.data[audience.offset + n * audience.s0]), setting_joined_n0 + outlet, 1, 1);
    }
    for (let n = 0, $$2 = sources.n0; n < $$2; n++) {
      i = Math.trunc(sources.data[sources.offset + n * sources.s0]);
      if (state_stance[k * state_stance_n1 + i] !== CORRECTED) {
        take_stance(setting, state, work, k, i, CORRECTED, step);
      }
      state_seeded_at[k * state_seeded_at_n1 + i] = step;
      become_interested(work, k, i);
    }
  }

  // Share with some probability; a seed's certain post stands for its first one.
  function shares(setting, state, purpose, rate, factor, k, i, p, age, step) {
    const state_seeded_at = state.seeded_at.data;
    const state_seeded_at_n1 = state.seeded_at.n1;
    const setting_activity = setting.activity.data;
    const state_episode = state.episode.data;
    const state_episode_n1 = state.episode.n1;
    const setting_share_key = setting.share_key.data;
    const setting_share_key_n1 = setting.share_key.n1;
    let chance, word, key, luck;
    if ((age === 0) && (state_seeded_at[k * state_seeded_at_n1 + i] === step)) {
      return false;
    }
    chance = share_probability(rate, setting_activity[i], factor);
    if (chance <= 0.0) {
      return false;
    }
    if (chance >= 1.0) {
      return true;
    }
    word = episode_word(age, Math.trunc(state_episode[k * state_episode_n1 + i]));
    key = Math.trunc(setting_share_key[p * setting_share_key_n1 + k]);
    luck = uniform(setting.seed, setting.replicate, purpose, word, i, key);
    return luck < chance;
  }

  // Count a person's posts of a claim, or of its correction, on one platform.
  function posts_on(setting, state, effects, marks, work, k, i, p, step) {
    const setting_family = setting.family.data;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_stance_at = state.stance_at.data;
    const state_stance_at_n1 = state.stance_at.n1;
    const state_aware_at = state.aware_at.data;
    const state_aware_at_n1 = state.aware_at.n1;
    const state_seeded_at = state.seeded_at.data;
    const state_seeded_at_n1 = state.seeded_at.n1;
    const effects_sharing_cut_offset = effects.sharing_cut.offset;
    const effects_sharing_cut_n0 = effects.sharing_cut.n0;
    const effects_sharing_cut_s0 = effects.sharing_cut.s0;
    const effects_sharing_cut_n1 = effects.sharing_cut.n1;
    const effects_sharing_cut_s1 = effects.sharing_cut.s1;
    const effects_sharing_cut_n2 = effects.sharing_cut.n2;
    const effects_sharing_cut_s2 = effects.sharing_cut.s2;
    const effects_sharing_cut = effects.sharing_cut.data;
    const effects_sharing = effects.sharing.data;
    const effects_sharing_n1 = effects.sharing.n1;
    const setting_correction_rate = setting.correction_rate.data;
    const work_sharing_until = work.sharing_until.data;
    const work_sharing_until_n1 = work.sharing_until.n1;
    const setting_unthinking_rate = setting.unthinking_rate.data;
    const work_unthinking_until = work.unthinking_until.data;
    const work_unthinking_until_n1 = work.unthinking_until.n1;
    const setting_rate = setting.rate.data;
    let f, stance, taken, aware, n_posts, item, cuts, factor, rate;
    f = setting_family[k];
    stance = Math.trunc(state_stance[k * state_stance_n1 + i]);
    taken = Math.trunc(state_stance_at[k * state_stance_at_n1 + i]);
    aware = Math.trunc(state_aware_at[k * state_aware_at_n1 + i]);
    n_posts = (state_seeded_at[k * state_seeded_at_n1 + i] === step) ? 1 : 0;
    if (stance === UNAWARE) {
      return n_posts;
    }
    item = (stance === CORRECTED) ? ((2 * k) + 1) : (2 * k);
    cuts = new $.View(effects_sharing_cut, effects_sharing_cut_offset + p * effects_sharing_cut_s1 + item * effects_sharing_cut_s2, effects_sharing_cut_n0, effects_sharing_cut_s0);
    factor = remaining_factor(marks, effects_sharing[p * effects_sharing_n1 + item], cuts, i, step);
    if (stance === CORRECTED) {
      rate = setting_correction_rate[f];
      if (step < work_sharing_until[k * work_sharing_until_n1 + i]) {
        n_posts += shares(setting, state, SHARE_CORRECTION, rate, factor, k, i, p, step - taken, step);
      }
      return n_posts;
    }
    if (step < work_unthinking_until[k * work_unthinking_until_n1 + i]) {
      rate = setting_unthinking_rate[f];
      n_posts += shares(setting, state, SHARE_UNTHINKING, rate, factor, k, i, p, step - aware, step);
    }
    if ((stance === BELIEVER) && (step < work_sharing_until[k * work_sharing_until_n1 + i])) {
      n_posts += shares(setting, state, SHARE_BELIEF, setting_rate[f], factor, k, i, p, step - taken, step);
    }
    return n_posts;
  }

  // Decide how often a person posts a claim, or its correction, on each platform.
  function posts_of(setting, state, effects, marks, work, k, i, step) {
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const setting_joined_n0 = setting.joined.n0;
    const state_tally = state.tally.data;
    const state_tally_n1 = state.tally.n1;
    let what, posts, n_posts;
    what = (state_stance[k * state_stance_n1 + i] === CORRECTED) ? 1 : 0;
    posts = 0;
    for (let p = 0, $$1 = setting_joined_n0; p < $$1; p++) {
      if (is_on(setting, p, i, step)) {
        n_posts = posts_on(setting, state, effects, marks, work, k, i, p, step);
        posts = $.or(posts, $.shiftLeft(n_posts, ((4 * p) + (2 * what))));
        state_tally[k * state_tally_n1 + what] += n_posts;
      }
    }
    return posts;
  }

  // Let those still interested decide what to pass on, and drop the others.
  function share(setting, state, effects, marks, work, step) {
    const work_n_interested_n0 = work.n_interested.n0;
    const work_n_interested = work.n_interested.data;
    const work_interested = work.interested.data;
    const work_interested_n1 = work.interested.n1;
    const state_posts = state.posts.data;
    const state_posts_n1 = state.posts.n1;
    const work_n_posted = work.n_posted.data;
    const work_posted = work.posted.data;
    const work_posted_n1 = work.posted.n1;
    const state_first_shared = state.first_shared.data;
    const state_first_shared_n1 = state.first_shared.n1;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const work_unthinking_until = work.unthinking_until.data;
    const work_unthinking_until_n1 = work.unthinking_until.n1;
    const work_sharing_until = work.sharing_until.data;
    const work_sharing_until_n1 = work.sharing_until.n1;
    const work_is_interested = work.is_interested.data;
    const work_is_interested_n1 = work.is_interested.n1;
    let kept, i, posts;
    for (let k = 0, $$1 = work_n_interested_n0; k < $$1; k++) {
      kept = 0;
      for (let n = 0, $$2 = work_n_interested[k]; n < $$2; n++) {
        i = Math.trunc(work_interested[k * work_interested_n1 + n]);
        posts = posts_of(setting, state, effects, marks, work, k, i, step);
        if (posts) {
          state_posts[k * state_posts_n1 + i] = posts;
          work_posted[k * work_posted_n1 + work_n_posted[k]] = i;
          work_n_posted[k] += 1;
          if ((state_stance[k * state_stance_n1 + i] !== CORRECTED) && (state_first_shared[k * state_first_shared_n1 + i] < 0)) {
            state_first_shared[k * state_first_shared_n1 + i] = step;
          }
        }
        if ($.max(work_unthinking_until[k * work_unthinking_until_n1 + i], work_sharing_until[k * work_sharing_until_n1 + i]) > (step + 1)) {
          work_interested[k * work_interested_n1 + kept] = i;
          kept += 1;
        } else {
          work_is_interested[k * work_is_interested_n1 + i] = false;
        }
      }
      work_n_interested[k] = kept;
    }
  }

  // Show what a person posts on a platform to its contacts there.
  function show_post(setting, state, work, k, i, p, what, n_posts, step) {
    const setting_follower_starts = setting.follower_starts.data;
    const setting_follower_starts_n1 = setting.follower_starts.n1;
    const setting_followers = setting.followers.data;
    const setting_settled = setting.settled.data;
    let first, last, j;
    first = setting_follower_starts[p * setting_follower_starts_n1 + i];
    last = setting_follower_starts[p * setting_follower_starts_n1 + (i + 1)];
    for (let tie = first, $$1 = last; tie < $$1; tie++) {
      j = Math.trunc(setting_followers[tie]);
      if (setting_settled[p] || is_on(setting, p, j, step)) {
        hear(state, work, k, j, p, what, n_posts);
      }
    }
  }

  // Show every post to the contacts of who posted it.
  function expose(setting, state, work, step) {
    const work_n_posted_n0 = work.n_posted.n0;
    const work_n_posted = work.n_posted.data;
    const work_posted = work.posted.data;
    const work_posted_n1 = work.posted.n1;
    const state_posts = state.posts.data;
    const state_posts_n1 = state.posts.n1;
    const setting_joined_n0 = setting.joined.n0;
    let i, posts, n_posts;
    for (let k = 0, $$1 = work_n_posted_n0; k < $$1; k++) {
      for (let n = 0, $$2 = work_n_posted[k]; n < $$2; n++) {
        i = Math.trunc(work_posted[k * work_posted_n1 + n]);
        posts = Math.trunc(state_posts[k * state_posts_n1 + i]);
        for (let p = 0, $$3 = setting_joined_n0; p < $$3; p++) {
          for (let what = 0, $$4 = 2; what < $$4; what++) {
            n_posts = posts_in(posts, p, what);
            if (n_posts > 0) {
              show_post(setting, state, work, k, i, p, what, n_posts, step);
            }
          }
        }
      }
    }
  }

  // Let the shares of a claim work on a person's doubt.
  function weigh_claim(setting, state, effects, marks, k, i, step) {
    const setting_family = setting.family.data;
    const setting_judged = setting.judged.data;
    const setting_susceptibility = setting.susceptibility.data;
    const setting_joined_n0 = setting.joined.n0;
    const state_heard = state.heard.data;
    const state_heard_n1 = state.heard.n1;
    const state_heard_n2 = state.heard.n2;
    const state_heard_n3 = state.heard.n3;
    const setting_reach = setting.reach.data;
    const effects_visibility = effects.visibility.data;
    const effects_visibility_n1 = effects.visibility.n1;
    const effects_belief_cut_offset = effects.belief_cut.offset;
    const effects_belief_cut_n0 = effects.belief_cut.n0;
    const effects_belief_cut_s0 = effects.belief_cut.s0;
    const effects_belief_cut_n1 = effects.belief_cut.n1;
    const effects_belief_cut_s1 = effects.belief_cut.s1;
    const effects_belief_cut_n2 = effects.belief_cut.n2;
    const effects_belief_cut_s2 = effects.belief_cut.s2;
    const effects_belief_cut = effects.belief_cut.data;
    const effects_acceptance = effects.acceptance.data;
    const effects_acceptance_n1 = effects.acceptance.n1;
    const setting_plausibility = setting.plausibility.data;
    const state_exposures = state.exposures.data;
    const state_exposures_n1 = state.exposures.n1;
    const setting_source_starts = setting.source_starts.data;
    const setting_source_starts_n1 = setting.source_starts.n1;
    const state_doubt = state.doubt.data;
    const state_doubt_n1 = state.doubt.n1;
    const state_unseen = state.unseen.data;
    const state_unseen_n1 = state.unseen.n1;
    let f, susceptibility, n_new, visibility, cuts, factor, acceptance, n_before, n_contacts;
    f = setting_family[k];
    susceptibility = setting_judged[f] ? setting_susceptibility[i] : 1.0;
    for (let p = 0, $$1 = setting_joined_n0; p < $$1; p++) {
      n_new = Math.trunc(state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + 0]);
      if (n_new > 0) {
        visibility = setting_reach[p] * effects_visibility[p * effects_visibility_n1 + (2 * k)];
        cuts = new $.View(effects_belief_cut, effects_belief_cut_offset + p * effects_belief_cut_s1 + (2 * k) * effects_belief_cut_s2, effects_belief_cut_n0, effects_belief_cut_s0);
        factor = remaining_factor(marks, effects_acceptance[p * effects_acceptance_n1 + (2 * k)], cuts, i, step);
        acceptance = acceptance_of_claim(setting_plausibility[f], susceptibility, factor);
        n_before = Math.trunc(state_exposures[k * state_exposures_n1 + i]);
        n_contacts = setting_source_starts[p * setting_source_starts_n1 + (i + 1)] - setting_source_starts[p * setting_source_starts_n1 + i];
        state_doubt[k * state_doubt_n1 + i] = persuade(state_doubt[k * state_doubt_n1 + i], visibility, acceptance, n_new, n_before, n_contacts);
        state_unseen[k * state_unseen_n1 + i] = notice(state_unseen[k * state_unseen_n1 + i], visibility, n_new);
        state_exposures[k * state_exposures_n1 + i] += n_new;
      }
    }
  }

  // Give the probability that a person accepts a correction that is seen.
  function accepts(setting, f, i, p, stance, factor) {
    const setting_joined_n0 = setting.joined.n0;
    const setting_authority = setting.authority.data;
    const setting_correction_acceptance = setting.correction_acceptance.data;
    const setting_residual = setting.residual.data;
    let is_trusted, authority;
    is_trusted = p === (setting_joined_n0 + MESSENGER);
    authority = is_trusted ? setting.messenger_authority : setting_authority[i];
    return acceptance_of_correction(setting_correction_acceptance[f], authority, setting_residual[f], stance, factor);
  }

  // Let corrections of a claim work on a person.
  function weigh_correction(setting, state, effects, marks, k, i, step) {
    const setting_family = setting.family.data;
    const setting_reach_n0 = setting.reach.n0;
    const state_heard = state.heard.data;
    const state_heard_n1 = state.heard.n1;
    const state_heard_n2 = state.heard.n2;
    const state_heard_n3 = state.heard.n3;
    const setting_reach = setting.reach.data;
    const effects_visibility = effects.visibility.data;
    const effects_visibility_n1 = effects.visibility.n1;
    const setting_correction_visibility = setting.correction_visibility.data;
    const setting_joined_n0 = setting.joined.n0;
    const effects_belief_cut_offset = effects.belief_cut.offset;
    const effects_belief_cut_n0 = effects.belief_cut.n0;
    const effects_belief_cut_s0 = effects.belief_cut.s0;
    const effects_belief_cut_n1 = effects.belief_cut.n1;
    const effects_belief_cut_s1 = effects.belief_cut.s1;
    const effects_belief_cut_n2 = effects.belief_cut.n2;
    const effects_belief_cut_s2 = effects.belief_cut.s2;
    const effects_belief_cut = effects.belief_cut.data;
    const effects_acceptance = effects.acceptance.data;
    const effects_acceptance_n1 = effects.acceptance.n1;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_hesitation = state.hesitation.data;
    const state_hesitation_n1 = state.hesitation.n1;
    let f, item, n_new, visibility, cuts, factor, acceptance;
    f = setting_family[k];
    item = (2 * k) + 1;
    for (let p = 0, $$1 = setting_reach_n0; p < $$1; p++) {
      n_new = Math.trunc(state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + 1]);
      if (n_new > 0) {
        visibility = setting_reach[p] * effects_visibility[p * effects_visibility_n1 + item];
        if (p < setting_joined_n0) {
          visibility = visibility * setting_correction_visibility[f];
        }
        cuts = new $.View(effects_belief_cut, effects_belief_cut_offset + p * effects_belief_cut_s1 + item * effects_belief_cut_s2, effects_belief_cut_n0, effects_belief_cut_s0);
        factor = remaining_factor(marks, effects_acceptance[p * effects_acceptance_n1 + item], cuts, i, step);
        acceptance = accepts(setting, f, i, p, Math.trunc(state_stance[k * state_stance_n1 + i]), factor);
        state_hesitation[k * state_hesitation_n1 + i] = notice(state_hesitation[k * state_hesitation_n1 + i], visibility * acceptance, n_new);
      }
    }
  }

  // Choose, among the posts that were heard, the one that counts; give its author.
  function choose_parent(setting, state, k, i, n_heard) {
    const setting_claim_key = setting.claim_key.data;
    const setting_joined_n0 = setting.joined.n0;
    const state_heard = state.heard.data;
    const state_heard_n1 = state.heard.n1;
    const state_heard_n2 = state.heard.n2;
    const state_heard_n3 = state.heard.n3;
    const setting_source_starts = setting.source_starts.data;
    const setting_source_starts_n1 = setting.source_starts.n1;
    const setting_sources = setting.sources.data;
    const state_posts = state.posts.data;
    const state_posts_n1 = state.posts.n1;
    let luck, left, here, j;
    luck = uniform(setting.seed, setting.replicate, PARENT, 0, i, Math.trunc(setting_claim_key[k]));
    left = pick(luck, n_heard);
    for (let p = 0, $$1 = setting_joined_n0; p < $$1; p++) {
      here = Math.trunc(state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + 0]);
      if (left >= here) {
        left -= here;
        continue;
      }
      for (let tie = setting_source_starts[p * setting_source_starts_n1 + i], $$2 = setting_source_starts[p * setting_source_starts_n1 + (i + 1)]; tie < $$2; tie++) {
        j = Math.trunc(setting_sources[tie]);
        left -= posts_in(Math.trunc(state_posts[k * state_posts_n1 + j]), p, 0);
        if (left < 0) {
          return j;
        }
      }
    }
    return -1;
  }

  // Let what was heard wear down doubt and hesitation; give the stance that follows.
  function weigh(setting, state, effects, marks, work, k, i, claims_heard, corrections_heard, step) {
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const work_attention = work.attention.data;
    const work_attention_n1 = work.attention.n1;
    const work_resistance = work.resistance.data;
    const work_resistance_n1 = work.resistance.n1;
    const state_exposures = state.exposures.data;
    const state_exposures_n1 = state.exposures.n1;
    const state_unseen = state.unseen.data;
    const state_unseen_n1 = state.unseen.n1;
    const state_doubt = state.doubt.data;
    const state_doubt_n1 = state.doubt.n1;
    const work_openness = work.openness.data;
    const work_openness_n1 = work.openness.n1;
    const state_hesitation = state.hesitation.data;
    const state_hesitation_n1 = state.hesitation.n1;
    let before, is_aware, is_convinced, is_corrected;
    before = Math.trunc(state_stance[k * state_stance_n1 + i]);
    is_aware = false;
    is_convinced = false;
    is_corrected = false;
    if ((claims_heard > 0) && ((before === UNAWARE || before === UNCONVINCED))) {
      if (state_exposures[k * state_exposures_n1 + i] === 0) {
        work_attention[k * work_attention_n1 + i] = luck_of_episode(setting, state, NOTICE, k, i);
        work_resistance[k * work_resistance_n1 + i] = luck_of_episode(setting, state, RESISTANCE, k, i);
      }
      weigh_claim(setting, state, effects, marks, k, i, step);
      is_aware = yields(work_attention[k * work_attention_n1 + i], state_unseen[k * state_unseen_n1 + i]);
      is_convinced = yields(work_resistance[k * work_resistance_n1 + i], state_doubt[k * state_doubt_n1 + i]);
    }
    if ((corrections_heard > 0) && (before !== CORRECTED)) {
      if (state_hesitation[k * state_hesitation_n1 + i] === 1.0) {
        work_openness[k * work_openness_n1 + i] = luck_of_episode(setting, state, ACCEPT, k, i);
      }
      weigh_correction(setting, state, effects, marks, k, i, step);
      is_corrected = yields(work_openness[k * work_openness_n1 + i], state_hesitation[k * state_hesitation_n1 + i]);
    }
    return settle(before, is_aware, is_convinced, is_corrected);
  }

  // Let a claim and its correction compete for somebody who knows neither.
  function contend(setting, state, effects, marks, k, i, step) {
    const setting_family = setting.family.data;
    const setting_reach_n0 = setting.reach.n0;
    const state_heard = state.heard.data;
    const state_heard_n1 = state.heard.n1;
    const state_heard_n2 = state.heard.n2;
    const state_heard_n3 = state.heard.n3;
    const effects_belief_cut_offset = effects.belief_cut.offset;
    const effects_belief_cut_n0 = effects.belief_cut.n0;
    const effects_belief_cut_s0 = effects.belief_cut.s0;
    const effects_belief_cut_n1 = effects.belief_cut.n1;
    const effects_belief_cut_s1 = effects.belief_cut.s1;
    const effects_belief_cut_n2 = effects.belief_cut.n2;
    const effects_belief_cut_s2 = effects.belief_cut.s2;
    const effects_belief_cut = effects.belief_cut.data;
    const effects_acceptance = effects.acceptance.data;
    const effects_acceptance_n1 = effects.acceptance.n1;
    const setting_plausibility = setting.plausibility.data;
    const setting_literacy = setting.literacy.data;
    const setting_reach = setting.reach.data;
    const effects_visibility = effects.visibility.data;
    const effects_visibility_n1 = effects.visibility.n1;
    const setting_correction_visibility = setting.correction_visibility.data;
    const setting_joined_n0 = setting.joined.n0;
    const setting_claim_key = setting.claim_key.data;
    let f, unheard, pro, contra, n_claim, n_correction, cuts, factor, weight, seen, checked, heard, key, luck;
    f = setting_family[k];
    unheard = 1.0;
    pro = 0.0;
    contra = 0.0;
    for (let p = 0, $$1 = setting_reach_n0; p < $$1; p++) {
      n_claim = Math.trunc(state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + 0]);
      n_correction = Math.trunc(state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + 1]);
      if ((n_claim + n_correction) > 0) {
        cuts = new $.View(effects_belief_cut, effects_belief_cut_offset + p * effects_belief_cut_s1 + (2 * k) * effects_belief_cut_s2, effects_belief_cut_n0, effects_belief_cut_s0);
        factor = remaining_factor(marks, effects_acceptance[p * effects_acceptance_n1 + (2 * k)], cuts, i, step);
        weight = credibility(setting_plausibility[f], setting_literacy[i], factor);
        seen = setting_reach[p] * effects_visibility[p * effects_visibility_n1 + (2 * k)];
        checked = setting_reach[p] * effects_visibility[p * effects_visibility_n1 + ((2 * k) + 1)];
        if (p < setting_joined_n0) {
          checked = checked * setting_correction_visibility[f];
        } else {
          checked = checked * accepts(setting, f, i, p, UNAWARE, 1.0);
        }
        pro = pro + ((seen * n_claim) * (1.0 + weight));
        contra = contra + ((checked * n_correction) * (1.0 - weight));
        heard = ((seen * n_claim) + (checked * n_correction)) / (n_claim + n_correction);
        unheard = heard_of(unheard, heard);
      }
    }
    key = Math.trunc(setting_claim_key[k]);
    luck = uniform(setting.seed, setting.replicate, COMPETE, step, i, key);
    return compete(luck, 1.0 - unheard, pro, contra);
  }

  // Change a person's stance towards a claim by what was heard of it.
  function respond_to(setting, state, effects, marks, work, k, i, claims_heard, corrections_heard, step) {
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const state_tally = state.tally.data;
    const state_tally_n1 = state.tally.n1;
    const state_parent = state.parent.data;
    const state_parent_n1 = state.parent.n1;
    let before, after;
    before = Math.trunc(state_stance[k * state_stance_n1 + i]);
    state_tally[k * state_tally_n1 + 2] += claims_heard;
    state_tally[k * state_tally_n1 + 3] += corrections_heard;
    if ((claims_heard > 0) && ((before === UNAWARE || before === UNCONVINCED))) {
      state_tally[k * state_tally_n1 + 4] += 1;
    }
    if (!setting.competing) {
      after = weigh(setting, state, effects, marks, work, k, i, claims_heard, corrections_heard, step);
    } else if (before === UNAWARE) {
      after = contend(setting, state, effects, marks, k, i, step);
    } else {
      after = before;
    }
    if (after !== before) {
      if ((before === UNAWARE) && (after !== CORRECTED) && (state_parent[k * state_parent_n1 + i] === (-2))) {
        state_parent[k * state_parent_n1 + i] = choose_parent(setting, state, k, i, claims_heard);
      }
      take_stance(setting, state, work, k, i, after, step + 1);
    }
  }

  // Let those who heard something notice, believe or be corrected.
  function respond(setting, state, effects, marks, work, step) {
    const work_n_reached_n0 = work.n_reached.n0;
    const work_n_reached = work.n_reached.data;
    const work_reached = work.reached.data;
    const work_reached_n1 = work.reached.n1;
    const setting_responds = setting.responds.data;
    const setting_reach_n0 = setting.reach.n0;
    const state_heard = state.heard.data;
    const state_heard_n1 = state.heard.n1;
    const state_heard_n2 = state.heard.n2;
    const state_heard_n3 = state.heard.n3;
    let i, claims_heard, corrections_heard;
    for (let k = 0, $$1 = work_n_reached_n0; k < $$1; k++) {
      for (let n = 0, $$2 = work_n_reached[k]; n < $$2; n++) {
        i = Math.trunc(work_reached[k * work_reached_n1 + n]);
        if (!setting_responds[i]) {
          continue;
        }
        claims_heard = 0;
        corrections_heard = 0;
        for (let p = 0, $$3 = setting_reach_n0; p < $$3; p++) {
          claims_heard += Math.trunc(state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + 0]);
          corrections_heard += Math.trunc(state_heard[((k * state_heard_n1 + i) * state_heard_n2 + p) * state_heard_n3 + 1]);
        }
        respond_to(setting, state, effects, marks, work, k, i, claims_heard, corrections_heard, step);
      }
    }
  }

  // Let those whose time is over forget or, if it is not yet over, verify.
  function fade(setting, state, work, step) {
    const work_due_n0 = work.due.n0;
    const work_due = work.due.data;
    const work_due_n1 = work.due.n1;
    const state_stance = state.stance.data;
    const state_stance_n1 = state.stance.n1;
    const work_verifies_at = work.verifies_at.data;
    const work_verifies_at_n1 = work.verifies_at.n1;
    let after, i, verifies;
    after = step + 1;
    for (let k = 0, $$1 = work_due_n0; k < $$1; k++) {
      while (work_due[k * work_due_n1 + after] !== NOBODY) {
        i = Math.trunc(work_due[k * work_due_n1 + after]);
        verifies = (state_stance[k * state_stance_n1 + i] !== CORRECTED) && (work_verifies_at[k * work_verifies_at_n1 + i] <= after);
        if (verifies && (forgets_at(setting, state, k, i) > after)) {
          take_stance(setting, state, work, k, i, CORRECTED, after);
        } else {
          forget(state, work, k, i, after);
        }
      }
    }
  }

  // Begin a row with the people of the one before.
  function open_row(record, row) {
    const record_counts = record.counts.data;
    const record_counts_n1 = record.counts.n1;
    const record_counts_n2 = record.counts.n2;
    const record_counts_n3 = record.counts.n3;
    let n_claims, n_stances, n_groups;
    n_claims = record.counts.n1;
    n_stances = record.counts.n2;
    n_groups = record.counts.n3;
    for (let k = 0, $$1 = n_claims; k < $$1; k++) {
      for (let s = 0, $$2 = n_stances; s < $$2; s++) {
        for (let g = 0, $$3 = n_groups; g < $$3; g++) {
          record_counts[((row * record_counts_n1 + k) * record_counts_n2 + s) * record_counts_n3 + g] = record_counts[(((row - 1) * record_counts_n1 + k) * record_counts_n2 + s) * record_counts_n3 + g];
        }
      }
    }
  }

  // Count one change of stance of somebody in group g.
  function count_change(record, row, k, g, before, after) {
    const record_counts = record.counts.data;
    const record_counts_n1 = record.counts.n1;
    const record_counts_n2 = record.counts.n2;
    const record_counts_n3 = record.counts.n3;
    record_counts[((row * record_counts_n1 + k) * record_counts_n2 + before) * record_counts_n3 + g] -= 1;
    record_counts[((row * record_counts_n1 + k) * record_counts_n2 + after) * record_counts_n3 + g] += 1;
  }

  // Count one change of stance of person i, and when it believes.
  function note_change(record, row, k, i, g, before, after) {
    const record_first_believed = record.first_believed.data;
    const record_first_believed_n1 = record.first_believed.n1;
    const record_believed = record.believed.data;
    const record_believed_n1 = record.believed.n1;
    count_change(record, row, k, g, before, after);
    if (after === BELIEVER) {
      if (record_first_believed[k * record_first_believed_n1 + i] < 0) {
        record_first_believed[k * record_first_believed_n1 + i] = row;
      }
      record_believed[k * record_believed_n1 + i] -= row;
    } else if (before === BELIEVER) {
      record_believed[k * record_believed_n1 + i] += row;
    }
  }

  // Count the changes of one step, which are ``codes[first:last]``.
  function note_changes(record, group, codes, first, last, row) {
    let n_people, code, k, i;
    n_people = group.n0;
    for (let n = first, $$1 = last; n < $$1; n++) {
      code = Math.trunc(codes.data[codes.offset + n * codes.s0]);
      const $$2 = $.shiftRight(code, 4);
      const $$3 = n_people;
      k = $.floorDivide($$2, $$3);
      i = $.modulo($$2, $$3);
      note_change(record, row, k, i, Math.trunc(group.data[group.offset + i * group.s0]), $.and($.shiftRight(code, 2), 3), $.and(code, 3));
    }
  }

  // Start a step: clear what was posted, heard and counted, where it was.
  function begin(state, work) {
    const work_n_posted_n0 = work.n_posted.n0;
    const work_n_posted = work.n_posted.data;
    const work_posted = work.posted.data;
    const work_posted_n1 = work.posted.n1;
    const state_posts = state.posts.data;
    const state_posts_n1 = state.posts.n1;
    const work_n_reached = work.n_reached.data;
    const work_reached = work.reached.data;
    const work_reached_n1 = work.reached.n1;
    const state_heard_offset = state.heard.offset;
    const state_heard_n0 = state.heard.n0;
    const state_heard_s0 = state.heard.s0;
    const state_heard_n1 = state.heard.n1;
    const state_heard_s1 = state.heard.s1;
    const state_heard_n2 = state.heard.n2;
    const state_heard_s2 = state.heard.s2;
    const state_heard_n3 = state.heard.n3;
    const state_heard_s3 = state.heard.s3;
    const state_heard = state.heard.data;
    const work_is_reached = work.is_reached.data;
    const work_is_reached_n1 = work.is_reached.n1;
    const work_n_changes = work.n_changes.data;
    let i;
    for (let k = 0, $$1 = work_n_posted_n0; k < $$1; k++) {
      for (let n = 0, $$2 = work_n_posted[k]; n < $$2; n++) {
        state_posts[k * state_posts_n1 + work_posted[k * work_posted_n1 + n]] = 0;
      }
      for (let n = 0, $$3 = work_n_reached[k]; n < $$3; n++) {
        i = work_reached[k * work_reached_n1 + n];
        $.fill(new $.View(state_heard, state_heard_offset + k * state_heard_s0 + i * state_heard_s1, state_heard_n2, state_heard_s2, state_heard_n3, state_heard_s3), 0);
        work_is_reached[k * work_is_reached_n1 + i] = false;
      }
      work_n_posted[k] = 0;
      work_n_reached[k] = 0;
    }
    $.fill(state.tally, 0);
    work_n_changes[1] = work_n_changes[0];
  }

  // Seed claims, publish corrections and date marks, as the agenda of the step says.
  function intervene(setting, state, marks, work, agenda, step) {
    const agenda_wave_rows = agenda.wave_rows.data;
    const agenda_wave_people_offset = agenda.wave_people.offset;
    const agenda_wave_people_n0 = agenda.wave_people.n0;
    const agenda_wave_people_s0 = agenda.wave_people.s0;
    const agenda_wave_ends = agenda.wave_ends.data;
    const agenda_wave_people = agenda.wave_people.data;
    const agenda_wave_claim = agenda.wave_claim.data;
    const agenda_publication_rows = agenda.publication_rows.data;
    const agenda_audience_offset = agenda.audience.offset;
    const agenda_audience_n0 = agenda.audience.n0;
    const agenda_audience_s0 = agenda.audience.s0;
    const agenda_audience_ends = agenda.audience_ends.data;
    const agenda_audience = agenda.audience.data;
    const agenda_sources_offset = agenda.sources.offset;
    const agenda_sources_n0 = agenda.sources.n0;
    const agenda_sources_s0 = agenda.sources.s0;
    const agenda_source_ends = agenda.source_ends.data;
    const agenda_sources = agenda.sources.data;
    const agenda_publication_claim = agenda.publication_claim.data;
    const agenda_publication_outlet = agenda.publication_outlet.data;
    const agenda_delivery_rows = agenda.delivery_rows.data;
    const agenda_delivery_ends = agenda.delivery_ends.data;
    const agenda_delivery_mark = agenda.delivery_mark.data;
    const agenda_delivery_people = agenda.delivery_people.data;
    const marks_at = marks.at.data;
    const marks_at_n1 = marks.at.n1;
    let people, audience, sources, claim, outlet;
    for (let w = agenda_wave_rows[step], $$1 = agenda_wave_rows[(step + 1)]; w < $$1; w++) {
      people = new $.View(agenda_wave_people, agenda_wave_people_offset + agenda_wave_ends[w] * agenda_wave_people_s0, agenda_wave_ends[(w + 1)] - agenda_wave_ends[w], agenda_wave_people_s0);
      seed(setting, state, work, agenda_wave_claim[w], people, step);
    }
    for (let q = agenda_publication_rows[step], $$2 = agenda_publication_rows[(step + 1)]; q < $$2; q++) {
      audience = new $.View(agenda_audience, agenda_audience_offset + agenda_audience_ends[q] * agenda_audience_s0, agenda_audience_ends[(q + 1)] - agenda_audience_ends[q], agenda_audience_s0);
      sources = new $.View(agenda_sources, agenda_sources_offset + agenda_source_ends[q] * agenda_sources_s0, agenda_source_ends[(q + 1)] - agenda_source_ends[q], agenda_sources_s0);
      claim = agenda_publication_claim[q];
      outlet = agenda_publication_outlet[q];
      publish(setting, state, work, claim, audience, sources, outlet, step);
    }
    for (let d = agenda_delivery_rows[step], $$3 = agenda_delivery_rows[(step + 1)]; d < $$3; d++) {
      for (let n = agenda_delivery_ends[d], $$4 = agenda_delivery_ends[(d + 1)]; n < $$4; n++) {
        marks_at[agenda_delivery_mark[d] * marks_at_n1 + agenda_delivery_people[n]] = step;
      }
    }
  }

  // Share, expose, respond and fade.
  function act(setting, state, effects, marks, work, step) {
    share(setting, state, effects, marks, work, step);
    expose(setting, state, work, step);
    respond(setting, state, effects, marks, work, step);
    fade(setting, state, work, step);
  }

  // Go through steps during which no effect changes; stop early when there is no room for changes.
  function march(setting, state, effects, marks, work, agenda, record, first, until) {
    const work_n_changes = work.n_changes.data;
    const work_change_n0 = work.change.n0;
    const state_tally_n0 = state.tally.n0;
    const state_tally = state.tally.data;
    const state_tally_n1 = state.tally.n1;
    const record_tallies = record.tallies.data;
    const record_tallies_n1 = record.tallies.n1;
    const record_tallies_n2 = record.tallies.n2;
    const work_ends = work.ends.data;
    work_n_changes[0] = 0;
    for (let step = first, $$1 = until; step < $$1; step++) {
      if ((2 * work_n_changes[0]) > work_change_n0) {
        return step;
      }
      begin(state, work);
      intervene(setting, state, marks, work, agenda, step);
      act(setting, state, effects, marks, work, step);
      open_row(record, step + 1);
      note_changes(record, setting.group, work.change, work_n_changes[1], work_n_changes[0], step + 1);
      for (let k = 0, $$2 = state_tally_n0; k < $$2; k++) {
        for (let what = 0, $$3 = N_TALLIES; what < $$3; what++) {
          record_tallies[(step * record_tallies_n1 + k) * record_tallies_n2 + what] = state_tally[k * state_tally_n1 + what];
        }
      }
      work_ends[((step - first) + 1)] = work_n_changes[0];
    }
    return until;
  }

  return { march };
}
