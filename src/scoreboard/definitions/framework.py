"""The framework: every definition of a project, read once and held together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scoreboard.definitions.grouping import GROUPS, read_groups
from scoreboard.definitions.groups import Groups
from scoreboard.definitions.models import Index, Node, PolicyIndicator, StatisticIndicator
from scoreboard.definitions.reading import Document, read_yaml, validate
from scoreboard.definitions.registers import Dataset, Service, SourceRegister
from scoreboard.definitions.states import State, read_states
from scoreboard.findings import Place, Report

AnyIndicator = PolicyIndicator | StatisticIndicator

DOMAINS = ("labour_market", "education", "health", "housing", "anti_discrimination")
SOURCES = "indicators/sources.yaml"
INDEX_FILES = {"policy": "policy.yaml", "outcome": "outcomes.yaml"}


@dataclass(frozen=True)
class Framework:
    """All definitions of a project.

    Parameters
    ----------
    indicators : code → indicator, in code order.
    indices : lens → index (policy, outcome).
    datasets : dataset id → what indicators/sources.yaml says of it.
    states : state code → state.
    documents : indicator code, index lens or `SOURCES` → the file it came from, for places and the pages.
    unread : codes of indicators whose file is at fault, so that nothing that names them is blamed too.
    services : service id → what indicators/sources.yaml says of it.
    groups : groups of states, such as the European Union, and who belonged to each on a day.

    Examples
    --------
    >>> from scoreboard import Project
    >>> framework = Project("tests/mini").framework
    >>> framework.label("policy", "labour_market"), framework.base("employment_gap").code
    ('Labour market', 'employment_rate')
    """

    indicators: dict[str, AnyIndicator] = field(default_factory=dict)
    indices: dict[str, Index] = field(default_factory=dict)
    datasets: dict[str, Dataset] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict, repr=False)
    unread: frozenset[str] = frozenset()
    services: dict[str, Service] = field(default_factory=dict)
    groups: Groups = field(default_factory=Groups)

    @property
    def policy(self) -> Index:
        """The index of the policy lens."""
        return self.indices["policy"]

    @property
    def outcome(self) -> Index:
        """The index of the outcome lens."""
        return self.indices["outcome"]

    def place(self, key: str, *path: str | int) -> Place:
        """Return where a definition, or a key of it, stands.

        Parameters
        ----------
        key : as in `documents`.
        path : keys and positions down to the one that is meant; none for the whole file.
        """
        return self.documents[key].place(path)

    def base(self, code: str) -> AnyIndicator:
        """Return the indicator whose observations another uses: itself, or its ``observations_of``.

        Parameters
        ----------
        code : of the indicator that uses them.
        """
        indicator = self.indicators[code]
        source = getattr(indicator, "observations_of", None)
        return self.indicators[source] if source else indicator

    @cached_property
    def observed(self) -> dict[str, AnyIndicator]:
        """The indicators that have observations of their own."""
        return {
            code: it for code, it in self.indicators.items() if getattr(it, "observations_of", None) is None
        }

    @cached_property
    def nodes(self) -> dict[tuple[str, str], Node]:
        """(lens, node name) → group node."""
        return {
            (lens, node.node): node
            for lens, index in self.indices.items()
            for _, node in walk(index.tree)
            if node.node
        }

    def label(self, lens: str, node: str) -> str:
        """Return the title of a group node or indicator, for people; a domain may stand in another lens only.

        Parameters
        ----------
        lens : policy or outcome.
        node : name of a node, or code of an indicator.
        """
        elsewhere = (self.nodes[other, node] for other in self.indices if (other, node) in self.nodes)
        group = self.nodes.get((lens, node)) or next(elsewhere, None)
        title = self.indicators[node].title if node in self.indicators else group and group.title
        return title or node.replace("_", " ").capitalize()


def walk(
    nodes: tuple[Node, ...], path: tuple[str | int, ...] = ("tree",)
) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    """Yield every node below `nodes` with its path in the file, parents before children."""
    for position, node in enumerate(nodes):
        yield (*path, position), node
        yield from walk(node.children, (*path, position, "children"))


def leaves(node: Node) -> Iterator[str]:
    """Yield the indicator codes below a node, in the order of the tree."""
    if node.indicator:
        yield node.indicator
    for child in node.children:
        yield from leaves(child)


def load_framework(root: Path) -> tuple[Framework, Report]:
    """Read all definitions of a project.

    Parameters
    ----------
    root : the project folder, with `indicators/` and `data/states.csv`.

    Returns
    -------
    The framework of everything that could be read, and the report of what could not. Cross-checks
    (weights, trees, goalposts) are `scoreboard.definitions.check_framework`.
    """
    report = Report()
    documents: dict[str, Document] = {}
    indicators = _read_indicators(root, documents, report)
    indices = _read_indices(root, documents, report)
    register = _read_register(root, documents, report)
    states = read_states(root / "data/states.csv", "data/states.csv", report)
    unread = frozenset(path.stem for path in (root / "indicators").glob("*/*.yaml")) - indicators.keys()
    groups, document = read_groups(root, states, indicators.keys() | unread, report)
    if document:
        documents[GROUPS] = document
    framework = Framework(
        indicators=indicators,
        indices=indices,
        datasets=register.datasets,
        states=states,
        documents=documents,
        unread=unread,
        services=register.services,
        groups=groups,
    )
    return framework, report


def _read_indicators(root: Path, documents: dict[str, Document], report: Report) -> dict[str, AnyIndicator]:
    indicators: dict[str, AnyIndicator] = {}
    for path in sorted((root / "indicators").glob("*/*.yaml")):
        file = path.relative_to(root).as_posix()
        document = read_yaml(path, file, report)
        if document is None:
            continue
        report.checked["definitions"] += 1
        indicator = _indicator(document, report)
        if indicator is None:
            continue
        _check_name(indicator, path, document, report)
        if indicator.code in indicators:
            other = documents[indicator.code].file
            found = f"'{indicator.code}' is defined in {other}"
            report.add("duplicate-code", document.place(("code",)), found)
            continue
        indicators[indicator.code] = indicator
        documents[indicator.code] = document
    return dict(sorted(indicators.items()))


def _indicator(document: Document, report: Report) -> AnyIndicator | None:
    """Validate against the model that the lens names."""
    lens = document.value.get("lens") if isinstance(document.value, dict) else None
    if lens == "policy":
        return validate(document, PolicyIndicator, report)
    return validate(document, StatisticIndicator, report)


def _check_name(indicator: AnyIndicator, path: Path, document: Document, report: Report) -> None:
    for key, value, expected in (
        ("code", indicator.code, path.stem),
        ("domain", indicator.domain, path.parent.name),
    ):
        if value != expected:
            report.add(
                "code-file-mismatch",
                document.place((key,)),
                f"{key}: {value}, but the file is {path.parent.name}/{path.name}",
                allowed=expected,
            )


def _read_indices(root: Path, documents: dict[str, Document], report: Report) -> dict[str, Index]:
    indices: dict[str, Index] = {}
    for lens, name in INDEX_FILES.items():
        document = read_yaml(root / "indicators" / name, f"indicators/{name}", report)
        index = validate(document, Index, report) if document else None
        if document and index:
            report.checked["definitions"] += 1
            if index.lens != lens:
                place = document.place(("lens",))
                report.add("code-file-mismatch", place, f"lens: {index.lens}", allowed=lens)
                continue
            indices[lens], documents[lens] = index, document
    return indices


def _read_register(root: Path, documents: dict[str, Document], report: Report) -> SourceRegister:
    document = read_yaml(root / SOURCES, SOURCES, report)
    register = validate(document, SourceRegister, report) if document else None
    if document:
        documents[SOURCES] = document
    report.checked["definitions"] += register is not None
    return register or SourceRegister(datasets={})
