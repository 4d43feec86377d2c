"""Questions that governments ask, each answered with what the data can say, and with what they cannot.

A question is a row of `QUESTIONS`; a new one needs its module, a row here, and a heading on the page.
"""

from __future__ import annotations

from typing import Any

from scoreboard.report.blocks.questions.asking import Question, address, cannot_say, more
from scoreboard.report.blocks.questions.components import COMPONENTS
from scoreboard.report.blocks.questions.cooperation import COOPERATION
from scoreboard.report.blocks.questions.need import NEED
from scoreboard.report.blocks.questions.protection import PROTECTION
from scoreboard.report.blocks.questions.qualifications import QUALIFICATIONS
from scoreboard.report.blocks.questions.sending import SENDING
from scoreboard.report.edition import Edition
from scoreboard.report.html import Html, text
from scoreboard.report.i18n import _
from scoreboard.report.links import link

__all__ = ["QUESTIONS", "policy_answers", "policy_question"]

QUESTIONS: dict[str, Question] = {
    "need": NEED,
    "components": COMPONENTS,
    "qualifications": QUALIFICATIONS,
    "protection": PROTECTION,
    "sending": SENDING,
    "cooperation": COOPERATION,
}


def policy_answers(edition: Edition) -> Html:
    """Return every question with its short answer, as a list that leads to each."""
    items = "".join(
        f"<li>{link(address(key), _(it.title))} {text(' '.join(it.short(edition)))}</li>"
        for key, it in QUESTIONS.items()
    )
    return Html(f'<ul class="sb-answers">{items}</ul>')


def policy_question(edition: Edition, key: str) -> list[Any]:
    """Return the answer to one question: in short, what is shown, what the data cannot say, and links.

    Parameters
    ----------
    key : of `QUESTIONS`.
    """
    question = QUESTIONS[key]
    answer = f"**{_('In short.')}** {' '.join(question.short(edition))}"
    return [answer, *question.shown(edition), cannot_say(edition, question), more(edition, question)]
