"""What an answer is that may not be data: a fault, a queue, a page for people.

Services answer with the status 200 and a document that says otherwise, so each answer is looked into.
Eurostat's forms are in its user guide, "Asynchronous API" and "API Statistics", section "Error messages"
(https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines).
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

from scoreboard.exchange.fetching.faults import FetchError, QueuedError, TransientError
from scoreboard.exchange.fetching.structure import local, parse

_REQUEST = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,127}")
"""What the identifier of an asynchronous request looks like; anything else is not put into an address."""
_TRANSIENT = ("DATA_NOT_YET_AVAILABLE", "SERVICE_UNAVAILABLE")
_NARROW = "Narrow the filters of the definitions, or fetch fewer years or states at once."


def refuse_other_than_data(body: bytes, status: int) -> None:
    """Raise what an answer says, if it is not data.

    Parameters
    ----------
    body : the whole answer, decompressed.
    status : of HTTP.

    Raises
    ------
    QueuedError
        If the data are being prepared.
    TransientError
        If it is a page for people, or a fault of the service.
    FetchError
        If it is a fault that will not pass.
    """
    start = body[:2000].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise TransientError(f"a web page instead of data (HTTP {status})")
    if start.startswith(b"<"):
        _read_xml(body, status)
    elif start.startswith(b"{"):
        _read_json(body, status)
    _read_status(status)


def _read_status(status: int) -> None:
    if status == 429:
        raise TransientError("the service asks for fewer requests (HTTP 429)")
    if status >= 500 or status == 408:
        raise TransientError(f"the service is at fault (HTTP {status})")
    if status == 413:
        raise FetchError("the request is too large (HTTP 413)", "file-too-large", _NARROW)
    if status >= 400:
        raise FetchError(f"the service refuses the request (HTTP {status})")


def _read_xml(body: bytes, status: int) -> None:
    """Read SOAP faults and envelopes, and SDMX error messages; a structure message is data."""
    try:
        root = parse(body)
    except ValueError as error:
        raise TransientError(f"a document that is cut off (HTTP {status}): {error}") from error
    texts = _texts(root)
    if "queued" in texts:
        raise QueuedError(_request(texts.get("id", "")))
    if "faultstring" in texts:
        _fault(texts.get("faultcode", ""), texts["faultstring"], status)
    if "errormessage" in texts:
        _fault(texts.get("code", ""), texts.get("text", ""), status)
    if local(root) != "Structure":
        raise TransientError(f"a document <{local(root)}> instead of data (HTTP {status})")


def _texts(root: ElementTree.Element) -> dict[str, str]:
    """Return local name in lower case → text of the first such element; `code` may be an attribute."""
    texts: dict[str, str] = {}
    for element in root.iter():
        texts.setdefault(local(element).lower(), (element.text or "").strip())
        if "code" in element.attrib:
            texts.setdefault("code", element.attrib["code"])
    return texts


def _read_json(body: bytes, status: int) -> None:
    """Read errors and warnings of the Statistics API; a JSON-stat dataset is data."""
    try:
        document: Any = json.loads(body)
    except ValueError as error:
        raise TransientError(f"a document that is cut off (HTTP {status}): {error}") from error
    if "error" in document:
        told = document["error"][0] if isinstance(document["error"], list) else document["error"]
        _fault(str(told.get("id", told.get("status", ""))), str(told.get("label", told)), status)
    if "warning" in document:
        raise QueuedError("")


def _fault(code: str, text: str, status: int) -> None:
    """Raise a fault as what it is: a queue, one that passes, one that asks for less, one that stays."""
    said = f"{text or 'no reason given'} ({code or f'HTTP {status}'})"
    if "ASYNCHRONOUS_RESPONSE" in text:
        raise QueuedError("")
    if code.startswith("5") or status >= 500 or text.startswith(_TRANSIENT):
        raise TransientError(f"the service is at fault: {said}")
    if code == "413" or "TOO_BIG" in text:
        raise FetchError(said, "file-too-large", _NARROW)
    raise FetchError(f"the service refuses the request: {said}")


def _request(identifier: str) -> str:
    if not _REQUEST.fullmatch(identifier):
        raise TransientError("an asynchronous answer without an identifier")
    return identifier


def status_of(body: bytes) -> str:
    """Return the status of an asynchronous request, such as SUBMITTED, PROCESSING or AVAILABLE.

    Raises
    ------
    TransientError
        If the answer has none.
    """
    try:
        status = _texts(parse(body)).get("status", "")
    except ValueError as error:
        raise TransientError(f"a status that cannot be read: {error}") from error
    if not status:
        raise TransientError("a status without a word")
    return status
