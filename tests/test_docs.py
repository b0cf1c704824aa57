"""What the documentation shows is what happens: commands run, outputs and links are right."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")]
READMES = PAGES[:2]
TOOLS = ("jq", "duckdb")  # used by examples; not everyone has them


def _blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def _shell(command: str, cwd: Path) -> subprocess.CompletedProcess:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "FORCE_COLOR")}
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; exec 2>&1; {command}"],
        cwd=cwd, env=clean | {"PATH": path}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    return tmp_path


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_a_page_shows_what_its_commands_print(page, desk):
    blocks = _blocks(page, "console")
    assert blocks
    for block in blocks:
        command, _, shown = block.removeprefix("$ ").partition("\n")
        if all(shutil.which(tool) for tool in TOOLS if tool in command):
            done = _shell(command, desk)
            assert done.returncode == 0, done.stdout
            printed = sorted(line.rstrip() for line in done.stdout.splitlines())  # stdout and stderr mix by chance
            assert sorted(shown.splitlines()) == printed, (
                f"what {command!r} prints has changed: paste it into {page.name}"
            )


def test_lines_for_other_tools_work_as_they_stand(desk):
    (block,) = (block for block in _blocks(READMES[0], "sh") if "claims.jsonl" in block)
    ran = 0
    for command in block.splitlines():
        if all(shutil.which(tool) for tool in TOOLS if command.startswith(tool)):
            done = _shell(command, desk)
            assert done.returncode == 0, (command, done.stdout)
            ran += 1
    assert ran >= 3
    assert (desk / "claims.csv").exists()


def test_both_languages_have_the_same_blocks():
    for kind in ("console", "sh"):
        assert _blocks(READMES[0], kind) == _blocks(READMES[1], kind)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_tutorial_on_patterns_works_as_it_stands(desk):
    text = (ROOT / "docs" / "patterns.md").read_text("utf-8")
    ran = 0
    for kind, body in re.findall(r"^```(toml|console)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        if kind == "toml":
            path = desk / body.split("\n", 1)[0].removeprefix("# ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
            continue
        command, _, shown = body.removeprefix("$ ").partition("\n")
        if all(shutil.which(tool) for tool in TOOLS if f" {tool} " in command):
            done = _shell(command, desk)
            assert done.returncode == 0, done.stdout
            assert done.stdout == shown, f"what {command!r} prints has changed: paste it into docs/patterns.md"
            ran += 1
    assert ran >= 2
