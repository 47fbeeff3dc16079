"""`gcmplan check` and `gcmplan rule`: options, exit status, reports, what is new since a revision."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from conftest import ROOT, Cli
from gcmplan.checks.rule import Rule
from gcmplan.checks.rules import RULES
from gcmplan.files.parse import Limits
from gcmplan.loading.load import load_files
from inside import on_screen
from rule_examples import files_in, files_of
from scratch import Scratch
from terminal import GCMPLAN, left_early

MOVED = ("when: 8-9 May 2017", "when: 22-23 May 2017")


@pytest.fixture
def scratch(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """Return a scratch repository, and work in it."""
    del cli
    made = Scratch.made(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made


def found(cli: Cli, *arguments: str) -> list[dict[str, object]]:
    """Return the problems of a check."""
    problems = json.loads(cli("check", "--format", "json", *arguments).out)["problems"]
    assert isinstance(problems, list)
    return problems


def codes(problems: list[dict[str, object]]) -> set[object]:
    return {problem["code"] for problem in problems}


# -- exit status and choice --------------------------------------------------------------------------------------------


def test_the_shipped_plan_passes(cli: Cli) -> None:
    run = cli("check")
    assert (run.status, run.err) == (0, "")
    assert (
        "21 delegations (not counting the suspended Syrian Arab Republic) are double-booked: Algeria, Bahrain"
        in " ".join(run.out.split())
    )


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "info"], 1),
        (["--fail-on", "warning", "--exit-zero"], 0),
        (["--fail-on", "warning", "--select", "same-room"], 0),
        (["--fail-on", "info", "--ignore", "GP"], 0),
        (["--fail-on", "info", "--select", "possible-overlap"], 1),
        (["--fail-on", "warning", "--select", "possible-overlap"], 0),
    ],
)
def test_exit_status(cli: Cli, options: list[str], status: int) -> None:
    assert cli("check", *options).status == status


def test_select_and_ignore_by_code_prefix_and_name(cli: Cli) -> None:
    assert codes(found(cli, "--select", "GP101")) == {"GP101"}
    assert codes(found(cli, "--select", "double-booked,possible-overlap")) == {"GP101", "GP104"}
    assert codes(found(cli, "--select", "GP1", "--ignore", "GP103")) == {"GP101", "GP104"}
    assert "GP101" not in codes(found(cli, "--ignore", "double-booked"))


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (["--select", "double-boked"], "there is no rule 'double-boked'", "did you mean 'double-booked'?"),
        (["--ignore", "GP999"], "there is no rule 'GP999'", "did you mean"),
        (["--ignore", ""], "there is no rule ''", ""),
        (["--on", "May 2017"], "more than one day", ""),
        (["--for", "Kenia"], "there is no state 'Kenia'", "did you mean 'Kenya'?"),
        (["--report", "sarif"], "FORMAT=PATH", ""),
        (["--report", "pdf=x.pdf"], "FORMAT=PATH", ""),
        (["--report", "json=no/such/folder/x.json"], "cannot write", ""),
        (["--fail-on", "hint"], "'hint' is not one of", ""),
        (["nowhere"], "cannot read nowhere", ""),
        (["--report", "json=x", "--report", "sarif=x"], "two reports to one file", ""),
    ],
)
def test_what_cannot_run(cli: Cli, options: list[str], message: str, hint: str) -> None:
    run = cli("check", *options)
    assert run.status == 2
    assert message in run.err
    assert hint in run.err
    assert "Traceback" not in run.err


def test_a_broken_plan_is_a_problem_of_its_own(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("when: 8-9 May 2017", "when: 31 June 2017")
    run = cli("check", "--format", "json")
    assert run.status == 1
    (problem,) = json.loads(run.out)["problems"]
    assert (problem["code"], problem["severity"]) == ("GP003", "error")


def test_for_one_delegation(cli: Cli) -> None:
    egypt = found(cli, "--for", "Egypt", "--select", "double-booked")
    assert [problem["events"] for problem in egypt] == [["thematic-1", "arcp-third-meeting"]]
    assert egypt[0]["delegations"] == ["EGY"]
    assert egypt[0]["message"] == "1 delegation is double-booked: Egypt"
    assert found(cli, "--for", "KEN", "--select", "double-booked") == []


def test_a_report_for_one_delegation_says_so(cli: Cli) -> None:
    words = ["check", "--for", "KEN", "--select", "double-booked"]
    assert cli(*words).out == "Only for Kenya\n\nno problems\n"
    assert cli(*words, "--format", "markdown").out.endswith("no problems\n\n<p><strong>Only for Kenya</strong></p>\n")
    assert cli("check", "--for", "Egypt", "--verbose").out.startswith("Only for Egypt\n\n")
    assert "Only for" not in cli("check", "--verbose").out


def test_on_another_day(cli: Cli) -> None:
    stale = found(cli, "--on", "1 August 2017", "--select", "stale-tbc")
    assert len(stale) > len(found(cli, "--select", "stale-tbc"))


def test_several_plans(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite(*MOVED)
    problems = found(cli, str(ROOT / "data"), "data", "--select", "double-booked")
    paths = {problem["position"]["path"] for problem in problems if isinstance(problem["position"], dict)}
    assert len(paths) == 2


def test_verbose_names_every_delegation(cli: Cli) -> None:
    short = cli("check", "--select", "GP101", "--for", "EGY").out
    out = " ".join(cli("check", "--select", "GP101", "--verbose").out.split())
    assert "Yemen" in out
    assert "Yemen" not in short


def test_the_waivers_of_rules_left_out_are_no_problem(cli: Cli) -> None:
    assert found(cli, "--select", "GP9", "--ignore", "unsorted-events") == []
    assert "GP901" not in codes(found(cli, "--ignore", "weekend"))


def test_one_plan_given_twice_is_checked_once(cli: Cli) -> None:
    once = found(cli, "data")
    for again in (["data/../data"], ["data/workplan.yaml"], ["data/../data/workplan.yaml", "data"]):
        assert found(cli, "data", *again) == once


def test_plans_stand_in_one_place(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    run = cli("check", "--plan", "data", "tests/example")
    assert (run.status, run.out) == (2, "")
    assert "'gcmplan check data tests/example'" in " ".join(run.err.split())
    monkeypatch.setenv("GCMPLAN_PLAN", "nowhere")
    assert cli("check", "data").status == 0


def test_which_plan_does_not_know_a_delegation(cli: Cli, tmp_path: Path) -> None:
    for file in files_in(files_of("")):
        (tmp_path / file.path).write_bytes(file.data)
    run = cli("check", "data", str(tmp_path), "--for", "AFG")
    assert run.status == 0
    assert (
        run.err
        == f"No body of {tmp_path}/workplan.yaml has AFG as a member, so its meetings are not known\n".replace(
            "AFG", "Afghanistan"
        )
    )
    wrong = cli("check", "data", str(tmp_path), "--for", "AFX")
    assert (wrong.status, wrong.out) == (2, "")
    assert "data/workplan.yaml: there is no state 'AFX'" in wrong.err


# -- reports -----------------------------------------------------------------------------------------------------------


def test_several_reports_in_one_run(scratch: Scratch, cli: Cli) -> None:
    (scratch.root / "out.json").write_text("old")
    run = cli("check", "--report", "sarif=out.sarif", "--report", "json=out.json", "--report", "junit=out.xml")
    assert run.status == 0
    assert json.loads((scratch.root / "out.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((scratch.root / "out.json").read_text())["schema"] == "gcmplan.check/1"
    assert (scratch.root / "out.xml").read_text().startswith("<?xml")
    assert not list(scratch.root.glob(".*tmp*"))
    assert (scratch.root / "out.json").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_every_format_on_standard_output_and_in_a_file(scratch: Scratch, cli: Cli, form: str) -> None:
    out = cli("check", "--format", form, "--report", f"{form}=out").out
    assert (scratch.root / "out").read_bytes().decode() == out
    assert out.endswith("\n")


def test_pipes_and_links_stay_what_they_are(scratch: Scratch, cli: Cli) -> None:
    target, link = scratch.root / "target.json", scratch.root / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    cli("check", "--report", f"json={link}", "--report", f"sarif={os.devnull}")
    assert link.is_symlink()
    assert json.loads(target.read_text())["schema"] == "gcmplan.check/1"
    assert not Path(os.devnull).is_file()


def test_a_report_never_takes_the_place_of_the_plan(scratch: Scratch, cli: Cli) -> None:
    (scratch.root / "link.json").symlink_to(scratch.workplan)
    (scratch.root / "elsewhere").symlink_to(scratch.root / "data")
    files = {path: path.read_bytes() for path in (scratch.root / "data").rglob("*.yaml")}
    for target in (
        "data/workplan.yaml",
        "link.json",
        "elsewhere/bodies.yaml",
        str(scratch.root / "data" / ".." / "data" / "places.yaml"),
        "data/sessions/thematic-1.yaml",
        "data/sessions/new.yaml",
        "data/sources/general-concept-note.yaml",
    ):
        for run in (
            cli("check", "--report", f"sarif={target}"),
            cli("check", "data/workplan.yaml", "--report", f"json={target}"),
            cli("export", "json", "-o", target),
            cli("export", "ics", "--plan", "elsewhere", "--output", target),
        ):
            assert (run.status, run.out) == (2, "")
            assert "is a file of the plan" in " ".join(run.err.split())
    assert {path: path.read_bytes() for path in (scratch.root / "data").rglob("*.yaml")} == files
    assert cli("check", "--report", "json=data/report.json").status == 0


# -- new since a revision ----------------------------------------------------------------------------------------------


def test_only_what_an_edit_brings_in(scratch: Scratch, cli: Cli) -> None:
    assert found(cli, "--new-since", "HEAD") == []
    before = len(found(cli))
    scratch.rewrite("when: 24-25 July 2017", "when: 25-26 July 2017")
    new = found(cli, "--new-since", "HEAD")
    assert 0 < len(new) < before
    assert ["thematic-4", "hearing-1"] in [problem["events"] for problem in new if problem["code"] == "GP101"]
    assert cli("check", "--new-since", "HEAD").status == 1
    scratch.commit("moved")
    assert found(cli, "--new-since", "HEAD") == []
    assert len(found(cli, "--new-since", "HEAD~1")) == len(new)


def test_a_check_is_as_long_as_what_it_tells(scratch: Scratch, cli: Cli) -> None:
    """A word of a title is corrected: of the edit, one line; of the plan, each warning once, of infos the number."""
    before = cli("check").out
    scratch.rewrite("Human rights of all migrants", "Humane rights of all migrants")
    assert cli("check", "--new-since", "HEAD").out == "no problems\n"
    out = cli("check").out
    assert len(out.splitlines()) == len(before.splitlines())
    shown = [one for one in found(cli) if one["severity"] != "info" and one["waived"] is None]
    assert out.count("warning[") == len(shown) == 11
    assert "info[" not in out
    assert out.endswith("11 warnings, 13 info, 6 waived (--verbose shows infos)\n")
    # A problem takes its message, the lines that it is about, a hint and the way to its rule.
    assert len(out.splitlines()) < 15 * len(shown)


def test_what_an_edit_adds_to_a_cluster(scratch: Scratch, cli: Cli) -> None:
    """With git: three meetings more on a day that has two."""
    row = "  - {id: extra-%d, title: Extra %d, group: thematic-session, kind: meeting, when: 12 June 2017, source: x}\n"
    text = scratch.workplan.read_text(encoding="utf-8")
    before, head, after = text.partition("\nevents:\n")
    for first, last in ((1, 2), (3, 5)):
        head += "".join(row % (number, number) for number in range(first, last + 1))
        scratch.workplan.write_text(before + head + after, encoding="utf-8")
        if last == 2:
            scratch.commit("two on a day")
    extra = [f"extra-{number}" for number in range(1, 6)]
    (new,) = [one for one in found(cli, "--select", "GP101", "--new-since", "HEAD") if one["events"] == extra]
    assert new["pairs"] == 9
    assert "5 meetings overlap (9 pairs; 3 of 5 meetings are new)" in str(new["message"])
    assert new["hint"] == "move some of them: 'extra-3', 'extra-4', 'extra-5'"


def test_moved_lines_bring_nothing_in(scratch: Scratch, cli: Cli) -> None:
    text = scratch.workplan.read_text(encoding="utf-8")
    scratch.workplan.write_text("# a comment\n\n\n" + text, encoding="utf-8")
    assert found(cli, "--new-since", "HEAD") == []


def test_a_plan_that_was_not_there_is_all_new(scratch: Scratch, cli: Cli) -> None:
    scratch.git("checkout", "--quiet", "--orphan", "other")
    scratch.git("rm", "--quiet", "-r", "--cached", "data")
    (scratch.root / "x").write_text("x")
    scratch.git("add", "x")
    scratch.git("commit", "--quiet", "-m", "no plan")
    assert len(found(cli, "--new-since", "HEAD")) == len(found(cli))


def test_a_plan_that_was_away(scratch: Scratch, cli: Cli) -> None:
    files = {path: path.read_bytes() for path in (scratch.root / "data").rglob("*.yaml")}
    first = scratch.git("rev-parse", "HEAD")[:10]
    for path in files:
        path.unlink()
    (scratch.root / "x").touch()
    scratch.commit("gone")
    for path, data in files.items():
        path.write_bytes(data)
    scratch.commit("back")
    run = cli("check", "--format", "json", "--new-since", "HEAD~1")
    assert run.err == f"There is no plan at HEAD~1: compared with {first}, the last at which there was one\n"
    assert json.loads(run.out)["problems"] == []


def test_a_waiver_is_not_passed_on_to_a_new_problem(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("    about: thematic-1 closing-1 panel-2\n", "")
    scratch.commit("a waiver that does not say what it is about")
    assert cli("check").status == 0
    session = scratch.root / "data" / "sessions" / "thematic-1.yaml"
    text = session.read_text(encoding="utf-8")
    session.write_text(text.replace("time: 10:00-10:15", "time: 10:05-10:20", 1), encoding="utf-8")
    new = found(cli, "--new-since", "HEAD")
    told = {(str(one["code"]), str(one["message"]).partition(" begins")[0], one["waived"]) for one in new}
    assert ("GP401", "'panel-1' (10:15-13:00)", None) in told
    (unused,) = (one for one in new if one["code"] == "GP901")
    assert "of 'slots-overlap' for 'thematic-1' matches several problems" in str(unused["message"])
    assert unused["hint"] == "say which: 'about: thematic-1 opening panel-1'"
    scratch.git("checkout", "--quiet", "HEAD~1", "--", "data/workplan.yaml")
    (problem,) = found(cli, "--new-since", "HEAD~1")
    assert (problem["code"], problem["waived"]) == ("GP401", None)


def test_a_second_waiver_is_another(scratch: Scratch, cli: Cli) -> None:
    row = "  - rule: total-differs\n    about: {}\n    reason: x\n"
    with scratch.workplan.open("a", encoding="utf-8") as file:
        file.write(row.format("hearing-days"))
    scratch.commit("one")
    with scratch.workplan.open("a", encoding="utf-8") as file:
        file.write(row.format("negotiation-days 2018-03"))
    (problem,) = found(cli, "--new-since", "HEAD")
    told = "the waiver of 'total-differs' about 'negotiation-days 2018-03' matches no problem"
    assert (problem["code"], problem["message"]) == ("GP901", told)


def test_a_plan_that_was_broken(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("when: 8-9 May 2017", "when: 31 June 2017")
    scratch.commit("broken")
    assert codes(found(cli, "--new-since", "HEAD")) == {"GP003"}
    scratch.rewrite("when: 31 June 2017", "when: 8-9 May 2017")
    scratch.rewrite("when: 24-25 July 2017", "when: 25-26 July 2017")
    before = scratch.git("rev-parse", "HEAD~1")[:10]
    run = cli("check", "--format", "json", "--new-since", "HEAD")
    assert run.err == f"The plan at HEAD cannot be read: compared with {before}, the last at which it can\n"
    assert ["thematic-4", "hearing-1"] in [one["events"] for one in json.loads(run.out)["problems"]]
    scratch.rewrite("when: 25-26 July 2017", "when: 24-25 July 2017")
    assert found(cli, "--new-since", "HEAD") == []


def test_a_plan_that_was_never_whole(scratch: Scratch, cli: Cli) -> None:
    everything = len(found(cli))
    scratch.rewrite("when: 8-9 May 2017", "when: 31 June 2017")
    scratch.git("commit", "--quiet", "--amend", "--all", "--message", "broken")
    scratch.rewrite("when: 31 June 2017", "when: 8-9 May 2017")
    run = cli("check", "--format", "json", "--new-since", "HEAD")
    assert run.err == "The plan at HEAD cannot be read: all problems count as new\n"
    assert len(json.loads(run.out)["problems"]) == everything


def test_a_renamed_event_brings_nothing_in(scratch: Scratch, cli: Cli) -> None:
    assert "bali-process" in {event for problem in found(cli) for event in problem["events"]}  # type: ignore[attr-defined]
    for path in (scratch.root / "data").rglob("*.yaml"):
        text = re.sub(r"\bbali-process\b(?=[],\n}])", "ministers-of-bali", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    prints = {problem["fingerprint"] for problem in found(cli)}
    scratch.rewrite("id: ministers-of-bali\n", "id: ministers-of-bali\n    formerly: [bali-process]\n")
    assert found(cli, "--new-since", "HEAD") == []
    assert {problem["fingerprint"] for problem in found(cli)} != prints


def test_what_still_goes_by_an_earlier_id_is_told_the_new_one(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("id: thematic-1\n", "id: thematic-one\n    formerly: [thematic-1]\n")
    hints = {problem["hint"] for problem in found(cli) if problem["code"] == "GP005"}
    assert hints == {"it is called 'thematic-one' now"}
    scratch.rewrite("id: thematic-one\n", "id: [thematic-one]\n")
    run = cli("check", "--format", "json")
    assert (run.status, run.err) == (1, "")
    assert {"GP002", "GP005"} <= {problem["code"] for problem in json.loads(run.out)["problems"]}


def test_members_of_a_body_that_meets_jointly_in_a_joint_one(scratch: Scratch, cli: Cli) -> None:
    bodies = scratch.root / "data" / "bodies.yaml"
    row = "\n  - {{id: {0}, name: {0}, kind: other, confidence: low, joint: [{1}], source: x}}\n"
    text = bodies.read_text(encoding="utf-8").rstrip() + "\n"
    bodies.write_text(
        text + row.format("outer", "inner") + row.format("inner", "bali-process, outer"), encoding="utf-8"
    )
    before = found(cli, "--select", "GP101")
    scratch.rewrite("    body: bali-process\n", "    body: outer\n")
    after = found(cli, "--select", "GP101")
    assert [one["delegations"] for one in before] == [one["delegations"] for one in after]
    assert "bali-process" in cli("list", "--body", "bali-process").out


def test_a_report_has_a_name(scratch: Scratch, cli: Cli) -> None:
    run = cli("check", "--report", "json=-")
    assert (run.status, "--format writes to standard output" in " ".join(run.err.split())) == (2, True)
    assert not (scratch.root / "-").exists()


def test_a_session_that_moves_is_told_once(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("when: 8-9 May 2017", "when: 15-16 May 2017")
    (problem,) = (one for one in found(cli, "--new-since", "HEAD") if one["code"] == "GP403")
    assert "'thematic-1' is on 8-9 May 2017 in its own file" in str(problem["message"])


def test_what_becomes_worse_is_new(scratch: Scratch, cli: Cli) -> None:
    scratch.rewrite("when: 26 July 2017\n", "when: 25 July 2017 TBC\n")
    scratch.commit("on one day, perhaps")
    assert "GP101" not in codes(found(cli, "--new-since", "HEAD"))
    scratch.rewrite("when: 25 July 2017 TBC\n", "when: 25 July 2017\n")
    (problem,) = (one for one in found(cli, "--new-since", "HEAD") if one["code"] == "GP101")
    assert (problem["severity"], problem["events"]) == ("error", ["thematic-4", "hearing-1"])


@pytest.mark.parametrize("code", ["KEN", "XKX"])
def test_a_delegation_that_had_another_name(scratch: Scratch, cli: Cli, code: str) -> None:
    bodies = scratch.root / "data" / "bodies.yaml"
    now = bodies.read_text(encoding="utf-8")
    earlier = re.sub(r"\bKEN\b", code, now).replace("name: Kenya", "name: Kenia")
    bodies.write_text(re.sub(r"\bKE\b", code[:2], earlier), encoding="utf-8")
    scratch.commit("named otherwise")
    bodies.write_text(now, encoding="utf-8")
    everything = found(cli, "--for", "Kenya")
    assert everything
    assert found(cli, "--for", "Kenya", "--new-since", "HEAD") == ([] if code == "KEN" else everything)


def test_a_waiver_taken_away_brings_its_problem_in(scratch: Scratch, cli: Cli) -> None:
    text = scratch.workplan.read_text(encoding="utf-8")
    scratch.workplan.write_text(text[: text.index("\nwaivers:")] + "\n", encoding="utf-8")
    assert codes(found(cli, "--new-since", "HEAD")) == {"GP201", "GP203", "GP204", "GP401", "GP403"}


def test_rows_may_change_places(scratch: Scratch, cli: Cli) -> None:
    text = scratch.workplan.read_text(encoding="utf-8")
    first, second = text.index("  - id: thematic-1\n"), text.index("  - id: arcp-third-meeting\n")
    third = text.index("  - id: pan-african-forum\n")
    swapped = text[:first] + text[second:third] + text[first:second] + text[third:]
    scratch.workplan.write_text(swapped, encoding="utf-8")
    assert found(cli, "--new-since", "HEAD") == []


def test_a_plan_under_another_name(scratch: Scratch, cli: Cli) -> None:
    other = scratch.root / "data" / "other.yaml"
    other.write_bytes(scratch.workplan.read_bytes())
    assert found(cli, str(other), "--new-since", "HEAD") != []
    scratch.commit("another")
    assert found(cli, str(other), "--new-since", "HEAD") == []


def test_in_a_partial_clone(scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.rewrite(*MOVED)
    scratch.commit("moved")
    scratch.git("config", "uploadpack.allowFilter", "true")
    for number, missing in enumerate(("blob:none", "tree:0")):
        clone = tmp_path / f"clone-{number}"
        scratch.git("clone", "--quiet", f"--filter={missing}", scratch.root.as_uri(), str(clone))
        monkeypatch.chdir(clone)
        run = cli("check", "--new-since", "HEAD~1")
        assert run.status == 2
        assert "git fetch --refetch" in run.err


@pytest.mark.parametrize("revision", ["nope", "-x", "--output=pwned", "--all", "HEAD~99", "", "a\nb", "HEAD^{tree}"])
def test_a_revision_that_does_not_exist(scratch: Scratch, cli: Cli, revision: str) -> None:
    run = cli("check", f"--new-since={revision}")
    assert (run.status, run.out) == (2, "")
    assert "git knows no revision" in run.err
    assert "git" in run.err.split("Hint:")[1]
    assert not (scratch.root / "pwned").exists()


def test_a_near_miss_of_a_branch(scratch: Scratch, cli: Cli) -> None:
    del scratch
    assert "did you mean 'main'?" in cli("check", "--new-since", "mian").err


def test_beyond_a_shallow_clone(scratch: Scratch, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.rewrite(*MOVED)
    scratch.commit("moved")
    clone = tmp_path / "clone"
    scratch.git("clone", "--quiet", "--depth", "1", scratch.root.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    run = cli("check", "--new-since", "HEAD~1")
    assert run.status == 2
    assert "git fetch --unshallow" in run.err


def test_outside_git(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "workplan.yaml").write_text((ROOT / "tests/example/workplan.yaml").read_text())
    run = cli("check", "--new-since", "HEAD")
    assert run.status == 2
    assert "is in no git repository" in run.err


def test_a_symbolic_link_in_the_plan_folder_is_not_followed(scratch: Scratch, cli: Cli) -> None:
    target = scratch.root / "elsewhere.yaml"
    scratch.workplan.rename(target)
    scratch.workplan.symlink_to(target)
    scratch.commit("linked")
    run = cli("check", "--new-since", "HEAD", "--report", "sarif=out.sarif", "--format", "json")
    (problem,) = json.loads(run.out)["problems"]
    assert (run.status, problem["code"], problem["position"]["path"]) == (1, "GP001", "data/workplan.yaml")
    assert problem["message"].startswith("it is a symbolic link")
    assert problem["hint"] == "put the file itself in its place"
    (result,) = json.loads((scratch.root / "out.sarif").read_text())["runs"][0]["results"]
    assert result["ruleId"] == "GP001"
    scratch.workplan.unlink()
    target.rename(scratch.workplan)
    run = cli("check", "--new-since", "HEAD")
    assert (run.status, run.out) == (0, "no problems\n")
    assert run.err.startswith("The plan at HEAD cannot be read: compared with ")


def test_a_link_is_a_problem_among_others(scratch: Scratch, cli: Cli) -> None:
    places = scratch.root / "data" / "places.yaml"
    places.rename(scratch.root / "places.yaml")
    places.symlink_to(scratch.root / "places.yaml")
    scratch.rewrite("when: 8-9 May 2017", "when: 31 June 2017")
    problems = found(cli)
    assert codes(problems) == {"GP001", "GP003"}


def test_no_filter_or_hook_of_the_repository_runs(scratch: Scratch, cli: Cli) -> None:
    (scratch.root / ".gitattributes").write_text("*.yaml filter=evil diff=evil\n")
    for key in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor"):
        scratch.git("config", key, "touch pwned; cat")
    assert found(cli, "--new-since", "HEAD") == []
    assert not (scratch.root / "pwned").exists()


def test_in_a_hook(scratch: Scratch) -> None:
    hook = scratch.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\nexec {' '.join(GCMPLAN)} check --new-since HEAD --format concise\n")
    hook.chmod(0o755)
    scratch.rewrite("when: 24-25 July 2017", "when: 25-26 July 2017")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        scratch.commit("moved")
    told = str(refused.value.stdout) + str(refused.value.stderr)
    assert "GP101" in told
    scratch.rewrite("when: 25-26 July 2017", "when: 24-25 July 2017")
    scratch.rewrite("# The work plan", "# A comment. The work plan")
    scratch.commit("commented")


def test_the_gate_holds_for_a_reader_that_leaves_early() -> None:
    """As `head -1` does: the status is that of the problems."""
    assert left_early("check", "--fail-on", "warning", "--format", "json") == (1, b"")


@pytest.mark.slow
def test_with_pre_commit(scratch: Scratch) -> None:
    scratch.rewrite("when: 24-25 July 2017", "when: 25-26 July 2017")
    scratch.git("add", "--all")
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "gcmplan-check", "--all-files"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(scratch.root.parent / "pre-commit")}
    run = subprocess.run(command, cwd=scratch.root, env=environment, check=False, capture_output=True, text=True)
    assert run.returncode == 1, run.stderr
    assert "double-booked" in run.stdout


# -- the catalogue -----------------------------------------------------------------------------------------------------


def test_rule_lists_the_catalogue(cli: Cli) -> None:
    lines = cli("rule").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]


@pytest.mark.parametrize("name", ["GP101", "gp101", "double-booked"])
def test_rule_prints_a_page(cli: Cli, name: str) -> None:
    out = cli("rule", name).out
    assert out.startswith("GP101 double-booked (error)\n\nTwo meetings that certainly overlap share delegations.")
    assert "Fails:" in out
    assert "To fix:" in out


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("name", [[], ["GP101"], ["session-date-differs"]], ids=str)
def test_rules_break_no_word_on_a_terminal(cli: Cli, name: list[str], columns: int) -> None:
    shown = on_screen("rule", *name, COLUMNS=str(columns))
    assert max(map(len, shown.splitlines())) <= columns
    assert shown.replace("(", " ").replace(")", " ").split() == (
        cli("rule", *name).out.replace("(", " ").replace(")", " ").split()
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_folded_examples_are_the_same_plan(rule: Rule, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    whole = cli("rule", rule.code).out
    monkeypatch.setattr("gcmplan.cli.rule._columns", lambda: 72)
    folded = cli("rule", rule.code).out
    assert passing_plan(folded) == passing_plan(whole)


def passing_plan(page: str) -> object:
    """Return the plan that passes, of a rule's page."""
    example = page.split("Passes:\n\n")[1].partition("\n\nTo fix")[0]
    plan = load_files(files_of(dedent(example)), Limits())
    return plan.phases, plan.groups, plan.events, plan.deadlines, plan.policies, [one.session for one in plan.sessions]


def test_an_unknown_rule(cli: Cli) -> None:
    run = cli("rule", "double-boked")
    assert run.status == 2
    assert "did you mean 'double-booked'?" in run.err
