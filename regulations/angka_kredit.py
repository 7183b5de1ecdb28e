"""Angka kredit of a PNS as an estimate: percent of the predikat x coefficient of the jenjang x months / 12.

BKN converts officially; the rule and the numbers are known from secondary sources, and each says from which.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from regulations.base import Cited, Short, Statement

MONTHS = 12
CENT = Decimal("0.01")


class Percent(Cited):
    """How much of the coefficient a predikat is worth; `code` is that of the packs."""

    code: str
    percent: Annotated[int, Field(gt=0)]


class Needed(Cited):
    """Angka kredit that must be gathered for the next pangkat and the next jenjang (None: there is none above)."""

    pangkat: Annotated[int, Field(gt=0)]
    jenjang: Annotated[int, Field(gt=0)] | None


class Jenjang(Cited):
    """A jenjang of a jabatan fungsional keahlian; `coefficient` is angka kredit of one year."""

    code: str
    name: str
    short: Short
    coefficient: Annotated[Decimal, Field(gt=0)]
    needed: Needed


class AngkaKredit(Cited):
    """Everything the estimate rests on."""

    title: str
    formula: Statement
    periodic: Statement
    rounding: Statement
    only_pns: Statement
    pppk: Statement
    competence_test: Statement
    percents: tuple[Percent, ...]
    jenjang: tuple[Jenjang, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for codes in ([each.code for each in self.percents], [each.code for each in self.jenjang]):
            if len(set(codes)) != len(codes):
                raise ValueError(f"a code is used twice among {codes}")
        return self

    def percent(self, predikat: str) -> Percent:
        """What a predikat is worth. Raises KeyError for an unknown one."""
        return {each.code: each for each in self.percents}[predikat]

    def level(self, code: str) -> Jenjang:
        """The jenjang of that code. Raises KeyError for an unknown one."""
        return {each.code: each for each in self.jenjang}[code]

    def estimate(self, jenjang: str, predikat: str, months: int = MONTHS) -> Decimal:
        """Angka kredit of `months` (1..12) months: exact for a whole year (9.375), else rounded half up to hundredths
        as the worked example of BKN does (2/12 x 100 % x 12.5 = 2.08). Raises KeyError and ValueError."""
        if not 1 <= months <= MONTHS:
            raise ValueError(f"{months} months")
        year = self.level(jenjang).coefficient * self.percent(predikat).percent / 100
        if months == MONTHS:
            return year.normalize() if year % 1 else year.quantize(Decimal(1))
        return (year * months / MONTHS).quantize(CENT, ROUND_HALF_UP)

    def sources(self, jenjang: str, predikat: str) -> tuple[Cited, ...]:
        """What an estimate rests on."""
        return (self.formula, self.percent(predikat), self.level(jenjang), self.only_pns)
