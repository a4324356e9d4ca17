// The other side: the clients' phones, and the mail.
import { $, clock, day, el, patch, readFiles, rove, tabs, toast } from "./dom.js";
import { attached, face, settle } from "./messages.js";
import { act, at, go, keep, seen } from "./state.js";
import { linked } from "./text.js";

export const pretty = number => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");

const caller = one => el("button", { className: "caller", onclick: () => go({ phone: one.number }), attrs: { "aria-pressed": one.on } }, face(one.name.replace("+", ""), one.number),
  el("span", { className: "grow" }, el("b", { textContent: one.name.startsWith("+") ? pretty(one.name) : one.name }), el("span", { className: "dim", textContent: one.last || pretty(one.number) })),
  one.fresh ? el("span", { className: "new", textContent: "new" }) : null);
const bubble = ({ one, newDay }) => {
  const lost = ["failed", "undelivered"].includes(one.status) ? "Never arrived here" : "";
  return el("div", { className: `sms ${one.mine ? "mine" : ""} ${lost ? "lost" : ""}` }, newDay ? el("div", { className: "when", textContent: newDay }) : null,
    one.media.map(attached), one.body ? el("p", { className: "bubble" }, linked(one.body)) : null,
    el("small", { textContent: lost || clock(new Date(one.at)), title: one.error_code ? `Twilio's code ${one.error_code}` : "" }));
};
const drawPhones = state => {
  const sorted = [...state.phones].sort((one, two) => two.at.localeCompare(one.at) || one.name.localeCompare(two.name));
  at.read[at.phone] = state.phones.find(one => one.number === at.phone)?.count || 0;
  patch($("roster"), sorted.map(one => ({ ...one, on: one.number === at.phone, fresh: one.count > (at.read[one.number] || 0) })), one => one.number, caller);
  const place = `${at.phone} ${sorted.findIndex(one => one.number === at.phone)}`;
  if ($("roster").place !== place) $("roster").querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  $("roster").place = place;
  const owner = state.phones.find(one => one.number === at.phone), last = state.texts.at(-1), name = owner?.name.startsWith("+") ? "Unknown caller" : owner?.name || "Somebody new";
  $("owner").replaceChildren(el("b", { textContent: `${name}’s phone`.replace("caller’s phone", "caller") }), el("span", { className: "dim", textContent: pretty(at.phone) }));
  patch($("ours"), state.numbers, one => one, one => el("option", { textContent: pretty(one), value: one }));
  const box = $("texts");
  if (box.place !== at.phone) { box.replaceChildren(); if (last) $("ours").value = last.ours; }
  patch(box, state.texts.map((one, index, all) => {
    const today = day(new Date(one.at));
    return { one, newDay: index && day(new Date(all[index - 1].at)) === today ? "" : today };
  }), each => each.one.sid, bubble);
  $("no-texts").hidden = state.texts.length > 0;
  settle(box, at.phone);
};
const mail = one => el("details", { className: "mail" }, el("summary", {}, el("b", { textContent: one.subject || "(no subject)" }),
  el("span", { className: "dim", textContent: `${one.from} to ${one.to.join(", ")} · ${day(new Date(one.at))}, ${clock(new Date(one.at))}` })),
  one.html ? el("iframe", { srcdoc: `<base target="_blank">${one.html}`, title: one.subject, attrs: { sandbox: "allow-popups allow-popups-to-escape-sandbox" } }) : el("pre", { textContent: one.text }));

export const drawOutside = state => {
  const side = at.pane === "mail" ? "mail" : at.pane === "phone" ? "phones" : at.side;
  tabs($("sides"), [{ id: "phones", label: "Phones" }, { id: "mail", label: `Mail ${state.mails.length || ""}` }], side, chosen => go({ side: chosen }));
  $("phones").hidden = side !== "phones"; $("mail").hidden = side !== "mail";
  drawPhones(state);
  patch($("mail"), [...state.mails].reverse(), one => one.id, mail);
  if (!state.mails.length) $("mail").replaceChildren(el("p", { className: "dim empty", textContent: "No mail yet." }));
  keep();
};

const sendText = async () => {
  const text = $("words").value.trim(), files = await readFiles($("pictures").files);
  $("words").value = $("pictures").value = ""; $("chosen").textContent = "";
  if (text || files.length) act("text", { sender: at.phone, to: $("ours").value, text, files });
};
$("stranger").onsubmit = event => {
  event.preventDefault();
  const digits = $("number").value.replace(/[^\d+]/g, ""), number = /^\d{10}$/.test(digits) ? `+1${digits}` : digits;
  if (!/^\+\d{8,15}$/.test(number)) return toast("Write it like 312 555 0177");
  $("number").value = "";
  go({ phone: number });
};
$("texter").onsubmit = event => { event.preventDefault(); sendText(); };
$("pictures").onchange = () => { $("chosen").textContent = [...$("pictures").files].map(file => file.name).join(", "); };
$("attach").onclick = () => $("pictures").click();
$("words").onkeydown = event => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendText(); } };
rove($("roster"), "button"); rove($("sides"), "button");
