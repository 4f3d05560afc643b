from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.errors import RefusedFileError
from orchestration.landing.recognise import recognise
from orchestration.registry import Column, ObjectContract


def of(name: str, columns: str, **changes: object) -> ObjectContract:
    described = [Column(name=column) for column in columns.split()]
    fields = {"description": "", "owner": "t", "key": (described[0].name,), **changes}
    return ObjectContract(system="desk", name=name, columns=tuple(described), **fields)


TICKET, USER = of("ticket", "id subject state"), of("user", "id mail")


def recognised(tmp_path: Path, content: str, base: str, *objects: ObjectContract) -> str:
    path = tmp_path / "payload"
    path.write_text(content, encoding="utf-8")
    (found,) = recognise(path, base, objects)
    return found.name


def test_the_object_with_most_known_columns_wins_over_the_name(tmp_path: Path) -> None:
    user = USER.model_copy(update={"file_names": ("ticket*",)})
    assert recognised(tmp_path, "id,subject,state\n", "ticket.csv", TICKET, user) == "ticket"


def test_the_name_breaks_a_tie_whatever_its_case(tmp_path: Path) -> None:
    first, second = (of(name, "id name", file_names=(f"{name}*.csv",)) for name in ("asset", "group"))
    assert recognised(tmp_path, "id,name\n", "GROUP_1.CSV", first, second) == "group"


def test_two_objects_that_fit_alike_are_not_guessed_between(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError, match=r"desk__asset and desk__group alike; give it a name"):
        recognised(tmp_path, "id,name\n", "x.csv", of("asset", "id name"), of("group", "id name"))


def test_a_name_that_fits_with_more_columns_wins_over_a_poorer_fit(tmp_path: Path) -> None:
    ticket = of("ticket", "number subject state", file_names=("ticket*",))
    assert recognised(tmp_path, "id,subject,state\n", "ticket.csv", ticket, USER) == "ticket"


def test_pages_are_recognised_by_path_and_keys(tmp_path: Path) -> None:
    tickets = of("ticket", "id subject", format="json", record_path="data.rows")
    users = of("user", "id mail", format="json", record_path="data.users")
    page = '{"data": {"users": [{"id": 1, "mail": "m"}]}}'
    assert recognised(tmp_path, page, "x.json", tickets, users) == "user"


def test_an_empty_page_is_recognised_by_its_path(tmp_path: Path) -> None:
    tickets = of("ticket", "id subject", format="json", record_path="tickets")
    users = of("user", "id mail", format="json", record_path="users")
    assert recognised(tmp_path, '{"users": []}', "x.json", tickets, users) == "user"


def test_one_object_a_line_is_recognised_although_named_json(tmp_path: Path) -> None:
    lines = of("ticket", "id subject", format="ndjson")
    page = of("user", "id mail", format="json")
    content = '{"id": 1, "subject": "s"}\n{"id": 2, "subject": "t"}\n'
    assert recognised(tmp_path, content, "tickets.json", lines, page) == "ticket"
