// Reading what `infosim.web.payload` writes: settings and planned runs.

import { NUMBERS, View, filled, whole } from "./arrays.js";
import { find_hints } from "./kernels.js";

const N_HINTS = 1024;

function bytesOf(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let n = 0; n < letters.length; n++) bytes[n] = letters.charCodeAt(n);
  return bytes;
}

// Numbers from bytes with the lowest first, as every machine that runs browsers keeps them.
function numbersOf(kind, text) {
  return new NUMBERS[kind](bytesOf(text).buffer);
}

// What was read already: pages read the same array for many runs, and none of them changes it.
const READ = new WeakMap();

function once(encoded, read) {
  if (!READ.has(encoded)) READ.set(encoded, read(encoded));
  return READ.get(encoded);
}

// Read an array: see `encoding.encode` and `encode_tables`.
export function array(encoded) {
  return once(encoded, arrayAnew);
}

function arrayAnew(encoded) {
  const { as, shape } = encoded;
  // Taken apart into numbers: see `parts.in_numbers`.
  if ("kind" in encoded) return whole(NUMBERS[encoded.kind].from(encoded.items ?? []), shape);
  if ("all" in encoded) return filled(as, shape, Number(encoded.all));
  if ("ratios" in encoded) return geometric(encoded.ratios, shape);
  const numbers = numbersOf(encoded.in, encoded.bytes);
  return whole(numbers instanceof NUMBERS[as] ? numbers : NUMBERS[as].from(numbers), shape);
}

// Tabulate the powers of ratios by repeated multiplication: see `world.geometric`.
function geometric(ratios, shape) {
  const table = filled("f8", shape);
  const length = shape[shape.length - 1];
  ratios.forEach((ratio, row) => {
    let power = 1;
    for (let n = 0; n < length; n++) {
      table.data[row * length + n] = power;
      power = n === 0 ? ratio : power * ratio;
    }
  });
  return table;
}

function hints(table, shape) {
  const found = filled("i4", [...shape.slice(0, -1), N_HINTS + 1]);
  const length = shape[shape.length - 1];
  for (let row = 0; row * length < table.data.length; row++) {
    const target = new View(found.data, row * (N_HINTS + 1), N_HINTS + 1, 1);
    find_hints(new View(table.data, row * length, length, 1), target);
  }
  return found;
}

// Read whole numbers of at least 0, seven bits a byte: see `encoding.varints`.
function varints(text) {
  const bytes = bytesOf(text);
  const numbers = new Int32Array(bytes.length);
  let n = 0;
  let shift = 0;
  for (const byte of bytes) {
    numbers[n] += (byte & 127) << shift;
    shift += 7;
    if (byte < 128) {
      n += 1;
      shift = 0;
    }
  }
  return numbers.subarray(0, n);
}

// Read contacts: see `encoding.encode_contacts`.
function contacts({ degree, gaps }) {
  const degrees = array(degree).data;
  const starts = new Int32Array(degrees.length + 1);
  for (let i = 0; i < degrees.length; i++) starts[i + 1] = starts[i] + degrees[i];
  const people = varints(gaps);
  for (let i = 0; i < degrees.length; i++) {
    for (let tie = starts[i] + 1; tie < starts[i + 1]; tie++) people[tie] += people[tie - 1];
  }
  return { starts, people };
}

// Read ascending codes of deliveries, of one stop of a slider where a mask tells them apart: see `masks`.
export function codes(encoded) {
  const all = varints(encoded.codes);
  for (let n = 1; n < all.length; n++) all[n] += all[n - 1];
  if (!("masks" in encoded)) return all;
  const masks = array(encoded.masks).data;
  return all.filter((_, n) => Math.floor(masks[n] / 2 ** encoded.bit) % 2 === 1);
}

// Turn every tie round; rows stay in order.
function reversed({ starts, people }) {
  const turned = { starts: new Int32Array(starts.length), people: new Int32Array(people.length) };
  for (const j of people) turned.starts[j + 1] += 1;
  for (let i = 1; i < starts.length; i++) turned.starts[i] += turned.starts[i - 1];
  const next = turned.starts.slice();
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let tie = starts[i]; tie < starts[i + 1]; tie++) turned.people[next[people[tie]]++] = i;
  }
  return turned;
}

// Put the contacts on all platforms one after the other: see `setting.join_graphs`.
function joined(graphs) {
  const n_starts = graphs[0].starts.length;
  const starts = filled("i4", [graphs.length, n_starts]);
  const people = filled("i4", [graphs.reduce((sum, graph) => sum + graph.people.length, 0)]);
  let offset = 0;
  graphs.forEach((graph, p) => {
    graph.starts.forEach((start, i) => {
      starts.data[p * n_starts + i] = start + offset;
    });
    people.data.set(graph.people, offset);
    offset += graph.people.length;
  });
  return { starts, people };
}

const isArray = (value) => typeof value === "object" && value !== null;

// Read arrays by name; what is no array stays as it is.
export function fields(encoded) {
  return Object.fromEntries(
    Object.entries(encoded).map(([name, value]) => [name, isArray(value) ? array(value) : value]),
  );
}

// Read what all runs of a setting share.
export function setting(encoded) {
  const graphs = encoded.contacts.map((graph) => once(graph, contacts));
  const followers = joined(graphs);
  const sources = joined(graphs.map((graph, p) => (encoded.mutual[p] ? graph : once(graph, reversed))));
  const tables = {};
  for (const [name, table] of Object.entries(encoded.tables)) {
    tables[name] = array(table);
    tables[`${name}_hints`] = once(tables[name], (read) => hints(read, table.shape));
  }
  return {
    ...fields(encoded.fields),
    ...tables,
    follower_starts: followers.starts,
    followers: followers.people,
    source_starts: sources.starts,
    sources: sources.people,
  };
}

// Read what belongs to one run.
export function planned(encoded) {
  const { own, agenda, marks, steering } = encoded;
  return {
    own: fields(own),
    agenda: fields(agenda),
    marks: fields(marks),
    steering: fields(steering),
  };
}
