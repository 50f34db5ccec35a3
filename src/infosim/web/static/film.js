// What is shown of a run: how many of the claims that do harm everybody believes, is corrected
// about and has seen, at each step. Works in pages and in workers; knows nothing of drawing.

const UNAWARE = 0;
const BELIEVER = 2;
const CORRECTED = 3;

// What of a run a film needs, small enough to be sent: every change of every person.
export function recordOf(run) {
  const ends = new Int32Array(run.codes.length + 1);
  run.codes.forEach((codes, step) => {
    ends[step + 1] = ends[step] + codes.length;
  });
  const changes = new Float64Array(ends[run.codes.length]);
  run.codes.forEach((codes, step) => changes.set(codes, ends[step]));
  return { changes, ends, parent: run.state.parent.data.slice() };
}

export class Film {
  // `people` marks those who are shown, bots are not; `harmful` marks claims.
  constructor({ changes, ends, parent }, people, harmful) {
    Object.assign(this, { changes, ends, parent, people, harmful });
    this.n_people = people.length;
    this.n_steps = ends.length - 1;
    this.rewind();
  }

  rewind() {
    this.step = 0;
    this.believes = new Int16Array(this.n_people);
    this.corrected = new Int16Array(this.n_people);
    this.seen = new Int16Array(this.n_people);
    this.n_believers = 0;
    this.n_corrected = 0;
  }

  // Go to a step; `changed(i, parent)` is called for everybody to whom something happens, with
  // whom a claim was heard from for the first time, -1 if nobody or not now.
  show(step, changed = () => {}) {
    if (step < this.step) {
      this.rewind();
      for (let i = 0; i < this.n_people; i++) changed(i, -1);
    }
    for (; this.step < step; this.step++) {
      for (let n = this.ends[this.step]; n < this.ends[this.step + 1]; n++) this.apply(this.changes[n], changed);
    }
  }

  apply(code, changed) {
    const after = code % 4;
    const before = Math.floor(code / 4) % 4;
    const place = Math.floor(code / 16);
    const i = place % this.n_people;
    if (!this.people[i] || !this.harmful[Math.floor(place / this.n_people)]) return;
    const [believed, corrected] = [this.believes[i] > 0, this.corrected[i] > 0];
    this.believes[i] += (after === BELIEVER) - (before === BELIEVER);
    this.corrected[i] += (after === CORRECTED) - (before === CORRECTED);
    this.seen[i] += (after !== UNAWARE) - (before !== UNAWARE);
    this.n_believers += (this.believes[i] > 0) - believed;
    this.n_corrected += (this.corrected[i] > 0) - corrected;
    changed(i, before === UNAWARE ? this.parent[place] : -1);
  }
}

// Count at each step who believes at least one claim that does harm.
export function believers(record, people, harmful) {
  const film = new Film(record, people, harmful);
  const counts = new Int32Array(film.n_steps + 1);
  for (let step = 0; step <= film.n_steps; step++) {
    film.show(step);
    counts[step] = film.n_believers;
  }
  return counts;
}
