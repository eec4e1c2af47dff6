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
