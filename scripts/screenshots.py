"""Take the pictures of README and docs from the invented coalition, in a real Chromium; needs the test kit."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.machine import find_chromium

#: Name of the picture, the page, and the words of the link to follow from there, if any.
PICTURES = (
    ("today", "/", ""),
    ("organizations", "/organizations", ""),
    ("record", "/organizations?q=cedar+justice", "Cedar Justice Centre"),
    ("board", "/tasks/", ""),
)


def main() -> int:
    """Start the invented coalition on a free port, take the pictures, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots", help="folder of the pictures")
    into: Path = parser.parse_args().into
    chromium = find_chromium()
    if chromium is None:
        print("There is no Chromium on this machine.", file=sys.stderr)
        return 1
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        environ = {**os.environ, "CRM_DATA": data}
        crm = [sys.executable, "-m", "crm"]
        subprocess.run([*crm, "db", "upgrade"], check=True, cwd=ROOT, env=environ)
        made = subprocess.run([*crm, "demo", "--json"], check=True, cwd=ROOT, env=environ, stdout=subprocess.PIPE)
        login = json.loads(made.stdout)["logins"][0]
        port = _free_port()
        with subprocess.Popen([*crm, "serve", "--port", str(port)], cwd=ROOT, env=environ) as server:
            try:
                url = f"http://127.0.0.1:{port}"
                _wait_for(url)
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(
                        executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
                    )
                    page = browser.new_page(viewport={"width": 1440, "height": 900})
                    _sign_in(page, url, login)
                    for name, path, words in PICTURES:
                        _take(page, url + path, words, into / f"{name}.png")
                    browser.close()
            finally:
                server.send_signal(signal.SIGINT)
    return 0


def _sign_in(page: Page, url: str, login: dict[str, str]) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("[name=email]", login["email"])
    page.fill("[name=password]", login["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def _take(page: Page, url: str, words: str, file: Path) -> None:
    page.goto(url)
    if words:
        page.get_by_role("link", name=words).first.click()
        page.wait_for_load_state()
    page.screenshot(path=file)
    print(f"{file.name}: {file.stat().st_size // 1024} KB")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    for _attempt in range(240):
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own server
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


if __name__ == "__main__":
    sys.exit(main())
