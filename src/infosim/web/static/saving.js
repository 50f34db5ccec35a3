// What can be taken away from a page: a scenario file for the command line, and numbers as CSV.

// Write plain data as YAML in blocks; every text is in quotes, so that none means something else.
export function yaml(value, indent = "") {
  if (Array.isArray(value)) {
    if (value.length === 0) return " []\n";
    return `\n${value.map((one) => `${indent}-${inItem(one, indent)}`).join("")}`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return " {}\n";
    return `\n${entries.map(([key, one]) => `${indent}${keyOf(key)}:${yaml(one, `${indent}  `)}`).join("")}`;
  }
  return ` ${scalar(value)}\n`;
}

const keyOf = (key) => (/^[a-z_][a-z0-9_]*$/i.test(key) ? key : scalar(key));

// Text as JSON has it is text in YAML, too, but for two ends of lines.
const scalar = (value) =>
  JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

function inItem(value, indent) {
  const text = yaml(value, `${indent}  `);
  return text.startsWith("\n") ? ` ${text.slice(1).trimStart()}` : text;
}

// Put a value at the end of a way into plain data. A step is a key of a map, or the id of an item.
export function assign(tree, way, value) {
  way.reduce((inside, [kind, name], depth) => {
    if (kind === "id") {
      if (!inside.some(({ id }) => id === name)) inside.push({ id: name });
      return inside.find(({ id }) => id === name);
    }
    if (depth === way.length - 1) inside[name] = value;
    else inside[name] ??= way[depth + 1][0] === "id" ? [] : {};
    return inside[name];
  }, tree);
}

// Write a study as a scenario file with the sliders where they are, under some notes.
export function scenarioFile(about, place, notes) {
  const tree = structuredClone(about.base);
  about.sliders.forEach(({ way, own, values }, s) => {
    if (place[s] !== own) assign(tree, way, values[place[s]]);
  });
  return `${notes.map((note) => `# ${printable(note)}\n`).join("")}${yaml(tree).trimStart()}`;
}

// A comment stays one line, whatever a title holds.
const printable = (text) => text.replace(/[^\x20-\x7e\u00a0-\u2027\u202f-\ud7ff\ue000-\ufefe]/g, " ");

// Write rows as CSV. A text that a spreadsheet would take for a formula gets a quote before it.
export function csv(rows) {
  const cell = (value) => {
    if (typeof value === "number") return String(value);
    const text = /^[=+\-@\t\r\n|%]/.test(value) ? `'${value}` : value;
    return `"${text.replace(/"/g, '""')}"`;
  };
  return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

// Let people save a text as a file.
export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
