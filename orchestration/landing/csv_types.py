"""Delimited files with rows of several types, told by the first column, each type with a header line of its own."""

from __future__ import annotations

from orchestration.errors import RefusedFileError
from orchestration.landing.columns import contract_names
from orchestration.landing.csv_layout import Layout, after_preamble, trimmed
from orchestration.landing.csv_lexer import Lexer
from orchestration.registry import ObjectContract


def type_header(lexer: Lexer, encoding: str, contract: ObjectContract) -> tuple[list[str], int] | None:
    """Find the header of the object's rows: the line that names its required columns, and most of its others.

    A header begins as the first line does, such as `type`, or with the type itself.
    Returns all its fields and its physical line; None where no line is one.
    """
    position, preamble = after_preamble(lexer, contract.csv)
    line, most = preamble + 1, 0
    first, best = None, None
    while position < lexer.end:
        fields, stop, _ = lexer.record(position)
        names = [field.decode(encoding, "replace") for field in fields]
        first = names[0] if first is None and any(names) else first
        if any(names) and names[0] in (first, contract.csv.row_type):
            known = {*contract_names(names[1:], contract)} - {None}
            if {*contract.required} <= known and len(known) > most:
                best, most = (trimmed(names, 0), line), len(known)
            if best is not None and names[0] == contract.csv.row_type:
                break
        line += lexer.data[position:stop].count(lexer.newline)
        position = stop
    return best


def lay_out_type(lexer: Lexer, contract: ObjectContract, encoding: str) -> tuple[Layout, str]:
    """Give the layout for the rows of the object's type, and what its header begins with.

    Data begins after the preamble: headers stand between rows, and rows of other types anywhere.
    Raises RefusedFileError where no line is the header.
    """
    found = type_header(lexer, encoding, contract)
    if found is None:
        raise RefusedFileError(
            f"no line names {', '.join(map(repr, contract.required))}, columns of the rows {contract.csv.row_type!r}",
            "export the file with the header of each type, or add the names it has to the columns' `aliases`",
        )
    names, line = found
    position, preamble = after_preamble(lexer, contract.csv)
    return Layout(tuple(names[1:]), line, 0, preamble, 0, position, preamble + 1), names[0]
