"""The sample book, built once in a session with the settings of the real one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

SAMPLE = Path(__file__).parent / "sample"
CHROMIUM = Path(shutil.which("chromium") or "/usr/bin/chromium")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]
CONFIG = Path(__file__).parents[2] / "_config.yml"


def sample_config(project):
    config = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    config["sphinx"]["config"] |= {
        "scoreboard_project": str(project),
        "scoreboard_blocks": "sample_blocks",
        "scoreboard_pages": "",
    }
    return config


def build(folder, *options):
    """Build `folder`/book as `make report` builds the real one; returns the finished process."""
    command = str(Path(sys.executable).parent / "jupyter-book")
    paths = [str(folder), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        [command, "build", "book", "--config", "_config.yml", "--path-output", ".", "-W", "--keep-going"],
        cwd=folder, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    """The sample book and its built site, in a folder of its own."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    (folder / "_config.yml").write_text(yaml.safe_dump(sample_config(folder)), encoding="utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return folder


@pytest.fixture
def rebuild(sample_folder):
    """Build the sample book again, after whatever the test changed."""
    return lambda: build(sample_folder)


@pytest.fixture(scope="session")
def site(sample_folder):
    return sample_folder / "_build" / "html"


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
        """Wait until every chart of the page is drawn for a light or dark page; returns their number."""
        missing = f".sb-chart:not([data-drawn={mode}])"
        self.page.wait_for_function("selector => !document.querySelector(selector)", arg=missing)
        return self.page.locator(".sb-chart svg.marks").count()


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
