"""Addresses of Slack messages."""


def permalink(workspace_url: str, channel: str | None, ts: str | None, thread_ts: str | None = None) -> str:
    """Where a message is read; "" while the workspace's address or the message's place is not known.

    `thread_ts`: the thread in which it is a reply.
    """
    if not (workspace_url and channel and ts):
        return ""
    inside = f"?thread_ts={thread_ts}&cid={channel}" if thread_ts not in (None, ts) else ""
    return f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}{inside}"
