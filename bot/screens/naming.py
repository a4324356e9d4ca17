"""The window that asks what a client is called."""

from collections.abc import Sequence

from bot.screens.blocks import Block, cut, input_block, modal

NO_NAME = "Write a name."
LONGEST = 80


def ask(conversation_id: str, phone: str, people: Sequence[tuple[str, str, bool]]) -> Block:
    """`people`: (contact id, name, whether somebody gave it). Each has a field of their own."""
    blocks = [_field(phone, len(people) > 1, *one) for one in people[:10]]
    known = any(saved for _, _, saved in people)
    title = "Edit name" if known else "Save contact"
    return modal("name_contact", title, blocks, "Save", conversation_id)


def _field(phone: str, several: bool, contact_id: str, name: str, is_saved: bool) -> Block:
    field: Block = {"type": "plain_text_input", "action_id": "name", "max_length": LONGEST}
    if is_saved:
        field["initial_value"] = cut(name, LONGEST)
    label = f"Name instead of {cut(name, 60)}" if several and is_saved else "Name"
    return input_block(label, contact_id, field, hint=f"Who writes from {phone}")
