"""The floor: the least that a bot which keeps its state in a database can do for a tap.

A bare aiogram handler: one transaction with one select and one upsert, then one call. The stack is the same as ours:
aiogram's dispatcher, SQLAlchemy's AsyncSession with two Core statements that are built once, aiosqlite or asyncpg, and
the same engine and pragmas.
"""

from __future__ import annotations

from typing import Any

from aiogram import Bot, Dispatcher, Router, types
from sqlalchemy import JSON, BigInteger, bindparam, select
from sqlalchemy.dialects.postgresql import insert  # SQLite speaks the same ON CONFLICT
from sqlmodel import Field, SQLModel

from storage.database import Database


class FloorState(SQLModel, table=True):
    """State of a chat, as a plain bot would keep it."""

    __tablename__ = "floor_state"

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    data: dict[str, Any] = Field(sa_type=JSON)


async def create(database: Database) -> None:
    """Make the floor's table."""
    async with database.engine.begin() as connection:
        await connection.run_sync(FloorState.__table__.create)  # type: ignore[attr-defined]


_STATE = SQLModel.metadata.tables[FloorState.__tablename__]
_READ = select(_STATE.c.data).where(_STATE.c.chat_id == bindparam("chat"))
_insert = insert(_STATE).values(chat_id=bindparam("chat"), data=bindparam("data"))
_WRITE = _insert.on_conflict_do_update(index_elements=["chat_id"], set_={"data": _insert.excluded.data})


def dispatcher(bot: Bot, database: Database) -> Dispatcher:
    """A dispatcher with one handler for taps."""
    router = Router()

    @router.callback_query()
    async def tap(query: types.CallbackQuery) -> None:
        assert query.message is not None
        chat = query.from_user.id
        async with database.transaction() as session:
            connection = await session.connection()
            state = (await connection.execute(_READ, {"chat": chat})).scalar_one_or_none() or {"count": 0}
            data = {"last": query.data, "count": state["count"] + 1}
            await connection.execute(_WRITE, {"chat": chat, "data": data})
        await bot.edit_message_text(
            f"<b>Rencana</b> {data['count']}",
            chat_id=chat,
            message_id=query.message.message_id,
            parse_mode="HTML",
            reply_markup=_keyboard(),
        )

    made = Dispatcher(disable_fsm=True)
    made.include_router(router)
    return made


def _keyboard() -> types.InlineKeyboardMarkup:
    rows = [[types.InlineKeyboardButton(text=f"Pilihan {n}", callback_data=f"x:{n}")] for n in range(8)]
    return types.InlineKeyboardMarkup(inline_keyboard=rows)
