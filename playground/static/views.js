// Modals and Home: a field keeps what is typed as long as the bot keeps its block.
import { blockNode } from "./blocks.js";
import { $, el, patch, post } from "./dom.js";
import { act, at, seen } from "./state.js";
import { said } from "./text.js";

const typed = new Map(); // what was typed into a field, until the bot's view says otherwise
const timers = new Map(); // fields whose words are still on their way

const onView = view => ({
  click: (one, block, value) => flush().then(() => act("click", { block_id: block.block_id, action_id: one.action_id, value })),
  value: (one, block) => {
    const key = [view.id, block.block_id, one.action_id].join();
    const { type, ...held } = view.state.values[block.block_id]?.[one.action_id] || {};
    return typed.has(key) ? typed.get(key) : Object.values(held)[0];
  },
  fill: (one, block, value) => {
    const key = [view.id, block.block_id, one.action_id].join();
    if (one.type.endsWith("input") || one.type.endsWith("external_select")) typed.set(key, value);
    const send = () => { timers.delete(key); return act("fill", { block_id: block.block_id, action_id: one.action_id, value }); };
    clearTimeout(timers.get(key)?.timer);
    timers.set(key, { send, timer: setTimeout(send, one.type.endsWith("_input") ? 200 : 0) });
  },
  suggest: (one, block, query) => post("suggest", { user: at.user, block_id: block.block_id, action_id: one.action_id, query }),
});
const flush = () => Promise.all([...timers.values()].map(({ send, timer }) => { clearTimeout(timer); return send(); }));
const draws = (box, view, errors) => patch(box, view.blocks.map(block => ({ block, error: errors[block.block_id] || "" })),
  item => view.id + item.block.block_id, item => blockNode(item.block, onView(view), item.error));

export const drawHome = state => {
  if (state.home) draws($("home"), state.home, state.home_errors);
  else $("home").replaceChildren(el("p", { className: "dim empty", textContent: "Parley has not shown anything here yet." }));
};

export const drawModal = state => {
  const box = $("modal"), view = state.view;
  if (!view) { if (box.open) box.close(); box.replaceChildren(); box.view = ""; return; }
  const head = [view.id, said(view.title), said(view.submit), said(view.close), state.depth].join("|"), isFresh = box.view !== head;
  if (isFresh) {
    const close = () => act("close"), back = state.depth > 1;
    box.view = head;
    box.replaceChildren(el("form", { noValidate: true, onsubmit: event => { event.preventDefault(); flush().then(() => act("submit")); } },
      el("header", { className: "head" }, el("h2", { id: "modal-title", textContent: said(view.title) }),
        el("button", { className: "icon", type: "button", textContent: back ? "‹" : "✕", onclick: close, attrs: { "aria-label": back ? "Back" : "Close" } })),
      el("div", { className: "fields-of" }), el("p", { className: "error", attrs: { role: "alert" } }),
      el("footer", {}, el("button", { className: "button", type: "button", textContent: said(view.close) || (view.submit ? "Cancel" : "Close"), onclick: close }),
        view.submit ? el("button", { className: "button primary", textContent: said(view.submit) }) : null)));
    box.oncancel = event => { if (event.target === box) { event.preventDefault(); close(); } };
  }
  draws(box.querySelector(".fields-of"), view, state.errors);
  box.querySelector("form > p.error").textContent = state.errors[""] || "";
  if (!box.open) box.showModal();
  const first = view.blocks.find(block => (block.element || block.accessory)?.focus_on_load);
  if (isFresh) (first && $(`f-${first.block_id}`) || box.querySelector(".fields-of :is(input, textarea, select)"))?.focus();
  const wrong = Object.keys(state.errors).find(Boolean);
  if (wrong && box.wrong !== state.version) $(`f-${wrong}`)?.focus();
  box.wrong = wrong ? state.version : 0;
};
