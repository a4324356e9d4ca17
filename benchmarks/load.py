"""Fires prepared requests with a number of them in flight and times each, in a process of its own.

Reads JSON from standard input: {"port", "in_flight", "requests": [[path, headers, body]]}; prints
{"seconds", "latencies", "statuses"}.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any


async def fire(port: int, queue: list[list[Any]], latencies: list[float], statuses: Counter[str]) -> None:
    """One connection that sends one request after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while queue:
        path, headers, body = queue.pop()
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        payload = body.encode()
        start = time.perf_counter()
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: x\r\n{head}Content-Length: {len(payload)}\r\n\r\n".encode()
            + payload
        )
        status, closes = await answer(reader)
        latencies.append(time.perf_counter() - start)
        statuses[status] += 1
        if closes:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def answer(reader: asyncio.StreamReader) -> tuple[str, bool]:
    """The status, and whether the server closes the connection."""
    status = (await reader.readline()).split(b" ")[1].decode()
    length, chunked, closes = 0, False, False
    while (line := (await reader.readline()).lower()) not in (b"\r\n", b""):
        closes = closes or line.startswith(b"connection: close")
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        chunked = chunked or b"chunked" in line
    if not chunked:
        await reader.readexactly(length)
        return status, closes
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()
    return status, closes


async def main() -> None:
    asked = json.load(sys.stdin)
    queue = list(reversed(asked["requests"]))
    latencies: list[float] = []
    statuses = Counter[str]()
    start = time.perf_counter()
    await asyncio.gather(
        *(fire(asked["port"], queue, latencies, statuses) for _ in range(asked["in_flight"]))
    )
    json.dump(
        {"seconds": time.perf_counter() - start, "latencies": latencies, "statuses": statuses}, sys.stdout
    )


if __name__ == "__main__":
    asyncio.run(main())
