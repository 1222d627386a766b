"""The simulated Places API refuses, pages and charges as Google's does."""

from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import Sandbox

ACCOUNT = {"provider": "places", "account": "int_9", "secret": "AIza-key"}
IDS = "places.id,nextPageToken"


async def ask(
    sandbox: Sandbox, text: str = "dental clinics in Jaipur", mask: str = IDS, key: str = "AIza-key", **body: Any
) -> httpx.Response:
    await sandbox.control("POST", "accounts", **ACCOUNT)
    headers = {"X-Goog-Api-Key": key, "X-Goog-FieldMask": mask}
    return await sandbox.client.post(
        "/v1/places:searchText",
        json={"textQuery": text, **body},
        headers={name: value for name, value in headers.items() if value},
    )


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    error = answer.json()["error"]
    reasons = [detail["reason"] for detail in error.get("details", [])]
    assert error["code"] == answer.status_code
    return answer.status_code, error["status"], reasons[0] if reasons else ""


async def test_three_pages_hold_every_place_once(sandbox: Sandbox) -> None:
    ids, token, pages = [], "", 0
    while pages == 0 or token:
        told = (await ask(sandbox, **({"pageToken": token} if token else {}))).json()
        ids += [place["id"] for place in told["places"]]
        token, pages = told.get("nextPageToken", ""), pages + 1
    assert pages == 3
    assert 40 < len(ids) == len(set(ids)) <= 48
    assert (await ask(sandbox, "dental clinics in Jaipur")).json()["places"][0]["id"] == ids[0]


async def test_a_page_token_goes_with_the_same_request_only(sandbox: Sandbox) -> None:
    token = (await ask(sandbox)).json()["nextPageToken"]
    other = await ask(sandbox, "gyms in Jaipur", pageToken=token)
    assert refusal(other)[:2] == (400, "INVALID_ARGUMENT")
    assert (await ask(sandbox, pageToken=token, pageSize=5)).status_code == 200
    assert refusal(await ask(sandbox, pageToken="!!"))[:2] == (400, "INVALID_ARGUMENT")


async def test_only_what_the_mask_names_is_told_and_a_mask_is_needed(sandbox: Sandbox) -> None:
    told = (await ask(sandbox, mask="places.id,places.websiteUri")).json()
    assert {name for place in told["places"] for name in place} == {"id", "websiteUri"}
    assert "nextPageToken" not in told
    assert refusal(await ask(sandbox, mask=""))[:2] == (400, "INVALID_ARGUMENT")
    assert "places.email" in (await ask(sandbox, mask="places.email")).json()["error"]["message"]


async def test_keys_sizes_and_fields_are_checked(sandbox: Sandbox) -> None:
    assert refusal(await ask(sandbox, key="AIza-wrong")) == (400, "INVALID_ARGUMENT", "API_KEY_INVALID")
    assert refusal(await ask(sandbox, key=""))[:2] == (403, "PERMISSION_DENIED")
    assert refusal(await ask(sandbox, pageSize=-1))[:2] == (400, "INVALID_ARGUMENT")
    assert len((await ask(sandbox, pageSize=50)).json()["places"]) == 20
    assert refusal(await ask(sandbox, pageSise=5))[:2] == (400, "INVALID_ARGUMENT")
    assert refusal(await ask(sandbox, ""))[:2] == (400, "INVALID_ARGUMENT")


async def test_a_place_is_read_by_its_id_and_calls_are_counted_by_what_they_cost(sandbox: Sandbox) -> None:
    place = (await ask(sandbox, mask="places.id,places.displayName")).json()["places"][0]
    headers = {"X-Goog-Api-Key": "AIza-key", "X-Goog-FieldMask": "id,displayName,rating"}
    told = (await sandbox.client.get(f"/v1/places/{place['id']}", headers=headers)).json()
    assert (told["id"], told["displayName"]) == (place["id"], place["displayName"])
    assert 3 < told["rating"] <= 5
    unknown = await sandbox.client.get("/v1/places/ChIJnothing", headers=headers)
    assert refusal(unknown)[:2] == (400, "INVALID_ARGUMENT")
    calls = (await sandbox.control("GET", "status"))["places_calls"]
    assert calls == {"search_pro": 1, "details_enterprise": 2}


async def test_faults_in_googles_words(sandbox: Sandbox) -> None:
    await sandbox.control("PUT", "settings", faults={"places": {"rate_limited": 1.0}})
    assert refusal(await ask(sandbox)) == (429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED")
    await sandbox.control("PUT", "settings", faults={"places": {"error": 1.0}})
    assert refusal(await ask(sandbox))[:2] == (503, "UNAVAILABLE")


async def test_nothing_found_is_an_empty_object(sandbox: Sandbox) -> None:
    assert (await ask(sandbox, "nowhere")).json() == {}


@pytest.mark.parametrize("city", ["Bangalore", "Bengaluru"])
async def test_some_businesses_have_sites_and_some_have_none(sandbox: Sandbox, city: str) -> None:
    told = (await ask(sandbox, f"gyms in {city}", "places.id,places.websiteUri,places.formattedAddress")).json()
    sites = [place.get("websiteUri") for place in told["places"]]
    assert all("Bengaluru" in place["formattedAddress"] for place in told["places"])
    assert 0 < sum(site is None for site in sites) < len(sites)
