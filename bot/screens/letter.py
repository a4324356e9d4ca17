"""E-mails as HTML, for readers that show it."""

from html import escape


def as_html(text: str) -> str:
    """Plain words as a page: one paragraph a line."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return page(lines)


def page(body: str) -> str:
    """The page around what is HTML already."""
    inner = f'<body style="font-family:sans-serif;line-height:1.5">{body}</body>'
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{inner}</html>'
