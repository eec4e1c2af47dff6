// The console: one question stays open until something happens. Texts are set as text, never as markup.
import { draw } from "/graph.js";

const find = (query) => document.querySelector(query);
async function ask(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`); // a fault carries no cursor
  return answer.json();
}
const send = (method, path, body) => ask(path, { method, body: JSON.stringify(body ?? {}) });
const MOST = 600;
const events = [];
let older = 0; // that an answer left out
const executions = new Map();
const links = new Map(); // id -> ids that were seen beside it: one applicant
let cursor = "0.0.0.0";
let view = "timeline";
let only = "";
let opened = "";

export function element(name, text, attributes = {}, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
const clockTime = (iso) => (iso ? new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" }) : "");
const short = (id) => id.slice(0, 8);
const pretty = (text) => { try { return JSON.stringify(JSON.parse(text), undefined, 2); } catch { return text; } };

function link(ids) {
  for (const id of ids) {
    if (!links.has(id)) links.set(id, new Set());
    for (const other of ids) links.get(id).add(other);
  }
}
/** Everything that belongs to whom an id belongs to. */
function family(id) {
  const found = new Set([id]);
  for (const one of found) for (const other of links.get(one) ?? []) found.add(other);
  return found;
}
function title(event) {
  if (event.kind === "log" || event.kind === "webhook") return event.step ?? event.text ?? "";
  if (event.kind === "row") return `${event.how} ${event.table}`;
  if (event.kind === "execution") return `${event.machine}: ${event.state || "started"}`;
  return event.subject ?? event.text ?? event.template ?? "";
}
const bad = (event) => ["failed", "refused", "FAILED", "TIMED_OUT", "ABORTED"].includes(event.status) || event.level === "ERROR";

function fits(event) {
  if (!only) return true;
  if (/^[0-9a-f-]{36}$/.test(only)) return event.ids.some((id) => family(only).has(id));
  return JSON.stringify(event).toLowerCase().includes(only.toLowerCase());
}
function row(event) {
  const chips = event.ids.map((id) => {
    const chip = element("button", short(id), { type: "button", class: "chip", title: `Only what belongs to ${id}` });
    chip.addEventListener("click", () => filter(id));
    return chip;
  });
  const head = element("summary", "", {},
    element("time", clockTime(event.time), { datetime: event.time }),
    element("span", { log: event.function, webhook: "webhook", row: "row", execution: "workflow", email: "mail", sms: "SMS" }[event.kind], { class: `kind ${event.kind}` }),
    element("strong", title(event)),
    element("span", [event.kind === "webhook" ? event.function : "", event.status, event.errorCode, event.ms === undefined ? "" : `${event.ms} ms`].filter(Boolean).join(" · "), { class: bad(event) ? "bad" : "soft" }));
  const body = element("pre", JSON.stringify(event, undefined, 2));
  return element("li", "", bad(event) ? { class: "trouble" } : {}, element("details", "", {}, head, body), element("span", "", { class: "chips" }, ...chips));
}
function timeline() {
  const shown = events.filter(fits);
  const whole = older ? `${events.length}, without ${older} older` : `${events.length}`;
  find("#shown").textContent = only ? `${shown.length} of ${whole}` : whole;
  find("#events").replaceChildren(...shown.slice(-MOST).reverse().map(row));
}
function filter(words) {
  only = words;
  find("#words").value = words;
  show("timeline");
}
function workflows() {
  const list = [...executions.values()].sort((a, b) => b.startDate.localeCompare(a.startDate));
  const running = list.filter((each) => each.status === "RUNNING").length;
  find("#running").textContent = running || "";
  if (view !== "workflows") return;
  find("#executions").replaceChildren(...list.slice(0, 200).map((each) => {
    const button = element("button", "", { type: "button", ...(each.arn === opened ? { "aria-current": "true" } : {}) },
      element("span", each.status.toLowerCase(), { class: `kind ${bad(each) ? "bad" : each.status}` }),
      element("strong", each.machine), element("small", `${each.state} · ${clockTime(each.startDate)} · ${short(each.name)}`));
    button.addEventListener("click", () => { opened = each.arn; workflows(); void graph(); });
    return element("li", "", {}, button);
  }));
  opened ||= list[0]?.arn ?? "";
}
async function graph() {
  if (!opened || view !== "workflows") return;
  const found = await ask(`/local/execution?arn=${encodeURIComponent(opened)}`);
  const steps = element("ol", "", { class: "steps" }, ...found.events.filter((e) => e.name || e.error || e.output).map((e) =>
    element("li", "", {}, element("details", "", { "data-state": e.name ?? "" },
      element("summary", "", {}, element("time", clockTime(e.time)), element("strong", e.name ?? e.type), element("span", e.type, { class: e.error ? "bad" : "soft" })),
      ...[["in", e.input], ["out", e.output], ["error", e.error], ["cause", e.cause]].filter(([, text]) => text).map(([name, text]) => element("pre", `${name}: ${pretty(text)}`))))));
  const who = element("button", "Timeline of this applicant", { type: "button" });
  who.addEventListener("click", () => filter(found.ids[0] ?? found.name));
  const picture = draw(found, (name) => {
    for (const each of steps.querySelectorAll("details")) each.open = each.dataset.state === name;
    steps.querySelector("details[open]")?.scrollIntoView({ block: "nearest" });
  });
  find("#graph").replaceChildren(element("h2", `${found.machine}: ${found.state}`), who, picture, steps);
}
function messageList() {
  const list = events.filter((each) => each.kind === "email" || each.kind === "sms");
  find("#count").textContent = list.length || "";
  if (view !== "outbox") return;
  find("#messages").replaceChildren(...list.toReversed().map((message) => {
    const button = element("button", "", { type: "button" },
      element("span", message.kind === "sms" ? "SMS" : "mail", { class: "kind" }),
      element("strong", message.subject ?? message.text ?? ""), element("small", `${message.to.join(", ")} · ${clockTime(message.time)}`));
    button.addEventListener("click", () => {
      find("#messages [aria-current]")?.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      read(message);
    });
    return element("li", "", {}, button);
  }));
}
function read(message) {
  const facts = element("dl");
  const rows = { To: message.to.join(", "), Subject: message.subject, Sent: message.time, Template: message.template };
  for (const [name, value] of Object.entries(rows)) if (value) facts.append(element("dt", name), element("dd", value));
  const body = message.kind === "email"
    ? element("iframe", "", { src: `/mail/${message.number}`, title: "The mail as it looks", sandbox: "" })
    : element("pre", message.text ?? "");
  find("#reader").replaceChildren(facts, body);
}
async function controls() {
  if (view !== "controls") return;
  const [{ pending }, { faults }] = await Promise.all([ask("/local/clock"), ask("/local/faults")]);
  find("#pending").replaceChildren(...pending.slice(0, 12).map((each) => element("li", `${new Date(each.due).toLocaleString()}  ${each.name}`)));
  find("#faults").replaceChildren(...faults.map((each) => element("li", `${each.service}: ${each.error}, ${each.hits} met${each.count ? ` of ${each.count}` : ""}`, { class: "trouble" })));
}
function show(name) {
  view = name;
  for (const tab of document.querySelectorAll("[data-view]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.view === name));
    find(`#${tab.dataset.view}`).hidden = tab.dataset.view !== name;
  }
  refresh();
}
function refresh() {
  if (view === "timeline") timeline();
  workflows();
  void graph();
  messageList();
  void controls();
}
function take(found) {
  cursor = found.cursor;
  older += found.older;
  for (const event of found.events) {
    link(event.ids);
    if (event.kind === "execution") executions.set(event.arn, event);
    events.push(event);
  }
  events.sort((a, b) => a.time.localeCompare(b.time));
  if (events.length > 3 * MOST) events.splice(0, events.length - 3 * MOST);
  find("#clock").textContent = new Date(found.now).toLocaleString();
  if (found.events.length) refresh();
}
async function follow() {
  for (;;) {
    try {
      take(await ask(`/local/feed?after=${cursor}&wait=25`));
    } catch {
      find("#clock").textContent = "the system is down";
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
}

for (const tab of document.querySelectorAll("[data-view]")) tab.addEventListener("click", () => show(tab.dataset.view));
find("#words").addEventListener("input", (event) => { only = event.target.value.trim(); timeline(); });
find("#filter").addEventListener("submit", (event) => event.preventDefault());
find("#all").addEventListener("click", () => filter(""));
find("#leaps").addEventListener("click", async (event) => {
  const [unit, amount] = (event.target.dataset.leap ?? "").split(" ");
  if (unit) await send("POST", "/local/clock", { [unit]: Number(amount) });
  void controls();
});
find("#fault").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { count, ...wanted } = Object.fromEntries(new FormData(event.target));
  const status = wanted.error === "ThrottlingException" ? 400 : 503;
  await send("PUT", "/local/faults", { ...wanted, status, ...(count ? { count: Number(count) } : {}) });
  void controls();
});
find("#heal").addEventListener("click", async () => { await send("DELETE", "/local/faults"); void controls(); });
const urls = await ask("/urls.json");
const PLACES = [["site", urls.web, "/"], ["API", urls.api && "/reference", ""]];
for (const [words, base, rest] of PLACES) if (base) find("#links").append(element("a", words, { href: base + rest }));
void follow();
