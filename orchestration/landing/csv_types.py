"""Delimited files with rows of several types, told by the first column, each type with a header line of its own."""

from __future__ import annotations

from orchestration.errors import RefusedFileError
from orchestration.landing.columns import contract_names
from orchestration.landing.csv_layout import Layout, after_preamble, trimmed
from orchestration.landing.csv_lexer import Lexer
from orchestration.registry import ObjectContract


def type_header(lexer: Lexer, encoding: str, contract: ObjectContract) -> tuple[list[str], int] | None:
    """Find the first line, below the preamble, that names the required columns of the object after its first field.

    Returns all its fields and its physical line; None where no line does.
    """
    position, preamble = after_preamble(lexer, contract.csv)
    line = preamble + 1
    while position < lexer.end:
        fields, stop, _ = lexer.record(position)
        names = trimmed([field.decode(encoding, "replace") for field in fields], 0)
        if {*contract.required} <= {*contract_names(names[1:], contract)}:
            return names, line
        line += lexer.data[position:stop].count(lexer.newline)
        position = stop
    return None


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
