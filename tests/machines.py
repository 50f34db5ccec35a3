"""Where JavaScript runs in tests: Node, and Chromium without a network. Neither is needed to use infosim."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


def node() -> str:
    """Find Node, or say why nothing is tested."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("there is no `node` on this machine, so nothing of the browser's engine was tried in it")
    return found


def chromium() -> str:
    """Find Chromium, or say why nothing is tested."""
    for name in CHROMIUM:
        if found := shutil.which(name):
            return found
    return pytest.skip("there is no Chromium on this machine, so nothing was tried in a real browser")


def in_node(text: str, folder: Path, timeout: float = 300) -> Any:
    """Run a script whose last value is `answer`, and give that."""
    program, file = node(), folder / "script.cjs"
    file.write_text(f"{text}\nconsole.log(JSON.stringify(answer));\n", encoding="utf-8")
    done = subprocess.run([program, str(file)], capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


PAGE = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'">
<title>infosim</title>
<pre id="answer">nothing came of it</pre>
<script>
try {
SCRIPT
document.getElementById("answer").textContent = JSON.stringify(answer);
} catch (error) {
  document.getElementById("answer").textContent = String(error.stack);
}
</script>
"""


def in_chromium(text: str, folder: Path, timeout: float = 300) -> Any:
    """Run such a script in a page that was opened as a file and reaches nothing."""
    file = folder / "page.html"
    file.write_text(PAGE.replace("SCRIPT", text.replace("</script", "<\\/script")), encoding="utf-8")
    return json.loads(answer_in(dumped(file, folder, timeout)))


def dumped(file: Path, folder: Path, timeout: float = 300, *more: str) -> str:
    """Open a page with every name and address out of reach, and give what became of it."""
    words = [
        chromium(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    ]
    words += ["--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run", "--disable-background-networking"]
    words += ["--disable-dev-shm-usage", *more, "--dump-dom", file.as_uri()]
    done = subprocess.run(words, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def answer_in(page: str) -> str:
    """Read the answer out of a page."""
    found = re.search(r'<pre id="answer">(.*?)</pre>', page, re.DOTALL)
    assert found, page[-500:]
    return html.unescape(found[1])
