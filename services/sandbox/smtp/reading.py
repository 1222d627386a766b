"""What stands in a mail of the product's."""

import re

REFERENCE = re.compile(r"\b(?:om|msg)_[0-9a-z]{26}\b")
ONE_CLICK = re.compile(r"<(https?://[^>]+)>")
