// Slack's text as nodes: mrkdwn, rich text, emoji, mentions, dates and links.
import { clock, day, el } from "./dom.js";

const EMOJI = { x: "❌", white_check_mark: "✅", heavy_check_mark: "✔️", eyes: "👀", hourglass: "⌛", clock3: "🕒", alarm_clock: "⏰",
  hourglass_flowing_sand: "⏳", warning: "⚠️", no_entry: "⛔", no_entry_sign: "🚫", tada: "🎉", "+1": "👍", thumbsup: "👍",
  "-1": "👎", heart: "❤️", smile: "😄", slightly_smiling_face: "🙂", joy: "😂", wave: "👋", house: "🏠", key: "🔑", memo: "📝",
  iphone: "📱", speech_balloon: "💬", incoming_envelope: "📨", envelope: "✉️", bell: "🔔", fire: "🔥", pray: "🙏", rocket: "🚀",
  question: "❓", exclamation: "❗", zzz: "💤", pushpin: "📌", calendar: "📅", money_with_wings: "💸", ok_hand: "👌", lock: "🔒",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", leftwards_arrow_with_hook: "↩️", laughing: "😆",
  scissors: "✂️", paperclip: "📎", frame_with_picture: "🖼️", link: "🔗", bust_in_silhouette: "👤", information_source: "ℹ️",
  busts_in_silhouette: "👥", arrow_right: "➡️", point_right: "👉", sparkles: "✨", raised_hands: "🙌", clap: "👏", inbox_tray: "📥" };
export const REACTIONS = ["white_check_mark", "eyes", "alarm_clock", "heart", "+1", "pray", "joy", "tada"];
export const emoji = name => EMOJI[name.split("::")[0]] || `:${name}:`;

export const world = { people: [], channels: [], numbers: [] };
export const person = id => world.people.find(one => one.id === id) || { id, name: "Parley", bot: true };
const channelName = id => world.channels.find(one => one.id === id)?.name || "private channel";
const jump = where => event => { event.preventDefault(); document.dispatchEvent(new CustomEvent("jump", { detail: where })); };

// Where a link leads inside this page: a message, or Parley's own tabs.
const inside = url => {
  const message = /\/archives\/(\w+)(?:\/p(\d+)(\d{6}))?(?:\?thread_ts=([\d.]+))?/.exec(url), tab = /^slack:.*[?&]tab=(\w+)/.exec(url);
  if (message) return { channel: message[1], ts: message[2] && `${message[2]}.${message[3]}`, thread: message[4] };
  return tab ? { tab: tab[1] } : /^slack:/.test(url) ? { tab: "messages" } : null;
};
export const visit = url => {
  const here = inside(url);
  if (here) document.dispatchEvent(new CustomEvent("jump", { detail: here }));
  else if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener");
};
export const link = (url, label) => {
  const here = inside(url);
  if (here) return el("a", { href: "#", textContent: label || "the conversation", onclick: jump(here) });
  if (!/^(https?|mailto|tel):/i.test(url)) return label || url;
  return el("a", { href: url, textContent: label || url.replace(/^(mailto|tel):/, ""), target: "_blank", rel: "noopener noreferrer" });
};
export const linked = text => text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)'])/).map((part, at) => at % 2 ? link(part) : part);
export const plainly = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const user = id => el("span", { className: "mention", textContent: `@${person(id).name}` });
const channel = id => el("a", { className: "mention", href: "#", textContent: `#${channelName(id)}`, onclick: jump({ channel: id }) });
const date = (seconds, form) => {
  const when = new Date(seconds * 1000);
  return form.replace(/\{(\w+)\}/g, (_, part) => part.startsWith("time") ? clock(when) : day(when));
};

const MARKS = [
  [/```([\s\S]+?)```/, found => el("pre", { textContent: plainly(found[1].replace(/^\n/, "")) })],
  [/`([^`\n]+)`/, found => el("code", { textContent: plainly(found[1]) })],
  [/<@(\w+)(?:\|[^>]*)?>/, found => user(found[1])],
  [/<#(\w+)(?:\|([^>]*))?>/, found => channel(found[1])],
  [/<!date\^(\d+)\^([^>^|]*)[^>]*>/, found => date(found[1], plainly(found[2]))],
  [/<!(\w+)[^>]*>/, found => el("span", { className: "mention", textContent: `@${found[1]}` })],
  [/<([^>|]+)(?:\|([^>]*))?>/, found => link(plainly(found[1]), found[2] && plainly(found[2]))],
  [/(?<![\w*])\*(\S|\S[^*\n]*\S)\*(?![\w*])/, found => el("b", {}, mrkdwn(found[1]))],
  [/(?<![\w_])_(\S|\S[^_\n]*\S)_(?![\w_])/, found => el("i", {}, mrkdwn(found[1]))],
  [/(?<![\w~])~(\S|\S[^~\n]*\S)~(?![\w~])/, found => el("s", {}, mrkdwn(found[1]))],
  [/(?:^|(?<=\n))(?:&gt;|>) ?([^\n]*)\n?/, found => el("blockquote", {}, mrkdwn(found[1]))],
  [/:([a-z0-9_+-]+):/, found => emoji(found[1])],
];
export const mrkdwn = text => {
  let first = null;
  for (const [mark, make] of MARKS) {
    const found = mark.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return text ? [plainly(text)] : [];
  const { found, make } = first;
  return [plainly(text.slice(0, found.index)), make(found), ...mrkdwn(text.slice(found.index + found[0].length))].flat();
};
export const words = text => !text ? [] : text.type === "mrkdwn" ? mrkdwn(text.text)
  : text.emoji === false ? [text.text] : [text.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name))];
export const said = text => words(text).map(part => part.textContent ?? part).join("");

export const rich = part => {
  const kids = () => (part.elements || []).map(rich);
  switch (part.type) {
    case "rich_text": return kids();
    case "rich_text_list": return el(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map(one => el("li", {}, rich(one))));
    case "rich_text_quote": return el("blockquote", {}, kids());
    case "rich_text_preformatted": return el("pre", {}, kids());
    case "rich_text_section": return el("p", {}, kids());
    case "link": return link(part.url, part.text);
    case "user": return user(part.user_id);
    case "channel": return channel(part.channel_id);
    case "broadcast": return el("span", { className: "mention", textContent: `@${part.range}` });
    case "emoji": return emoji(part.name);
    default: return el("span", { className: Object.keys(part.style || {}).map(name => `r-${name}`).join(" "), textContent: part.text || "" });
  }
};
