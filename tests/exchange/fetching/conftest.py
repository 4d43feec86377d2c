"""Two datasets at a service on loopback, a project to fetch into, and a clock that never waits."""

import hashlib
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scoreboard.definitions.registers import Fetch, Service
from scoreboard.exchange import import_folder
from scoreboard.exchange.fetching import Cache, Clock, Patience, Wish, fetch

from ..making import REPOSITORY, dataset, framework, statistic  # noqa: TID252  (tests are on no path)
from . import service as loopback

DAY = date(2026, 1, 1)
PATIENCE = Patience(tries=4, base=2.0, longest=60.0, bound=600.0, poll=5.0, connect=10.0, read=10.0)
HASTE = replace(PATIENCE, tries=8, read=0.3)
DIMENSIONS = ["freq", "unit", "sex", "age", "citizen", "geo"]


def rows(value=60.0):
    """Three states, two groups, an aggregate, an age that nobody asks for, flags and a missing value."""
    cells = []
    for number, place in enumerate(["EL", "UK", "SE", "EU27_2020"]):
        for group, less in (("NAT", 0), ("NEU27_2020_FOR", 8)):
            for year in (2019, 2020, 2021):
                shown = round(value + number - less + (year - 2019) / 10, 1)
                flag = "b" if year == 2021 else ""
                gone = place == "EL" and group != "NAT" and year == 2020
                cells.append(
                    [
                        "A",
                        "PC",
                        "T",
                        "Y20-64",
                        group,
                        place,
                        year,
                        "" if gone else shown,
                        "u" if gone else flag,
                    ]
                )
        cells.append(["A", "PC", "T", "Y15-64", "NAT", place, 2020, 50.0, ""])
    return cells


@pytest.fixture
def tables():
    return {
        "EMPLOYMENT": loopback.Table(DIMENSIONS, rows()),
        "JOBLESS": loopback.Table(DIMENSIONS, rows(12.0)),
    }


@pytest.fixture
def service(tables):
    with loopback.serve(loopback.Service(tables)) as running:
        yield running


class Time:
    """A clock whose waiting takes no time; `slept` is what was waited for."""

    def __init__(self):
        self.moment, self.slept = datetime(2026, 1, 1, 12, tzinfo=UTC), []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)

    @property
    def clock(self):
        start = datetime(2026, 1, 1, tzinfo=UTC)
        return Clock(
            now=lambda: self.moment,
            seconds=lambda: (self.moment - start) / timedelta(seconds=1),
            sleep=self.sleep,
            chance=lambda: 0.5,
        )


@pytest.fixture
def time():
    return Time()


def definitions(address, protocol="eurostat-sdmx-3.0", **more):
    """Two indicators from two datasets of one service."""
    two = {"dataset": "jobless", "filters": {"freq": "A", "unit": "PC"}}
    there = Service(protocol=protocol, url=address, agency="ESTAT", **more)
    made = framework(
        [statistic(), statistic("jobless", [two], domain="health")],
        {key: dataset(fetch=Fetch(service="office")) for key in ("employment", "jobless")},
    )
    made.services["office"] = there
    return made


def empty_project(root):
    (root / "data").mkdir(parents=True)
    for name in ("states.csv", "codelists.csv"):
        shutil.copy(REPOSITORY / "data" / name, root / "data")
    return root


def contents(root):
    """Every file below data/, with its bytes."""
    paths = sorted(path for path in (root / "data").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def with_old_data(root):
    """Give the project rows of an earlier import, which a fetch replaces, and rows of its own."""
    (root / "data/GR").mkdir()
    (root / "data/GR/labour_market.csv").write_text(
        "state,indicator,year,group,sex,age,duration,value,status,se,n,source,note\n"
        "GR,employment,2019,NAT,,Y20-64,,1.0,,,,employment,\n"
        "GR,employment,2018,NAT,,Y20-64,,2.0,,,,employment,\n"
    )
    (root / "data/GR/sources.yaml").write_text(
        "sources:\n  employment: {provider: E, title: T, dataset: employment, licence: L, url: u,"
        " accessed: '2020-01-01'}\n"
    )
    return root


@pytest.fixture
def old(project):
    return with_old_data(project)


@pytest.fixture
def run(service, project, tmp_path, time):
    """Fetch into the project; keywords go to `fetch`, `protocol` and the like to the definitions."""

    def run(*, wish=None, root=project, said=None, patience=PATIENCE, **more):
        names = ("protocol", "format", "places", "structure")
        made = definitions(service.url, **{name: more.pop(name) for name in names if name in more})
        tell = said.append if said is not None else lambda message: None
        cache = Cache(tmp_path / "cache")
        return fetch(
            root,
            made,
            wish or Wish(),
            cache,
            today=DAY,
            patience=patience,
            clock=time.clock,
            tell=tell,
            **more,
        )

    return run


@pytest.fixture(scope="session")
def imported(tmp_path_factory):
    """Import the whole tables as downloaded files; the data that must come, without the files' hashes."""

    known = {}

    def make(tables, root):
        cells = repr([table.rows for table in tables.values()])
        if cells not in known:
            known[cells] = build(tables, root)
        return known[cells]

    def build(tables, root):
        inbox = tmp_path_factory.mktemp("inbox")
        maker = loopback.Service(tables)
        for key, table in tables.items():
            (inbox / f"{key.lower()}.csv").write_bytes(maker.csv(key, table.rows, "1.0"))
        assert import_folder(inbox, root, definitions("http://127.0.0.1:9"), today=DAY).findings.ok
        return rows_of(root)

    return make


def rows_of(root):
    """The national CSVs alone: the sources also hold the hash of the response."""
    return {
        file: text for file, text in contents(root).items() if file.endswith(".csv") and file.count("/") == 2
    }


def digest(root):
    return hashlib.sha256(repr(contents(root)).encode()).hexdigest()
