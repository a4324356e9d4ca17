// Small tools: elements without HTML strings (what clients write is hostile), lists that change only where they differ.

export const el = (tag, props = {}, ...kids) => {
  const node = Object.assign(document.createElement(tag), props);
  for (const [name, value] of Object.entries(props.attrs || {})) if (value != null) node.setAttribute(name, value);
  node.append(...kids.flat().filter(kid => kid != null && kid !== false));
  return node;
};

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
      if (known) { known.replaceWith(node); if (at === known) at = node; }
    }
    if (at === node) at = at.nextSibling;
    else box.insertBefore(node, at);
  }
};

export const post = async (verb, body) => {
  const answer = await fetch(`/do/${verb}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const said = await answer.json().catch(() => ({ error: "The playground does not answer." }));
  if (said.error) toast(said.error);
  return said.answer;
};

export const toast = text => {
  const box = document.getElementById("toast");
  box.textContent = text;
  clearTimeout(box.timer);
  box.timer = setTimeout(() => { box.textContent = ""; }, 5000);
};

export const readFiles = input => Promise.all([...input.files].map(file => new Promise(done => {
  const reader = new FileReader();
  reader.onload = () => done({ name: file.name, type: file.type, data: reader.result.split(",")[1] || "" });
  reader.readAsDataURL(file);
})));

const ZONE = "America/Chicago";
export const clock = when => when.toLocaleTimeString("en-US", { timeZone: ZONE, hour: "numeric", minute: "2-digit" });
export const day = when => when.toLocaleDateString("en-US", { timeZone: ZONE, weekday: "long", month: "long", day: "numeric" });
export const ofTs = ts => new Date(Number(ts) * 1000);

export const tabs = (box, names, chosen, choose) => patch(box, names.map(name => ({ name, on: name.id === chosen })),
  each => each.name.id, ({ name, on }) => el("button", { textContent: name.label, onclick: () => choose(name.id),
    attrs: { role: "tab", "aria-selected": on } }));
