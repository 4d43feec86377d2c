"""Take the picture of the README from the built book; run by `make picture`."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1700})
        page.goto((ROOT / "_build/html/intro.html").as_uri())
        page.wait_for_selector("figure[data-drawn]")
        target = ROOT / "book/images/start-page.png"
        target.parent.mkdir(exist_ok=True)
        page.screenshot(path=target, clip={"x": 0, "y": 0, "width": 1280, "height": 1620})
        browser.close()
