"""Connections that the server closed while they lay idle."""

import pytest
from sqlalchemy import text

from models.database import Database


def test_a_connection_that_died_in_the_pool_is_replaced(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no server")
    with database.write() as session:
        first = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = Database(database.url, 1)
    with other.write() as session:
        # With a time to wait: without one the server only promises, and the end comes some time later.
        ended = text("SELECT pg_terminate_backend(:pid, 5000)")
        assert session.connection().execute(ended, {"pid": first}).scalar_one()
    other.close()
    with database.write() as session:
        assert session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one() != first
