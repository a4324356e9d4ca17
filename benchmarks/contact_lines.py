"""Reading exports of 20,000 contacts, beside the least that must be done: parsing the CSV and each number.

python -m benchmarks.contact_lines [contacts]
"""

import csv
import sys
import time
from collections.abc import Callable
from io import StringIO

from bot.rules.contact_file import guess_columns, lines, open_sheet
from bot.rules.contact_phone import read_phones
from bot.rules.phone import parse_phone
from tests.exports import EXPORTS, export, file_name, people

TARGET = 20_000  # lines a second of CPU


def seconds(work: Callable[[], object]) -> float:
    """CPU, so that whatever else runs does not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def run(count: int) -> None:
    parsing = seconds(lambda: [parse_phone(one.mobile) for one in people(count) if one.mobile])
    for kind in EXPORTS:
        content = export(kind, min(count, 5000) if kind == "icloud" else count)
        sheet = open_sheet(content, file_name(kind))
        columns = guess_columns(sheet)
        read_phones.cache_clear()
        opening = seconds(lambda: guess_columns(open_sheet(content, file_name(kind))))  # noqa: B023
        reading = seconds(lambda: sum(1 for _ in lines(sheet, columns)))  # noqa: B023
        seeking = seconds(lambda: next(lines(sheet, columns, sheet.total - 1)))  # noqa: B023
        bare = seconds(lambda: sum(1 for _ in csv.reader(StringIO(sheet.text)))) + parsing  # noqa: B023
        print(
            f"{kind:12} {sheet.total / reading:7,.0f} lines/s (> {TARGET:,}), {reading / bare:4.1f} times "
            f"parsing alone; opened in {opening:.2f} s, its last line found in {seeking:.2f} s",
            flush=True,
        )


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
