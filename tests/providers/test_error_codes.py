"""Every error code of the vendors' references, and what follows from each."""

import pytest

from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.providers.gupshup.errors import ERRORS as GUPSHUP
from services.providers.meanings import Meaning
from services.providers.twilio.errors import ERRORS as TWILIO
from services.providers.wati.errors import ERRORS as WATI
from services.providers.whatsapp_cloud.errors import ERRORS as CLOUD

# Seconds to wait for what is tried again; for the rest, what the refusal is about.
WANTED: dict[str, dict[float | str, list[int]]] = {
    "twilio": {
        30.0: [20429, 63017],
        60.0: [30001],
        3600.0: [63018],
        21600.0: [63038],
        "resting": [63032],
        "address": [21211, 21614, 63003, 63024],
        "opted_out": [21610, 63014, 63033],
        "account": [20003, 20404, 21408, 21606, 21910, 63007],
        "template": [21654, 21655, 21656, 92007, 63005, 63013, 63021, 63027, 63028, 63040, 63041],
        "request": [21617, 63015, 63016],
    },
    "whatsapp_cloud": {
        2.0: [130429],
        6.0: [131056],
        60.0: [4, 80007, 131000, 131016],
        300.0: [131057],
        "resting": [131049],
        "address": [131026],
        "opted_out": [131050],
        "account": [
            *(0, 3, 10, 190, 200, 230, 299, 368, 130497, 131005, 131031, 131037, 131042, 131044, 131045),
            *(131048, 131063, 131064, 133016),
        ],
        "template": [132000, 132001, 132007, 132008, 132012, 132015, 132016],
        "request": [130472, 131008, 131009, 131021, 131030, 131047, 131051, 131052, 131053, 131062, 132005, 135000],
    },
    "gupshup": {
        60.0: [500, 4001],
        "resting": [131049],
        "address": [1002, 131026],
        "opted_out": [1012],
        "account": [1003],
        "template": [1005, 1007, 4003],
        "request": [1001, 1004, 1006, 1008, 1010, 1011, 4002],
    },
    "wati": {"address": [131026], "resting": [131049], "request": [131047], 6.0: [131056]},
}
TABLES: dict[str, dict[int, Meaning]] = {"twilio": TWILIO, "whatsapp_cloud": CLOUD, "gupshup": GUPSHUP, "wati": WATI}
EVERY = [
    (vendor, code, wanted) for vendor, kinds in WANTED.items() for wanted, codes in kinds.items() for code in codes
]


@pytest.mark.parametrize(("vendor", "code", "wanted"), EVERY)
def test_what_follows_from_a_code(vendor: str, code: int, wanted: float | str) -> None:
    meaning = TABLES[vendor][code]
    error = meaning.error(vendor, str(code))
    assert error.message.endswith(".")
    assert str(code) not in error.message
    if wanted == "resting":
        assert isinstance(error, ProviderDown)
        assert meaning.about is Refusal.RESTING
        assert error.only_recipient
        assert (error.retry_after or 0) > 24 * 3600
    elif isinstance(wanted, float):
        assert isinstance(error, ProviderDown)
        assert (error.retry_after, error.only_recipient) == (wanted, code == 131056)
    else:
        assert isinstance(error, ProviderRefused)
        assert error.about == wanted


def test_what_the_provider_asks_for_comes_before_our_own_guess() -> None:
    error = CLOUD[130429].error("whatsapp_cloud", "130429", 7.0)
    assert isinstance(error, ProviderDown)
    assert error.retry_after == 7.0
