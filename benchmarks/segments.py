"""What counting costs, beside the least any counter must do: encode the text once.

python -m benchmarks.segments
"""

import timeit
from functools import partial

from bot.rules.segment import count_segments

TEXTS = {
    "plain, 160": "Running 5 late, see you at the house. " * 4 + "12345678",
    "plain, 1,600": "Running 5 late, see you at the house. " * 42,
    "one emoji, 60": "Running 5 late, see you at the house, bring an umbrella 🌂",
    "emoji, 500": "Wir sehen uns 👨‍👩‍👧‍👦 gleich 👍🏽 am Haus. " * 14,
}
ROUNDS = 2000


def run() -> None:
    for name, text in TEXTS.items():
        ours = timeit.timeit(partial(count_segments, text), number=ROUNDS) / ROUNDS
        bare = timeit.timeit(partial(text.encode, "utf-16-le"), number=ROUNDS) / ROUNDS
        counted = count_segments(text)
        print(
            f"{name:14} {counted.encoding:6} {counted.count:2} segments {ours * 1e6:6.1f} µs "
            f"(plain: < 30), {ours / bare:4.0f} times encoding it; {1 / ours:,.0f} texts/s"
        )


if __name__ == "__main__":
    run()
