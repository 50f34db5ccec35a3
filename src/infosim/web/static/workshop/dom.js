// Elements out of plain words: whatever a person wrote becomes a text node, never markup.

const SVG = "http:" + "//www.w3.org/2000/svg";
const HANDLERS = ["onclick", "oninput", "onchange", "onsubmit"];

export function h(tag, given = {}, ...children) {
  return filled(document.createElement(tag), given, children);
}

export function s(tag, given = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), given, children);
}

function filled(element, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (HANDLERS.includes(name)) element[name] = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined));
  return element;
}

// Make what is inside an element like what is wanted, and keep elements that stay the same kind:
// nobody loses the focus, or a number that is half typed.
export function show(root, ...wanted) {
  const next = wanted.flat(Infinity).filter((one) => one !== null && one !== undefined);
  const now = [...root.childNodes];
  next.forEach((node, n) => {
    const one = typeof node === "string" ? document.createTextNode(node) : node;
    if (n >= now.length) root.append(one);
    else if (isLike(now[n], one)) become(now[n], one);
    else now[n].replaceWith(one);
  });
  now.slice(next.length).forEach((node) => node.remove());
}

function isLike(now, wanted) {
  return (
    now.nodeType === wanted.nodeType &&
    now.nodeName === wanted.nodeName &&
    now.id === wanted.id &&
    now.dataset?.keep === wanted.dataset?.keep
  );
}

function become(now, wanted) {
  if (now.nodeType === Node.TEXT_NODE) {
    if (now.data !== wanted.data) now.data = wanted.data;
    return;
  }
  // What is typed stays typed, and what somebody opened stays open.
  for (const { name } of [...now.attributes]) if (!wanted.hasAttribute(name) && name !== "open") now.removeAttribute(name);
  for (const { name, value } of [...wanted.attributes]) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  for (const name of HANDLERS) now[name] = wanted[name];
  if (now.dataset?.own === undefined) show(now, ...wanted.childNodes);
  // What was chosen is a property of its own once somebody has touched it.
  if (now.nodeName === "SELECT") now.value = wanted.value;
  if (now.type === "checkbox") now.checked = wanted.checked;
}
