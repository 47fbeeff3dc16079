"""Colours, written #RRGGBB: letters that can be read on them, and their names in CSS."""

from __future__ import annotations

from functools import cache
from math import dist

BLACK, WHITE = "#000000", "#FFFFFF"
_NAMES = """
aliceblue f0f8ff  antiquewhite faebd7  aqua 00ffff  aquamarine 7fffd4  azure f0ffff  beige f5f5dc  bisque ffe4c4
black 000000  blanchedalmond ffebcd  blue 0000ff  blueviolet 8a2be2  brown a52a2a  burlywood deb887  cadetblue
5f9ea0  chartreuse 7fff00  chocolate d2691e  coral ff7f50  cornflowerblue 6495ed  cornsilk fff8dc  crimson
dc143c  darkblue 00008b  darkcyan 008b8b  darkgoldenrod b8860b  darkgray a9a9a9  darkgreen 006400  darkkhaki
bdb76b  darkmagenta 8b008b  darkolivegreen 556b2f  darkorange ff8c00  darkorchid 9932cc  darkred 8b0000
darksalmon e9967a  darkseagreen 8fbc8f  darkslateblue 483d8b  darkslategray 2f4f4f  darkturquoise 00ced1
darkviolet 9400d3  deeppink ff1493  deepskyblue 00bfff  dimgray 696969  dodgerblue 1e90ff  firebrick b22222
floralwhite fffaf0  forestgreen 228b22  fuchsia ff00ff  gainsboro dcdcdc  ghostwhite f8f8ff  gold ffd700
goldenrod daa520  gray 808080  green 008000  greenyellow adff2f  honeydew f0fff0  hotpink ff69b4  indianred
cd5c5c  indigo 4b0082  ivory fffff0  khaki f0e68c  lavender e6e6fa  lavenderblush fff0f5  lawngreen 7cfc00
lemonchiffon fffacd  lightblue add8e6  lightcoral f08080  lightcyan e0ffff  lightgoldenrodyellow fafad2
lightgray d3d3d3  lightgreen 90ee90  lightpink ffb6c1  lightsalmon ffa07a  lightseagreen 20b2aa  lightskyblue
87cefa  lightslategray 778899  lightsteelblue b0c4de  lightyellow ffffe0  lime 00ff00  limegreen 32cd32  linen
faf0e6  maroon 800000  mediumaquamarine 66cdaa  mediumblue 0000cd  mediumorchid ba55d3  mediumpurple 9370db
mediumseagreen 3cb371  mediumslateblue 7b68ee  mediumspringgreen 00fa9a  mediumturquoise 48d1cc  mediumvioletred
c71585  midnightblue 191970  mintcream f5fffa  mistyrose ffe4e1  moccasin ffe4b5  navajowhite ffdead  navy
000080  oldlace fdf5e6  olive 808000  olivedrab 6b8e23  orange ffa500  orangered ff4500  orchid da70d6
palegoldenrod eee8aa  palegreen 98fb98  paleturquoise afeeee  palevioletred db7093  papayawhip ffefd5  peachpuff
ffdab9  peru cd853f  pink ffc0cb  plum dda0dd  powderblue b0e0e6  purple 800080  red ff0000  rosybrown bc8f8f
royalblue 4169e1  saddlebrown 8b4513  salmon fa8072  sandybrown f4a460  seagreen 2e8b57  seashell fff5ee  sienna
a0522d  silver c0c0c0  skyblue 87ceeb  slateblue 6a5acd  slategray 708090  snow fffafa  springgreen 00ff7f
steelblue 4682b4  tan d2b48c  teal 008080  thistle d8bfd8  tomato ff6347  turquoise 40e0d0  violet ee82ee  wheat
f5deb3  white ffffff  whitesmoke f5f5f5  yellow ffff00  yellowgreen 9acd32
"""
"""Each name (of two for one colour, the first) before its red, green and blue."""


def letters_on(color: str) -> str:
    """Return the colour of letters on a background; both are written #RRGGBB.

    One of the two always has a contrast of 4.5 to 1 or more, which is what WCAG 2.1 asks for (1.4.3).
    """
    return max(BLACK, WHITE, key=lambda letters: contrast(letters, color))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.1), from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2.1), from 0 for black to 1 for white."""
    red, green, blue = _light(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def nearest_name(color: str) -> str:
    """Return the name of the colour that looks most like one written as `#E69F00`."""
    wanted, named = _oklab(color), _named()
    return min(named, key=lambda name: dist(wanted, named[name]))


@cache
def _named() -> dict[str, tuple[float, float, float]]:
    """Return the named colours in Oklab."""
    words = _NAMES.split()
    return {name: _oklab(f"#{code}") for name, code in zip(words[::2], words[1::2], strict=True)}


def _oklab(color: str) -> tuple[float, float, float]:
    """Return a colour in Oklab (B. Ottosson, 2020), where equal distances look equal."""
    red, green, blue = _light(color)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _light(color: str) -> list[float]:
    """Return the light of a colour's red, green and blue (sRGB), each from 0 to 1."""
    parts = (part / 255 for part in bytes.fromhex(color.removeprefix("#")))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]  # noqa: PLR2004 - of the standard
