"""The words all models are made of: codes, texts, days, licences, and the closed frozen base."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Score = Annotated[float, Field(ge=0, le=100)]

NO_LICENCE = {"", "?", "-", "n/a", "na", "none", "tbd", "todo", "unknown"}


def _names_a_licence(text: str) -> str:
    if text.lower() in NO_LICENCE:
        raise PydanticCustomError("licence_missing", "name the licence or terms of use")
    return text


Licence = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_names_a_licence)]


class Closed(BaseModel):
    """A frozen model that refuses keys it does not have."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False)
