"""Each kind of damage is noticed, quoted and answered with what to do; what only looks like it is not."""

import pytest

from archive.importing.metadata.damage import find_damage
from archive.importing.raw import Problem

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."
NEXT = "The harbour master said the ferry would go on until Friday and then be laid up for the winter near the pier."


def doubts(body: str) -> list[Problem]:
    return list(find_damage(body, "en"))


@pytest.mark.parametrize(
    ("body", "code", "evidence", "advice"),
    [
        (f"{LEAD} The caf\ufffd is open.", "broken-letters", "caf\ufffd", "find a better copy"),
        (f"{LEAD} The cafÃ© of JosÃ© is open.", "broken-letters", "cafÃ©", "correct the text"),
        (f"{LEAD} Itâ€™s open.", "broken-letters", "Itâ€™s", "correct the text"),
        (f"{LEAD} ÐœÐ¾ÑÐºÐ²Ð°.", "broken-letters", "Ðœ", "correct the text"),
        (f"{LEAD}\n\n{NEXT}\n\n{LEAD}", "repeated-paragraphs", "first lorries", "take the copies out"),
        (f"{LEAD}\n\n{NEXT}".upper(), "all-capitals", "FIRST LORRIES", "in small letters"),
        (f"{LEAD}\n\n<p>{NEXT}</p>", "page-leftovers", "<p>", "take it out"),
        (f"{LEAD} <b>Two</b> <b>old</b> <b>piers</b>.", "page-leftovers", "<b>", "take it out"),
        (f"{LEAD}&nbsp;{NEXT}", "page-leftovers", "&nbsp;", "take it out"),
        (
            f"{LEAD}\n\nShare this article\n\nPrint\n\nRead more: Ferry fares\n\n{NEXT}",
            "page-leftovers",
            "Print",
            "take them out",
        ),
        (f"{LEAD} [+2311 chars]", "cut-text", "[+2311 chars]", "look for the rest"),
        (f"{LEAD} Nobody… (more)", "cut-text", "(more)", "look for the rest"),
        (f"{LEAD}\n\n{NEXT[:-1]} of the", "cut-text", "of the", "look for the rest"),
        (f"{LEAD}\n\n{NEXT[:-1]}, and", "cut-text", "and", "look for the rest"),
    ],
)
def test_each_kind_of_damage_is_a_doubt(body: str, code: str, evidence: str, advice: str) -> None:
    [problem] = doubts(body)
    assert problem.code == code
    assert evidence in problem.evidence
    assert len(problem.evidence) <= 162
    assert advice in problem.message


@pytest.mark.parametrize(
    "body",
    [
        f"{LEAD}\n\n{NEXT}",
        f"{LEAD} The page showed 40 t of <b>herring</b> as it was typed.",
        f"{LEAD} First Halden Bancorp <I> and Pier Petroleum <P> gained.",
        f"{LEAD}\n\n„Das macht Spaß“, sagte er. „Ganz groß“, rief sie. «Ici» et là: É», Ñ”.",
        "Wheat    288   up 1 3/4\n\nCorn     160   up 1 3/4\n\nSoybeans 497   off 2",
        "THE FOLLOWING RAINFALL WAS RECORDED IN MM " + "HALDEN 12 SKERRY 14 NORLAND 9 " * 20,
        f"{LEAD}\n\n## Home\n\n{NEXT}",
        f"{LEAD}\n\nYes.\n\nNo.\n\nYes.\n\n{NEXT}",
        f"{LEAD}\n\nAda Byron, Halden",
        f"{LEAD}\n\n- The ferry and what it is for\n- Who the harbour belongs to when all is said and done by",
        "",
    ],
)
def test_what_only_looks_damaged_is_none(body: str) -> None:
    assert doubts(body) == []


@pytest.mark.parametrize("part", ["<", "&", "…", "Ã", "a\n\n", "[+", "function (", "\ufffd" * 3])
def test_hostile_text_takes_no_time(part: str) -> None:
    doubts(part * 100_000)
