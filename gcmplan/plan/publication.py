"""The plan's website, as far as the plan decides on it."""

# Annotations are not postponed here, as in `gcmplan.plan.model`.
from typing import Annotated

from gcmplan.plan.constraints import AfterValidator, Field, WithJsonSchema, refused
from gcmplan.plan.fields import Address
from gcmplan.plan.keys import ADDED, Form
from gcmplan.plan.row import Row

_FOLDER = r"^https?://[^\s/?#@\\]+(/[^\s?#\\]*)?$"
_ORIGIN = r"^(\*|https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?)$"
_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_CONTACT = rf"^({_MAIL}|https?://[^\s/?#@\\]+([/?#][^\s\\]*)?)$"


def _folder(text: str) -> str:
    if "?" in text or "#" in text:
        fault, hint = "has a '?' or a '#', which no folder has", "write an address like https://example.org/plan"
        raise refused("no_address", "{fault}", {"fault": fault, "hint": hint})
    return text


Folder = Annotated[
    Address,
    AfterValidator(_folder),
    WithJsonSchema({"type": "string", "pattern": _FOLDER, "maxLength": 300}),
    Form("an address like https://example.org/plan"),
]
Contact = Annotated[
    str,
    Field(max_length=300, pattern=_CONTACT),
    Form("an address of mail like office@example.org, or of a page"),
]
Origin = Annotated[
    str, Field(max_length=300, pattern=_ORIGIN), Form("the address of a site like https://example.org, or '*' for any")
]


class Site(Row):
    """The plan's website."""

    url: Folder | None = None
    """The address of its folder, unless `--base-url` gives another."""
    contact: Contact | None = None
    """Whom readers can ask: an address of mail, or of a page."""
    propose: Address | None = None
    """A form for proposing a change; `{id}` and `{title}` in it become those of the event."""
    embed: Annotated[tuple[Origin, ...], Field(strict=False), ADDED] = ()
    """The sites that may show its pages inside their own, like https://example.org; '*' is any."""
