"""`scoreboard book`: languages, misuse, and a book of a project of one's own, previewed."""

import shutil
import threading
import urllib.request

import pytest
from click.testing import CliRunner

from scoreboard.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["book", *map(str, arguments)])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "fre"], "did you mean 'fr'"),
        (["--serve", "--catalogues"], "exclude each other"),
        (["--pdf", "--serve"], "--pdf and --serve exclude each other"),
        (["--serve", "--lang", "all"], "previews one language"),
        (["--serve", "--port", "99999"], "Invalid value for '--port'"),
    ],
)
def test_misuse_is_told(mini, arguments, said):
    result = run("--project", mini.root, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_project_without_book_is_told_so(change_mini):
    project = change_mini()
    shutil.rmtree(project / "book")
    result = run("--project", project)
    assert result.exit_code == 2
    assert "has no book" in result.stderr


def test_faulty_data_are_told_before_anything_is_built(break_mini, root):
    _case, project = break_mini(root / "tests/bad/decimal-comma")
    result = run("--project", project)
    assert result.exit_code == 1
    assert "decimal-comma" in result.stderr
    assert not (project / "_build").exists()


def test_preview_serves_pages_that_load_again_and_the_site_does_not(tmp_path):
    from scoreboard.report.serving import ADDRESS, server, stamp

    (tmp_path / "intro.html").write_text("<html><body>Words</body></html>", encoding="utf-8")
    (tmp_path / "data.csv").write_text("a\n", encoding="utf-8")
    stamp(tmp_path).write_text("17", encoding="utf-8")
    served = server(tmp_path, 0)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()

    def get(path):
        with urllib.request.urlopen(f"http://127.0.0.1:{served.server_port}{path}") as answer:
            return answer.read().decode()

    try:
        assert "location.reload()" in get("/intro.html")
        assert get("/data.csv") == "a\n"
        assert get(ADDRESS) == "17"
    finally:
        served.shutdown()
        served.server_close()
        thread.join()
    assert "reload" not in (tmp_path / "intro.html").read_text(encoding="utf-8")
