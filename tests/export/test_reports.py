"""The formats of `gcmplan check`: golden files, and readers that are not ours."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite
from pydantic import TypeAdapter
from rich.cells import cell_len
from rich.console import Console

from conftest import DATA, GOLDEN, ROOT, Golden
from gcmplan import __version__
from gcmplan.checks.check import Report, check
from gcmplan.checks.rule import Context, Rule
from gcmplan.checks.rules import RULES
from gcmplan.export.report import concise, github, gitlab, junit, markdown, sarif
from gcmplan.export.report import json as report_json
from gcmplan.files.folder import File, PlanFiles, read_files
from gcmplan.loading.broken import BrokenPlanError
from gcmplan.loading.load import load_files
from gcmplan.plan.attendees import DelegationNames
from gcmplan.problems.problem import Position, Problem, Severity
from gcmplan.terminal.problems import full, full_report
from gcmplan.text.escape import one_line, visible, without_marks
from mutations import each_file
from pages import Page, by_commonmark, by_github
from strategies import examples, fewest

SCHEMAS = ROOT / "tests" / "schemas"
HOSTILE_PATH = (
    "%0A::error::x/@someone #1 | <b>,[x](javascript:alert(1))/##[add-mask]the \x1b[31m\u202e 中文/workplan.yaml"
)
HOSTILE_RULES = {"GP101", "GP102", "GP103", "GP104"}
FORMATS: dict[str, Callable[[Report], str]] = {
    "concise": concise.render,
    "json": report_json.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "markdown": markdown.render,
}


# -- reports ---------------------------------------------------------------------------------------------------------


def report_of(folder: Path, path: str, rules: Sequence[Rule]) -> Report:
    """Check the plan of a folder as if its main file had some path."""
    files = each_file(
        read_files(folder), lambda file: file._replace(path=Path(file.path).relative_to(folder.parent).as_posix())
    )
    plan = load_files(files._replace(workplan=files.workplan._replace(path=path)))
    return Report(tuple(check(Context(plan, plan.as_of), rules, rules)), plan.documents, tuple(rules))


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {
        "hostile": report_of(
            GOLDEN / "reports" / "plan", HOSTILE_PATH, [rule for rule in RULES if rule.code in HOSTILE_RULES]
        ),
        "real": report_of(DATA, "data/workplan.yaml", RULES),
        "empty": Report((), {}, RULES),
    }


def shown(report: Report, width: int = 80, names: DelegationNames | None = None) -> str:
    """Return the format `full`, as a console without colour shows it."""
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, highlight=False)
    return full_report(report, console, names)


def problem(message: str = "it is wrong", **parts: Any) -> Problem:
    position = parts.pop("position", Position("data/workplan.yaml", 3, 5, 4))
    severity = parts.pop("severity", Severity.ERROR)
    return Problem("GP101", "double-booked", severity, position, message, **parts)


def report(*problems: Problem) -> Report:
    return Report(problems, {}, RULES)


@pytest.mark.parametrize("plan", ["hostile", "real"])
@pytest.mark.parametrize("form", ["full", *FORMATS])
def test_golden(reports: dict[str, Report], golden: Golden, plan: str, form: str) -> None:
    text = shown(reports[plan]) if form == "full" else FORMATS[form](reports[plan])
    golden(f"reports/{plan}.{form}", text.replace(f'"version": "{__version__}"', '"version": "0"'))


def test_the_hostile_plan_has_every_outcome(reports: dict[str, Report]) -> None:
    hostile = reports["hostile"]
    assert {"GP101", "GP102", "GP103", "GP104"} <= {problem.code for problem in hostile.problems}
    assert hostile.waived
    for text in ("::error::x", "| pipe", "@someone", "<b>", "中文"):
        assert any(text in problem.message for problem in hostile.problems), text


@pytest.mark.parametrize("form", FORMATS)
def test_formats_are_deterministic_and_end_their_last_line(reports: dict[str, Report], form: str) -> None:
    for each in reports.values():
        text = FORMATS[form](each)
        assert text == FORMATS[form](each)
        assert text.endswith("\n")
        assert text.encode()


# -- what the machines read ------------------------------------------------------------------------------------------


JSON_SCHEMA = Draft202012Validator(TypeAdapter(report_json.CheckObject).json_schema())


def test_json_keeps_its_schema(reports: dict[str, Report]) -> None:
    for each in reports.values():
        output = json.loads(report_json.render(each))
        JSON_SCHEMA.validate(output)
        assert len(output["problems"]) == len(each.problems)
        counts = output["summary"]
        assert counts["errors"] + counts["warnings"] + counts["infos"] + counts["waived"] == len(each.problems)


def test_json_of_a_problem() -> None:
    found = problem(
        events=("a", "b"),
        delegations=("CHE",),
        related=(Position("x.yaml", 1, 2, 9),),
        waived="so it stands",
    )
    assert json.loads(report_json.render(report(found))) == {
        "schema": "gcmplan.check/1",
        "problems": [
            {
                "code": "GP101",
                "name": "double-booked",
                "severity": "error",
                "message": "it is wrong",
                "hint": None,
                "events": ["a", "b"],
                "pairs": None,
                "count": 1,
                "delegations": ["CHE"],
                "position": {"path": "data/workplan.yaml", "line": 3, "column": 5},
                "related": [{"path": "x.yaml", "line": 1, "column": 2}],
                "waived": "so it stands",
                "fingerprint": found.fingerprint,
            }
        ],
        "summary": {"errors": 0, "warnings": 0, "infos": 0, "waived": 1, "unread": []},
    }


def test_concise() -> None:
    found = [problem(events=("a", "b")), problem("this too", severity=Severity.INFO), problem(waived="so it stands")]
    assert concise.render(report(*found)) == (
        "data/workplan.yaml:3:5: error GP101 double-booked: it is wrong (a, b)\n"
        "data/workplan.yaml:3:5: info GP101 double-booked: this too\n"
        "1 error, 1 info, 1 waived\n"
    )


def test_concise_of_a_file_that_is_named_like_a_command() -> None:
    for path in ("::error::x", " ::error::x", "\u00ad::error::x"):
        line, _ = concise.render(report(problem(position=Position(path, 1, 1)))).splitlines()
        assert line == f"{visible(path)}:1:1: error GP101 double-booked: it is wrong"
        assert "::" not in line


def test_gitlab_keeps_the_documented_schema(reports: dict[str, Report]) -> None:
    validator = Draft202012Validator(json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8")))
    for each in reports.values():
        output = json.loads(gitlab.render(each))
        validator.validate(output)
        assert len(output) == len(each.open)
        assert len({entry["fingerprint"] for entry in output}) == len(output)


def test_gitlab_makes_fingerprints_unique_and_keeps_the_first() -> None:
    found = [problem(), problem(position=Position("b.yaml", 1, 1)), problem(position=Position("c.yaml", 1, 1))]
    prints = [entry["fingerprint"] for entry in json.loads(gitlab.render(report(*found)))]
    assert len(set(prints)) == 3
    assert prints[0] == found[0].fingerprint
    two = [entry["fingerprint"] for entry in json.loads(gitlab.render(report(*found[:2])))]
    assert two == prints[:2]


SARIF_SCHEMA = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")))


def validate_sarif(each: Report) -> Any:  # noqa: ANN401
    """Return the one run of a log that is valid."""
    log = json.loads(sarif.render(each))
    SARIF_SCHEMA.validate(log)
    return log["runs"][0]


def test_sarif_keeps_the_standard_schema(reports: dict[str, Report]) -> None:
    for each in reports.values():
        run = validate_sarif(each)
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == [rule.code for rule in each.rules]
        assert all(len(rule["fullDescription"]["text"]) <= 1024 for rule in rules)
        assert len(run["results"]) == len(each.problems)
        for result, found in zip(run["results"], each.problems, strict=True):
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == found.code
            assert result["partialFingerprints"] == {"gcmplan/v1": found.fingerprint}
            assert ("suppressions" in result) is (found.waived is not None)


def test_sarif_of_a_problem() -> None:
    found = problem(
        "[it](javascript:x) is wrong",
        hint="mend it",
        severity=Severity.INFO,
        related=(Position("a.yaml", 1, 2, 9),),
        waived="so it stands",
    )
    [result] = validate_sarif(report(found))["results"]
    assert result["level"] == "note"
    assert result["message"]["text"] == "[it] (javascript:x) is wrong (mend it)"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 5, "endColumn": 9}
    [related] = result["relatedLocations"]
    assert (related["id"], related["physicalLocation"]["artifactLocation"]) == (1, {"uri": "a.yaml"})
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "so it stands"}]


def test_sarif_describes_rules_that_are_not_in_the_catalogue() -> None:
    odd = Problem("GP999", "odd", Severity.ERROR, Position("x", 1, 1), "odd")
    run = validate_sarif(report(odd))
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]] == {"id": "GP999", "name": "odd"}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("data/workplan.yaml", "data/workplan.yaml"),
        ("../my plan/a:b#c?.yaml", "../my%20plan/a%3Ab%23c%3F.yaml"),
        ("::x/日.yaml", "%3A%3Ax/%E6%97%A5.yaml"),
        ("100%/a.yaml", "100%25/a.yaml"),
        ("/srv/plan/a.yaml", "file:///srv/plan/a.yaml"),
        ("C:/plans/a b.yaml", "file:///C:/plans/a%20b.yaml"),
    ],
)
def test_sarif_paths(path: str, uri: str) -> None:
    run = validate_sarif(report(problem(position=Position(path, 1, 1))))
    found = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert found == uri
    parts = urlsplit(uri)
    assert unquote(parts.path).removeprefix("/" if path.startswith("C:") else "") == path


def cases_of(each: Report) -> list[TestCase]:
    """Return the test cases as a reader of JUnit XML sees them; its counts are those in the file."""
    tree = JUnitXml.fromstring(junit.render(each).encode())
    [suite] = tree
    assert isinstance(suite, TestSuite)
    found = list(suite)
    told = (suite.tests, suite.failures, suite.errors, suite.skipped)
    suite.update_statistics()  # type: ignore[no-untyped-call]
    assert told == (suite.tests, suite.failures, suite.errors, suite.skipped)
    assert (tree.tests, tree.failures, tree.skipped) == (suite.tests, suite.failures, suite.skipped)
    return found


def test_junit_is_read_by_a_reader_of_its_own(reports: dict[str, Report]) -> None:
    for name in ("hostile", "real"):
        cases = cases_of(reports[name])
        assert len(cases) == len(reports[name].problems)
        for case, found in zip(cases, reports[name].problems, strict=True):
            assert case.is_skipped is (found.waived is not None)
            assert case.is_failure is (found.waived is None and found.severity is not Severity.INFO)
            assert case.is_passed is (found.waived is None and found.severity is Severity.INFO)


def test_junit_of_problems() -> None:
    told = problem("it is \x00 wrong\uffff", hint="mend it", events=("a", "b"))
    failed, skipped, passed = cases_of(report(told, problem(waived="so it stands"), problem(severity=Severity.INFO)))
    assert (failed.classname, failed.name) == ("GP101 double-booked", r"it is \x00 wrong\uffff (a, b)")
    [failure] = failed.result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("error", r"it is \x00 wrong\uffff")
    assert failure.text == "at data/workplan.yaml:3:5: it is \\x00 wrong\\uffff\nhint: mend it"
    [skip] = skipped.result
    assert isinstance(skip, Skipped)
    assert skip.message == "so it stands"
    assert passed.system_out == "at data/workplan.yaml:3:5: it is wrong"


def test_junit_without_problems_is_one_passing_case() -> None:
    [case] = cases_of(report())
    assert (case.name, case.is_passed) == ("no problems", True)


# -- what GitHub's runner reads --------------------------------------------------------------------------------------

REGISTERED = set(
    "set-env set-output save-state add-path add-mask add-matcher remove-matcher warning error notice debug group "  # noqa: SIM905
    "endgroup echo stop-commands".split()
)


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def command_of(line: str) -> Command | None:
    """Read a line as the runner does: `::name key=value,…::data` after blanks, else `##[name k=v;…]data` in it."""
    return _command(line.lstrip()) or _legacy_command(line)


def _unescaped(text: str, escapes: str) -> str:
    for character in f"\r\n{escapes}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def _read(inner: str, data: str, between: str, escapes: tuple[str, str]) -> Command | None:
    name, _, rest = inner.partition(" ")
    if name not in REGISTERED:
        return None
    pairs = [pair.split("=", 1) for pair in rest.strip().split(between) if "=" in pair]
    settings = {key: _unescaped(value, escapes[0]) for key, value in pairs if value}
    return Command(name, settings, _unescaped(data, escapes[1]))


def _command(line: str) -> Command | None:
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    inner, _, data = line[2:].partition("::")
    return _read(inner, data, ",", (":,", ""))


def _legacy_command(line: str) -> Command | None:
    _, prefix, rest = line.partition("##[")
    inner, bracket, data = rest.partition("]")
    return _read(inner, data, ";", (";]", ";]")) if prefix and bracket else None


def commands_of(text: str) -> list[Command]:
    """Return the commands in a text; whatever some reader may take for the end of a line is taken for one."""
    return [command for line in text.splitlines() if (command := command_of(line))]


def test_the_runner_is_read_right() -> None:
    assert command_of("  ::error file=a%2Cb,line=3::x%250A%0Ay") == Command(
        "error", {"file": "a,b", "line": "3"}, "x%0A\ny"
    )
    assert command_of("text ##[add-mask]the") == Command("add-mask", {}, "the")
    assert command_of("text ::error::x") is None
    assert command_of("::nothing::x") is None


def test_github(reports: dict[str, Report]) -> None:
    for each in reports.values():
        *lines, last = github.render(each).splitlines()
        assert last == each.summary()
        assert command_of(last) is None
        for line, found in zip(lines, each.open, strict=True):
            command = command_of(line)
            assert command
            assert command.name == {"error": "error", "warning": "warning", "info": "notice"}[found.severity]
            assert command.properties["file"] == without_marks(one_line(found.position.path))
            assert command.properties["line"] == str(found.position.line)
            assert command.properties["title"] == f"{found.code} {found.name}"
            assert command.data.splitlines()[0] == without_marks(one_line(found.message))


def test_github_of_a_problem() -> None:
    found = problem("50% of\n::it,", hint="mend it", related=(Position("a.yaml", 1, 2),))
    assert github.render(report(found)) == (
        "::error file=data/workplan.yaml,line=3,col=5,endColumn=9,title=GP101 double-booked::"
        "50%25 of ::it,%0Ahint: mend it%0Asee also a.yaml:1:2\n1 error\n"
    )


# -- Markdown --------------------------------------------------------------------------------------------------------


TAGS = {"h3", "table", "tr", "th", "td", "code", "br", "details", "summary", "p"}
WORDS = re.compile(
    r"gcmplan check: |(no problems|\d+ (errors?|warnings?|info|waived))(, )?|Severity|Rule|Where|What|Reason"
    r"|error|warning|info|hint: |see also |and \d+ (places )?more|\s+"
)


def pages_of(text: str) -> list[Page]:
    """Return a comment as two parsers see it: nothing from the data in it is more than text in code."""
    assert text.startswith("<!-- gcmplan-check -->\n### gcmplan check: ")
    assert len(text) <= 60_000
    found = [Page(render(text).replace("<!-- gcmplan-check -->", "")) for render in (by_github, by_commonmark)]
    for page in found:
        assert not page.open
        assert set(page.tags) <= TAGS
        assert WORDS.sub("", page.outside) == ""
    return found


def test_markdown(reports: dict[str, Report]) -> None:
    for each in reports.values():
        for page in pages_of(markdown.render(each)):
            tables = bool(each.open) + bool(each.waived)
            assert page.tags.count("table") == tables
            assert page.tags.count("tr") == len(each.problems) + tables
            assert page.tags.count("td") == 4 * len(each.open) + 5 * each.waived
            for found in each.problems:
                assert one_line(found.message) in page.codes
                assert one_line(found.hint) in page.codes
                assert one_line(str(found.position)) in page.codes
                assert found.waived is None or one_line(found.waived) in page.codes


@pytest.mark.parametrize("count", [300, 5000])
def test_markdown_is_cut(count: int) -> None:
    hostile = "@|<>&" * 2000
    each = report(
        *(
            problem(hostile, hint="h", related=(Position(hostile, 1, 1),) * 9, waived="w" * (number % 2))
            for number in range(count)
        )
    )
    each = Report(tuple(found if found.waived else problem(found.message) for found in each.problems), {}, RULES)
    for page in pages_of(markdown.render(each)):
        rows = page.tags.count("tr") - 2
        more = [int(number) for number in re.findall(r"and (\d+) more", page.outside)]
        assert len(more) == 2
        assert rows + sum(more) == count


# -- the format `full` -----------------------------------------------------------------------------------------------


def excerpt(line: str, *marks: tuple[int, int], width: int = 80) -> list[str]:
    """Return the line and the carets that are shown of places (column, length) in a line of a file."""
    with pytest.raises(BrokenPlanError) as broken:
        load_files(PlanFiles(File("x.yaml", f"{line}\n".encode())))
    places = [Position("x.yaml", 1, *mark) for mark in marks]
    text = shown(
        Report((problem(position=places[0], related=tuple(places[1:])),), broken.value.documents, RULES), width
    )
    return [row[4:] for row in text.splitlines() if re.match(r"(1| ) \| ", row)]


@pytest.mark.parametrize(
    ("line", "mark", "carets"),
    [
        ("when: 31 June", (7, 7), "      ^^^^^^^"),
        ("标题: 错误", (5, 2), "      ^^^^"),
        ("e\u0301e\u0301: xy", (7, 2), "    ^^"),
        ("\ta: xy", (5, 2), "       ^^"),
        ('"👩": xy', (6, 2), "      ^^"),
        ("a: x\u202ey", (4, 3), "   ^^^^^^^^"),
        ("a: x\u202ey", (6, 1), "          ^"),
        ("a: x", (5, 1), "    ^"),
        ("a: x", (40, 3), "    ^"),
        ("a: x", (4, 400), "   ^"),
    ],
)
def test_carets_stand_under_what_they_name(line: str, mark: tuple[int, int], carets: str) -> None:
    assert excerpt(line, mark) == [visible(line.replace("\t", "    ")), carets]


def test_two_places_in_one_line() -> None:
    assert excerpt("when: 8 May, 9 May", (7, 5), (14, 5)) == ["when: 8 May, 9 May", "      ^^^^^  -----"]
    assert excerpt("when: 8 May, 9 May", (14, 5), (7, 5)) == ["when: 8 May, 9 May", "      -----  ^^^^^"]
    assert excerpt("when: 8 May, 9 May", (7, 5), (1, 18)) == ["when: 8 May, 9 May", "------^^^^^-------"]


def test_long_lines_are_cut_around_the_place() -> None:
    line = f"a: {'中' * 500}here{'x' * 500}there{'y' * 500}"
    rows = excerpt(line, (504, 4), (1008, 5))
    assert len(rows) == 4
    for source, carets, word in ((rows[0], rows[1], "here"), (rows[2], rows[3], "there")):
        assert source.startswith("…")
        assert source.endswith("…")
        assert cell_len(source) <= 76
        assert len(carets) - len(carets.lstrip()) == cell_len(source[: source.index(word)])
        assert len(carets.strip()) == len(word)


def test_a_place_behind_many_signs_that_are_written_out_is_seen() -> None:
    source, carets = excerpt(f"a: {chr(0x202E) * 300}here", (304, 4))
    assert source.endswith("here")
    assert carets == " " * (len(source) - 4) + "^^^^"
    assert len(source) <= 76


def test_a_narrow_console_does_not_break_source_lines() -> None:
    assert excerpt("a: [b c d e f ::error::x", (4, 1), width=20)[0].startswith(r"a: [b c d e f :\x3a")


def test_full_names_files_and_cuts_related_places() -> None:
    places = tuple(Position("b\x1b.yaml", line, 2) for line in range(1, 10))
    text = shown(report(problem(events=("a", "b"), hint="mend it", related=places)))
    assert text.splitlines() == [
        "error[GP101 double-booked]: it is wrong",
        "  --> data/workplan.yaml:3:5",
        *(rf"  --> b\x1b.yaml:{line}:2" for line in range(1, 7)),
        "  = also: 3 places more",
        "  = events: a, b",
        "  = hint: mend it",
        "  = more: gcmplan rule GP101",
        "",
        "1 error",
    ]


def test_full_names_delegations_if_asked_to() -> None:
    found = problem(delegations=("AAA", "BBB", "CCC"))
    assert "delegations" not in shown(report(found))
    names = DelegationNames(AAA="Zzz", BBB="\x1b[31mBbb " * 20)
    lines = shown(report(found), 60, names).splitlines()
    assert any(line.startswith("  = delegations: ") for line in lines)
    assert " ".join(" ".join(lines).split()).count(r"\x1b[31mBbb") == 20
    assert all(cell_len(line) <= 60 for line in lines)


def test_full_is_what_an_error_of_loading_shows() -> None:
    assert cell_len(shown(report(problem("wrong " * 60)), 50).splitlines()[0]) <= 50
    console = Console(file=io.StringIO(), width=80, color_system=None)
    assert full(problem(), {}, console).startswith("error[GP101 double-booked]: it is wrong\n")


# -- any text --------------------------------------------------------------------------------------------------------

DANGEROUS = [
    *("%0A", "%", "::", "::error::x", "::add-mask::the", "##[", "##[stop-commands]x", "##vso[", "|", "\\|", "@someone"),
    *(
        "#1",
        "GH-1",
        "a/b#1",
        "!1",
        "<script>",
        "<b>",
        "]]>",
        "<!--",
        "-->",
        "</code>",
        "</td></tr>",
        "</table>",
        "<br>",
    ),
    *("\x1b[31m", "\x9b5m", "\x07", "\x00", "\x08", "\u202e", "\u2066", "\u200b", "\ufeff", "\ufffe", "\uffff"),
    *("\ud800", "\U000e0041"),
    *(
        "[x](javascript:alert(1))",
        "](",
        "![x](y)",
        "http://x.example",
        "www.x.example",
        "a@b.example",
        "mailto:a@b.example",
    ),
    *(
        "`",
        "```",
        "$`a`$",
        "$$",
        "**",
        "_",
        "~~",
        ":tada:",
        "\\",
        "&#64;",
        "&amp;",
        "&",
        '"',
        "'",
        "{0}",
        "%s",
        "[red]",
    ),
    *(
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\t",
        "\x0b",
        "\x85",
        "\u2028",
        " ",
        "中文",
        "e\u0301",
        "👩\u200d👧",
        "\ufe0f",
        "x" * 90,
    ),
]
texts = st.lists(st.sampled_from(DANGEROUS) | st.text(st.characters(codec=None), max_size=6), max_size=6).map("".join)
positions = st.builds(Position, texts, st.integers(1, 10**6), st.integers(1, 10**4), st.integers(1, 200))
problems = st.builds(
    Problem,
    code=st.sampled_from(["GP101", "GP102", "GP999"]),
    name=st.just("double-booked"),
    severity=st.sampled_from(Severity),
    position=positions,
    message=texts,
    hint=texts,
    events=st.lists(texts, max_size=2).map(tuple),
    delegations=st.lists(texts, max_size=2).map(tuple),
    related=st.lists(positions, max_size=2).map(tuple),
    fields=st.lists(texts, max_size=2).map(tuple),
    waived=st.none() | texts,
)
any_reports = st.lists(problems, max_size=2).map(lambda found: Report(tuple(found), {}, RULES))
often = examples(80)


@often
@given(any_reports)
def test_no_text_starts_a_workflow_command(each: Report) -> None:
    for form, render in FORMATS.items():
        found = commands_of(render(each))
        assert len(found) == (len(each.open) if form == "github" else 0), form
    assert all(
        set(found.properties) <= {"file", "line", "col", "endColumn", "title"}
        for found in commands_of(github.render(each))
    )
    for width in (20, 40, 80):
        assert not commands_of(shown(each, width, DelegationNames()))


@often
@given(any_reports)
def test_no_text_reaches_a_screen_raw(each: Report) -> None:
    for text in (*(render(each) for render in FORMATS.values()), shown(each)):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert concise.render(each).count("\n") == len(each.open) + 1
    assert github.render(each).count("\n") == len(each.open) + 1


@often
@given(any_reports)
def test_machine_formats_stay_valid(each: Report) -> None:
    output = json.loads(report_json.render(each))
    JSON_SCHEMA.validate(output)
    told = [(found["message"], found["position"]["path"]) for found in output["problems"]]
    assert told == [(found.message, found.position.path) for found in each.problems]
    assert len({entry["fingerprint"] for entry in json.loads(gitlab.render(each))}) == len(each.open)
    assert len(cases_of(each)) == max(1, len(each.problems))


@fewest
@given(any_reports)
def test_sarif_stays_valid(each: Report) -> None:
    for result in validate_sarif(each)["results"]:
        assert "](" not in result["message"]["text"]
        assert re.fullmatch(
            r"[\w.~/%:-]*", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], re.ASCII
        )


@often
@given(any_reports)
@example(report(problem("a\n\n# b", hint="```\n@x")))
def test_markdown_shows_texts_as_texts(each: Report) -> None:
    for page in pages_of(markdown.render(each)):
        assert page.tags.count("tr") == len(each.problems) + bool(each.open) + bool(each.waived)
        assert page.tags.count("td") == 4 * len(each.open) + 5 * each.waived
        for text in (text for found in each.problems for text in (found.message, found.waived) if text is not None):
            assert one_line(text if len(text) <= 600 else f"{text[:600]}…") in page.codes


lines = st.lists(
    st.sampled_from([*"ab:中\t#[", "e\u0301", "👩", "\u202e", "##[error]", "::error::x"]), min_size=1, max_size=200
)


@often
@given(lines.map("".join), st.integers(1, 300), st.integers(1, 40), st.sampled_from([40, 80, 200]))
def test_no_line_is_too_wide_and_carets_are_right(line: str, column: int, length: int, width: int) -> None:
    rows = excerpt(f"a: [{line}x", (column, length), width=width)
    assert len(rows) == 2
    assert all(cell_len(row) <= width - 4 for row in rows)
    assert re.fullmatch(r" *\^+", rows[1])
    assert cell_len(rows[1]) <= cell_len(rows[0]) + 1
    assert not commands_of("\n".join(rows))
