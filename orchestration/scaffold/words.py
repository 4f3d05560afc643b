"""The words of names of columns, in one vocabulary: `Vendor No.` and `supplier_number` are the same."""

from __future__ import annotations

import re
import unicodedata

_SAME = {
    "supplier": "vendor lieferant kreditor fournisseur creditor payee",
    "client": "customer account kunde debitor organisation organization",
    "order": "po purchaseorder bestellung ebeln orders ordered purchase purchasing bestellnr so",
    "line": "position pos ebelp posnr lineitem lines",
    "number": "no nr num nummer # key",
    "id": "uuid guid identifier sysid ident",
    "date": "on at day datum dt",
    "amount": "value total sum betrag wert",
    "quantity": "qty menge quantities units",
    "price": "preis cost",
    "currency": "curr waehrung währung waers ccy iso_currency",
    "delivery": "deliver shipment lieferung",
    "delivered": "arrived received receipted gr",
    "receipt": "grn goodsreceipt wareneingang receipts",
    "promised": "confirmed committed promise confirmation",
    "requested": "required need needed wanted",
    "scheduled": "planned schedule due",
    "country": "land ctry nation",
    "category": "commodity classification",
    "item": "material product sku part article artikel",
    "status": "state",
    "created": "entered creation inserted erstellt",
    "updated": "modified changed lastmodified modstamp systemmodstamp",
    "name": "bezeichnung",
    "unit": "uom",
    "employee": "owner assignee assigned",
    "segment": "tier",
    "invoice": "bill rechnung",
    "solved": "resolved",
    "deleted": "removed isdeleted",
}
_CANONICAL = {word: meaning for meaning, words in _SAME.items() for word in words.split()}
_STOP = {"the", "of", "to", "a", "an", "in", "for", "and", "per", "by", "from", "with"}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def words(name: str) -> tuple[str, ...]:
    """The words of a name as it has them, in lower case; `#` is one of them."""
    return tuple(re.findall(r"[^\W_]+|#", _CAMEL.sub(" ", name).casefold()))


def meaning(name: str) -> frozenset[str]:
    """The words of a name in the one vocabulary, without those that say little."""
    return frozenset(_CANONICAL.get(word, word) for word in words(name) if word not in _STOP)


def snake(name: str) -> str:
    """A name as staging may have it."""
    plain = unicodedata.normalize("NFKD", "_".join(words(name)).replace("#", "number"))
    joined = "_".join(re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode()))
    return joined if joined[:1].isalpha() else f"column_{joined}".rstrip("_")
