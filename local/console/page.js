// The console: asks the cloud every second what is new. Texts are set as text, never as markup.
const find = (query) => document.querySelector(query);
const ask = async (path) => (await fetch(path)).json();
let view = "outbox";
let chosen = 0;
let known = -1;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const clockTime = (iso) => (iso ? new Date(iso).toLocaleTimeString() : "");

function show(message) {
  chosen = message.number;
  const facts = element("dl");
  const rows = { To: message.to.join(", "), From: message.from, Subject: message.subject, Sent: message.time, Template: message.template };
  for (const [name, value] of Object.entries(rows)) {
    if (value) facts.append(element("dt", name), element("dd", value));
  }
  const body = message.html
    ? element("iframe", undefined, { src: `/mail/${message.number}`, title: "The mail as it looks", sandbox: "" })
    : element("pre", message.text ?? "");
  find("#reader").replaceChildren(facts, body);
}

async function outbox() {
  const { messages } = await ask("/local/outbox");
  find("#count").textContent = messages.length || "";
  if (messages.length === known) return;
  known = messages.length;
  const items = messages.toReversed().map((message) => {
    const button = element("button", undefined, { type: "button" });
    if (message.number === chosen) button.setAttribute("aria-current", "true");
    button.append(
      element("span", message.kind === "sms" ? "SMS" : "mail", { class: "kind" }),
      element("strong", message.subject ?? message.text ?? ""),
      element("small", `${message.to.join(", ")} · ${clockTime(message.time)}`),
    );
    button.addEventListener("click", () => {
      find("[aria-current]")?.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      show(message);
    });
    const item = element("li");
    item.append(button);
    return item;
  });
  find("#messages").replaceChildren(...items);
}

async function executions() {
  const found = (await ask("/local/executions")).executions;
  const rows = found.slice(0, 200).map((each) => {
    const row = element("tr");
    const machine = each.stateMachineArn.split(":").at(-1);
    for (const text of [machine, each.name, each.status, each.startDate, each.stopDate ?? ""]) row.append(element("td", text));
    return row;
  });
  find("#executions tbody").replaceChildren(...rows);
}

async function logs() {
  const { lines } = await ask("/local/logs");
  find("#logs pre").textContent = lines.slice(-400).map((line) => (typeof line === "string" ? line : `${line.function ?? ""}  ${line.line ?? line.message ?? JSON.stringify(line)}`)).join("\n");
}

async function tick() {
  try {
    await outbox();
    if (view === "executions") await executions();
    if (view === "logs") await logs();
    find("#clock").textContent = new Date((await ask("/local/clock")).now).toLocaleString();
  } catch {
    find("#clock").textContent = "the system is down";
  }
}

for (const button of document.querySelectorAll("[data-view]")) {
  button.addEventListener("click", () => {
    view = button.dataset.view;
    for (const other of document.querySelectorAll("[data-view]")) {
      other.setAttribute("aria-selected", String(other === button));
      find(`#${other.dataset.view}`).hidden = other !== button;
    }
    void tick();
  });
}
const urls = await ask("/urls.json");
for (const name of ["web", "api"]) if (urls[name]) find("#links").append(element("a", name === "web" ? "site" : "API", { href: urls[name] + (name === "api" ? "/openapi.json" : "/") }));
await tick();
setInterval(tick, 1000);
