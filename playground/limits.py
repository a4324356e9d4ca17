"""Slack's rate tiers as sliding windows on the real clock (Slack promises "at least"; here it is exactly)."""

import math
import time
from collections import defaultdict, deque

TIER_2, TIER_3, TIER_4, SPECIAL = 20, 50, 100, 600
TIERS = {"users.list": TIER_2, "reactions.remove": TIER_2, "chat.getPermalink": SPECIAL}
TIERS |= dict.fromkeys(("views.open", "views.push", "views.update", "views.publish", "users.info"), TIER_4)
TIERS |= dict.fromkeys(("auth.test", "chat.postEphemeral", "files.info", "conversations.members"), TIER_4)
TIERS |= dict.fromkeys(("files.getUploadURLExternal", "files.completeUploadExternal"), TIER_4)


class Limits:
    def __init__(self) -> None:
        self._calls: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self.refused = 0

    def seconds_to_wait(self, method: str, channel: str) -> int:
        """0: counted, go on. Posts: about one a second and channel, five at once; 300 a minute in all."""
        if method == "chat.postMessage":
            windows = [((method, channel), 5, 5.0), ((method, ""), 300, 60.0)]
        else:
            windows = [((method, ""), TIERS.get(method, TIER_3), 60.0)]
        now = time.monotonic()
        waits = [self._wait(key, limit, seconds, now) for key, limit, seconds in windows]
        if not any(waits):
            for key, _, _ in windows:
                self._calls[key].append(now)
        self.refused += any(waits)
        return math.ceil(max(waits))

    def _wait(self, key: tuple[str, str], limit: int, seconds: float, now: float) -> float:
        calls = self._calls[key]
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        return calls[0] + seconds - now if len(calls) >= limit else 0.0
