// Small tools: elements without HTML strings (what clients write is hostile), lists that change only where they differ.

export const $ = id => document.getElementById(id);
export const el = (tag, props = {}, ...kids) => {
  const { attrs = {}, ...own } = props, node = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(attrs)) if (value != null) node.setAttribute(name, value);
  node.append(...kids.flat(3).filter(kid => kid != null && kid !== false));
  return node;
};

export const sign = name => el("span", { className: `i i-${name}`, attrs: { "aria-hidden": "true" } });

// Nodes whose item is unchanged stay as they are, so focus, carets and half-typed words survive.
export const patch = (box, items, keyOf, draw) => {
  const old = new Map([...box.children].map(node => [node.key, node]));
  const keys = new Set(items.map(keyOf));
  for (const [key, node] of old) if (!keys.has(key)) node.remove();
  let at = box.firstChild;
  for (const item of items) {
    const key = keyOf(item), sign = JSON.stringify(item), known = old.get(key);
    let node = known;
    if (!known || known.sign !== sign) {
      node = Object.assign(draw(item), { key, sign });
      if (known) {
        const focused = known.contains(document.activeElement);
        known.replaceWith(node);
        if (at === known) at = node;
        if (focused) (node.matches("button, [tabindex]") ? node : node.querySelector("button, input, textarea, select, [tabindex]"))?.focus();
      }
    }
    if (at === node) at = at.nextSibling;
    else box.insertBefore(node, at);
  }
};

export const post = async (verb, body) => {
  const answer = await fetch(`/do/${verb}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  }).catch(() => null);
  const said = await answer?.json().catch(() => null) || { error: "The playground does not answer." };
  if (said.error) toast(said.error);
  return said.answer;
};

export const toast = text => {
  const box = $("toast");
  box.textContent = text.replace(/_/g, " ");
  clearTimeout(box.timer);
  box.timer = setTimeout(() => { box.textContent = ""; }, 5000);
};

export const readFiles = files => Promise.all([...files].map(file => new Promise(done => {
  const reader = new FileReader();
  reader.onload = () => done({ name: file.name, type: file.type, size: file.size, data: reader.result.split(",")[1] || "" });
  reader.readAsDataURL(file);
})));

// A small menu at a button; the browser closes it on Escape or a click elsewhere. Each item: label, what it does.
export const popup = (anchor, items, className = "") => {
  const box = el("div", { className: `popup ${className}`, popover: "auto", attrs: { role: "menu" } }, items.map(({ label, name, icon, act }) =>
    el("button", { type: "button", title: name || "", attrs: { role: "menuitem", "aria-label": name }, onclick: () => { box.hidePopover(); act(); } }, icon ? [sign(icon), " "] : null, label)));
  (anchor.closest("dialog") || document.body).append(box);
  box.ontoggle = event => { if (event.newState === "closed") { box.remove(); anchor.focus(); } };
  rove(box, "button");
  box.showPopover();
  const { left, bottom, top } = anchor.getBoundingClientRect(), below = bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${below ? bottom + 4 : Math.max(8, top - box.offsetHeight - 4)}px`;
  box.firstChild?.focus();
};

// Slack's "are you sure": true when the person is.
export const ask = ({ title, text, confirm, deny, style }) => new Promise(done => {
  const answer = yes => { box.remove(); done(yes); };
  const box = el("dialog", { className: "ask", oncancel: () => answer(false), attrs: { role: "alertdialog", "aria-label": title } },
    el("h2", { textContent: title }), el("p", { textContent: text }), el("footer", {},
      el("button", { className: "button", textContent: deny, onclick: () => answer(false) }),
      el("button", { className: `button ${style === "danger" ? "stop" : "primary"}`, textContent: confirm, onclick: () => answer(true) })));
  document.body.append(box);
  box.showModal();
});

// Arrow keys move the focus among the things in a list.
export const rove = (box, selector) => box.addEventListener("keydown", event => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step || event.target.matches("input, textarea, select")) return;
  const items = [...box.querySelectorAll(selector)], now = items.findIndex(one => one.contains(document.activeElement));
  const next = items[now < 0 ? (step > 0 ? 0 : items.length - 1) : now + step];
  if (next) { event.preventDefault(); next.focus(); }
});

const ZONE = "America/Chicago";
const inZone = more => when => when.toLocaleString("en-US", { timeZone: ZONE, ...more });
export const clock = inZone({ hour: "numeric", minute: "2-digit" });
export const day = inZone({ weekday: "long", month: "long", day: "numeric" });
export const shortDay = inZone({ weekday: "short", month: "short", day: "numeric" });
// The month that comes next by the agents' clocks.
export const nextMonth = when => { const month = inZone({ month: "long" }), now = month(when); for (let days = 1; ; days++) { const name = month(new Date(when.getTime() + days * 864e5)); if (name !== now) return name; } };
export const ofTs = ts => new Date(Number(ts) * 1000);
// What <input type=datetime-local> holds for an instant in the agents' zone, and back.
export const localTime = seconds => new Date(seconds * 1000).toLocaleString("sv-SE", { timeZone: ZONE }).replace(" ", "T").slice(0, 16);
export const ofLocalTime = written => {
  const asUtc = Date.parse(`${written}Z`) / 1000;
  return 2 * asUtc - Date.parse(`${localTime(asUtc)}Z`) / 1000;
};

export const tabs = (box, names, chosen, choose) => patch(box, names.map(name => ({ name, on: name.id === chosen })),
  each => each.name.id, ({ name, on }) => el("button", { textContent: name.label, onclick: () => choose(name.id),
    attrs: { role: "tab", "aria-selected": on, tabindex: on ? 0 : -1 } }));
