// What a page shows, as the fragment of its address: a link opens the same view.

const NUMBERS = /^\d{1,6}(?:[.,]\d{1,6})*$/;

// Read a fragment; what is not understood is left out, and what is out of range is held to it.
export function readLink(fragment, studies) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const study = Math.max(0, studies.findIndex(({ id }) => id === given.get("s")));
  const about = studies[study];
  const arm = about.arms.findIndex(({ id }) => id === given.get("a"));
  const whole = (name, most, otherwise) => {
    const text = given.get(name) ?? "";
    return /^\d{1,6}$/.test(text) ? Math.min(most, Number(text)) : otherwise;
  };
  return {
    study,
    arm: arm > 0 ? arm : about.arms.length > 1 ? about.arm : 0,
    place: readPlace(given.get("p"), about),
    luck: whole("l", about.n_lucks - 1, 0),
    step: whole("t", about.n_steps, about.first_step),
    branch: readBranch(given.get("b"), about),
    language: given.get("w"),
  };
}

function readPlace(text, { sliders }) {
  const stops = NUMBERS.test(text ?? "") ? text.split(".").map(Number) : [];
  return sliders.map(({ own, values }, s) => (s < stops.length ? Math.min(values.length - 1, stops[s]) : own));
}

function readBranch(text, about) {
  const [step, arm, place] = (text ?? "").split("~");
  const from = about.arms.findIndex(({ id }) => id === arm);
  if (!/^\d{1,6}$/.test(step) || from < 0) return null;
  return { step: Math.min(about.n_steps, Number(step)), arm: from, place: readPlace(place, about) };
}

export function writeLink({ study, arm, place, luck, step, branch, language }, studies) {
  const about = studies[study];
  const given = new URLSearchParams({ s: about.id, a: about.arms[arm].id, p: place.join("."), l: luck, t: step });
  if (branch) given.set("b", [branch.step, about.arms[branch.arm].id, branch.place.join(".")].join("~"));
  if (language !== "en") given.set("w", language);
  return `#${given}`;
}
