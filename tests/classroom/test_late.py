"""How late work came: from the names of course systems, from a file, in any time zone; and what it costs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from grader.classroom import late, names
from tests.made_reports import report

VIENNA = late.zone("Europe/Vienna")
DUE = late.moment("2026-12-11T18:00", VIENNA)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("doejane_12345_67890", ("Canvas", "doejane", "12345", None, False)),
        ("doejane_LATE_12345_67890_work", ("Canvas", "doejane", "12345", None, True)),
        ("Jane Doe_123456_assignsubmission_file", ("Moodle", "Jane Doe", "123456", None, False)),
        (
            "Network_jdoe_attempt_2026-12-11-18-30-00_work",
            ("Blackboard", "jdoe", "jdoe", (2026, 12, 11, 18, 30), False),
        ),
        (
            "12345-678 - Jane Doe - Dec 11, 2026 630 PM",
            ("Brightspace", "Jane Doe", "12345", (2026, 12, 11, 18, 30), False),
        ),
        (
            "12345-678 - Jane Doe - 11 December, 2026 1230 AM",
            ("Brightspace", "Jane Doe", "12345", (2026, 12, 11, 0, 30), False),
        ),
        ("ada", ("", "", "", None, False)),
        ("team_7", ("", "", "", None, False)),
    ],
)
def test_names_tell_who_and_when(name, told):
    system, person, id, when, is_late = told
    assert names.told_by(name) == names.Told(system, person, id, datetime(*when) if when else None, is_late)


@pytest.mark.parametrize(
    ("rule", "by", "points"),
    [
        ("10%/day", {"minutes": 1}, 10),
        ("10%/day", {"days": 1}, 10),
        ("10%/day", {"days": 1, "seconds": 1}, 20),
        ("10%/day at most 50%", {"days": 30}, 50),
        ("2 points/hour", {"hours": 2, "minutes": 30}, 6),
        ("1.5 points per week, max 4 points", {"weeks": 10}, 4),
        ("25%", {"days": 9}, 25),
        ("10%/day after 15 min", {"minutes": 15}, 0),
        ("10%/day after 15 min", {"minutes": 16}, 10),
    ],
)
def test_a_rule_counts_every_unit_that_has_begun(rule, by, points):
    assert late.rule(rule).penalty(timedelta(**by), 100) == points


@pytest.mark.parametrize("rule", ["", "much", "10%/month", "-5%/day", "10%/day sometimes"])
def test_what_is_no_rule_is_said_with_examples(rule):
    with pytest.raises(ValueError, match=r"no rule for late work: .*; there are 10%/day"):
        late.rule(rule)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x_jdoe_attempt_2026-12-11-18-00-00_w", ""),
        ("x_jdoe_attempt_2026-12-11-18-00-01_w", "1 min"),
        ("x_jdoe_attempt_2026-12-12-20-05-00_w", "1 d 2 h 5 min"),
        ("doejane_LATE_12345_67890", "yes"),
        ("ada", "unknown"),
    ],
)
def test_a_report_says_how_late_it_came(name, said):
    found = late.Lateness(DUE, None, VIENNA, late.rule("10%/day")).of(name, report(name))
    assert found["late"] == said
    assert found["final"] == {"": 100, "unknown": 100, "yes": 100, "1 min": 90}.get(said, 80)
    assert found["penalty"] == {"": 0, "unknown": 0, "yes": None, "1 min": 10}.get(said, 20)


def test_a_flat_rule_holds_for_whoever_is_late_by_name():
    found = late.Lateness(None, None, None, late.rule("10%")).of("doejane_LATE_12345_67890", report())
    assert (found["penalty"], found["final"]) == (10, 90)


def test_nobody_ends_below_nothing_and_the_score_stays():
    work = report("x_j_attempt_2026-12-31-00-00-00_w", **dict.fromkeys(("forward", "backward"), ("wrong", "no")))
    score = work["score"]
    found = late.Lateness(DUE, None, VIENNA, late.rule("50%/day")).of(work["student"], work)
    assert (found["final"], work["score"]) == (0, score) and score > 0
    assert late.said(found, work).endswith("and 0 are left.")


def test_a_file_of_dates_tells_by_name_or_id_in_any_form(tmp_path):
    path = tmp_path / "dates.csv"
    path.write_text("\ufeffStudent;Date\r\nADA;2026-12-11T20:00+02:00\r\nada;2026-12-11T10:00\r\n12345;2026-12-12\r\n")
    dates = late.read_dates(path, VIENNA)
    found = late.Lateness(DUE, dates, VIENNA)
    assert found.of("Ada", report())["late"] == "1 h"
    assert found.of("doejane_12345_67890", report())["late"] == "6 h"


def test_the_clock_on_the_wall_may_jump():
    due = datetime(
        2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Vienna"), fold=0
    )  # summer time, and again an hour later
    when = {"ada": due.replace(fold=1)}
    assert late.Lateness(due, when, VIENNA).of("ada", report())["late"] == "1 h"


def test_a_day_ends_with_the_day_where_the_class_is():
    assert late.moment("2026-12-11", VIENNA, end_of_day=True) == datetime(2026, 12, 12, tzinfo=VIENNA)
    assert late.moment("2026-12-11T18:00Z", VIENNA).utcoffset() == timedelta(0)


@pytest.mark.parametrize("call", [lambda: late.zone("Vienna/Europe"), lambda: late.moment("tomorrow", None)])
def test_what_is_no_date_and_no_zone_is_said_in_one_line(call):
    with pytest.raises(ValueError, match=r"^no (?:time zone|date) [^\n]*$"):
        call()


@pytest.mark.parametrize("text", ["2026-12-11", "20261211", "2026-W50-5"])
def test_a_day_in_any_form_is_a_whole_day(text):
    assert late.moment(text, VIENNA, end_of_day=True) == datetime(2026, 12, 12, tzinfo=VIENNA)


def test_the_worksheet_of_moodle_is_a_file_of_dates(tmp_path):
    path = tmp_path / "worksheet.csv"
    head = "Identifier,Full name,Status,Grade,Last modified (submission)\n"
    dates = "Friday, 11 December 2026, 6:05 PM", "Saturday, 12 December 2026, 12:10 AM", "-"
    rows = [f'Participant {7 + number},Ann Lee,x,,"{date}"\n' for number, date in enumerate(dates)]
    path.write_text(head + "".join(rows))
    found = late.Lateness(DUE, late.read_dates(path, VIENNA), VIENNA)
    said = [found.of(f"Ann Lee_{number}_assignsubmission_file", report())["late"] for number in (7, 8, 9)]
    assert said == ["5 min", "6 h 10 min", "unknown"]
