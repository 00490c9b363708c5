"""Facts from statements: values, denials, holders, and what must not be called a contradiction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rashomon.compare.disputes import Held, denied, held
from rashomon.compare.facts import measured
from rashomon.compare.statements import Statement
from rashomon.compare.values import values
from rashomon.model import Label, Quantity
from rashomon.settings import Compare

LIMITS = Compare()


def said(report: str, text: str, origin: str | None = None, **more: object) -> Statement:
    plain = Statement(
        report,
        0,
        len(text),
        text,
        "en",
        origin or f"origin:{report}",
        None,
        None,
        0.0,
        0,
        text,
        None,
        "asserted",
        "happened",
        (),
        frozenset(),
        frozenset(),
        frozenset(),
    )
    return replace(plain, **more)


def amount(value: float, unit: str | None, dimension: str, **more: object) -> Quantity:
    plain = Quantity(0, 1, value, None, None, unit, dimension, "=", "=", None)
    return replace(plain, **more)


def near(size: int, likeness: float = 0.6) -> np.ndarray:
    matrix = np.full((size, size), likeness)
    np.fill_diagonal(matrix, 1.5)
    return matrix


def facts(statements: list[Statement], likeness: float = 0.6, told: bool = True):
    units = list(range(len(statements)))
    groups = [units]
    given = values(statements, units, LIMITS)
    one_thing = np.full((len(units), len(units)), told)
    return measured(statements, given, groups, near(len(units), likeness), one_thing, LIMITS)


KM2, MILE2, HA = "kilometer ** 2", "mile ** 2", "hectare"


def test_one_area_in_two_units_is_agreed() -> None:
    (found,) = facts(
        [
            said("a", "The fire burnt 4,200 hectares.", quantities=(amount(4200, HA, "area"),)),
            said("b", "It burnt 42 km².", quantities=(amount(42, KM2, "area"),)),
        ]
    )
    assert found.label is Label.AGREED
    assert {o for p in found.positions for o in p.origins} == {"origin:a", "origin:b"}


def test_different_areas_differ_and_are_converted_before_the_reader() -> None:
    about = amount(500, MILE2, "area", bound="~")
    (found,) = facts(
        [
            said("a", "They took some 500 square miles.", quantities=(about,)),
            said("b", "They held 1,400 km².", quantities=(amount(1400, KM2, "area"),)),
        ]
    )
    assert found.label is Label.DIFFERS
    assert "1,295 km²" in str(found.reasons[0])
    assert sorted(p.value or "" for p in found.positions) == ["1,400 km²", "about 500 sq mi"]


@pytest.mark.parametrize("where", [({"h_lm"}, {"p_st_n"}), ({"_rl_n"}, {"v_lm_r"})])
def test_values_of_two_places_are_two_things(where: tuple[set[str], set[str]]) -> None:
    found = facts(
        [
            said(
                "a",
                "The river rose to 6 m at Halm.",
                quantities=(amount(6, "meter", "length"),),
                where=frozenset(where[0]),
            ),
            said(
                "b",
                "The river rose to 4 m at Peshtin.",
                quantities=(amount(4, "meter", "length"),),
                where=frozenset(where[1]),
            ),
        ]
    )
    assert all(f.label is Label.SINGLE for f in found)


def test_last_years_figure_is_another_thing() -> None:
    found = facts(
        [
            said(
                "a",
                "In 2029 the flood took 900 houses.",
                quantities=(amount(900, None, "count", of="houses"),),
                years=frozenset({"2029"}),
            ),
            said(
                "b",
                "The flood took 950 houses.",
                quantities=(amount(950, None, "count", of="houses"),),
                years=frozenset({"2031"}),
            ),
        ]
    )
    assert all(f.label is Label.SINGLE for f in found)


def test_money_of_two_currencies_is_never_compared() -> None:
    found = facts(
        [
            said("a", "It cost 5 euros.", quantities=(amount(5, "EUR", "money"),)),
            said("b", "It cost 5 dollars.", quantities=(amount(5, "USD", "money"),)),
        ]
    )
    assert all(f.label is Label.SINGLE for f in found)


def test_only_bounds_that_exclude_each_other_contradict() -> None:
    over = amount(500, None, "people", bound=">", of="people")
    under = amount(300, None, "people", bound="<", of="people")
    one = said("a", "More than 500 people came.", quantities=(over,))
    other = said("b", "Fewer than 300 people came.", quantities=(under,))
    assert [f.label for f in facts([one, other])] == [Label.CONTRADICTED]
    later = replace(other, as_of="2031-05-04")
    assert [f.label for f in facts([replace(one, as_of="2031-05-03"), later])] == [Label.DIFFERS]


def _toll(report: str, dead: int, as_of: str) -> Statement:
    quantity = amount(dead, None, "people")
    return said(report, f"{dead} people died.", as_of=as_of, quantities=(quantity,))


def test_a_toll_that_rises_is_a_revision_though_one_says_only_on_what_day() -> None:
    tolls = [
        _toll("a", 3, "2031-03-09T13:00:00+02:00"),
        _toll("b", 7, "2031-03-09"),
        _toll("c", 11, "2031-03-10"),
    ]
    (found,) = facts(tolls)
    assert found.label is Label.DIFFERS
    assert list(map(str, found.reasons)) == ["later reports put it higher: 3, 7, 11"]


@pytest.mark.parametrize("late", ["2031-03-08", "2031-03-09"])
def test_a_toll_is_no_revision_where_it_falls_or_no_order_is_known(late: str) -> None:
    (found,) = facts([_toll("a", 3, "2031-03-09T13:00:00+02:00"), _toll("b", 7, late)])
    assert "rising" not in {reason.code for reason in found.reasons}


def test_versions_of_one_origin_are_no_two_witnesses() -> None:
    statements = [
        said("a", "230 houses fell.", "o", quantities=(amount(230, None, "count", of="houses"),)),
        said("b", "2300 houses fell.", "o", quantities=(amount(2300, None, "count", of="houses"),)),
    ]
    given = values(statements, [0, 0], LIMITS)
    (found,) = measured(statements, given, [[0, 1]], near(2, 1.2), np.eye(2) > 0, LIMITS)
    assert found.label is Label.SINGLE
    assert len(found.positions) == 2


def test_a_denial_of_the_accusation_before_it_is_a_dispute() -> None:
    statements = [
        said("a", "Orlen accused Velmar of opening the gates.", cue="accuse", speaker="Orlen"),
        said("a", "Velmar denied it.", cue="deny", speaker="Velmar"),
        said("b", "Velmar opened the gates, Orlen said.", cue="accuse", speaker="Orlen"),
    ]
    alike = near(3, 0.0)
    alike[0, 2] = alike[2, 0] = 0.9
    (found,) = denied(statements, [[0, 2], [1]], alike, LIMITS)
    assert found.label is Label.CONTRADICTED
    assert [p.value for p in found.positions] == ["asserted", "denied"]
    assert [p.witnesses for p in found.positions] == [("Orlen",), ("Velmar",)]


def test_a_denial_denies_the_claim_most_like_it() -> None:
    """A long dispute is full of claims that resemble it as well."""
    named = frozenset({"per:orlen"})
    statements = [
        said("a", "Velmar denied that Orlen had been warned.", cue="deny", speaker="Velmar"),
        said("b", "Orlen was warned, Tesk said.", cue="say", speaker="Tesk"),
        said("c", "Orlen was late, Tesk said.", cue="say", speaker="Tesk"),
    ]
    statements = [replace(s, ids=named) for s in statements]
    alike = near(3, 0.0)
    alike[0, 1:] = alike[1:, 0] = 0.9, 0.8
    (found,) = denied(statements, [[0], [1], [2]], alike, LIMITS)
    assert {c.report for p in found.positions for c in p.statements} == {"a", "b"}


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        ({"cue": "promise", "speaker": "Tesk"}, {"speaker": "Velmar"}),  # a plan is no claim
        ({"cue": "say", "modality": "possible", "speaker": "Tesk"}, {"speaker": "Velmar"}),
        ({"cue": "say", "speaker": "Ida Velmar"}, {"speaker": "Velmar's office"}),  # one party
        ({"cue": "say", "speaker": "Tesk"}, {"speaker": None}),  # nobody denies
    ],
)
def test_what_is_no_dispute(claim: dict[str, str], denial: dict[str, str | None]) -> None:
    named = frozenset({"per:orlen"})
    denies = said("a", "It was denied that Orlen had been warned.", cue="deny", ids=named)
    claims = said("b", "Orlen was warned.", ids=named)
    alike = near(2, 0.9)
    plain = replace(denies, speaker="Velmar"), replace(claims, cue="say", speaker="Tesk")
    assert len(denied(plain, [[0], [1]], alike, LIMITS)) == 1
    pair = replace(denies, **denial), replace(claims, **claim)
    assert denied(pair, [[0], [1]], alike, LIMITS) == []


def test_names_alone_make_no_dispute() -> None:
    """What he denies is another thing than what is claimed of him."""
    more = {"ids": frozenset({"per:orlen"}), "marks": frozenset({"name _rl_n"})}
    denial = said("a", "Velmar denied that he had stopped Orlen.", cue="deny", speaker="Velmar")
    claim = said("b", "His lawyer claims that Orlen lied.", cue="claim", speaker="lawyer")
    same = said("b", "His lawyer claims that Velmar stopped Orlen.", cue="claim", speaker="lawyer")
    of_names, of_the_act = ([replace(denial, **more), replace(s, **more)] for s in (claim, same))
    assert denied(of_names, [[0], [1]], near(2, 0.9), LIMITS) == []
    assert len(denied(of_the_act, [[0], [1]], near(2, 0.9), LIMITS)) == 1


def test_a_report_that_quotes_both_sides_contradicts_nobody() -> None:
    statements = [
        said("a", "Orlen accused Velmar of opening the gates.", cue="accuse", speaker="Orlen"),
        said("a", "Velmar denied it.", cue="deny", speaker="Velmar"),
    ]
    assert denied(statements, [[0], [1]], near(2, 0.0), LIMITS) == []


def test_a_party_that_holds_and_has_lost_ground_is_disputed() -> None:
    statements = [said("a", "The army was driven out."), said("b", "The army still holds a strip.")]
    claims = [
        Held(0, "the army", "XX", False, "Velmar"),
        Held(1, "the army", "XX", True, "Orlen"),
    ]
    (found,) = held(statements, claims)
    assert found.label is Label.CONTRADICTED
    assert [p.value for p in found.positions] == ["no", "yes"]
    assert held(statements[:1], claims[:1]) == []


def test_only_areas_of_two_reports_that_are_close_are_of_one_place() -> None:
    hectares = amount(4200, HA, "area")
    miles = amount(17, MILE2, "area")
    one = said("a", "4200 ha are flooded", where=frozenset({"seat"}), quantities=(hectares,))
    other = said("b", "17 square miles", where=frozenset({"valley"}), quantities=(miles,))
    (found,) = facts([one, other])
    assert found.label is Label.DIFFERS
    far = replace(other, quantities=(amount(25, MILE2, "area"),))
    assert all(f.label is Label.SINGLE for f in facts([one, far]))


def priced(report: str, sentence: str, *sums: tuple[str, float], **more: object) -> Statement:
    """A statement with sums of money, each where it stands in the sentence."""
    quantities = tuple(
        amount(
            value,
            "USD",
            "money",
            start=sentence.index(shown),
            end=sentence.index(shown) + len(shown),
        )
        for shown, value in sums
    )
    return said(report, sentence, quantities=quantities, **more)


def differing(statements: list[Statement], likeness: float = 0.6, told: bool = True) -> list[Label]:
    """The labels of facts that more than one origin has a part in."""
    return [f.label for f in facts(statements, likeness, told) if f.label is not Label.SINGLE]


WATCH = priced(
    "a",
    "He spent $43,350 on a Corva watch and $9,587 on furniture, she said.",
    ("$43,350", 43350),
    ("$9,587", 9587),
)


@pytest.mark.parametrize(
    ("other", "labels"),
    [
        (priced("b", "They paid $41,000 for a Corva watch.", ("$41,000", 41000)), [Label.DIFFERS]),
        # Another name, too far apart, two sums before one name, two years: not known to be one.
        (priced("b", "They paid $41,000 for a Lenz watch.", ("$41,000", 41000)), []),
        (priced("b", "They paid $21,000 for a Corva watch.", ("$21,000", 21000)), []),
        (
            priced(
                "b",
                "They paid $41,000 for a Corva watch and $42,000 for a Corva clock.",
                ("$41,000", 41000),
                ("$42,000", 42000),
            ),
            [],
        ),
    ],
)
def test_sums_before_one_name_are_of_one_thing(other: Statement, labels: list[Label]) -> None:
    assert differing([WATCH, other], 0.2) == labels


def test_not_where_both_sentences_name_other_years() -> None:
    def paid(report: str, year: str, value: float) -> Statement:
        sentence = f"In {year} they paid ${value:,.0f} to Corva."
        shown = (f"${value:,.0f}", value)
        return priced(report, sentence, shown, years=frozenset({year}))

    assert differing([paid("a", "2030", 5000), paid("b", "2031", 5200)], 0.2) == []
    assert differing([paid("a", "2030", 5000), paid("b", "2030", 5200)], 0.2) == [Label.DIFFERS]


@pytest.mark.parametrize(("other", "differ"), [(6.4, True), (5.2, False)])
def test_an_aftershock_is_not_its_earthquake(other: float, differ: bool) -> None:
    shocks = [
        said("a", "A shock of magnitude 6.1.", quantities=(amount(6.1, "magnitude", "magnitude"),)),
        said("b", "A shock.", quantities=(amount(other, "magnitude", "magnitude"),)),
    ]
    assert differing(shocks, 0.6) == [Label.DIFFERS] * differ
    assert differing(shocks, 0.3) == []


def test_a_designation_is_one_however_it_is_written() -> None:
    rifles = [
        said("a", "12 AK 47 guns.", quantities=(amount(12, None, "count", of="AK 47 guns"),)),
        said("b", "7 AK-47s.", quantities=(amount(7, None, "count", of="AK-47s"),)),
    ]
    assert differing(rifles, 0.6) == [Label.DIFFERS]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            (140_937_785, "~"),
            (141_000_000, "~"),
            "about 141 million is about 140.938 million, rounded",
        ),
        ((43_350, "="), (43_000, "="), "43,000 is 43,350, rounded"),
        ((455, "="), (500, "="), "455 is 9.0% below 500"),  # nobody rounds as far
        ((300, "="), (300, "="), None),
    ],
)
def test_a_rounded_figure_differs_and_is_said_to_be_rounded(
    one: tuple[float, str], other: tuple[float, str], told: str | None
) -> None:
    users = [
        said(id, "It has users.", quantities=(amount(v, None, "people", of="users", bound=bound),))
        for id, (v, bound) in (("a", one), ("b", other))
    ]
    (found,) = (f for f in facts(users) if f.label is not Label.SINGLE)
    assert found.label is (Label.DIFFERS if told else Label.AGREED)
    assert list(map(str, found.reasons)) == ([told] if told else [])


def test_shares_are_shown_as_a_reader_counts_them() -> None:
    homes = [
        said("a", "Half of the homes.", quantities=(amount(0.5, "dimensionless", "share"),)),
        said("b", "60 percent of the homes.", quantities=(amount(60, "percent", "share"),)),
    ]
    (found,) = (f for f in facts(homes) if f.label is not Label.SINGLE)
    assert list(map(str, found.reasons)) == ["50% is 17% below 60%"]


def test_shares_of_a_list_are_not_compared() -> None:
    def polled(report: str, *shares: float) -> Statement:
        given = tuple(amount(share, "percent", "share") for share in shares)
        return said(report, "The poll.", quantities=given)

    assert differing([polled("a", 21.0, 17.0), polled("b", 12.0)], 0.6) == []
    assert differing([polled("a", 21.0), polled("b", 12.0)], 0.6) == [Label.DIFFERS]


@pytest.mark.parametrize(
    ("order", "figure", "labels"),
    [
        ((12.0, 120.0), 60.0, []),  # sixty are dozens
        ((12.0, 120.0), 200.0, [Label.DIFFERS]),
        ((100.0, 1000.0), 1500.0, [Label.DIFFERS]),
    ],
)
def test_an_order_of_magnitude_does_not_differ_from_what_is_of_it(
    order: tuple[float, float], figure: float, labels: list[Label]
) -> None:
    low, high = order
    plain = amount(0, None, "count", of="seats")
    vague = replace(plain, value=None, low=low, high=high, bound="~")
    exact = amount(figure, None, "count", of="seats")
    both = [said("a", "Seats.", quantities=(vague,)), said("b", "Seats.", quantities=(exact,))]
    assert differing(both, 0.6) == labels


@pytest.mark.parametrize(("other", "label"), [(2, Label.AGREED), (3, Label.DIFFERS)])
def test_the_dead_of_one_town_are_one_toll_whatever_else_is_told(other: int, label: Label) -> None:
    town = frozenset({"?gr_n_k"})

    def killed(report: str, count: int) -> Statement:
        sentence = f"{count} people were killed."
        dead = amount(count, None, "people", of="people")
        return said(report, sentence, where=town, quantities=(dead,))

    assert differing([killed("a", 2), killed("b", other)], 0.0) == [label]
