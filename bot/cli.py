"""`kawal`: the composition root. The only place that may import everything and wires it together."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Coroutine
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from bot import settings as configuration
from bot.settings import Settings, WrongSetting
from storage.clock import ClockUnreachable
from storage.database import BadUrl

kawal = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Kawal Kinerja, a Telegram companion.",
)
regulations_app = typer.Typer(no_args_is_help=True, help="Regulation packs.")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit trail.")
joins_app = typer.Typer(no_args_is_help=True, help="Joins that wait for an operator.")
kawal.add_typer(regulations_app, name="regulations")
kawal.add_typer(db_app, name="db")
kawal.add_typer(audit_app, name="audit")
kawal.add_typer(joins_app, name="joins")
reminders_app = typer.Typer(no_args_is_help=True, help="Reminders.")
kawal.add_typer(reminders_app, name="reminders")

out = Console()
err = Console(stderr=True)


def main() -> None:
    """Entry point. A wrong setting is one clear line and exit code 2."""
    try:
        kawal()
    except (WrongSetting, BadUrl, ClockUnreachable) as problem:
        err.print(f"kawal: {problem}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)


def _settings() -> Settings:
    settings = configuration.read()
    _log(settings)
    return settings


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def _serve(**parts: bool) -> None:
    from bot import app  # imported here: the other commands need no Telegram client, and it takes its time

    _run(app.run(_settings(), **parts))


def _log(settings: Settings) -> None:
    """Log lines to standard error, as text or JSON; never a text or a name of a person."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if settings.log_format == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("aiogram.event", "aiogram.dispatcher", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


# --- processes -----------------------------------------------------------------


@kawal.command()
def run() -> None:
    """Bot and scheduler in one process (polling, or webhook when KAWAL_WEBHOOK_URL is set)."""
    _serve()


@kawal.command()
def bot() -> None:
    """The bot alone."""
    _serve(with_scheduler=False)


@kawal.command()
def scheduler() -> None:
    """The scheduler and sender alone."""
    _serve(with_bot=False)


@kawal.command()
def simulator(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8081,
    token: Annotated[str | None, typer.Option(help="The only token that is accepted.")] = None,
) -> None:
    """A Telegram of our own on loopback: Bot API, control API, and a page with phones."""
    from simulator.server import DEFAULT_TOKEN, Simulator

    async def serve() -> None:
        server = Simulator(token or DEFAULT_TOKEN)
        await server.start(port=port)
        out.print(f"{server.url}  token {server.token}", highlight=False, soft_wrap=True)
        try:
            await asyncio.Event().wait()
        finally:
            await server.stop()

    _interruptible(serve())


@kawal.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1; 0 takes a free one.")] = 8080,
    date: Annotated[str, typer.Option(help="The day on which the demo begins.")] = "2027-01-01",
) -> None:
    """The whole product on one page: simulator, bot, sender and a made-up school. No token, no network."""
    from bot import demo as demonstration

    _interruptible(demonstration.run(port, date, say=lambda line: out.print(line, highlight=False, soft_wrap=True)))


def _interruptible(work: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        out.print()
    except OSError as problem:
        reason = problem.strerror or problem
        raise WrongSetting(f"the port cannot be had ({reason}); choose another: make demo PORT=8090") from None


# --- regulations ------------------------------------------------------------------


@regulations_app.command("list")
def regulations_list() -> None:
    """All packs, with their years."""
    from regulations.library import packaged

    for pack in packaged().packs.values():
        years = f"{pack.valid_years.first}-{pack.valid_years.last or ''}"
        _say(f"{pack.id:28} {years:10} {pack.basis:10} {pack.short}: {pack.title}")


@regulations_app.command("show")
def regulations_show(
    pack_id: Annotated[str, typer.Argument(metavar="ID")],
    as_json: Annotated[bool, typer.Option("--json", help="The whole resolved pack as JSON.")] = False,
) -> None:
    """One pack, whole."""
    from regulations import show

    pack = _pack(pack_id)
    typer.echo(pack.to_json() if as_json else show.text(pack))


@regulations_app.command("check")
def regulations_check() -> None:
    """Read every pack and say what is wrong; exit 1 when something is."""
    from regulations import check

    problems = check.check()
    for problem in problems:
        err.print(str(problem), style="red", markup=False)
    typer.echo(f"{len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


@regulations_app.command("diff")
def regulations_diff(first: str, second: str) -> None:
    """What changes from one pack to another, in Indonesian."""
    from regulations import diff

    for line in diff.lines(_pack(first), _pack(second)):
        typer.echo(line)


def _pack(pack_id: str) -> Any:
    from regulations.library import packaged

    packs = packaged().packs
    if pack_id not in packs:
        raise WrongSetting(f"no pack is called {pack_id}; there are: {', '.join(packs)}")
    return packs[pack_id]


# --- the roster -----------------------------------------------------------------------


@kawal.command("import")
def import_(
    file: Annotated[Path | None, typer.Argument(help="Roster as .xlsx or .csv.")] = None,
    template: Annotated[Path | None, typer.Option(help="Write an empty roster here (.xlsx or .csv).")] = None,
    year: Annotated[int | None, typer.Option(help="Year of the plans; the present one unless said.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check; nothing is written.")] = False,
    invites: Annotated[Path | None, typer.Option(help="Where the invite codes go (.xlsx).")] = None,
    bot_name: Annotated[str | None, typer.Option("--bot", help="Username of the bot, for the t.me links.")] = None,
    reinvite: Annotated[
        list[str] | None, typer.Option(help="NIP or id_lokal of somebody with a new phone; `semua` for all not joined.")
    ] = None,
    language: Annotated[str, typer.Option(help="id or en")] = "id",
) -> None:
    """Import people and roles from a roster, all or nothing, and hand out one-time invite codes."""
    from storage.roster import command

    if template is not None:
        raise typer.Exit(command.write_template(template, say=_say, language=language))
    if file is None:
        raise WrongSetting("name the roster to import, or --template FILE to get an empty one")
    from bot import administration

    order = administration.ImportOrder(file, year, dry_run, invites, bot_name, tuple(reinvite or ()), language)
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task(file.name, total=None)
        code = _run(
            administration.import_roster(
                _settings(), order, lambda done, total: bar.update(task, completed=done, total=total), _say
            )
        )
    raise typer.Exit(code)


def _say(line: str) -> None:
    out.print(line, markup=False, highlight=False, soft_wrap=True)


# --- the record --------------------------------------------------------------------


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database up to date."""
    from bot import administration

    _run(administration.upgrade(_settings()))


@db_app.command("check")
def db_check() -> None:
    """Whether migrations and tables say the same; exit 1 when not."""
    from storage import migrations

    differences = _run(migrations.check())
    for difference in differences:
        err.print(str(difference), markup=False)
    typer.echo(f"migrations: {len(differences)} differences")
    raise typer.Exit(1 if differences else 0)


@audit_app.command("verify")
def audit_verify() -> None:
    """Walk the hash chain of the audit trail; exit 1 at the first broken link."""
    from bot import administration

    broken = _run(administration.verify(_settings()))
    typer.echo("the audit trail is whole" if broken is None else f"broken at entry {broken}")
    raise typer.Exit(0 if broken is None else 1)


@kawal.command()
def outbox(watch: Annotated[bool, typer.Option("--watch", help="Again every two seconds.")] = False) -> None:
    """How far a large send is: what waits, what was sent, what went wrong. Numbers only."""
    from rich.live import Live

    from bot.outbox_report import follow, report

    if not watch:
        _run(follow(_settings(), lambda found: out.print(report(found), soft_wrap=True), None))
        return
    with Live(console=out, auto_refresh=False) as live:
        every = timedelta(seconds=2)
        _interruptible(follow(_settings(), lambda found: live.update(report(found), refresh=True), every))


@joins_app.command("list")
def joins_list() -> None:
    """Who waits for a confirmation."""
    from bot import administration

    for member in _run(administration.pending(_settings())):
        out.print(f"{member.assignment_id}  {member.name}  {member.role}  {member.unit_name}", markup=False)


@joins_app.command("confirm")
def joins_confirm(assignment: int, refuse: Annotated[bool, typer.Option("--refuse")] = False) -> None:
    """Let a deciding role become active where no operator can (for example the first kepala dinas)."""
    from bot import administration

    member = _run(administration.confirm(_settings(), assignment, accept=not refuse))
    out.print(f"{member.name}: {member.status}", markup=False)


@reminders_app.command("preview")
def reminders_preview(
    as_of: Annotated[str, typer.Option(help="The local day, e.g. 2027-01-24.")],
    school: Annotated[str | None, typer.Option(metavar="NPSN", help="Only the people of one school.")] = None,
) -> None:
    """What will be sent on a day, when and to whom, and what was moved from another day and why."""
    from bot import administration

    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise WrongSetting(f"--as-of must look like 2027-01-24, not {as_of}") from None
    _run(administration.preview(_settings(), day, school, _say))


@reminders_app.command("ledger")
def reminders_ledger(
    school: Annotated[str | None, typer.Option(metavar="NPSN", help="Only the people of one school.")] = None,
    window: Annotated[str | None, typer.Option(metavar="CODE", help="Code of the window, e.g. perencanaan.")] = None,
    period: Annotated[str | None, typer.Option(metavar="P", help="Code of its period, e.g. 2027.")] = None,
) -> None:
    """How far the reminders of a window came; without --window the one that is open and ends next."""
    from bot import administration

    _run(administration.ledger(_settings(), school, window, period, _say))


@kawal.command()
def pin(
    npsn: Annotated[str, typer.Argument(help="NPSN of the school.")],
    pack_id: Annotated[str | None, typer.Argument(metavar="[PACK]", help="Nothing: the year's own pack again.")] = None,
) -> None:
    """Use another pack than the year's own for one school."""
    from bot import administration

    if pack_id is not None:
        _pack(pack_id)
    _run(administration.pin(_settings(), npsn, pack_id))
