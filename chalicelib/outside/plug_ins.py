"""What can be plugged in, by the name that a setting uses: one line for each addition."""

# docs/vendors.md says how to add one.
VENDORS = {
    "in_house": "chalicelib.adapters.vendors.in_house",
    "persona": "chalicelib.adapters.vendors.persona",
    "veriff": "chalicelib.adapters.vendors.veriff",
    "onfido": "chalicelib.adapters.vendors.onfido",
    "sumsub": "chalicelib.adapters.vendors.sumsub",
    "stripe": "chalicelib.adapters.vendors.stripe",
}
SCREENERS = {
    "public_lists": "chalicelib.adapters.screening.public_lists",
    "yente": "chalicelib.adapters.screening.yente",
    "comply_advantage": "chalicelib.adapters.screening.comply_advantage",
}
# The embedded watchlists: module and what it says of its files (docs/screening.md).
WATCHLISTS = {
    "ofac-sdn": "chalicelib.adapters.screening.lists.ofac:SDN_LIST",
    "ofac-cons": "chalicelib.adapters.screening.lists.ofac:CONSOLIDATED_LIST",
    "ofac-sdn-csv": "chalicelib.adapters.screening.lists.ofac:SDN_CSV_LIST",
    "ofac-cons-csv": "chalicelib.adapters.screening.lists.ofac:CONSOLIDATED_CSV_LIST",
    "un-sc": "chalicelib.adapters.screening.lists.un:LIST",
    "eu-fsf": "chalicelib.adapters.screening.lists.eu:LIST",
    "uk-sl": "chalicelib.adapters.screening.lists.uk:LIST",
    "ch-seco": "chalicelib.adapters.screening.lists.seco:LIST",
    "ca-sema": "chalicelib.adapters.screening.lists.sema:LIST",
    "au-dfat": "chalicelib.adapters.screening.lists.dfat:LIST",
    "pep": "chalicelib.adapters.screening.lists.own:PEP_LIST",
    "own": "chalicelib.adapters.screening.lists.own:DENY_LIST",
}

#: What Textract's AnalyzeDocument may be asked for here; each has its price.
TEXTRACT_FEATURES = {"FORMS": "fields with their labels", "TABLES": "tables, of pages"}
