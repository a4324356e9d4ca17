// Everything in Block Kit that a person can use. `act` says what a screen does with it: click, fill, suggest, value.
import { ask, el, localTime, ofLocalTime, popup, readFiles } from "./dom.js";
import { said, visit, words, world } from "./text.js";

const TEXT = { plain_text_input: "text", email_text_input: "email", number_input: "number", url_text_input: "url" };
const TIME = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };

export const element = (one, block, act) => {
  const isInput = block.type === "input", hint = one.placeholder?.text || "";
  const done = async value => {
    const wanted = one.confirm && { ...one.confirm, title: said(one.confirm.title), text: said(one.confirm.text), confirm: said(one.confirm.confirm), deny: said(one.confirm.deny) };
    if (!wanted || await ask(wanted)) act.click(one, block, value);
  };
  const use = isInput ? value => act.fill(one, block, value) : done;
  const to = { one, block, act, use, held: act.value(one, block), hint };
  to.attrs = isInput ? { "aria-describedby": block.hint ? `h-${block.block_id}` : null, "aria-required": block.optional ? null : "true" }
    : { "aria-label": one.accessibility_label || hint || null };
  to.id = isInput ? `f-${block.block_id}` : "";
  const options = places(one);
  if (one.type.startsWith("multi_") && options) return ticks(to, options, true);
  if (options && one.type.endsWith("_select")) return select(to, options);
  if (one.type in TEXT) return text(to);
  if (one.type in TIME) return time(to);
  switch (one.type) {
    case "button": return el("button", { className: `button ${one.style || ""}`, type: "button", attrs: { "aria-label": one.accessibility_label },
      onclick: () => { if (one.url) visit(one.url); done(one.value); } }, words(one.text));
    case "image": return el("img", { src: one.image_url || `/file/${one.slack_file?.id}`, alt: one.alt_text });
    case "mrkdwn": case "plain_text": return el("span", {}, words(one));
    case "overflow": return el("button", { className: "button more", type: "button", textContent: "⋯", attrs: { "aria-label": one.accessibility_label || "More actions", "aria-haspopup": "menu" },
      onclick: event => popup(event.currentTarget, one.options.map(each => ({ label: said(each.text), act: () => { if (each.url) visit(each.url); done(each.value); } }))) });
    case "radio_buttons": case "checkboxes": return ticks(to, one.options, one.type === "checkboxes");
    case "external_select": case "multi_external_select": return search(to, one.type.startsWith("multi"));
    case "file_input": return files(to);
    default: return el("span", { className: "dim", textContent: `[${one.type}]` });
  }
};

// The options of a select: given, in groups, or the people and channels of the workspace.
const places = one => {
  const kind = one.type.replace("multi_", ""), asOption = ({ id, name }) => ({ value: id, text: { type: "plain_text", text: name } });
  if (kind === "static_select") return one.options || one.option_groups.flatMap(group => group.options);
  if (kind === "users_select") return world.people.map(asOption);
  if (kind !== "conversations_select" && kind !== "channels_select") return null;
  const wanted = kind === "channels_select" ? ["public"] : one.filter?.include || ["public", "private", "im"];
  const fits = each => wanted.includes(each.is_im ? "im" : each.is_private ? "private" : "public") && !each.is_archived && !(each.is_im && one.filter?.exclude_bot_users);
  return world.channels.filter(fits).map(each => asOption({ id: each.id, name: each.is_im ? each.name : `#${each.name}` }));
};
const valueOf = held => typeof held === "string" ? held : held?.value;

const select = ({ one, block, use, held, hint, attrs, id }, options) => {
  const item = each => el("option", { value: each.value, textContent: said(each.text), selected: valueOf(held) === each.value });
  const field = el("select", { id, attrs, onchange: event => use(event.target.value || null) },
    el("option", { value: "", textContent: hint || "Choose…", hidden: !block.optional && !!held }),
    one.option_groups ? one.option_groups.map(group => el("optgroup", { label: said(group.label) }, group.options.map(item))) : options.map(item));
  return field;
};

const text = ({ one, block, act, held, hint, attrs, id }) => {
  const field = el(one.multiline ? "textarea" : "input", { value: held || "", placeholder: hint, id, attrs, oninput: event => act.fill(one, block, event.target.value) });
  if (!one.multiline) field.type = TEXT[one.type];
  if (one.type === "number_input") Object.assign(field, { step: one.is_decimal_allowed ? "any" : "1", min: one.min_value ?? "", max: one.max_value ?? "" });
  if (one.max_length) field.maxLength = one.max_length;
  const onEnter = block.dispatch_action && !one.multiline && (one.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"]).includes("on_enter_pressed");
  if (onEnter) field.onkeydown = event => { if (event.key === "Enter") { event.preventDefault(); act.click(one, block, field.value); } };
  return field;
};

const time = ({ one, use, held, attrs, id, hint }) => {
  const whole = one.type === "datetimepicker";
  return el("input", { type: TIME[one.type], id, attrs: { "aria-label": id ? null : hint || "Date and time", ...attrs }, value: whole && held ? localTime(held) : held || "",
    onchange: ({ target }) => use(whole && target.value ? ofLocalTime(target.value) : target.value || null) });
};

const ticks = ({ one, block, use, held, id }, options, many) => {
  const on = new Set((many ? held || [] : [held]).filter(Boolean).map(valueOf));
  const changed = ({ target }) => {
    if (many) target.checked ? on.add(target.value) : on.delete(target.value);
    use(many ? [...on] : target.value);
  };
  return el("div", { className: "choices", id, attrs: { role: many ? "group" : "radiogroup", "aria-labelledby": id ? `l-${block.block_id}` : null } },
    options.map(each => el("label", {}, el("input", { type: many ? "checkbox" : "radio", name: block.block_id + one.action_id, value: each.value,
      checked: on.has(each.value), onchange: changed }), el("span", {}, words(each.text), each.description ? el("small", { className: "dim" }, words(each.description)) : null))));
};

const chip = (label, take) => el("span", { className: "chip" }, label, el("button", { type: "button", textContent: "✕", onclick: take, attrs: { "aria-label": `Remove ${label}` } }));

const files = ({ one, use, held, id }) => {
  const chosen = [...held || []], list = el("div", { className: "chips" }), picker = el("input", { type: "file", multiple: (one.max_files ?? 10) > 1, hidden: true });
  if (one.filetypes) picker.accept = one.filetypes.map(each => `.${each}`).join();
  const show = () => list.replaceChildren(...chosen.map((file, at) => chip(`${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`, () => { chosen.splice(at, 1); show(); use([...chosen]); })));
  const add = async some => { chosen.push(...await readFiles(some)); picker.value = ""; show(); use([...chosen]); };
  picker.onchange = () => add(picker.files);
  show();
  return el("div", { className: "drop", attrs: { role: "group", "aria-labelledby": `l-${id.slice(2)}` }, ondragover: event => event.preventDefault(), ondrop: event => { event.preventDefault(); add(event.dataTransfer.files); } },
    picker, el("button", { className: "button", type: "button", id, textContent: "Choose files", onclick: () => picker.click() }), el("span", { className: "dim", textContent: " or drop them here" }), list);
};

const search = ({ one, block, act, use, held, hint, attrs, id }, many) => {
  const chosen = many ? [...held || []] : [], name = option => option ? said(option.text) : "";
  let picked = many ? null : held, timer;
  const list = el("ul", { className: "found", hidden: true, id: `o-${block.block_id}`, attrs: { role: "listbox" } }), chips = el("div", { className: "chips" });
  const field = el("input", { value: name(picked), placeholder: hint, autocomplete: "off", id,
    attrs: { ...attrs, role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id } });
  const open = shown => { list.hidden = !shown; field.setAttribute("aria-expanded", String(shown)); };
  const tell = () => { chips.replaceChildren(...chosen.map((each, at) => chip(name(each), () => { chosen.splice(at, 1); tell(); use([...chosen]); }))); };
  const choose = option => {
    open(false);
    if (many) { field.value = ""; if (!chosen.some(each => each.value === option.value)) chosen.push(option); tell(); return use([...chosen]); }
    picked = option; field.value = name(option); use(option);
  };
  const item = (option, at) => el("li", { id: `${list.id}-${at}`, attrs: { role: "option", "aria-selected": "false" }, textContent: name(option) || "No results",
    onmousedown: event => { event.preventDefault(); if (option) choose(option); } }, option?.description && el("small", { className: "dim" }, ` ${said(option.description)}`));
  const look = async () => {
    const asked = field.value === name(picked) ? "" : field.value;
    if (asked.length < (one.min_query_length ?? 3)) return open(false);
    const typed = field.value, found = await act.suggest(one, block, asked) || [];
    if (field.value !== typed || document.activeElement !== field) return;
    list.replaceChildren(...(found.length ? found : [null]).map(item));
    open(true);
  };
  const step = by => {
    const items = [...list.children], at = items.findIndex(each => each.ariaSelected === "true");
    items.forEach(each => { each.ariaSelected = "false"; });
    const next = items[at < 0 && by < 0 ? items.length - 1 : (at + by + items.length) % items.length];
    if (next) { next.ariaSelected = "true"; field.setAttribute("aria-activedescendant", next.id); next.scrollIntoView({ block: "nearest" }); }
  };
  field.onclick = look;
  field.oninput = () => { clearTimeout(timer); timer = setTimeout(look, 150); if (!field.value && !many) { picked = null; use(null); } };
  field.onblur = () => { open(false); field.value = many ? "" : name(picked); };
  field.onkeydown = event => {
    const step1 = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) { if (event.key === "ArrowDown") look(); return; }
    if (step1) { event.preventDefault(); step(step1); }
    if (event.key === "Enter") { event.preventDefault(); (list.querySelector("[aria-selected=true]") || list.firstChild)?.onmousedown(event); }
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); open(false); }
  };
  tell();
  return el("div", { className: "search" }, chips, field, list);
};
