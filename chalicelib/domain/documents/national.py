"""National numbers that check themselves, by python-stdnum.

A wrong check digit is a misread number, or one that nobody was ever given: a human looks, and
nobody is refused for it. Only numbers whose check holds for everybody who has one, and whose shape
no other number of the issuer's documents has, are here. Left out on purpose: Poland, the Czech
Republic, Slovakia, the Dominican Republic (numbers with wrong digits were issued), Denmark, Latvia,
South Korea (newer numbers have no check), Norway (the check changes), Pakistan, Indonesia, Malaysia
(none), Israel, Ecuador, Lithuania, Bulgaria (not sure enough of one of the two).
"""

import re
from importlib import import_module

NUMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    "BEL": ((r"\d{6}-?\d{5}", "stdnum.be.nn"),),
    "BRA": ((r"\d{9}-\d\d", "stdnum.br.cpf"),),  # without the hyphen it may be a licence's
    "CHL": ((r"\d{7,8}-[\dK]", "stdnum.cl.rut"),),  # the same
    "CHN": ((r"\d{17}[\dX]", "stdnum.cn.ric"),),
    "ESP": ((r"\d{8}-?[A-Z]", "stdnum.es.dni"), (r"[XYZ]-?\d{7}-?[A-Z]", "stdnum.es.nie")),
    "EST": ((r"[1-8]\d{10}", "stdnum.ee.ik"),),
    "FIN": ((r"\d{6}[-A-FU-Y]\d{3}[\dA-Y]", "stdnum.fi.hetu"),),
    "HRV": ((r"\d{11}", "stdnum.hr.oib"),),
    "IND": ((r"[2-9]\d{3}-?\d{4}-?\d{4}", "stdnum.in_.aadhaar"),),
    "ISL": ((r"\d{6}-\d{4}", "stdnum.is_.kennitala"),),
    "ITA": ((r"[A-Z]{6}[\dL-V]{2}[A-Z][\dL-V]{2}[A-Z][\dL-V]{3}[A-Z]", "stdnum.it.codicefiscale"),),
    "MEX": ((r"[A-Z]{4}\d{6}[A-Z]{6}[A-Z\d]\d", "stdnum.mx.curp"),),
    "NLD": ((r"\d{9}", "stdnum.nl.bsn"),),
    "PRT": ((r"\d{9}[A-Z\d]{2}\d", "stdnum.pt.cc"),),
    "ROU": ((r"[1-8]\d{12}", "stdnum.ro.cnp"),),
    "SWE": ((r"(?:\d\d)?\d{6}-\d{4}", "stdnum.se.personnummer"),),
    "THA": ((r"[1-8]-?\d{4}-?\d{5}-?\d\d-?\d", "stdnum.th.pin"),),
    "TUR": ((r"[1-9]\d{10}", "stdnum.tr.tckimlik"),),
    "ZAF": ((r"\d{13}", "stdnum.za.idnr"),),
}
"""Issuer -> (shape of the number as it is kept, what checks it)."""


def wrong(number: str, issuer: str) -> bool:
    """Is this the issuer's national number, with a check digit that does not hold?

    What stdnum says of birth dates, places and formats does not count: its tables may be older
    than a number.
    """
    for shape, module in NUMBERS.get(issuer, ()):
        if re.fullmatch(shape, number):
            return not _holds(number, module)
    return False


def _holds(number: str, module: str) -> bool:
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        import_module(module).validate(number)
    except InvalidChecksum:
        return False
    except ValidationError:
        return True
    return True
