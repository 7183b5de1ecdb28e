"""How the record writes down instants, codes and exact numbers, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    String,
    Table,
    bindparam,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel
from typing_extensions import override


class Record(SQLModel):
    """Base of all tables. Every constraint has a name, so that a migration can find it again."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


def table(model: type[Record]) -> Table:
    """The table behind a model, for statements."""
    return model.metadata.tables[str(model.__tablename__)]


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite forgets the zone; it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive datetime (ValueError): nobody could say which instant it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Many(TypeDecorator[list[Any]]):
    """Any number of values as one parameter: an array, on SQLite JSON."""

    impl = JSON
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """As the database has it."""
        return dialect.type_descriptor(ARRAY(self.of) if dialect.name == "postgresql" else JSON())


class _Among(FunctionElement[bool]):
    """A column and a parameter of type Many."""

    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True
    """As `IN` is: otherwise SQLite is asked whether it `= 1`, and cannot use an index."""


def among(column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """`column.in_(values)` for many values: the statement is the same however many there are, so it is made once."""
    return _Among(column, bindparam("among", list(values), Many(column.type), unique=True))


@compiles(_Among)
def _as_array(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} = ANY({values})"


@compiles(_Among, "sqlite")
def _as_json(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - both are compiled expressions


class Exact(TypeDecorator[Decimal]):
    """A decimal number as its digits: neither rounded nor padded. SQLite has only floats."""

    impl = String(40)
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """The digits."""
        return None if value is None else str(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The number."""
        return None if value is None else Decimal(value)


def code_of(kind: type[StrEnum]) -> Any:
    """Column type of an enum: its value as a plain string, so that adding one needs no migration."""
    return Enum(kind, native_enum=False, values_callable=_values, length=20)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]
