"""Names of invented companies, one for each number and none twice."""

from __future__ import annotations

_FIRST = (
    "Nor", "Vel", "Tar", "Kes", "Bram", "Sol", "Ald", "Fen", "Gar", "Hel", "Ist", "Jor", "Kal", "Lum", "Mar",
    "Ner", "Ost", "Pel", "Quan", "Rav", "Sten", "Tor", "Ulm", "Var", "Wes", "Xan", "Yar", "Zel", "Bel", "Cor",
    "Dra", "Eld", "Far", "Gro", "Hav", "Ing", "Jas", "Kor", "Lin", "Mel",
)  # fmt: skip
_SECOND = (
    "vik", "dane", "mont", "ford", "stad", "wick", "lund", "mere", "gate", "haven", "ridge", "borg", "field",
    "stone", "brook", "crest", "vale", "port", "holm", "well", "ton", "mark", "bach", "heim", "rock", "shaw",
    "worth", "dale", "hurst", "grove",
)  # fmt: skip
_TRADES = (
    "Instruments", "Logistics", "Foods", "Energy", "Systems", "Health", "Textiles", "Chemicals", "Media",
    "Robotics", "Finance", "Marine", "Optics", "Paper", "Retail", "Steel", "Travel", "Agriculture", "Telecom",
    "Aerospace", "Insurance", "Glass", "Mobility", "Design", "Ceramics", "Software", "Packaging", "Pharma",
    "Water", "Timber", "Motors", "Electronics", "Brewing", "Publishing", "Security", "Mining", "Hotels",
    "Furniture", "Plastics", "Analytics", "Toys", "Freight", "Dairy", "Tools", "Lighting", "Education",
    "Ventures", "Coatings", "Sensors", "Printing",
)  # fmt: skip
INDUSTRIES = (
    "Manufacturing", "Transportation", "Food & Beverage", "Energy", "Technology", "Healthcare", "Retail",
    "Chemicals", "Media", "Banking",
)  # fmt: skip
SUFFIXES = {
    "US": "Inc.",
    "CA": "Corp.",
    "DE": "GmbH",
    "FR": "SAS",
    "GB": "Ltd",
    "SE": "AB",
    "TR": "A.Ş.",
    "JP": "K.K.",
    "AU": "Pty Ltd",
}
"""Legal forms by country."""
_ALL = len(_FIRST) * len(_SECOND) * len(_TRADES)


def company_name(number: int) -> str:
    """The name with a number from 0; names repeat after 60,000."""
    place = number * 24_989 % _ALL
    place, trade = divmod(place, len(_TRADES))
    first, second = divmod(place, len(_SECOND))
    return f"{_FIRST[first]}{_SECOND[second]} {_TRADES[trade]}"


def domain_of(name: str) -> str:
    """The domain of a company's name."""
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum()) + ".example"
