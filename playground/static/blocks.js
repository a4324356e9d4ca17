// Block Kit, as far as bots here emit it.
import { el } from "./dom.js";

const EMOJI = { x: "❌", white_check_mark: "✅", heavy_check_mark: "✔️", eyes: "👀", hourglass: "⌛", clock3: "🕒",
  hourglass_flowing_sand: "⏳", warning: "⚠️", no_entry: "⛔", no_entry_sign: "🚫", tada: "🎉", "+1": "👍", thumbsup: "👍",
  "-1": "👎", heart: "❤️", smile: "😄", slightly_smiling_face: "🙂", joy: "😂", wave: "👋", house: "🏠", key: "🔑",
  iphone: "📱", speech_balloon: "💬", incoming_envelope: "📨", envelope: "✉️", bell: "🔔", fire: "🔥", pray: "🙏", rocket: "🚀",
  question: "❓", exclamation: "❗", zzz: "💤", pushpin: "📌", calendar: "📅", money_with_wings: "💸", ok_hand: "👌",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", leftwards_arrow_with_hook: "↩️", laughing: "😆" };
export const emoji = name => EMOJI[name.split("::")[0]] || `:${name}:`;
let names = {};
export const setNames = people => { names = Object.fromEntries(people.map(one => [one.id, one.name])); };

const link = (url, label) => /^(https?|mailto|tel):/i.test(url)
  ? el("a", { href: url, textContent: label || url.replace(/^(mailto|tel):/, ""), target: "_blank", rel: "noopener noreferrer" }) : label || url;
export const plainly = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const mention = (mark, label) => el("span", { className: "mention", textContent: mark + label });

const MARKS = [
  [/```([\s\S]+?)```/, found => el("pre", { textContent: plainly(found[1].replace(/^\n/, "")) })],
  [/`([^`\n]+)`/, found => el("code", { textContent: plainly(found[1]) })],
  [/<@(\w+)(?:\|[^>]*)?>/, found => mention("@", names[found[1]] || found[1])],
  [/<#(\w+)(?:\|([^>]*))?>/, found => mention("#", found[2] || "general")],
  [/<!(\w+)[^>]*>/, found => mention("@", found[1])],
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

const rich = part => {
  const kids = () => (part.elements || []).map(rich);
  const style = Object.keys(part.style || {}).map(name => `r-${name}`).join(" ");
  switch (part.type) {
    case "rich_text_list": return el(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map(one => el("li", {}, rich(one))));
    case "rich_text_quote": return el("blockquote", {}, kids());
    case "rich_text_preformatted": return el("pre", {}, kids());
    case "rich_text_section": return el("p", {}, kids());
    case "link": return link(part.url, part.text);
    case "user": return mention("@", names[part.user_id] || part.user_id);
    case "channel": return mention("#", "general");
    case "broadcast": return mention("@", part.range);
    case "emoji": return emoji(part.name);
    default: return el("span", { className: style, textContent: part.text || "" });
  }
};

// `act` says what a screen does when somebody uses an element: act.click, act.fill, act.suggest, act.value.
export const element = (one, block, act) => {
  const label = one.accessibility_label || null, hint = one.placeholder?.text || "";
  const done = value => {
    const ask = one.confirm && `${one.confirm.title.text}\n\n${one.confirm.text.text}`;
    if (!ask || confirm(ask)) act.click(one, block, value);
  };
  const use = block.type === "input" ? value => act.fill(one, block, value) : done;
  const held = act.value(one, block);
  switch (one.type) {
    case "button": return el("button", { className: `button ${one.style || ""}`, type: "button", attrs: { "aria-label": label },
      onclick: () => { if (one.url) open(one.url, "_blank", "noopener"); done(one.value); } }, words(one.text));
    case "image": return el("img", { src: one.image_url, alt: one.alt_text });
    case "mrkdwn": case "plain_text": return el("span", {}, words(one));
    case "static_select": case "overflow": return el("select", { attrs: { "aria-label": label || hint || "Choose" },
      onchange: event => use(event.target.value) }, el("option", { value: "", textContent: hint || "…", hidden: !!held }),
      choices(one).map(each => el("option", { value: each.value, textContent: each.text.text, selected: held?.value === each.value })));
    case "radio_buttons": case "checkboxes": return group(one, block, held, use);
    case "external_select": return search(one, block, held, use, act);
    case "datepicker": case "timepicker": return el("input", { type: one.type.slice(0, 4), value: held || "",
      attrs: { "aria-label": label || hint || one.type }, onchange: event => use(event.target.value) });
    case "plain_text_input": case "email_text_input": case "number_input": case "url_text_input": {
      const field = el(one.multiline ? "textarea" : "input", { value: held || "", placeholder: hint, id: `f-${block.block_id}`,
        oninput: event => act.fill(one, block, event.target.value) });
      if (one.max_length) field.maxLength = one.max_length;
      return field;
    }
    default: return el("span", { className: "dim", textContent: `[${one.type}]` });
  }
};
const choices = one => [...(one.options || []), ...(one.option_groups || []).flatMap(each => each.options)];

const group = (one, block, held, use) => {
  const many = one.type === "checkboxes", on = new Set((many ? held || [] : [held]).filter(Boolean).map(each => each.value));
  const changed = event => { if (many) event.target.checked ? on.add(event.target.value) : on.delete(event.target.value);
    use(many ? [...on] : event.target.value); };
  return el("div", { className: "choices", attrs: { role: "group" } }, one.options.map(each => el("label", {},
    el("input", { type: many ? "checkbox" : "radio", name: block.block_id + one.action_id, value: each.value,
      checked: on.has(each.value), onchange: changed }), el("span", {}, words(each.text),
      each.description ? el("small", { className: "dim" }, words(each.description)) : null))));
};

const search = (one, block, held, use, act) => {
  const list = el("ul", { className: "found", hidden: true, attrs: { role: "listbox" } });
  const field = el("input", { value: held?.text.text || "", placeholder: one.placeholder?.text || "", autocomplete: "off",
    id: `f-${block.block_id}`, attrs: { role: "combobox", "aria-expanded": "false", "aria-label": one.placeholder?.text } });
  const show = shown => { list.hidden = !shown; field.setAttribute("aria-expanded", String(shown)); };
  const choose = option => { field.value = option ? option.text.text : ""; show(false); use(option); };
  const look = async () => {
    if (field.value.length < (one.min_query_length ?? 3)) return show(false);
    const asked = field.value, found = await act.suggest(one, block, held?.text.text === asked ? "" : asked);
    if (field.value !== asked) return;
    list.replaceChildren(...(found.length ? found : [null]).map(option => el("li", { attrs: { role: "option" },
      textContent: option ? option.text.text : "No results", onmousedown: event => { event.preventDefault(); if (option) choose(option); } })));
    show(true);
  };
  const step = by => {
    const items = [...list.children], at = items.findIndex(item => item.ariaSelected === "true");
    items.forEach(item => { item.ariaSelected = "false"; });
    const next = items[(at + by + items.length) % items.length];
    if (next) { next.ariaSelected = "true"; next.scrollIntoView({ block: "nearest" }); }
  };
  field.onclick = look;
  field.oninput = () => { clearTimeout(field.timer); field.timer = setTimeout(look, 150); if (!field.value) use(null); };
  field.onblur = () => { show(false); if (field.value) field.value = act.value(one, block)?.text.text || ""; };
  field.onkeydown = event => {
    if (list.hidden) return event.key === "ArrowDown" ? look() : undefined;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter") { event.preventDefault(); list.querySelector("[aria-selected=true]")?.onmousedown(event); }
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); show(false); }
  };
  return el("div", { className: "search" }, field, list);
};

const table = rows => el("table", {}, rows.map(row => el("tr", {}, row.map(cell =>
  el("td", {}, cell.elements ? cell.elements.map(rich) : String(cell.text ?? cell.value ?? ""))))));

export const blockNode = (block, act, error) => {
  const each = () => block.elements.map(one => element(one, block, act));
  switch (block.type) {
    case "section": return el("div", { className: "b-section" }, el("div", { className: "grow" }, el("div", {}, words(block.text)),
      block.fields ? el("div", { className: "fields" }, block.fields.map(one => el("div", {}, words(one)))) : null),
      block.accessory ? element(block.accessory, block, act) : null);
    case "header": return el("h3", {}, words(block.text));
    case "divider": return el("hr");
    case "context": return el("div", { className: "b-context" }, each());
    case "actions": return el("div", { className: "b-actions" }, each());
    case "image": return el("figure", {}, el("figcaption", { className: "dim" }, words(block.title)),
      el("img", { src: block.image_url || `/file/${block.slack_file?.id}`, alt: block.alt_text }));
    case "rich_text": return el("div", { className: "rich" }, block.elements.map(rich));
    case "markdown": return el("div", {}, mrkdwn(block.text.replace(/\*\*/g, "*")));
    case "table": return table(block.rows);
    case "alert": return el("div", { className: "alert" }, words(block.text));
    case "input": return el("div", { className: error ? "b-input wrong" : "b-input" },
      el("label", { htmlFor: `f-${block.block_id}` }, words(block.label), block.optional ? el("span", { className: "dim", textContent: " (optional)" }) : null),
      element(block.element, block, act), error ? el("p", { className: "error", textContent: error, attrs: { role: "alert" } }) : null,
      block.hint ? el("p", { className: "dim" }, words(block.hint)) : null);
    default: return el("div", { className: "dim", textContent: `[${block.type}] ${block.title?.text || block.title || ""}` });
  }
};
