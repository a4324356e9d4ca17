"""Addresses of Slack messages."""

DIRECT = "D"  # how Slack's ids of direct messages start


def is_direct(channel: str | None) -> bool:
    """Whether this is a direct message, which nobody else can open."""
    return (channel or "").startswith(DIRECT)


def permalink(workspace_url: str, channel: str | None, ts: str | None, thread_ts: str | None = None) -> str:
    """Where a message is read; "" while the workspace's address or the message's place is not known.

    `thread_ts`: the thread in which it is a reply.
    """
    if not (workspace_url and channel and ts):
        return ""
    inside = f"?thread_ts={thread_ts}&cid={channel}" if thread_ts not in (None, ts) else ""
    return f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}{inside}"
