// The same people in two pictures, side by side: each a canvas into whose pixels everybody is
// copied. Only who changed is copied again, so that thousands of people stay quick without a
// graphics card. Lines from whom a claim was just heard from lie on a canvas above.

import { array } from "./reading.js";

export const COLOURS = {
  believes: "#B34700",
  corrected: "#0072B2",
  unconvinced: "#8C8C8C",
  unaware: "#C8C8C8",
  spared: "#007A59",
  tie: "#ECECEC",
};

const FINE = 65535;
const LONGEST = 160;
const FADING = 5;
const KINDS = ["unaware", "unconvinced", "corrected", "believes"];

// Read where everybody stands: see `infosim.web.placing`.
export function placesOf(written) {
  const [x, y, ties] = [written.x, written.y, written.ties].map((one) => array(one).data);
  return { x, y, ties, pitch: written.pitch, labels: written.labels };
}

// Draw a mark into a cell of `side` pixels; a mark never touches the edge of its cell.
function drawMark(ink, kind, spared, side) {
  const middle = side / 2;
  const square = (part, colour) => {
    ink.fillStyle = colour;
    ink.fillRect(middle - (part * side) / 2, middle - (part * side) / 2, part * side, part * side);
  };
  if (kind === "believes") square(0.8, COLOURS.believes);
  else if (kind === "unconvinced") square(0.42, COLOURS.unconvinced);
  else if (kind === "unaware") square(0.26, COLOURS.unaware);
  else {
    ink.strokeStyle = COLOURS.corrected;
    ink.lineWidth = Math.max(1, side * 0.18);
    ink.beginPath();
    ink.arc(middle, middle, side * 0.26, 0, 2 * Math.PI);
    ink.stroke();
  }
  if (spared) {
    ink.strokeStyle = COLOURS.spared;
    ink.lineWidth = Math.max(1, side * 0.14);
    ink.strokeRect(side * 0.1, side * 0.1, side * 0.8, side * 0.8);
  }
}

// Make the pixels of every mark once, with and without the ring of those who were spared.
function marksOf(side) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  return [false, true].map((spared) =>
    KINDS.map((kind) => {
      ink.clearRect(0, 0, side, side);
      drawMark(ink, kind, spared, side);
      return new Uint32Array(ink.getImageData(0, 0, side, side).data.buffer);
    }),
  );
}

class Picture {
  constructor(canvas, above, places) {
    Object.assign(this, { canvas, above, places, lines: [], film: null, other: null });
    this.stale = new Set();
  }

  // Take a size in pixels of the screen, and draw everything anew.
  resize(width) {
    const scale = window.devicePixelRatio || 1;
    const side = Math.max(120, Math.round(width * scale));
    for (const one of [this.canvas, this.above]) one.width = one.height = side;
    const { x, y, pitch } = this.places;
    this.cell = Math.max(3, Math.min(22 * scale, Math.floor(pitch * side)));
    this.marks = marksOf(this.cell);
    const at = (fine) => Math.min(side - this.cell, Math.max(0, Math.round((fine / FINE) * side - this.cell / 2)));
    this.left = Int32Array.from(x, at);
    this.top = Int32Array.from(y, at);
    this.ink = this.canvas.getContext("2d", { willReadFrequently: true });
    this.glow = this.above.getContext("2d");
    this.drawGround(side, scale);
    this.pixels = this.ink.getImageData(0, 0, side, side);
    this.words = new Uint32Array(this.pixels.data.buffer);
    this.ground = this.words.slice();
    this.drawAll();
  }

  drawGround(side, scale) {
    const { ink } = this;
    const { labels, ties } = this.places;
    ink.fillStyle = "#FFFFFF";
    ink.fillRect(0, 0, side, side);
    ink.strokeStyle = COLOURS.tie;
    ink.lineWidth = Math.max(0.5, scale * 0.6);
    ink.beginPath();
    for (let n = 0; n + 1 < ties.length; n += 2) {
      ink.moveTo(this.left[ties[n]] + this.cell / 2, this.top[ties[n]] + this.cell / 2);
      ink.lineTo(this.left[ties[n + 1]] + this.cell / 2, this.top[ties[n + 1]] + this.cell / 2);
    }
    ink.stroke();
    const height = Math.min(14 * scale, side * 0.04);
    ink.font = `${height}px system-ui, "DejaVu Sans", sans-serif`;
    ink.fillStyle = "#404040";
    ink.textBaseline = "middle";
    for (const { text, x, y, width } of labels) {
      ink.fillText(text, x * side, (y + 0.025) * side, width * side);
    }
  }

  drawAll() {
    if (!this.film) return;
    for (let i = 0; i < this.film.n_people; i++) this.copy(i);
    this.stale.clear();
    this.ink.putImageData(this.pixels, 0, 0);
  }

  kindOf(i) {
    const { film } = this;
    if (film.believes[i] > 0) return 3;
    if (film.corrected[i] > 0) return 2;
    return film.seen[i] > 0 ? 1 : 0;
  }

  // Copy somebody's mark into the pixels, over the ground.
  copy(i) {
    const { film, other, cell, words, ground } = this;
    if (!film.people[i]) return;
    const kind = this.kindOf(i);
    const spared = other !== null && other.believes[i] > 0 && kind !== 3;
    const mark = this.marks[spared ? 1 : 0][kind];
    const { width } = this.canvas;
    let from = 0;
    for (let row = 0; row < cell; row++) {
      let at = (this.top[i] + row) * width + this.left[i];
      for (let column = 0; column < cell; column++, at++, from++) {
        const pixel = mark[from];
        words[at] = pixel >>> 24 > 127 ? pixel | 0xff000000 : ground[at];
      }
    }
  }

  // Copy those who changed, and put the pixels on the screen.
  refresh() {
    if (this.stale.size > 0) {
      this.stale.forEach((i) => this.copy(i));
      this.stale.clear();
      this.ink.putImageData(this.pixels, 0, 0);
    }
    this.drawLines();
  }

  hear(i, parent) {
    if (parent >= 0 && this.lines.length < LONGEST) this.lines.push({ i, parent, age: 0 });
  }

  drawLines() {
    const { glow, lines, cell } = this;
    if (lines.length === 0 && !this.isLit) return;
    glow.clearRect(0, 0, this.above.width, this.above.height);
    this.isLit = lines.length > 0;
    glow.lineWidth = Math.max(1, cell * 0.12);
    glow.strokeStyle = COLOURS.believes;
    for (let age = 0; age < FADING; age++) {
      glow.globalAlpha = 0.6 * (1 - age / FADING);
      glow.beginPath();
      lines.filter((line) => line.age === age).forEach(({ i, parent }) => {
        glow.moveTo(this.left[parent] + cell / 2, this.top[parent] + cell / 2);
        glow.lineTo(this.left[i] + cell / 2, this.top[i] + cell / 2);
      });
      glow.stroke();
    }
    glow.globalAlpha = 1;
    lines.forEach((line) => line.age++);
    this.lines = lines.filter((line) => line.age < FADING);
  }
}

const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// Two pictures that go through time together. `canvases` are pairs: people, and lines above them;
// `places` says for each picture where people stand.
export class Player {
  constructor(canvases, places) {
    this.pictures = canvases.map(([canvas, above], n) => new Picture(canvas, above, places[n]));
    this.step = 0;
  }

  // Show two films from a step on: without, and with.
  load(films, step) {
    films.forEach((film, n) => {
      film.show(step);
      this.pictures[n].film = film;
      this.pictures[n].other = n > 0 ? films[0] : null;
      this.pictures[n].lines = [];
    });
    this.step = step;
    this.pictures.forEach((picture) => picture.pixels && picture.drawAll());
  }

  resize(width) {
    this.pictures.forEach((picture) => picture.resize(width));
  }

  // Go to a step; what was heard since is shown by lines if time goes on a little.
  show(step) {
    const lit = step > this.step && step - this.step < 20 && !isCalm();
    this.pictures.forEach((picture) => {
      if (!lit) picture.lines = [];
      picture.film.show(step, (i, parent) => {
        // Somebody is spared by what happens in the other picture, too.
        this.pictures.forEach((one) => one.stale.add(i));
        if (lit) picture.hear(i, parent);
      });
    });
    this.step = step;
    this.pictures.forEach((picture) => picture.refresh());
  }

  // Tell who stands at a point of picture n, given as parts of its width; -1 for nobody.
  at(n, x, y) {
    const { places, film } = this.pictures[n];
    let [best, least] = [-1, (places.pitch * 0.75) ** 2];
    for (let i = 0; i < film.n_people; i++) {
      const distance = (places.x[i] / FINE - x) ** 2 + (places.y[i] / FINE - y) ** 2;
      if (film.people[i] && distance < least) [best, least] = [i, distance];
    }
    return best;
  }
}

// Plays a player: one button, one line of time.
export class Clock {
  // `show(step)` is called for each new step; `moved(playing)` when playing begins or ends.
  constructor(n_steps, show, moved) {
    Object.assign(this, { n_steps, show, moved, step: 0, playing: false, frames: 0 });
    this.stride = Math.max(1, n_steps / 600);
  }

  go(step) {
    this.step = Math.max(0, Math.min(this.n_steps, step));
    this.show(Math.floor(this.step));
  }

  toggle() {
    if (this.playing) return this.pause();
    if (this.step >= this.n_steps) this.go(0);
    this.playing = true;
    this.moved(true);
    this.next = requestAnimationFrame(() => this.tick());
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    // One that still waits would go on beside the next one.
    cancelAnimationFrame(this.next);
    this.moved(false);
  }

  tick() {
    this.frames += 1;
    this.go(this.step + this.stride);
    if (this.step >= this.n_steps) return this.pause();
    this.next = requestAnimationFrame(() => this.tick());
  }
}
