// The pretend Slack on the left, phones and mail on the right, all drawn from GET /state.
import { clock, day, el, ofTs, patch, post, readFiles, tabs, toast } from "./dom.js";
import { blockNode, emoji, mrkdwn, plainly, setNames } from "./blocks.js";

const $ = id => document.getElementById(id);
const memory = JSON.parse(sessionStorage.getItem("at") || "{}");
const at = { user: "UMARIA", channel: "", thread: "", phone: "+12015550123", tab: "messages", side: "phones", read: {}, ...memory };
let state = null, busy = false;
const typed = new Map(); // what was typed into a field, until the bot's view says otherwise
const timers = new Map(); // fields whose words are still on their way

const go = change => {
  Object.assign(at, change);
  sessionStorage.setItem("at", JSON.stringify(at));
  look(true);
};
const look = async (anew = false) => {
  if (busy && !anew) return;
  busy = true;
  try {
    const asked = new URLSearchParams({ since: anew || !state ? -1 : state.version, user: at.user, channel: at.channel, thread: at.thread, phone: at.phone });
    const got = await (await fetch(`/state?${asked}`)).json();
    if (got.channels && asked.get("user") === at.user && asked.get("thread") === at.thread) { state = got; draw(); }
    else if (state) state.now = got.now;
    $("now").textContent = `${day(new Date(got.now))}, ${clock(new Date(got.now))}`;
    document.body.classList.remove("away");
  } catch { document.body.classList.add("away"); }
  busy = false;
};
const act = async (verb, body = {}) => { const answer = await post(verb, { user: at.user, ...body }); look(); return answer; };

// Messages
const person = id => state.people.find(one => one.id === id) || { id, name: "Parley" };
const face = (name, id) => el("span", { className: `face c${[...id].reduce((sum, one) => sum + one.charCodeAt(0), 0) % 6}`,
  textContent: id === "UPARLEY" ? "🦜" : name.split(" ").map(word => word[0]).slice(0, 2).join(""), attrs: { "aria-hidden": "true" } });
const onMessage = message => ({
  click: (one, block, value) => act("click", { channel: state.channel, ts: message.ts, block: block.block_id, action: one.action_id, value }),
  fill: () => {}, value: () => null,
  suggest: (one, block, query) => act("suggest", { channel: state.channel, ts: message.ts, block: block.block_id, action: one.action_id, query }),
});
const attached = file => file.mimetype.startsWith("image/")
  ? el("a", { href: `/file/${file.id}`, target: "_blank" }, el("img", { className: "shot", src: `/file/${file.id}`, alt: file.alt_txt || file.title }))
  : el("a", { className: "doc", href: `/file/${file.id}`, download: file.name, textContent: `📄 ${file.title}` });
const body = message => message.blocks?.length ? message.blocks.map(block => blockNode(block, onMessage(message))) : mrkdwn(message.text);

const tools = (message, inThread) => {
  const icon = (label, sign, onclick) => el("button", { textContent: sign, title: label, onclick, attrs: { "aria-label": label } });
  const mine = message.user === at.user, where = { channel: state.channel, ts: message.ts };
  const edit = event => {
    const was = message.text.replace(/<((?:https?|@)[^>|]*)[^>]*>/g, (_, url) => url.startsWith("@") ? `<${url}>` : url);
    const field = el("textarea", { value: plainly(was), rows: 3, attrs: { "aria-label": "Edit message" } }), box = event.target.closest("article").querySelector(".body");
    const save = () => field.value.trim() && act("edit", { ...where, text: field.value.trim() });
    field.onkeydown = pressed => { if (pressed.key === "Enter" && !pressed.shiftKey) { pressed.preventDefault(); save(); } if (pressed.key === "Escape") box.replaceChildren(...body(message)); };
    box.replaceChildren(el("div", { className: "editing" }, field, el("button", { className: "button", textContent: "Cancel", onclick: () => box.replaceChildren(...body(message)) }),
      el("button", { className: "button primary", textContent: "Save", onclick: save })));
    field.focus();
    box.scrollIntoView({ block: "nearest" });
  };
  return el("div", { className: "tools" },
    icon("React with a check mark", "✅", () => act("react", { ...where, name: "white_check_mark", off: reacted(message, "white_check_mark") })),
    icon("React with eyes", "👀", () => act("react", { ...where, name: "eyes", off: reacted(message, "eyes") })),
    inThread ? null : icon("Reply in thread", "💬", () => go({ thread: message.thread_ts || message.ts })),
    state.offers.message_shortcuts.map(([id, name]) => icon(name, "⚡", () => act("shortcut", { ...where, id }))),
    mine ? icon("Edit message", "✎", edit) : null, mine ? icon("Delete message", "🗑", () => act("delete", where)) : null);
};
const reacted = (message, name) => (message.reactions || []).some(each => each.name === name && each.users.includes(at.user));
const pills = message => el("div", { className: "pills" }, (message.reactions || []).map(each => el("button", {
  className: each.users.includes(at.user) ? "pill on" : "pill", title: each.users.map(id => person(id).name).join(", "),
  textContent: `${emoji(each.name)} ${each.count}`, attrs: { "aria-label": `${each.name}, ${each.count}` },
  onclick: () => act("react", { channel: state.channel, ts: message.ts, name: each.name, off: reacted(message, each.name) }) })));
const thread = message => !message.reply_count ? null : el("button", { className: "replies", onclick: () => go({ thread: message.ts }) },
  el("b", { textContent: `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}` }),
  el("span", { className: "dim", textContent: ` Last ${clock(ofTs(message.latest_reply))}` }),
  message.latest_reply > (at.read[message.ts] || "") ? el("span", { className: "new", textContent: "new" }) : null);

const drawMessage = inThread => ({ message, follows, newDay, reply }) => {
  const who = person(message.user), name = message.username || who.name;
  return el("div", {}, newDay ? el("div", { className: "day" }, el("span", { textContent: newDay })) : null,
    el("article", { className: `message ${message.to ? "whisper" : ""} ${follows ? "follows" : ""}` },
      follows ? el("time", { className: "dim", textContent: clock(ofTs(message.ts)).replace(/ .M/, "") }) : face(name, message.user),
      el("div", { className: "grow" },
        message.to ? el("div", { className: "dim", textContent: "👁 Only visible to you" }) : null,
        reply ? el("button", { className: "to-thread dim", textContent: "replied to a thread", onclick: () => go({ thread: message.thread_ts }) }) : null,
        follows ? null : el("div", { className: "who" }, el("b", { textContent: name }), who.bot ? el("span", { className: "app", textContent: "APP" }) : null,
          el("time", { className: "dim", textContent: clock(ofTs(message.ts)) })),
        el("div", { className: message.is_error ? "error" : "body" }, body(message)),
        message.edited && !who.bot ? el("span", { className: "dim", textContent: "(edited)" }) : null,
        (message.files || []).map(attached), pills(message), inThread ? null : thread(message)),
      message.to ? null : tools(message, inThread)));
};
// Stay at the newest, unless somebody scrolled up to read.
const settle = (box, place) => {
  if (!box.onscroll) {
    box.onscroll = () => { box.high = box.scrollHeight - box.scrollTop - box.clientHeight > 60; };
    box.addEventListener("load", () => settle(box, box.place), true); // a picture came in
  }
  if (!box.high || box.place !== place) box.scrollTop = box.scrollHeight;
  box.place = place;
};
const list = (box, messages, inThread, place) => {
  const items = messages.sort((one, two) => one.ts < two.ts ? -1 : 1).map((message, index, all) => {
    const before = all[index - 1], today = day(ofTs(message.ts));
    const newDay = !inThread && (!before || day(ofTs(before.ts)) !== today) ? today : "";
    const close = before && before.user === message.user && message.ts - before.ts < 300 && !before.to === !message.to && !before.reply_count && (inThread || before.subtype !== "thread_broadcast");
    const reply = !inThread && message.subtype === "thread_broadcast";
    return { message, newDay, reply, follows: !!close && !newDay && !reply, read: at.read[message.ts] || "" };
  });
  patch(box, items, item => item.message.ts, drawMessage(inThread));
  settle(box, place);
};

// Composers
const composer = (box, label, thread) => {
  const hints = el("ul", { className: "hints", hidden: true, attrs: { role: "listbox" } });
  const field = el("textarea", { rows: 1, placeholder: label, attrs: { "aria-label": label } });
  const files = el("input", { type: "file", multiple: true, hidden: true });
  const also = el("input", { type: "checkbox" }), menu = el("select", { className: "plus", title: "Shortcuts and files", attrs: { "aria-label": "Shortcuts and files" } });
  files.onchange = () => { field.placeholder = [...files.files].map(file => file.name).join(", ") || label; field.focus(); };
  menu.onfocus = () => menu.replaceChildren(el("option", { textContent: "+", value: "" }), el("option", { textContent: "Attach files…", value: "files" }),
    ...state.offers.shortcuts.map(([id, name]) => el("option", { textContent: `⚡ ${name}`, value: id })));
  menu.append(el("option", { textContent: "+" }));
  menu.onchange = () => { if (menu.value === "files") files.click(); else act("shortcut", { id: menu.value }); menu.value = ""; };
  const send = async () => {
    const text = field.value.trim();
    if (!text && !files.files.length) return;
    const sent = await readFiles(files);
    field.value = files.value = ""; field.placeholder = label; hint(); grow();
    act("say", { channel: state.channel, text, files: sent, thread: thread() || null, broadcast: also.checked });
    also.checked = false;
  };
  const hint = () => {
    const start = field.value.split(" ")[0];
    const fits = !thread() && field.value.startsWith("/") && !field.value.startsWith("//") ? state.offers.commands.filter(([command]) => field.value.includes(" ") ? command === start : command.startsWith(start)) : [];
    hints.hidden = !fits.length;
    patch(hints, fits, each => each[0], ([command, usage, about]) => el("li", { onmousedown: event => { event.preventDefault(); take(command); } },
      el("b", { textContent: command }), el("span", { className: "dim", textContent: ` ${usage}` }), el("div", { className: "dim", textContent: about })));
  };
  const take = command => { field.value = `${command} `; hint(); field.focus(); };
  const grow = () => { field.style.height = "auto"; field.style.height = `${Math.min(field.scrollHeight, 160)}px`; };
  field.oninput = () => { hint(); grow(); };
  field.onkeydown = event => {
    if (event.key === "Tab" && !hints.hidden && !field.value.includes(" ")) { event.preventDefault(); take(hints.firstChild.key); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  };
  box.append(el("div", { className: "composer" }, hints, field, el("div", { className: "line" }, menu, files,
    thread() === null ? null : el("label", { className: "also dim" }, also, " Also send to the channel"),
    el("button", { className: "send", textContent: "➤", onclick: send, attrs: { "aria-label": "Send" } }))));
};
// Modals and Home: a field keeps what is typed as long as the bot keeps its block
const onView = view => ({
  click: (one, block, value) => flush().then(() => act("click", { block: block.block_id, action: one.action_id, value })),
  value: (one, block) => {
    const key = [view.id, block.block_id, one.action_id].join();
    const { type, ...held } = view.state.values[block.block_id]?.[one.action_id] || {};
    return typed.has(key) ? typed.get(key) : Object.values(held)[0];
  },
  fill: (one, block, value) => {
    const key = [view.id, block.block_id, one.action_id].join();
    if (typeof value === "string" && one.type.endsWith("input")) typed.set(key, value);
    if (one.type === "external_select") typed.set(key, value);
    const send = () => { timers.delete(key); return act("fill", { block: block.block_id, action: one.action_id, value }); };
    clearTimeout(timers.get(key)?.timer);
    timers.set(key, { send, timer: setTimeout(send, 200) });
  },
  suggest: (one, block, query) => post("suggest", { user: at.user, block: block.block_id, action: one.action_id, query }),
});
const flush = () => Promise.all([...timers.values()].map(({ send, timer }) => { clearTimeout(timer); return send(); }));
const draws = (box, view, errors) => patch(box, view.blocks.map(block => ({ block, error: errors[block.block_id] || "" })),
  item => view.id + item.block.block_id, item => blockNode(item.block, onView(view), item.error));

const drawModal = () => {
  const box = $("modal"), view = state.view;
  if (!view) { if (box.open) box.close(); box.replaceChildren(); box.view = ""; return; }
  const head = [view.id, view.title.text, view.submit?.text, view.close?.text, state.depth].join("|");
  if (box.view !== head) {
    const close = () => act("close");
    box.view = head;
    const form = el("form", { onsubmit: event => { event.preventDefault(); flush().then(() => act("submit")); } },
      el("header", { className: "head" }, el("h2", { id: "modal-title", textContent: view.title.text }),
        el("button", { className: "icon", type: "button", textContent: state.depth > 1 ? "‹" : "✕", onclick: close, attrs: { "aria-label": state.depth > 1 ? "Back" : "Close" } })),
      el("div", { className: "fields-of" }), el("p", { className: "error" }),
      el("footer", {}, el("button", { className: "button", type: "button", textContent: view.close?.text || (view.submit ? "Cancel" : "Close"), onclick: close }),
        view.submit ? el("button", { className: "button primary", textContent: view.submit.text }) : null));
    box.replaceChildren(form);
    box.oncancel = event => { event.preventDefault(); close(); };
  }
  draws(box.querySelector(".fields-of"), view, state.errors);
  box.querySelector("p.error").textContent = state.errors[""] || "";
  if (!box.open) { box.showModal(); box.querySelector(".fields-of :is(input, textarea, select)")?.focus(); }
};

// The other side: phones and mail
const drawPhones = () => {
  const sorted = [...state.phones].sort((one, two) => two.at.localeCompare(one.at) || one.name.localeCompare(two.name));
  const seen = one => one.number === at.phone ? one.count : at.read[one.number] || 0;
  at.read[at.phone] = state.phones.find(one => one.number === at.phone)?.count || 0;
  patch($("roster"), sorted.map(one => ({ ...one, on: one.number === at.phone, fresh: one.count > seen(one) })), one => one.number, one =>
    el("button", { className: "caller", onclick: () => go({ phone: one.number }), attrs: { "aria-pressed": one.on } }, face(one.name.replace("+", ""), one.number),
      el("span", { className: "grow" }, el("b", { textContent: one.name }), el("span", { className: "dim", textContent: one.last || one.number })),
      one.fresh ? el("span", { className: "new", textContent: "new" }) : null));
  const owner = state.phones.find(one => one.number === at.phone), last = state.texts.at(-1);
  $("owner").replaceChildren(el("b", { textContent: owner?.name || at.phone }), el("span", { className: "dim", textContent: at.phone }));
  const box = $("texts");
  if (box.place !== at.phone && last) $("ours").value = last.ours;
  patch(box, state.texts, one => one.sid, one => {
    const lost = ["failed", "undelivered"].includes(one.status) ? `never arrived (${one.error})` : "";
    return el("div", { className: `bubble ${one.mine ? "mine" : ""} ${lost ? "lost" : ""}` }, one.media.map(each => attached({ id: each.sid, mimetype: each.type, title: each.type, name: "media" })),
      one.body ? el("p", { textContent: one.body }) : null, el("small", { textContent: lost || clock(new Date(one.at)) }));
  });
  settle(box, at.phone);
};
const mail = one => el("details", { className: "mail" }, el("summary", {}, el("b", { textContent: one.subject || "(no subject)" }),
  el("span", { className: "dim", textContent: `${one.from} → ${one.to.join(", ")} · ${clock(new Date(one.at))}` })),
  one.html ? el("iframe", { srcdoc: one.html, title: one.subject, attrs: { sandbox: "" } }) : el("pre", { textContent: one.text }));

const draw = () => {
  setNames(state.people);
  at.channel = state.channel;
  const here = state.channels.find(one => one.id === state.channel), home = here.is_im && at.tab === "home";
  at.read[here.id] = here.latest;
  if (at.thread && state.thread.length) at.read[at.thread] = state.thread[0].latest_reply || "";
  patch($("me"), state.people.filter(one => !one.bot), one => one.id, one => el("option", { value: one.id, textContent: one.name }));
  $("me").value = at.user;
  patch($("channels"), state.channels.map(one => ({ ...one, on: one.id === here.id, fresh: one.latest > (at.read[one.id] || "") })), one => one.id, one =>
    el("li", {}, el("button", { className: one.fresh ? "fresh" : "", onclick: () => go({ channel: one.id, thread: "" }), attrs: { "aria-current": one.on ? "page" : null } },
      el("span", { textContent: one.is_im ? "🦜" : "#", attrs: { "aria-hidden": "true" } }), el("span", { className: "grow", textContent: one.name }), one.is_im ? el("span", { className: "app", textContent: "APP" }) : null)));
  $("title").textContent = here.is_im ? here.name : `# ${here.name}`;
  $("tabs").hidden = !here.is_im;
  tabs($("tabs"), [{ id: "home", label: "Home" }, { id: "messages", label: "Messages" }], at.tab, tab => { go({ tab, thread: "" }); act("home", { tab }); });
  $("home").hidden = !home; $("messages").hidden = $("composer").hidden = home;
  $("thread").hidden = !at.thread;
  document.body.classList.toggle("threaded", !!at.thread);
  list($("messages"), [...state.messages, ...state.whispers.filter(one => !one.thread_ts)], false, at.user + here.id);
  if (at.thread) list($("replies"), [...state.thread, ...state.whispers.filter(one => one.thread_ts === at.thread)], true, at.thread);
  if (state.home) draws($("home"), state.home, state.home_errors);
  else $("home").replaceChildren(el("p", { className: "dim", textContent: "Parley has not shown anything here yet." }));
  drawModal();
  tabs($("sides"), [{ id: "phones", label: "Phones" }, { id: "mail", label: `Mail ${state.mails.length || ""}` }], at.side, side => go({ side }));
  $("phones").hidden = at.side !== "phones"; $("mail").hidden = at.side !== "mail";
  patch($("ours"), state.numbers, one => one, one => el("option", { textContent: one }));
  drawPhones();
  patch($("mail"), [...state.mails].reverse(), one => one.id, mail);
};

$("me").onchange = event => go({ user: event.target.value, channel: "", thread: "", tab: "messages" });
$("unthread").onclick = () => go({ thread: "" });
document.querySelectorAll("[data-clock]").forEach(button => { button.onclick = () => act("clock", { to: button.dataset.clock }); });
$("stranger").onsubmit = event => { event.preventDefault(); const number = $("number").value.replace(/[^\d+]/g, ""); if (/^\+\d{8,15}$/.test(number)) go({ phone: number }); else toast("Write it like +13125550177."); };
$("texter").onsubmit = async event => {
  event.preventDefault();
  const text = $("words").value.trim(), files = await readFiles($("pictures"));
  $("words").value = $("pictures").value = "";
  if (text || files.length) act("text", { sender: at.phone, to: $("ours").value, text, files });
};
$("words").onkeydown = event => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); $("texter").requestSubmit(); } };
while (!state) { // nobody can type before there is somebody to type as: it would be lost
  await look(true);
  if (!state) await new Promise(done => setTimeout(done, 400));
}
composer($("composer"), "Message, or / for commands", () => null);
composer($("replier"), "Reply…", () => at.thread);
setInterval(look, 400);
