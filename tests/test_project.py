"""The project as a whole: what is tracked, pinned, declared and licensed."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("kg", "extract", "ontology")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

#: The official texts as they were received; a changed byte would move every offset.
CORPUS = {
    "12fyp-scan.txt": "f9246d9ffcec6ade988a506a18358fb299e2e739eff87d86bc54a54ba439030a",
    "12fyp.txt": "5ca506dd80b2132145084a2c3bff6e61efa04484c25435a2e709c539da07fa61",
    "13fyp.txt": "415a4b2eb22461e131b6c489a50d86695407199009894b4e49d4c7f93d08c57b",
    "catalogue.toml": "7aa342c6f1dd021fdef36df2a67a001ac7c719a73caee0480a75fc60b8711460",
    "keyinst.txt": "fcd1b05d4853044fd4dc66e2abdf3e96eeff4ed8916e52c396d97d4a72a5aae2",
    "nstp12.txt": "081c910c4fd3444e41811aa646a32298959b766a89d9eea3ae1466389509c178",
}

#: Requirements that no module imports by name, and why they are needed all the same.
NEEDED_UNSEEN = {
    "lxml-html-clean": "trafilatura asks for it by an extra that the installer of Python 3.11 does not find",
    "pyarrow": "pandas writes Parquet with it",
    "scipy": "networkx computes PageRank with it",
    "oxrdflib": "rdflib finds it as the store plugin",
}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [Path(name) for name in listed.decode("utf-8").split("\0") if name and (ROOT / name).is_file()]


def tracked_texts() -> Iterator[tuple[Path, str]]:
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            yield path, content.decode("utf-8", "replace")


#: The command that scores with our own measure.
OWN_MEASURE = Path("kg/commands/score.py")
#: Modules that only the people who edit the vocabulary run, with the extra `vocabulary`.
GENERATORS = "ontology/build_*.py"


def imported_modules() -> dict[str, set[str]]:
    """Return the third-party top-level modules that the packages import, with the files that do."""
    found: dict[str, set[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    names = [node.module]
                for name in names:
                    top = name.partition(".")[0]
                    if top not in sys.stdlib_module_names and top not in PACKAGES:
                        found.setdefault(top, set()).add(str(path.relative_to(ROOT)))
    return found


def declared(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def required_distributions() -> set[str]:
    """Return every distribution that an installation with the extra `dev` draws in here."""
    needed: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            below = [Requirement(line) for line in distribution(name).requires or ()]
            waiting += [one for one in below if one.marker is None or one.marker.evaluate({"extra": extra})]
        needed.add(name)
    return needed - {PROJECT["name"]}


@pytest.mark.parametrize("name", sorted(CORPUS))
def test_corpus_is_byte_for_byte_as_received(name: str) -> None:
    assert hashlib.sha256((ROOT / "extract" / "corpus" / name).read_bytes()).hexdigest() == CORPUS[name]


def test_corpus_holds_nothing_else() -> None:
    present = {path.name for path in tracked_files() if path.parent == Path("extract/corpus")}
    assert present == {*CORPUS, "README.md"}


@pytest.mark.parametrize("package", PACKAGES)
def test_package_tells_type_checkers_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


def test_every_import_is_a_declared_requirement() -> None:
    imports = imported_modules()
    assert len(imports) >= 8
    by_module = packages_distributions()
    runtime = declared(PROJECT["dependencies"])
    generators = runtime | declared(PROJECT["optional-dependencies"]["vocabulary"])
    undeclared = {
        (module, file)
        for module, files in imports.items()
        for file in files
        if not {canonicalize_name(name) for name in by_module.get(module, [])}
        & (generators if fnmatch(file, GENERATORS) else runtime)
    }
    assert undeclared == set()


def test_every_declared_requirement_is_used() -> None:
    by_module = packages_distributions()
    used = {canonicalize_name(name) for module in imported_modules() for name in by_module.get(module, [])}
    assert declared(PROJECT["dependencies"]) - used - set(NEEDED_UNSEEN) == set()


def test_constraints_pin_every_distribution_at_the_installed_version() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", pin) for pin in pins), "one name==version a line"
    versions = {canonicalize_name(name): version for name, _, version in (pin.partition("==") for pin in pins)}
    assert len(versions) == len(pins) >= 50
    installed = {name: distribution(name).version for name in required_distributions()}
    assert {name: versions.get(name) for name in installed} == installed
    assert set(versions) - set(installed) == set(), "pinned, but nothing needs it"


def test_no_tracked_file_names_a_download_host() -> None:
    hosts = re.compile(
        r"(pypi|pythonhosted|npmjs|debian|crates)\.(org|com|net|io)\b"
        r"|https?://\S+\.(whl|tar\.gz|tgz|deb)\b"
        r"|--(extra-)?index-url",
        re.IGNORECASE,
    )
    texts = dict(tracked_texts())
    assert len(texts) >= 30
    naming = {str(path): found[0] for path, text in texts.items() if (found := hosts.search(text))}
    assert naming == {}


def test_measure_from_outside_is_not_tracked() -> None:
    """Annotations are our own: of two bundled texts that nobody else annotates, or of a text that lies beside them."""
    ours = {"13fyp", "nstp12"}
    annotated = {path.with_suffix("").with_suffix("") for path in tracked_files() if path.suffix == ".jsonl"}
    assert annotated
    foreign = [path for path in annotated if path.name not in ours and not (ROOT / path).with_suffix(".txt").is_file()]
    assert foreign == []
    assert [
        path
        for path in tracked_files()
        if (path.name in ("score.py", "GUIDELINES.md") and path != OWN_MEASURE) or "eval" in path.parts
    ] == []


def test_only_the_page_of_output_is_tracked() -> None:
    assert [path.as_posix() for path in tracked_files() if path.parts[0] == "output"] == ["output/README.md"]


def test_no_tracked_file_is_heavy() -> None:
    heavy = {str(path): size for path in tracked_files() if (size := (ROOT / path).stat().st_size) > 600_000}
    assert heavy == {}


def test_ci_runs_the_tests_of_the_makefile() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "\nmake test\n" in script.read_text("utf-8")


@pytest.mark.parametrize("target", ["graph", "test", "check", "notebooks", "format"])
def test_make_knows_its_targets(target: str) -> None:
    asked = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr


def test_licences_are_stated() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert "CC BY 4.0" in (ROOT / "LICENSE-DATA.md").read_text("utf-8")
    assert PROJECT["license"] == "Apache-2.0 AND CC-BY-4.0"


def test_version_is_in_the_changelog() -> None:
    assert PROJECT["version"] in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_imports_go_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([str(command), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
