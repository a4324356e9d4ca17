// Messages, threads, reactions, and the composers under them.
import { blockNode } from "./blocks.js";
import { $, clock, day, el, ofTs, patch, popup, post, readFiles, rove, sign } from "./dom.js";
import { act, at, go, isNew, seen } from "./state.js";
import { emoji, mrkdwn, person, plainly, REACTIONS } from "./text.js";

export const face = (name, id) => el("span", { className: `face c${[...id].reduce((sum, one) => sum + one.charCodeAt(0), 0) % 6}`,
  textContent: id === "UPARLEY" ? "" : /^\d/.test(name) ? "?" : name.split(" ").map(word => [...word][0]).filter(one => /[\p{L}\d]/u.test(one)).slice(0, 2).join(""), attrs: { "aria-hidden": "true" } }, id === "UPARLEY" ? sign("parley") : null);
export const attached = file => /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype)
  ? el("a", { className: "shot", href: `/file/${file.id}`, target: "_blank" }, el("img", { src: `/file/${file.id}`, alt: file.alt_txt || file.title || "Picture" }))
  : el("a", { className: "doc", href: `/file/${file.id}`, download: file.name }, sign("file"), file.title || file.name,
    el("small", { className: "dim", textContent: file.name.split(".").pop().toUpperCase() }));

const where = message => ({ channel: seen.state.channel, ts: message.ts });
const onMessage = message => ({
  click: (one, block, value) => act("click", { ...where(message), block_id: block.block_id, action_id: one.action_id, value }),
  fill: () => {},
  value: one => one.initial_option || one.initial_user || one.initial_options || one.initial_date || one.initial_time || null,
  suggest: (one, block, query) => post("suggest", { user: at.user, ...where(message), block_id: block.block_id, action_id: one.action_id, query }),
});
const body = message => message.blocks?.length ? message.blocks.map(block => blockNode(block, onMessage(message))) : mrkdwn(message.text);
const reacted = (message, name) => (message.reactions || []).some(each => each.name === name && each.users.includes(at.user));
const react = (message, name) => act(reacted(message, name) ? "unreact" : "react", { ...where(message), name });

const openThread = async ts => {
  await go({ thread: ts, pane: "thread" });
  if (!matchMedia("(pointer: coarse)").matches) $("replier").querySelector("textarea").focus();
};

const edit = (message, article) => {
  const box = article.querySelector(".body"), back = () => { box.replaceChildren(...body(message)); article.focus(); };
  const was = message.text.replace(/<((?:https?|@)[^>|]*)[^>]*>/g, (_, url) => url.startsWith("@") ? `<${url}>` : url);
  const field = el("textarea", { value: plainly(was), rows: 3, attrs: { "aria-label": "Edit message" } });
  const save = () => field.value.trim() && act("edit", { ...where(message), text: field.value.trim() });
  field.onkeydown = event => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
    if (event.key === "Escape") { event.stopPropagation(); back(); }
  };
  box.replaceChildren(el("div", { className: "editing" }, field, el("button", { className: "button", textContent: "Cancel", onclick: back }),
    el("button", { className: "button primary", textContent: "Save", onclick: save })));
  field.focus();
  box.scrollIntoView({ block: "nearest" });
};

const tools = (message, inThread) => {
  const icon = (label, shown, onclick, menu) => el("button", { title: label, onclick, attrs: { "aria-label": label, "aria-haspopup": menu ? "menu" : null } }, shown);
  const more = event => {
    const article = event.currentTarget.closest("article");
    popup(event.currentTarget, [
      ...seen.state.offers.message_shortcuts.map(([id, name]) => ({ label: name, icon: "bolt", act: () => act("shortcut", { ...where(message), callback_id: id }) })),
      ...(message.user === at.user ? [{ label: "Edit message", act: () => edit(message, article) }, { label: "Delete message", act: () => act("delete", where(message)) }] : []),
    ]);
  };
  const pick = event => popup(event.currentTarget, REACTIONS.map(name => ({ label: emoji(name), name: name.replace(/_/g, " "), act: () => react(message, name) })), "emojis");
  return el("div", { className: "tools" },
    icon("React with a check mark", "✅", () => react(message, "white_check_mark")), icon("React with eyes", "👀", () => react(message, "eyes")),
    icon("Add a reaction", sign("smile"), pick, true), inThread ? null : icon("Reply in thread", sign("thread"), () => openThread(message.thread_ts || message.ts)),
    message.user === at.user || seen.state.offers.message_shortcuts.length ? icon("More actions", sign("more"), more, true) : null);
};
const pills = message => el("div", { className: "pills" }, (message.reactions || []).map(each => el("button", {
  className: each.users.includes(at.user) ? "pill on" : "pill", title: each.users.map(id => person(id).name).join(", "),
  textContent: `${emoji(each.name)} ${each.count}`, attrs: { "aria-label": `${each.name.replace(/_/g, " ")}, ${each.count}`, "aria-pressed": each.users.includes(at.user) },
  onclick: () => react(message, each.name) })));
const thread = message => !message.reply_count ? null : el("button", { className: "replies", onclick: () => openThread(message.ts) },
  el("b", { textContent: `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}` }),
  el("span", { className: "dim", textContent: ` Last ${day(ofTs(message.latest_reply)) === day(new Date(seen.state.now)) ? "today" : day(ofTs(message.latest_reply))} at ${clock(ofTs(message.latest_reply))}` }),
  isNew(message.ts, message.latest_reply) ? el("span", { className: "new", textContent: "new" }) : null);

const drawMessage = inThread => ({ message, follows, newDay, reply }) => {
  const who = person(message.user), name = message.username || who.name, at_ = clock(ofTs(message.ts));
  return el("div", {}, newDay ? el("div", { className: "day" }, el("span", { textContent: newDay })) : null,
    el("article", { className: `message ${message.to ? "whisper" : ""} ${follows ? "follows" : ""}`, id: `${inThread ? "t" : "m"}${message.ts}`, attrs: { tabindex: -1, "aria-label": `${name}, ${at_}` } },
      follows ? el("time", { className: "dim", textContent: at_.replace(/ .M/, "") }) : face(name, message.user),
      el("div", { className: "grow" },
        message.to ? el("div", { className: "dim", textContent: "Only visible to you" }) : null,
        reply ? el("button", { className: "to-thread dim", textContent: "replied to a thread", onclick: () => openThread(message.thread_ts) }) : null,
        follows ? null : el("div", { className: "who" }, el("b", { textContent: name }), who.bot ? el("span", { className: "app", textContent: "APP" }) : null,
          el("time", { className: "dim", textContent: at_ })),
        el("div", { className: message.is_error ? "error" : "body" }, body(message)),
        message.edited && !who.bot ? el("span", { className: "dim", textContent: "(edited)" }) : null,
        (message.files || []).map(attached), message.to ? null : pills(message), inThread ? null : thread(message)),
      message.to ? null : tools(message, inThread)));
};
// Stay at the newest, unless somebody scrolled up to read.
export const settle = (box, place) => {
  if (!box.onscroll) {
    box.onscroll = () => {
      const away = box.scrollHeight - box.scrollTop - box.clientHeight > 60;
      box.high = away && (box.high || box.scrollTop < box.top); // only a person scrolls up
      box.top = box.scrollTop;
    };
    new ResizeObserver(() => settle(box, box.place)).observe(box);
    box.addEventListener("load", () => settle(box, box.place), true); // a picture came in
  }
  if (!box.high || box.place !== place) box.scrollTop = box.scrollHeight;
  box.place = place;
};
export const list = (box, messages, inThread, place) => {
  const items = messages.sort((one, two) => one.ts < two.ts ? -1 : 1).map((message, index, all) => {
    const before = all[index - 1], today = day(ofTs(message.ts));
    const newDay = !before || day(ofTs(before.ts)) !== today ? today : "";
    const close = before && before.user === message.user && message.ts - before.ts < 300 && !before.to === !message.to && !before.reply_count && (inThread || before.subtype !== "thread_broadcast");
    const reply = !inThread && message.subtype === "thread_broadcast";
    return { message, newDay, reply, follows: !!close && !newDay && !reply, read: at.read[message.ts] || "", at: at.user };
  });
  if (box.place !== place) box.replaceChildren();
  patch(box, items, item => item.message.ts, drawMessage(inThread));
  settle(box, place);
};

export const composer = (box, label, thread) => {
  const hints = el("ul", { className: "hints", hidden: true, attrs: { role: "listbox", "aria-label": "Commands" } });
  const field = el("textarea", { rows: 1, placeholder: label, attrs: { "aria-label": label } });
  const files = el("input", { type: "file", multiple: true, hidden: true }), chosen = el("div", { className: "chips" });
  const also = el("input", { type: "checkbox" }), plus = el("button", { className: "plus", textContent: "+", attrs: { "aria-label": "Shortcuts and files", "aria-haspopup": "menu" } });
  const shown = () => { chosen.replaceChildren(...[...files.files].map(file => el("span", { className: "chip", textContent: file.name }))); field.focus(); };
  files.onchange = shown;
  plus.onclick = () => popup(plus, [{ label: "Attach files…", icon: "file", act: () => files.click() }, ...seen.state.offers.shortcuts.map(([id, name]) => ({ label: name, icon: "bolt", act: () => act("shortcut", { callback_id: id }) }))]);
  const send = async () => {
    const text = field.value.trim();
    if (!text && !files.files.length) return;
    const sent = await readFiles(files.files);
    field.value = files.value = ""; shown(); hint(); grow();
    act("say", { channel: seen.state.channel, text, files: sent, ...(thread() ? { thread: thread(), broadcast: also.checked } : {}) });
    also.checked = (thread() ? $("replies") : $("messages")).high = false;
  };
  const hint = () => {
    const start = field.value.split(" ")[0], open = !thread() && field.value.startsWith("/") && !field.value.startsWith("//");
    const fits = !open ? [] : seen.state.offers.commands.filter(([command]) => field.value.includes(" ") ? command === start : command.startsWith(start));
    hints.hidden = !fits.length;
    patch(hints, fits, each => each[0], ([command, usage, about]) => el("li", { attrs: { role: "option" }, onmousedown: event => { event.preventDefault(); take(command); } },
      el("b", { textContent: command }), el("span", { className: "dim", textContent: ` ${usage}` }), el("div", { className: "dim", textContent: about })));
  };
  const step = by => {
    const items = [...hints.children], now = items.findIndex(one => one.ariaSelected === "true"), next = items[(now + by + items.length) % items.length];
    items.forEach(one => { one.ariaSelected = one === next ? "true" : "false"; });
  };
  const take = command => { field.value = `${command} `; hint(); field.focus(); };
  const grow = () => { field.style.height = "auto"; field.style.height = `${Math.min(field.scrollHeight, 160)}px`; };
  field.oninput = () => { hint(); grow(); };
  field.onkeydown = event => {
    const choosing = !hints.hidden && !field.value.includes(" "), marked = choosing && hints.querySelector("[aria-selected=true]");
    if (choosing && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
    else if (choosing && event.key === "Tab" && !event.shiftKey) { event.preventDefault(); take((marked || hints.firstChild).key); }
    else if (choosing && event.key === "Escape") { event.stopPropagation(); hints.hidden = true; }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); if (marked && marked.key !== field.value) take(marked.key); else send(); }
  };
  box.append(el("div", { className: "composer" }, hints, field, chosen, el("div", { className: "line" }, plus, files,
    thread() === null ? null : el("label", { className: "also dim" }, also, " Also send to the channel"),
    el("button", { className: "send", textContent: "➤", onclick: send, attrs: { "aria-label": "Send" } }))));
};
for (const id of ["messages", "replies"]) rove($(id), "article");
