// Block Kit as nodes, as far as bots here emit it.
import { el } from "./dom.js";
import { element } from "./fields.js";
import { mrkdwn, rich, words } from "./text.js";

const cell = one => one.elements ? rich({ type: "rich_text", elements: one.elements }) : String(one.text ?? one.value ?? "");
const table = (rows, caption, hasHead) => el("div", { className: "sheet" }, el("table", {}, caption ? el("caption", { textContent: caption }) : null,
  rows.map((row, at) => el("tr", {}, row.map(one => el(hasHead && !at ? "th" : "td", { className: one.type === "raw_number" ? "number" : "" }, cell(one)))))));
// Bars where a chart has bars, else its numbers. A bot shows the same numbers as a table for those who see no bars.
const chart = ({ title, chart: drawn }) => {
  const text = value => ({ text: value }), number = value => ({ type: "raw_number", value });
  if (drawn.type === "pie") return table(drawn.segments.map(one => [text(one.label), number(one.value)]), title, false);
  const { categories, x_label } = drawn.axis_config, head = [text(x_label || ""), ...drawn.series.map(one => text(one.name))];
  return drawn.type === "bar" ? bars(title, drawn.series, categories)
    : table([head, ...categories.map((name, at) => [text(name), ...drawn.series.map(one => number(one.data[at].value))])], title, true);
};
const bars = (title, series, categories) => {
  const most = Math.max(1, ...series.flatMap(one => one.data.map(point => point.value)));
  const bar = (one, nth, at) => { const node = el("i", { className: `s${nth}`, title: `${one.name} ${categories[at]}: ${one.data[at].value}` }); node.style.height = `${100 * one.data[at].value / most}%`; return node; };
  return el("figure", { className: "chart", attrs: { role: "img", "aria-label": title } },
    el("figcaption", {}, el("b", { textContent: title }), series.map((one, nth) => el("span", {}, el("i", { className: `s${nth}` }), one.name)), el("span", { className: "dim", textContent: `most ${most.toLocaleString()}` })),
    el("div", {}, categories.map((name, at) => el("div", {}, el("div", {}, series.map((one, nth) => bar(one, nth, at))), el("small", { textContent: name })))));
};

const input = (block, act, error) => {
  const grouped = ["radio_buttons", "checkboxes", "file_input"].includes(block.element.type) || /^multi_(?!external)/.test(block.element.type);
  return el("div", { className: error ? "b-input wrong" : "b-input" },
    el(grouped ? "div" : "label", { className: "label", id: `l-${block.block_id}`, ...(grouped ? {} : { htmlFor: `f-${block.block_id}` }) }, words(block.label),
      block.optional ? el("span", { className: "dim", textContent: " (optional)" }) : null),
    element(block.element, block, act), error ? el("p", { className: "error", textContent: error, attrs: { role: "alert" } }) : null,
    block.hint ? el("p", { className: "dim", id: `h-${block.block_id}` }, words(block.hint)) : null);
};

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
    case "image": return el("figure", {}, block.title ? el("figcaption", { className: "dim" }, words(block.title)) : null,
      el("img", { src: block.image_url || `/file/${block.slack_file?.id}`, alt: block.alt_text }));
    case "rich_text": return el("div", { className: "rich" }, rich(block));
    case "markdown": return el("div", {}, mrkdwn(block.text.replace(/\*\*/g, "*").replace(/^#+ (.*)$/gm, "*$1*")));
    case "table": return table(block.rows, "", true);
    case "data_table": return table(block.rows, block.caption?.text || block.caption, true);
    case "data_visualization": return chart(block);
    case "alert": return el("div", { className: `alert ${block.level || ""}`, attrs: { role: "note" } }, words(block.text));
    case "input": return input(block, act, error);
    default: return el("div", { className: "dim", textContent: `[${block.type}] ${block.title?.text || block.title || ""}` });
  }
};
