"""What can go wrong between a request and a whole response, and whether asking again may help."""

from __future__ import annotations


class FetchError(Exception):
    """A response that cannot be had.

    Parameters
    ----------
    reason : in one sentence, without a full stop.
    code : of the catalogue of findings.
    advice : what to do; empty where only trying later helps.
    """

    def __init__(self, reason: str, code: str = "file-missing", advice: str = "") -> None:
        super().__init__(reason)
        self.code, self.advice = code, advice


class TransientError(FetchError):
    """A fault that may pass: the same request is sent again.

    Parameters
    ----------
    after : seconds that the service asks to wait (Retry-After); None if it says nothing.
    """

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class QueuedError(Exception):
    """An answer that the data are being prepared.

    Parameters
    ----------
    request : under which they can be asked for; empty where the same address has to be asked again.
    """

    def __init__(self, request: str) -> None:
        super().__init__(request)
        self.request = request
