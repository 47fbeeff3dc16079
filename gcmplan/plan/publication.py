"""The plan's website, as far as the plan decides on it."""

# Annotations are not postponed here, as in `gcmplan.plan.model`.
from typing import Annotated

from gcmplan.plan.constraints import AfterValidator, Field, WithJsonSchema, refused
from gcmplan.plan.fields import Address
from gcmplan.plan.keys import ADDED, Form
from gcmplan.plan.row import Row
from gcmplan.text.web_address import WEB_FOLDER, fault_of_folder

_LONGEST = 300
_ORIGIN = r"^(\*|https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?)$"
_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_CONTACT = rf"^({_MAIL}|https?://[^\s/?#@\\]+([/?#][^\s\\]*)?)$"


def _folder(text: str) -> str:
    if fault := fault_of_folder(text):
        message, hint = fault
        raise refused("no_address", "{fault}", {"fault": message, "hint": hint})
    return text


Folder = Annotated[
    str,
    Field(max_length=_LONGEST),
    AfterValidator(_folder),
    WithJsonSchema({"type": "string", "pattern": WEB_FOLDER, "maxLength": _LONGEST}),
    Form("an address like https://example.org/plan"),
]
Contact = Annotated[
    str,
    Field(max_length=_LONGEST, pattern=_CONTACT),
    Form("an address of mail like office@example.org, or of a page"),
]
Origin = Annotated[
    str,
    Field(max_length=_LONGEST, pattern=_ORIGIN),
    Form("the address of a site like https://example.org, or '*' for any"),
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
