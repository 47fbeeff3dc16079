"""Which fonts a picture needs: every letter must have a glyph, or the picture would have empty boxes or nothing."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gcmplan.errors import GcmplanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_ENDS = {".ttf", ".otf", ".ttc", ".otc"}
_FIRST = ("DejaVuSans", "Arial", "arial", "Helvetica", "LiberationSans-Regular", "NotoSans-Regular")
"""The fonts that are looked at first; the first that there is gives all letters that it has."""
_BOLD = {"DejaVuSans": "DejaVuSans-Bold", "Arial": "Arial Bold", "arial": "arialbd",
         "LiberationSans-Regular": "LiberationSans-Bold", "NotoSans-Regular": "NotoSans-Bold"}  # fmt: skip
_UNSEEN = {"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"}
"""Categories of characters that need no glyph, or are drawn with the letter before them."""
_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


class MissingGlyphError(GcmplanError):
    """No font at hand can draw a character."""

    def __init__(self, letter: str, number: int) -> None:
        """Name the script, and how to get a font."""
        more = f", and {number - 1:,} more characters" if number > 1 else ""
        name = unicodedata.name(letter, "a character without a name")
        super().__init__(f"no font here can draw {script_of(letter)}: '{letter}' (U+{ord(letter):04X}, {name}){more}")
        self.hint = "install a font with these letters, such as Noto Sans (Noto Sans CJK), or name one: --font FILE"


class UnreadableFontError(GcmplanError):
    """A file is no font."""

    hint = "name a font file: .ttf, .otf or .ttc"

    def __init__(self, path: Path | str) -> None:
        """Name the file."""
        super().__init__(f"{path} cannot be read as a font")


class Fonts(NamedTuple):
    """The files of fonts that have all letters, and the family of the first."""

    files: tuple[Path, ...]
    family: str


def script_of(letter: str) -> str:
    """Return the script of a letter as its Unicode name begins: "Chinese", "Arabic", "Cherokee"."""
    word = unicodedata.name(letter, "unknown").replace("-", " ").split()[0]
    return _SCRIPTS.get(word, word.title())


def fonts_for(texts: Iterable[str], own: Path | None = None) -> Fonts:
    """Return fonts that have every letter of some texts: the one named, the usual one, others as they are needed.

    Raises:
        MissingGlyphError: none at hand has a letter.
        UnreadableFontError: the file named is no font.

    """
    missing = {letter for text in texts for letter in text if unicodedata.category(letter) not in _UNSEEN}
    files: list[Path] = []
    if own:
        missing -= _letters(own)
        files.append(own)
    family = ""
    for path in _at_hand():
        if family and not missing:
            break
        try:
            letters = _letters(path)
        except UnreadableFontError:
            continue
        if not family or letters & missing:
            files += [path, *_bold(path)] if not family else [path]
            family = family or _family(path)
            missing -= letters
    if missing:
        raise MissingGlyphError(min(missing), len(missing))
    return Fonts(tuple(files), family or (_family(own) if own else ""))


def _at_hand() -> Iterator[Path]:
    """Yield the fonts of the system, the usual ones first."""
    found = sorted(
        path
        for folder in _FOLDERS
        for path in Path(folder).expanduser().rglob("*")
        if path.suffix.lower() in _ENDS and path.is_file()
    )
    order = {name: number for number, name in enumerate(_FIRST)}
    yield from sorted(found, key=lambda path: (order.get(path.stem, len(order)), path))


def _bold(path: Path) -> list[Path]:
    """Return the bold font beside one, if it is there."""
    other = path.with_name(f"{_BOLD.get(path.stem, '')}{path.suffix}")
    return [other] if other.is_file() else []


def _letters(path: Path) -> set[str]:
    """Return the letters that a font has glyphs for."""
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped] # noqa: PLC0415 - of an extra

    try:
        with path.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
            return set(map(chr, font.getBestCmap() or ()))
    except (TTLibError, OSError):
        raise UnreadableFontError(path) from None


def _family(path: Path) -> str:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    with path.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
        return font["name"].getBestFamilyName() or ""
