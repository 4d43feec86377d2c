"""What the script of the page of pathways says; see `scoreboard.report.interactive.texts`."""

from __future__ import annotations

from collections.abc import Mapping

from scoreboard.report.i18n import N_
from scoreboard.report.interactive.texts import SHARED, Text, forms

PATHWAYS: Mapping[str, Text] = {
    "copied": SHARED["copied"],
    "copy_by_hand": SHARED["copy_by_hand"],
    "matches": forms("{n} record matches.", "{n} records match."),
    "more": forms(
        "{n} more may match: what was asked is not recorded, or left to the state.",
        "{n} more may match: what was asked is not recorded, or left to the states.",
    ),
    "took": N_("Answered in {ms} ms."),
    "condition": N_("Condition {n}"),
    "field": N_("Field"),
    "comparison": N_("Comparison"),
    "value": N_("Value"),
    "values": N_("Values"),
    "remove": N_("Remove"),
    "command": N_("scoreboard pathways --filters '{filters}'"),
    "caption": N_("Records that match, in the order of states"),
    "maybe_caption": N_("Records that may match"),
    "beside": N_("The first {n} records side by side; ≠ marks fields in which recorded values differ"),
    "state": N_("State"),
    "pathway": N_("Pathway"),
    "valid": N_("In force"),
    "lasting": N_("since {since}"),
    "ended": N_("{since} to {until}"),
    "outside": N_("not bound"),
    "nothing": N_("Nothing matches."),
    "all_fields": N_("All that is on record"),
    "source": N_("source"),
    "article": N_("Article {article}"),
    "own_source": N_("National law"),
    "confidence": N_("confidence"),
    "differ": N_("≠ differ"),
    "alike": N_("= alike"),
}
OPERATOR_WORDS = {
    ">=": N_("at least"),
    "<=": N_("at most"),
    "=": N_("exactly"),
    "!=": N_("not"),
    ">": N_("more than"),
    "<": N_("less than"),
    "in": N_("is one of"),
    "has": N_("has each of"),
    "is": N_("is"),
}
FACT_WORDS = {
    "recorded": N_("recorded"),
    "left_to_state": N_("left to the state"),
    "not_recorded": N_("not recorded"),
}
CONFIDENCE_WORDS = {
    "official_text": N_("Official text read"),
    "official_summary": N_("Official summary read"),
    "secondary_page": N_("Other page read"),
    "mixed": N_("Mixed"),
    "derived": N_("Derived"),
    "general_knowledge": N_("General knowledge, not read"),
}
STATUS_WORDS = {
    "recorded": N_("Recorded"),
    "left_to_state": N_("Left to the states"),
    "not_recorded": N_("Not recorded"),
}
BASIS_WORDS = {
    "transposition_deadline": N_("deadline of transposition"),
    "date_of_application": N_("date of application"),
    "accession": N_("accession"),
    "opt_in": N_("decision to take part"),
    "national_measure": N_("national measure"),
    "danish_protocol": N_("protocol on Denmark"),
    "uk_ireland_protocol": N_("protocol on Ireland and the United Kingdom"),
}
