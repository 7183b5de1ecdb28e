"""How a database means to carry out a statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from storage.database import Database


async def plan_of(database: Database, statement: Any) -> str:
    """The plan as text, a line for each step. The statement is carried out and undone, so that it is the real one."""
    said: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        said.append((sql, parameters))

    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    event.listen(database.engine.sync_engine, "before_cursor_execute", listen)
    try:
        async with database.engine.connect() as connection:
            await connection.execute(statement)
            sql, parameters = said[-1]
            rows = await connection.exec_driver_sql(explain + sql, parameters)
            await connection.rollback()
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", listen)
    return "\n".join(str(row[-1]) for row in rows)
