import functools
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(\s*([^)\s]+)\s*\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
REFERENCE = re.compile(r"^::: (\S+)$", re.MULTILINE)


@functools.cache
def text_of(path):
    return path.read_text()


def links_of(text):
    """Targets of links and images, except in code."""
    linked = CODE.sub(lambda code: "code", text)
    return [link for link in LINK.findall(linked) if "://" not in link]


@functools.cache
def anchors_of(path):
    """Names of the headings, as both GitHub and the site make them."""
    headings = HEADING.findall(re.sub(r"(?ms)^```.*?^```$", "", text_of(path)))
    words = [re.sub(r"[^\w\s-]", "", heading).lower() for heading in headings]
    return {re.sub(r"\s+", "-", word.strip()) for word in words}


def is_documented(path, name):
    """Whether a reference page documents a public object."""
    return any(
        name == f"{package}.{member}"
        for package in REFERENCE.findall(text_of(path))
        for member in importlib.import_module(package).__all__
    )


def is_broken(page, link):
    """Whether the file or the anchor of a link does not exist."""
    name, _, anchor = link.partition("#")
    path = (page.parent / name).resolve() if name else page
    if not path.exists():
        return True
    if not anchor:
        return False
    return anchor not in anchors_of(path) and not is_documented(path, anchor)


@pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: str(page.relative_to(ROOT))
)
def test_links_exist(page):
    links = links_of(text_of(page))
    assert [link for link in links if is_broken(page, link)] == []


def test_site_links_to_nothing_outside_of_it():
    """Relative links that leave `docs/` work on GitHub only."""
    docs = ROOT / "docs"
    assert [
        (page.name, link)
        for page in docs.rglob("*.md")
        for link in links_of(text_of(page))
        if docs not in (page.parent / link).resolve().parents
    ] == []


def test_every_public_part_has_a_page_of_reference():
    import keras_creative

    pages = {page.stem for page in (ROOT / "docs" / "api").glob("*.md")}
    assert pages == set(keras_creative.__all__) - {"__version__", "legacy"}


def test_broken_links_are_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# Some title\n[a](#some-title) [b](#other) ![c](c.png) `[d](d.md)`\n"
        "```python\n[e](e.md)\n# [f](f.md)\n```\n[g](page.md#some-title)\n"
        "[h](https://example.org/h) [i](page.md#i)\n"
    )
    links = links_of(text_of(page))
    broken = [link for link in links if is_broken(page, link)]
    assert broken == ["#other", "c.png", "page.md#i"]
