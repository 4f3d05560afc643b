"""What the texts of a column stand for: type, formats and null tokens, as far as the values settle it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

NULL_TOKENS = frozenset({"n/a", "#n/a", "na", "null", "none", "nil", "nan", "-", "--", "?", "n.a.", "tbd", "unknown"})
DECIMAL = "decimal(28,6)"
_BOOLEANS = ({"true", "false"}, {"yes", "no"}, {"t", "f"}, {"y", "n"})
_WORDS_AT_MOST = 5
_TRUSTED_SHARE = 0.5
_PARTS = {
    "%Y": r"\d{4}", "%y": r"\d{2}", "%d": r"\d{1,2}", "%m": r"\d{1,2}", "%b": "[A-Za-z]{3}", "%B": "[A-Za-z]{3,9}",
    "%H": r"\d{1,2}", "%M": r"\d{2}", "%I": r"\d{1,2}", "%p": "[AaPp][Mm]", "%S": r"\d{2}",
}  # fmt: skip
_DAYS = (
    "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d/%m/%y", "%m/%d/%Y", "%m/%d/%y", "%d-%m-%Y", "%d-%m-%y", "%m-%d-%Y",
    "%m-%d-%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y.%m.%d", "%Y%m%d",
)  # fmt: skip
_EITHER_WAY = re.compile("%[dm][/-]%[dm]")
_CLOCKS = (" %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_NO_ZONE = "no zone stands with the times: read as UTC"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?)?")
_PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_SHOWN = r"([0-9]+|[0-9]{{1,3}}([{0}][0-9]{{3}})+)([{1}][0-9]*)?"
_STYLES = {
    name: re.compile(rf"([+-]?{shown}|{shown}-)")
    for name, shown in (("decimal_comma", _SHOWN.format(".", ",")), ("decimal_point", _SHOWN.format(",", ".")))
}


@dataclass(frozen=True)
class Kind:
    """A type with its formats and null tokens as the contract has them; guess: why it is so, where it is not plain."""

    data_type: str
    formats: tuple[str, ...] = ()
    null_tokens: tuple[str, ...] = ()
    guess: str = ""


def kind_of(texts: Iterable[str | None], *, is_code: bool = False, month_first: bool | None = None) -> Kind:
    """Infer what the texts stand for.

    is_code: the column's name says that it holds identifiers, which stay text. month_first: how other columns of the
    file order day and month, None where they do not say.
    """
    filled = {text.strip() for text in texts if text and text.strip()}
    tokens = {text for text in filled if text.casefold() in NULL_TOKENS}
    values = filled - tokens
    if not values:
        return Kind("text", null_tokens=tuple(sorted(tokens)), guess="no value in the sample")
    if is_code:
        return Kind("text", null_tokens=tuple(sorted(tokens)))
    for words in (set[str](), _words(values)):
        found = _typed(values - words, month_first)
        if found is not None:
            told = [found.guess] if found.guess else []
            told += [f"{', '.join(sorted(words))} stand for nothing"] if words else []
            return Kind(found.data_type, found.formats, tuple(sorted(tokens | words)), "; ".join(told))
    return Kind("text", null_tokens=tuple(sorted(tokens)))


def order_of(texts: Iterable[str | None]) -> bool | None:
    """Whether the month stands before the day in slashed or dashed dates; None where the values do not settle it."""
    values = {text.strip() for text in texts if text and text.strip()}
    found = _moments(values - _words(values))
    orders = {formats[0].startswith("%m") for formats in found if _EITHER_WAY.match(formats[0])}
    return orders.pop() if len(orders) == 1 else None


def _words(values: set[str]) -> set[str]:
    """A few texts without a number among many with one."""
    words = {text for text in values if not text[:1].isdigit() and not re.search(r"\d", text)}
    return words if len(words) <= min(_WORDS_AT_MOST, len(values) * _TRUSTED_SHARE) else set()


def _typed(values: set[str], month_first: bool | None) -> Kind | None:
    lowered = {text.casefold() for text in values}
    if not values:
        return None
    if any(lowered <= pair for pair in _BOOLEANS):
        return Kind("boolean")
    return _moment(values, month_first) or _number(values)


def _moment(values: set[str], month_first: bool | None) -> Kind | None:
    if all(_ISO.fullmatch(text) and _is_iso(text) for text in values):
        times = [text for text in values if ":" in text]
        has_zones = all(re.search(r"(Z|[+-]\d{2}:?\d{2})$", text) for text in times)
        return Kind("timestamp" if times else "date", guess="" if has_zones else _NO_ZONE)
    found = _moments(values)
    if not found:
        return None
    data_type = "timestamp" if "%M" in found[0][0] else "date"
    others = [formats for formats in found if formats[0].startswith("%m") != found[0][0].startswith("%m")]
    if not others:
        return Kind(data_type, found[0], guess=_NO_ZONE if data_type == "timestamp" else "")
    wanted = bool(month_first)
    chosen = next(formats for formats in found if formats[0].startswith("%m") == wanted)
    order = "month before day" if wanted else "day before month"
    why = "as in other columns" if month_first is not None else "no value settles it, so look"
    return Kind(data_type, chosen, guess=f"{order}: {why}")


def _moments(values: set[str]) -> list[tuple[str, ...]]:
    """Every set of formats that reads all values: one alone, else years of two and four digits mixed."""
    if not values:
        return []
    patterns = [day + clock for clock in ("", *_CLOCKS) for day in _DAYS]
    alone = [(each,) for each in patterns if all(_reads(text, each) for text in values)]
    if alone:
        return list(alone)
    pairs = [(each, each.replace("%y", "%Y")) for each in patterns if "%y" in each]
    return [pair for pair in pairs if all(any(_reads(text, each) for each in pair) for text in values)]


@cache
def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(_PARTS.get(part, re.escape(part)) for part in re.findall("%.|.", pattern)))


def _reads(text: str, pattern: str) -> bool:
    if not _shape(pattern).fullmatch(text):
        return False
    try:
        moment = datetime.strptime(text, pattern)
    except ValueError:
        return False
    # Eight digits are a day only where the year may be one.
    return pattern != "%Y%m%d" or 1950 <= moment.year < 2100  # noqa: PLR2004


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(values: Collection[str]) -> Kind | None:
    # A number with zeros before it is a code.
    if any(re.match(r"0\d", text) for text in values):
        return None
    if all(_PLAIN.fullmatch(text) for text in values):
        told = any("." in text for text in values) and all(re.fullmatch(r"\d{1,3}\.\d{3}", text) for text in values)
        return Kind(DECIMAL, guess="`.` is for decimals: it could be for thousands, so look" if told else "")
    found = [name for name, pattern in _STYLES.items() if all(pattern.fullmatch(text) for text in values)]
    if not found:
        return None
    guess = "`,` is for decimals: it could be for thousands, so look" if len(found) > 1 else ""
    return Kind(DECIMAL, (found[0],), guess=guess)


def distinct(texts: Sequence[str | None], kind: Kind) -> list[str]:
    """The filled texts that are no null token, each once, sorted."""
    return sorted({text for text in texts if text and text.strip() and text.strip() not in kind.null_tokens})
