"""National numbers with check digits, checked by python-stdnum.

A wrong check digit means that the number was misread or never issued: a reviewer decides, and
nobody is rejected for it. The table holds numbers whose check applies to every holder, and whose
shape no other number on the issuer's documents has. Left out: Poland, the Czech Republic, Slovakia,
the Dominican Republic (numbers with wrong digits were issued), Denmark, Latvia, South Korea (newer
numbers have no check), Norway (the check changes), Pakistan, Indonesia, Malaysia (no check), and
Israel, Ecuador, Lithuania, Bulgaria (one of the two conditions is uncertain).
"""

import re
from importlib import import_module

NUMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    "BEL": ((r"\d{6}-?\d{5}", "stdnum.be.nn"),),
    "BRA": ((r"\d{9}-\d\d", "stdnum.br.cpf"),),  # without the hyphen it may be a licence number
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
"""Issuer -> (regular expression of the stored number, stdnum module that checks it)."""


def wrong(number: str, issuer: str) -> bool:
    """Whether this is a national number of the issuer with a wrong check digit.

    stdnum's other findings, on birth dates, places and formats, are ignored: its tables may be
    older than the number.
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
