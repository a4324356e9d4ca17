"""Slack's limits on Block Kit, as far as the bot's screens can meet them."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

Node = dict[str, Any]

MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MAX_CHARTS = 2
SURFACES = {
    "message": "section header divider context actions image input rich_text card video table data_table "
    "data_visualization carousel container markdown context_actions plan task_card",
    "modal": "section header divider context actions image input rich_text card video alert",
    "home": "section header divider context actions image input rich_text card video table data_table "
    "data_visualization carousel container",
}
SELECTS = {f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels")}
CHOICES = SELECTS | {f"multi_{kind}" for kind in SELECTS}
CHOICES |= {"radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker"}
TYPED = {f"{kind}_input" for kind in ("plain_text", "email_text", "number", "url_text", "rich_text", "file")}
ONLY_IN_MODALS = {"email_text_input", "number_input", "url_text_input", "file_input"}
FORMATS = {"initial_date": r"\d{4}-\d\d-\d\d", "initial_time": r"([01]\d|2[0-3]):[0-5]\d"}
ELEMENTS = {
    "actions": CHOICES | {"button", "overflow", "workflow_button"},
    "accessory": CHOICES | {"button", "overflow", "workflow_button", "image"},
    "context": {"image", "mrkdwn", "plain_text"},
    "element": CHOICES | TYPED,
}
# field -> most characters; "!" required, "=" plain_text only
TEXTS = {
    "section": {"text": 3000},
    "header": {"text!=": 150},
    "image": {"image_url": 3000, "alt_text!": 2000, "title=": 2000},
    "input": {"label!=": 2000, "hint=": 2000},
    "markdown": {"text!": 12000},
    "alert": {"text!": 200},
    "data_visualization": {"title!": 50},
    "data_table": {"caption!": 150},
    "option_group": {"label!=": 75},
    "button": {"text!=": 75, "value": 2000, "url": 3000, "accessibility_label": 75},
    "option": {"text!": 75, "value!": 150, "description": 75},
    "confirm": {"title!=": 100, "text!": 300, "confirm=": 30, "deny=": 30},
    "modal": {"title!=": 24, "submit=": 24, "close=": 24},
    "home": {},
} | {kind: {"placeholder=": 150, "initial_value?": 3000} for kind in CHOICES | TYPED}
LISTS = {
    "section": ("fields", 10),
    "actions": ("elements", 25),
    "context": ("elements", 10),
    "static_select": ("options", 100),
    "multi_static_select": ("options", 100),
    "radio_buttons": ("options", 10),
    "checkboxes": ("options", 10),
    "overflow": ("options", 5),
}
OPTIONAL_LISTS = {"section", "static_select", "multi_static_select"}
VIEW_TEXTS = {"private_metadata?": 3000, "callback_id?": 255, "external_id?": 255}
TEXTS["modal"] |= VIEW_TEXTS
TEXTS["home"] |= VIEW_TEXTS
SHEETS = {"table": (100, 20, 10_000), "data_table": (101, 20, 20_000)}  # rows, columns, characters
SERIES, POINTS = 6, 20


def check_message(blocks: list[Node]) -> list[str]:
    return list(_blocks(blocks, "message"))


def check_view(view: Node) -> list[str]:
    surface = view.get("type", "")
    if surface not in ("modal", "home"):
        return [_problem(f"unsupported type: {surface}", "/view/type")]
    blocks = view.get("blocks", [])
    problems = [*_texts(view, surface, "/view"), *_blocks(blocks, surface)]
    if surface == "modal" and "submit" not in view and any(block.get("type") == "input" for block in blocks):
        problems.append(_problem("submit is required when there are input blocks", "/view/submit"))
    return problems


def elements(block: Node) -> list[Node]:
    """What a person can act on in a block."""
    if block.get("type") in ("rich_text", "context"):
        return []
    inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [element for element in inside if element]


def with_ids(blocks: list[Node]) -> list[Node]:
    """Slack names the blocks and elements that the app left unnamed."""
    for element in (element for block in blocks for element in elements(block)):
        element.setdefault("action_id", uuid4().hex[:6])
    return [{"block_id": uuid4().hex[:6], **block} for block in blocks]


def options_of(source: Node) -> list[Node]:
    groups = source.get("option_groups") or [source]
    return [option for group in groups for option in group.get("options", [])]


def _problem(what: str, where: str) -> str:
    return f"[ERROR] {what} [json-pointer:{where}]"


def _blocks(blocks: list[Node], surface: str) -> Iterator[str]:
    if len(blocks) > MAX_BLOCKS[surface]:
        yield _problem(f"no more than {MAX_BLOCKS[surface]} items allowed", "/blocks")
    if sum(one.get("focus_on_load", False) for block in blocks for one in elements(block)) > 1:
        yield _problem("only one element may have focus_on_load", "/blocks")
    if sum(block.get("type") == "data_visualization" for block in blocks) > MAX_CHARTS:
        yield _problem(f"no more than {MAX_CHARTS} charts allowed", "/blocks")
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        block_id = block.get("block_id", "")
        if block_id and block_id in seen:
            yield _problem(f"`block_id` already exists: {block_id}", f"/blocks/{at}/block_id")
        seen.add(block_id)
        yield from _block(block, surface, f"/blocks/{at}")


def _block(block: Node, surface: str, path: str) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in SURFACES[surface].split():
        yield _problem(f"unsupported type: {kind}", f"{path}/type")
        return
    if len(block.get("block_id", "")) > 255:
        yield _problem("must be less than 256 characters", f"{path}/block_id")
    if kind == "section" and not (block.get("text") or block.get("fields")):
        yield _problem("either text or fields should be provided", path)
    if kind == "image" and not (block.get("image_url") or block.get("slack_file")):
        yield _problem("either image_url or slack_file should be provided", path)
    for at, text in enumerate(block.get("fields", [])):
        yield from _length(text.get("text", ""), 2000, f"{path}/fields/{at}")
    yield from _texts(block, kind, path)
    yield from _lists(block, kind, path)
    yield from _children(block, kind, path, surface)
    if kind in SHEETS:
        yield from _sheet(block.get("rows", []), kind, path)
    if kind == "data_visualization":
        yield from _chart(block.get("chart", {}), path)


def _sheet(table: list[list[Node]], kind: str, path: str) -> Iterator[str]:
    rows, columns, characters = SHEETS[kind]
    if not 1 <= len(table) <= rows or any(not 1 <= len(row) <= columns for row in table):
        yield _problem(f"must have 1 to {rows} rows of 1 to {columns} cells", f"{path}/rows")
    if len({len(row) for row in table}) > 1 or (kind == "data_table" and len(table) < 2):
        yield _problem("must have a head and rows of the same length", f"{path}/rows")
    if any(cell.get("type") == "raw_number" and not cell.get("text") for row in table for cell in row):
        yield _problem("missing required field: text", f"{path}/rows")
    if sum(len(str(cell.get("text", ""))) for row in table for cell in row) > characters:
        yield _problem(f"must be less than {characters} characters", f"{path}/rows")


def _chart(chart: Node, path: str) -> Iterator[str]:
    parts = chart.get("segments") or chart.get("series") or []
    if chart.get("type") not in ("pie", "bar", "area", "line") or not 1 <= len(parts) <= SERIES:
        yield _problem(f"must be a chart with 1 to {SERIES} segments or series", f"{path}/chart")
    names = {str(part.get("label") or part.get("name") or "") for part in parts}
    if len(names) < len(parts) or not all(0 < len(name) <= 20 for name in names):
        yield _problem("names must differ and be less than 21 characters", f"{path}/chart")
    axes = chart.get("axis_config", {})
    categories = axes.get("categories", [])
    if any(len(str(one)) > 20 for one in categories) or any(
        len(axes.get(f"{one}_label", "")) > 50 for one in "xy"
    ):
        yield _problem("labels must be less than 21 characters, those of axes less than 51", f"{path}/chart")
    labels = [[point.get("label") for point in part.get("data", [])] for part in parts]
    if "series" in chart and (len(categories) > POINTS or any(each != categories for each in labels)):
        yield _problem("every series needs one point for each category", f"{path}/chart/series")


def _children(block: Node, kind: str, path: str, surface: str) -> Iterator[str]:
    inside = [(kind, f"elements/{at}", each) for at, each in enumerate(block.get("elements", []))]
    inside += [(slot, slot, block[slot]) for slot in ("accessory", "element") if slot in block]
    actions: set[str] = set()
    for slot, where, element in inside:
        if slot not in ELEMENTS:
            continue
        elsewhere = surface != "modal" and element.get("type") in ONLY_IN_MODALS
        if element.get("type") not in ELEMENTS[slot] or elsewhere:
            yield _problem(f"unsupported type: {element.get('type')}", f"{path}/{where}")
        if element.get("action_id", "") in actions:
            yield _problem(f"`action_id` already exists: {element['action_id']}", f"{path}/{where}")
        actions |= {element["action_id"]} if "action_id" in element else set()
        yield from _element(element, f"{path}/{where}")


def _element(element: Node, path: str) -> Iterator[str]:
    kind = element.get("type", "")
    yield from _texts(element, kind, path)
    yield from _lists(element, kind, path)
    for at, option in enumerate(options_of(element)):
        yield from _texts(option, "option", f"{path}/options/{at}")
    yield from _options(element, path)
    if "confirm" in element:
        yield from _texts(element["confirm"], "confirm", f"{path}/confirm")
    if element.get("max_length", 1) > 3000:
        yield _problem("must be less than 3001", f"{path}/max_length")
    if len(element.get("action_id", "")) > 255:
        yield _problem("must be less than 256 characters", f"{path}/action_id")


def _options(element: Node, path: str) -> Iterator[str]:
    kind, groups, options = element.get("type", ""), element.get("option_groups", []), options_of(element)
    for group in groups:
        yield from _texts(group, "option_group", f"{path}/option_groups")
        yield from _lists(group, "static_select", f"{path}/option_groups")
    if len(groups) > 100 or (kind.endswith("static_select") and not options):
        yield _problem("must have 1 to 100 options or groups", path)
    initial = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    if not kind.endswith("external_select") and any(one not in options for one in initial):
        yield _problem("initial_option must be one of the options", f"{path}/initial_option")
    for field, form in FORMATS.items():
        if field in element and not re.fullmatch(form, element[field]):
            yield _problem("must be a date or a time", f"{path}/{field}")
    if element.get("style", "primary") not in ("primary", "danger"):
        yield _problem("must be primary or danger", f"{path}/style")
    if kind == "number_input" and "is_decimal_allowed" not in element:
        yield _problem("missing required field: is_decimal_allowed", path)
    if not 1 <= element.get("max_files", 1) <= 10:
        yield _problem("must be 1 to 10", f"{path}/max_files")


def _texts(node: Node, kind: str, path: str) -> Iterator[str]:
    for rule, most in TEXTS.get(kind, {}).items():
        field = rule.rstrip("!=?")
        value = node.get(field)
        if value is None:
            if "!" in rule:
                yield _problem(f"missing required field: {field}", path)
            continue
        if "=" in rule and not (isinstance(value, dict) and value.get("type") == "plain_text"):
            yield _problem("must be a plain_text object", f"{path}/{field}")
            continue
        text = value.get("text", "") if isinstance(value, dict) else value
        yield from _length(text, most, f"{path}/{field}", least=0 if "?" in rule else 1)


def _length(text: str, most: int, path: str, least: int = 1) -> Iterator[str]:
    if len(text) > most:
        yield _problem(f"must be less than {most + 1} characters", path)
    if len(text) < least:
        yield _problem(f"must be more than {least - 1} characters", path)


def _lists(node: Node, kind: str, path: str) -> Iterator[str]:
    field, most = LISTS.get(kind, ("", 0))
    if not field or (field not in node and kind in OPTIONAL_LISTS):
        return
    count = len(node.get(field, []))
    if not 1 <= count <= most:
        yield _problem(f"must have 1 to {most} items", f"{path}/{field}")
