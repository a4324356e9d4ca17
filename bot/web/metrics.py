"""What an operator can watch: jobs done and waiting, requests and their time."""

import time
from collections.abc import Callable, Iterable

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


class Metrics:
    """One process's figures."""

    def __init__(self, count_jobs: Callable[[], dict[str, int]]) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_Waiting(count_jobs))
        self._jobs = Counter("parley_jobs", "Jobs run", ["kind", "outcome"], registry=self.registry)
        self._requests = Histogram(
            "parley_request_seconds",
            "Time to answer a request",
            ["path", "status"],
            buckets=(0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 3, 10),
            registry=self.registry,
        )

    def count_job(self, kind: str, outcome: str) -> None:
        self._jobs.labels(kind, outcome).inc()

    def watch(self, app: Flask) -> None:
        """Time every request by its rule, never by its raw path."""

        @app.before_request
        def start() -> None:
            g.started = time.perf_counter()

        @app.after_request
        def end(response: Response) -> Response:
            rule = request.url_rule.rule if request.url_rule else "none"
            self._requests.labels(rule, response.status_code).observe(time.perf_counter() - g.started)
            return response


class _Waiting(Collector):
    """Jobs in the database at the moment of asking."""

    def __init__(self, count_jobs: Callable[[], dict[str, int]]) -> None:
        self._count_jobs = count_jobs

    def collect(self) -> Iterable[GaugeMetricFamily]:
        gauge = GaugeMetricFamily("parley_jobs_waiting", "Jobs by state", labels=["state"])
        for state, count in self._count_jobs().items():
            gauge.add_metric([state], count)
        yield gauge

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return [GaugeMetricFamily("parley_jobs_waiting", "Jobs by state", labels=["state"])]
