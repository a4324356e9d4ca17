// The pretend Slack on the left, phones and mail on the right: what is drawn when, and the keys.
import { $, el, patch, rove, sign, tabs } from "./dom.js";
import { composer, list } from "./messages.js";
import { drawOutside } from "./outside.js";
import { act, at, go, isNew, look, seen } from "./state.js";
import { world } from "./text.js";
import { drawHome, drawModal } from "./views.js";

const HINT = "hint-read";
const PANES = [["slack", "Slack", "chat"], ["thread", "Thread", "thread"], ["phone", "Phones", "phone"], ["mail", "Mail", "mail"]];

const enter = place => {
  go({ channel: place.id, thread: "", pane: "slack" });
  if (place.is_im) act("home", { tab: at.tab }); // Slack tells the app whenever somebody comes to it
};
const drawSide = (state, here) => {
  patch($("me"), state.people.filter(one => !one.bot), one => one.id, one => el("option", { value: one.id, textContent: one.name }));
  $("me").value = at.user;
  const shown = state.channels.map(one => ({ id: one.id, name: one.name, is_im: one.is_im, archived: one.is_archived, private: one.is_private, on: one.id === here.id, fresh: isNew(one.id, one.latest) }));
  patch($("channels"), shown, one => one.id, one =>
    el("li", {}, el("button", { className: one.fresh && !one.on ? "fresh" : "", onclick: () => enter(one), attrs: { "aria-current": one.on ? "page" : null } },
      one.is_im ? sign("parley") : el("span", { textContent: one.private ? "⚿" : "#", attrs: { "aria-hidden": "true" } }), el("span", { className: "grow", textContent: one.name }),
      one.is_im ? el("span", { className: "app", textContent: "APP" }) : one.archived ? el("span", { className: "dim", textContent: "archived" }) : null)));
};
const start = here => here.is_im ? "This is your conversation with Parley. Nobody else sees it. Type /text to write to a client."
  : here.has_bot ? `This is the start of #${here.name}.` : `This is the start of #${here.name}. Parley is not in here.`;
const drawPlace = (state, here) => {
  const home = here.is_im && at.tab === "home";
  $("title").textContent = here.is_im ? here.name : `# ${here.name}`;
  $("about").textContent = here.is_im ? "" : here.is_archived ? "archived" : `${here.count} members${here.has_bot ? "" : ", without Parley"}`;
  $("tabs").hidden = !here.is_im;
  tabs($("tabs"), [{ id: "home", label: "Home" }, { id: "messages", label: "Messages" }], at.tab, tab => { go({ tab, thread: "" }); act("home", { tab }); });
  $("home").hidden = !home;
  $("messages").hidden = home;
  $("composer").hidden = home || here.is_archived;
  const whispers = state.whispers.filter(one => !one.thread_ts);
  $("start").textContent = home || state.messages.length + whispers.length ? "" : start(here);
  list($("messages"), [...state.messages, ...whispers], false, at.user + here.id);
  $("thread").hidden = !at.thread;
  document.body.classList.toggle("threaded", !!at.thread);
  if (at.thread) list($("replies"), [...state.thread, ...state.whispers.filter(one => one.thread_ts === at.thread)], true, at.thread);
};
const drawWeather = state => {
  const on = state.bad.filter(one => one.on), item = one => el("button", { textContent: one.label, onclick: () => act("bad_day", { name: one.id }), attrs: { role: one.id ? "menuitemcheckbox" : "menuitem", "aria-checked": one.id ? one.on : null } });
  patch($("bad-list"), [...state.bad, ...(on.length ? [{ id: "", label: "All well again", on: false }] : [])], one => one.id, item);
  $("bad").textContent = on.length ? `${on[0].label}${on.length > 1 ? ` and ${on.length - 1} more` : ""}` : "Bad day";
  $("bad").classList.toggle("on", on.length > 0);
};
const drawPanes = () => {
  document.body.dataset.pane = at.pane === "thread" && !at.thread ? "slack" : at.pane;
  patch($("panes"), PANES.map(([id, name, icon]) => ({ id, name, icon, on: document.body.dataset.pane === id, off: id === "thread" && !at.thread })), one => one.id, one =>
    el("button", { disabled: one.off, onclick: () => go({ pane: one.id }), attrs: { "aria-current": one.on ? "page" : null } }, sign(one.icon), one.name));
};

seen.draw = () => {
  const state = seen.state, here = state.channels.find(one => one.id === state.channel);
  Object.assign(world, { people: state.people, channels: state.channels });
  at.read[here.id] = here.latest;
  if (at.thread && state.thread.length) at.read[at.thread] = state.thread[0].latest_reply || "";
  drawPanes();
  drawSide(state, here);
  drawPlace(state, here);
  drawHome(state);
  drawModal(state);
  drawOutside(state);
  drawWeather(state);
  $("note").textContent = state.note;
  $("hint").hidden = !!state.note || !!localStorage.getItem(HINT);
};

// A link to a message or a tab: go there and show which one was meant.
document.addEventListener("jump", async ({ detail: { channel, ts, thread, tab } }) => {
  await go({ channel: channel || "", tab: tab || "messages", thread: thread || "", pane: thread ? "thread" : "slack" });
  if (tab) return act("home", { tab });
  const parent = ts && seen.state.messages.find(one => one.ts === ts && one.reply_count);
  if (parent) await go({ thread: ts, pane: "thread" });
  const meant = document.getElementById(`t${ts}`) || document.getElementById(`m${ts}`);
  meant?.scrollIntoView({ block: "center" });
  meant?.focus();
});
const closeThread = () => { go({ thread: "", pane: "slack" }); $("composer").querySelector("textarea")?.focus(); };
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && at.thread && !document.querySelector("dialog[open], :popover-open")) closeThread();
});
$("me").onchange = event => go({ user: event.target.value, channel: "", thread: "", tab: "messages" });
$("unthread").onclick = closeThread;
document.querySelectorAll("[data-clock]").forEach(button => { button.onclick = () => { $("clock-menu").hidePopover(); act("clock", { to: button.dataset.clock }); }; });
for (const id of ["channels", "tabs", "clock-menu", "bad-menu", "panes"]) rove($(id), "button");
for (const id of ["clock-menu", "bad-menu"]) $(id).ontoggle = event => { if (event.newState === "open") $(id).querySelector("button").focus(); };
$("unhint").onclick = () => { localStorage.setItem(HINT, "1"); $("hint").hidden = true; };

while (!seen.state) { // nobody can type before there is somebody to type as: it would be lost
  await look(true);
  if (!seen.state) await new Promise(done => setTimeout(done, 400));
}
composer($("composer"), "Message, or / for commands", () => null);
composer($("replier"), "Reply…", () => at.thread);
if (at.tab === "home") act("home", { tab: "home" });
setInterval(look, 400);
