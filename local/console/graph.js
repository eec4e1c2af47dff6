// The picture of a workflow: states in rows by their distance from the start, the way taken, the place
// where it stands now.
const SVG = "http://www.w3.org/2000/svg";
const BOX = { w: 210, h: 46, x: 28, y: 40 };

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

/** Rows of states: the longest way from the start, so that arrows point down. */
function rows({ startAt, states }) {
  const depth = new Map([[startAt, 0]]);
  const queue = [startAt];
  for (let n = 0; queue.length && n < 2000; n++) {
    const name = queue.shift();
    for (const next of [...states[name].next, ...states[name].catch]) {
      if (depth.has(next) || !states[next]) continue;
      depth.set(next, depth.get(name) + 1);
      queue.push(next);
    }
  }
  const found = [];
  for (const [name, row] of depth) (found[row] ??= []).push(name);
  return found;
}

export function draw(execution, chosen) {
  const { states, events, status, state } = execution;
  const been = new Set(events.map((event) => event.name).filter(Boolean));
  const placed = new Map();
  const grid = rows(execution);
  const width = Math.max(...grid.map((row) => row.length)) * (BOX.w + BOX.x) + BOX.x;
  const height = grid.length * (BOX.h + BOX.y) + BOX.y;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, class: "graph", role: "group", "aria-label": "States of the workflow" });
  grid.forEach((row, y) => row.forEach((name, x) => {
    const left = (width - row.length * (BOX.w + BOX.x) + BOX.x) / 2 + x * (BOX.w + BOX.x);
    placed.set(name, { x: left, y: BOX.y / 2 + y * (BOX.h + BOX.y) });
  }));
  for (const [name, from] of placed)
    for (const [kind, list] of [["next", states[name].next], ["catch", states[name].catch]])
      for (const next of list) if (placed.has(next)) svg.append(arrow(from, placed.get(next), `${kind} ${been.has(name) && been.has(next) && kind === "next" ? "taken" : ""}`));
  for (const [name, at] of placed) svg.append(box(name, at, look(name, been, state, status), states[name], chosen));
  return svg;
}

function look(name, been, state, status) {
  if (name === state) return status === "RUNNING" ? "now" : status === "SUCCEEDED" ? "done" : "bad";
  return been.has(name) ? "done" : "";
}
function arrow(from, to, kind) {
  const [x1, y1, x2, y2] = [from.x + BOX.w / 2, from.y + BOX.h, to.x + BOX.w / 2, to.y];
  const back = y2 <= from.y;
  const way = back ? `M${from.x} ${from.y + BOX.h / 2}C${from.x - 60} ${from.y} ${to.x - 60} ${to.y + BOX.h} ${to.x} ${to.y + BOX.h / 2}` : `M${x1} ${y1}C${x1} ${y1 + 26} ${x2} ${y2 - 26} ${x2} ${y2}`;
  return shape("path", { d: way, class: `arrow ${kind}` });
}
function box(name, at, kind, { type, comment }, chosen) {
  const group = shape("g", { class: `state ${kind}`, transform: `translate(${at.x} ${at.y})`, tabindex: "0", role: "button", "aria-label": `${name}${kind === "now" ? ", now" : kind === "done" ? ", done" : ""}` });
  group.append(shape("title", {}, comment || `${type}: ${name}`), shape("rect", { width: BOX.w, height: BOX.h, rx: 10 }));
  const label = name.length > 30 ? `${name.slice(0, 29)}…` : name;
  group.append(shape("text", { x: BOX.w / 2, y: 21 }, label), shape("text", { x: BOX.w / 2, y: 37, class: "type" }, type));
  group.addEventListener("click", () => chosen(name));
  group.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); chosen(name); } });
  return group;
}
