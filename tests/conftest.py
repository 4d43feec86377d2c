"""What the tests share: the mini project, whole or with faults put into it, and a browser."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import settings

from scoreboard.definitions import read_yaml
from scoreboard.findings import Report
from scoreboard.project import Project

TESTS = Path(__file__).parent
CHROMIUM = Path(shutil.which("chromium") or "/usr/bin/chromium")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]

settings.register_profile("suite", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that alone rewrites stored results."""
    parser.addoption("--refresh", action="store_true", help="store the examples of findings anew")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return TESTS.parent


@pytest.fixture(scope="session")
def mini() -> Project:
    """The project of three states; nothing may change it."""
    return Project(TESTS / "mini")


@pytest.fixture(scope="session")
def read() -> Callable[[Path], dict]:
    """Read a YAML fixture with the project's own strict reader."""

    def read_strictly(path: Path) -> dict:
        report = Report()
        document = read_yaml(path, str(path), report)
        assert document is not None, list(report)
        return document.value

    return read_strictly


@pytest.fixture
def change_mini(tmp_path: Path) -> Callable[..., Path]:
    """Make a copy of the mini project with some text replaced, files added, and files left out."""

    def change(
        changes: Iterable[dict[str, str]] = (), overlay: Path | None = None, without: Iterable[str] = ()
    ) -> Path:
        project = tmp_path / "project"
        shutil.copytree(TESTS / "mini", project)
        if overlay:
            shutil.copytree(overlay, project, dirs_exist_ok=True)
        for file in without:
            (project / file).unlink()
        for edit in changes:
            path = project / edit["file"]
            text = path.read_text("utf-8")
            assert text.count(edit["old"]) == 1, f"{edit['old']!r} must stand once in {edit['file']}"
            path.write_text(text.replace(edit["old"], edit["new"]), "utf-8")
        return project

    return change


@pytest.fixture
def break_mini(change_mini, read) -> Callable[[Path], tuple[dict, Path]]:
    """Make the broken project of a folder of `bad/`; returns its case and the project's folder."""

    def build(folder: Path) -> tuple[dict, Path]:
        case = read(folder / "expected.yaml")
        files = folder / "files"
        overlay = files if files.is_dir() else None
        project = change_mini(case.get("changes", ()), overlay, case.get("without", ()))
        for made in case.get("made", ()):
            make(project, made)
        return case, project

    return build


def make(project: Path, made: dict) -> None:
    """Make a link, a file of some size without content, or a file with a text many times over."""
    path = project / made["file"]
    if "link" in made:
        path.symlink_to(made["link"])
    elif "size" in made:
        with path.open("wb") as handle:
            handle.truncate(made["size"])
    else:
        path.write_text(made["start"] + made["fill"] * made["times"], "utf-8")


@pytest.fixture(scope="session")
def npm(request) -> Callable[[Path], Path]:
    """Install the packages that a folder's lock file pins, once, and return the folder that holds them."""
    command = shutil.which("npm")
    if command is None or not shutil.which("node"):
        pytest.skip("npm is not installed: what it would install cannot be had")

    def install(source: Path) -> Path:
        lock = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()[:12]
        folder = Path(request.config.cache.mkdir(f"npm-{source.name}-{lock}"))
        if not (folder / "ready").is_file():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(source / name, folder)
            subprocess.run(
                [command, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
                cwd=folder, check=True, capture_output=True, text=True, timeout=300,
            )  # fmt: skip
            (folder / "ready").touch()
        return folder

    return install


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, without a sandbox or any traffic of its own."""
    api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class Visit:
    """An opened page, with what it asked for and complained of."""

    def __init__(self, page):
        self.page, self.requests, self.complaints = page, [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    @property
    def outside(self):
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def drawn(self, mode):
        """Have every chart drawn, as for paper, and wait until it is light or dark; returns their number."""
        self.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        missing = f".sb-chart:not([data-drawn={mode}])"
        self.page.wait_for_function("selector => !document.querySelector(selector)", arg=missing)
        return self.page.locator(".sb-chart svg.marks").count()

    def moves(self):
        """Return how far the space kept for each chart is from what it took, in pixels; all must be drawn."""
        return self.page.eval_on_selector_all(
            ".sb-chart",
            """charts => charts.map((chart) => {
                const plot = chart.querySelector(".sb-plot");
                const taken = plot.offsetHeight;
                chart.removeAttribute("data-drawn");
                return parseFloat(getComputedStyle(plot).minHeight) - taken;
            })""",
        )

    def faults(self):
        """Return what axe finds: the rule, and up to three of the elements that break it."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [(fault["id"], [node["html"][:200] for node in fault["nodes"]][:3]) for fault in found]


@pytest.fixture
def visit(chromium):
    """Open a file of a site at a width, in a mode."""
    contexts = []

    def open_page(path, width=1280, mode="light", **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        if mode == "dark":
            context.add_init_script(
                "localStorage.setItem('mode','dark');localStorage.setItem('theme','dark')"
            )
        opened = Visit(context.new_page())
        opened.page.goto(path.as_uri())
        return opened

    yield open_page
    for context in contexts:
        context.close()
