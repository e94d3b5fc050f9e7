"""What tests share: one build of the bundled texts, a browser without a network, and the rule that CI skips nothing."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def run_kg() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs the installed command `kg` as a person would."""
    command = Path(sys.executable).with_name("kg")

    def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        settings = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 300, **options}
        return subprocess.run([str(command), *map(str, arguments)], check=False, **settings)

    return run


@pytest.fixture(scope="session")
def built_output(
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    run_kg: Callable[..., subprocess.CompletedProcess[str]],
) -> Path:
    """Return the output folder of one `kg build` of the bundled texts, made once for all workers. Never write to it."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    output = shared / "bundled"
    with (shared / "bundled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():
            result = run_kg("build", "--output", output)
            if result.returncode != 0:
                shutil.rmtree(output, ignore_errors=True)
                pytest.fail(f"kg build failed with {result.returncode}:\n{result.stdout}\n{result.stderr}")
    return output


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium that is installed on this machine."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def offline_page(browser: Browser) -> Iterator[Page]:
    """Return an empty page of a browser that is cut off from the network; files can be opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    yield context.new_page()
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Turn a skipped test into a failed one where CI=true: there everything it needs is installed."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Turn a module that skips itself into a failed one where CI=true."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
