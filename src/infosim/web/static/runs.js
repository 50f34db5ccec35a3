// Runs for a page, computed beside it: in a worker, or in the page itself where there are none.

import { Run } from "./engine.js";
import { believers, recordOf } from "./film.js";
import { Impossible, Pack } from "./pack.js";

const MOST_KNOWN = 400;

// Let what waits be heard.
const pause = () => new Promise((go) => setTimeout(go, 0));

async function unpacked(text) {
  const letters = atob(text);
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

export class Runner {
  // `post(answer)` sends to the page.
  constructor(post) {
    this.post = post;
    this.latest = 0;
    this.known = new Map();
  }

  async hear(asked) {
    if (asked.kind === "open") {
      this.opened = unpacked(asked.data).then((written) => {
        this.pack = new Pack(written);
        this.harmful = asked.harmful;
        this.known.clear();
      });
      return;
    }
    this.latest = asked.number;
    try {
      await this.opened;
      await (asked.kind === "pair" ? this.pair(asked) : this.lucks(asked));
    } catch (error) {
      const kind = error instanceof Impossible ? "impossible" : "failed";
      this.post({ kind, number: asked.number, message: String(error.message) });
    }
  }

  // Run both arms of one luck, and send everything that happens; then their digests.
  async pair({ number, arms, luck, place, branch }) {
    if (number !== this.latest) return;
    const plans = arms.map((arm) => this.pack.plan(arm, luck, place));
    const runs = plans.map((plan, n) => this.run(plan, arms[n], luck, n === 1 ? branch : null));
    const records = runs.map(recordOf);
    const counts = records.map((record, n) => believers(record, runs[n].setting.responds.data, this.harmful[arms[n]]));
    const people = runs.map((run) => run.setting.responds.data);
    this.post({ kind: "pair", number, luck, records, counts, people });
    await pause();
    if (number === this.latest) this.post({ kind: "digests", number, digests: runs.map((run) => run.digest()) });
  }

  // Run the other lucks one by one, and send how many believe at each step.
  async lucks({ number, arms, lucks, place, branch }) {
    for (const luck of lucks) {
      await pause();
      if (number !== this.latest) return;
      const counts = arms.map((arm, n) => this.counts(arm, luck, place, n === 1 ? branch : null));
      this.post({ kind: "luck", number, luck, counts });
    }
  }

  // A branch goes on from a step as the sliders are now; before it they were elsewhere, or the arm
  // was another one.
  run(plan, arm, luck, branch) {
    if (!branch) return Run.of(plan).finish();
    const before = this.pack.plan(branch.arm, luck, branch.place);
    return Run.of(before).march(branch.step).turnTo(plan, branch.arm === arm).finish();
  }

  counts(arm, luck, place, branch) {
    const plan = this.pack.plan(arm, luck, place);
    const key = [arm, plan.key, JSON.stringify(branch)].join("|");
    if (!this.known.has(key)) {
      const run = this.run(plan, arm, luck, branch);
      this.known.set(key, believers(recordOf(run), run.setting.responds.data, this.harmful[arm]));
      if (this.known.size > MOST_KNOWN) this.known.delete(this.known.keys().next().value);
    }
    return this.known.get(key);
  }
}

// Somebody who computes: a worker that runs the script of this page, or the page itself.
export class Helper {
  constructor(script, heard) {
    this.heard = heard;
    try {
      const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      this.worker = new Worker(address);
      this.worker.onmessage = ({ data }) => heard(data);
      this.worker.onerror = () => this.stayHere();
    } catch {
      this.stayHere();
    }
  }

  // Where workers are forbidden the page computes, between two frames.
  stayHere() {
    this.worker = null;
    this.runner = new Runner(this.heard);
    if (this.opening) this.runner.hear(this.opening);
  }

  ask(asked) {
    if (asked.kind === "open") this.opening = asked;
    if (this.worker) this.worker.postMessage(asked);
    else this.runner.hear(asked);
  }
}

if (typeof document === "undefined" && typeof self !== "undefined" && typeof postMessage === "function") {
  const runner = new Runner((answer) => postMessage(answer));
  self.onmessage = ({ data }) => runner.hear(data);
}
