"""The blocks of the sample book: one chart of each kind the real book draws. The figures are made up."""

import altair as alt
import numpy as np
import pandas as pd

from scoreboard.report import topology
from scoreboard.report.figure import describe
from scoreboard.report.html import Html
from scoreboard.report.tables import table_html

SCORES = pd.DataFrame(
    {
        "state": ["AT", "BE", "DE", "FR", "IT", "NO", "PL", "SE", "CH", "ES"],
        "name": [
            "Austria",
            "Belgium",
            "Germany",
            "France",
            "Italy",
            "Norway",
            "Poland",
            "Sweden",
            "Switzerland",
            "Spain",
        ],
        "score": [46.1, 69.0, 58.25, 56.5, 58.0, 69.5, np.nan, 86.3, 50.0, 60.0],
        "low": [40.0, 63.0, 50.0, 50.0, 51.0, 62.0, np.nan, 80.0, 42.0, 55.0],
        "high": [52.0, 75.0, 66.0, 61.0, 65.0, 76.0, np.nan, 92.0, 57.0, 67.0],
    }
)
SCALE = alt.Scale(domain=[0, 100])


def ranking(edition):
    bars = alt.Chart(SCORES.dropna()).mark_bar().encode(
        x=alt.X("score:Q", title="Score, 0 to 100", scale=SCALE), y=alt.Y("name:N", sort="-x", title=None)
    )  # fmt: skip
    return describe(
        bars.properties(width="container", height={"step": 20}),
        title="Sample ranking of states by a made-up score, with a title long enough to wrap on a phone",
        subtitle="Score, 0 to 100; 2019",
        alt_text="Bar chart: Sweden has the highest score of ten states, Austria the lowest.",
        table=SCORES[["name", "score"]].rename(columns={"name": "State", "score": "Score"}),
        source="Source: figures made up for a test.",
    )


def interval(edition):
    base = alt.Chart(SCORES.dropna()).encode(y=alt.Y("name:N", sort=None, title=None))
    rules = base.mark_rule().encode(x=alt.X("low:Q", title="Score", scale=SCALE), x2="high:Q")
    table = SCORES[["name", "low", "score", "high"]]
    return describe(
        (rules + base.mark_point().encode(x="score:Q")).properties(width="container", height={"step": 20}),
        title="Sample intervals",
        alt_text="Points with intervals for ten states.",
        table=table.rename(columns={"name": "State", "low": "5 %", "score": "Score", "high": "95 %"}),
    )


def europe_map(edition):
    grey = [alt.Chart(topology.shapes(part)).mark_geoshape(style="no-data") for part in ("context", "states")]
    known = (
        alt.Chart(topology.shapes())
        .mark_geoshape(style="state")
        .transform_lookup(lookup="id", from_=alt.LookupData(SCORES, "state", ["score", "name"]))
        .transform_filter("isValid(datum.score)")
        .encode(color=alt.Color("score:Q", title="Score", scale=SCALE), tooltip=["name:N", "score:Q"])
    )
    return describe(
        alt.layer(*grey, known)
        .project("conicEqualArea", rotate=[-13, 0], parallels=[35, 65])
        .properties(width="container", height=420),
        title="Sample map",
        alt_text="Map of Europe, ten states coloured by score; Poland is grey because it has none.",
        table=SCORES[["name", "score"]].rename(columns={"name": "State", "score": "Score"}),
    )


def nothing(edition):
    empty = SCORES[["name", "score"]].assign(score=np.nan)
    return describe(
        alt.Chart(empty).mark_bar().encode(x="score:Q", y="name:N"),
        title="Sample without data",
        alt_text="",
        table=empty,
        empty="There is not enough data on housing to compare states.",
    )


def table(edition, caption):
    links = SCORES.assign(name=[Html(f'<a href="#table">{name}</a>') for name in SCORES["name"]])
    return table_html(links[["name", "state", "score"]], caption, decimals=2)


def text(edition, topic):
    return [
        f"## On {topic}\n\nText with **weight** and $x^2$.\n\n### Deeper\n\nMore.",
        None,
        ranking(edition),
    ]


BLOCKS = {
    "ranking": ranking,
    "interval": interval,
    "map": europe_map,
    "nothing": nothing,
    "table": table,
    "text": text,
}
