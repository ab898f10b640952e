"""What a page loads: light, from here only, each icon drawn, no rule outside of the tokens."""

import gzip
import re
from pathlib import Path

from steerco.foundation.ui import marks

SOURCE = Path(__file__).resolve().parents[3]
STATIC = Path(__file__).parent.parent / "static" / "ui"
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
TEMPLATES = [path.read_text() for path in SOURCE.rglob("templates/**/*.html")]


def test_styles_scripts_and_font_weigh_at_most_150_kb() -> None:
    packed = sum(len(gzip.compress(p.read_bytes(), 6)) for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg"})
    font = sum(p.stat().st_size for p in STATIC.rglob("*.woff2"))
    assert packed + font <= 150_000


def test_every_icon_that_is_named_is_drawn() -> None:
    named = {name for text in TEMPLATES for name in re.findall(r'<c-icon[^>]*? name="([\w-]+)"', text)}
    named |= {name for text in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', text)}
    named |= {name for text in TEMPLATES for name in re.findall(r'<c-[\w-]+[^>]*? icon="([\w-]+)"', text)}
    menu = (SOURCE / "interfaces" / "navigation.py").read_text()
    named |= set(re.findall(r'Section\(\s*_\("[^"]+"\),\s*"\w",\s*"([\w-]+)"', menu)) | set(re.findall(r'\), "([\w-]+)"\),', menu))
    assert named
    assert named <= SPRITE


def test_every_mark_that_is_used_is_in_the_sprite_of_the_page() -> None:
    sprite = (SOURCE / "foundation" / "ui" / "templates" / "ui" / "sprite.html").read_text()
    assert {f"m-{code}" for code in marks.MARKS} <= set(re.findall(r'id="([\w-]+)"', sprite))


def test_components_take_their_colours_from_the_tokens() -> None:
    tokens = set(re.findall(r"(--[\w-]+):", "".join(p.read_text() for p in STATIC.glob("*.css"))))
    for sheet in SOURCE.rglob("static/**/*.css"):
        used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text()))
        own = set(re.findall(r"(--[\w-]+):", sheet.read_text()))
        assert used <= tokens | own, f"{sheet.name} uses {sorted(used - tokens - own)}"


def test_licences_of_what_others_made_are_shipped() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text()
    assert "Zero-Clause BSD" in (STATIC / "vendor" / "htmx-LICENSE.txt").read_text()
    assert "MIT License" in (STATIC / "tabler-icons-LICENSE.txt").read_text()
