"""Schedule risk against closed forms and the domain's worked numbers; the same numbers however it is divided; what is refused."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib
import math
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from statistics import NormalDist

import numpy as np
import pytest
from distributed import Client, LocalCluster
from hypothesis import given, settings, strategies as st

from steerco_engine.calculations import calculation
from steerco_engine.calendars import Pattern
from steerco_engine.exchange import plain
from steerco_engine.network import Activity, Constraint, ConstraintKind, Link, LinkKind, Mode, Options, Project, Schedule
from steerco_engine.network.scheduling import schedule
from steerco_engine.reasons import InputRefused
from steerco_engine.uncertainty import (
    Branch,
    Correlation,
    Driver,
    Group,
    LinkType,
    RiskLink,
    RiskNetwork,
    RiskTask,
    Shape,
    Spread,
    around_plan,
    joint_confidence,
    nearest_correlation,
    replayed,
    risk_network,
    simulate,
    spread_moments,
    spread_quantile,
    sra,
    sum_sd,
)

N = 40_000
DAY = ((480, 720), (780, 1020))


def tri(low: float, likely: float, high: float) -> Spread:
    return Spread(Shape.TRIANGULAR, low, likely, high)


def chain(*names: str) -> tuple[RiskLink, ...]:
    return tuple(RiskLink(a, b) for a, b in pairwise(names))


def near(found: float, wanted: float, error: float) -> bool:
    return abs(found - wanted) <= 4 * error


TWO = RiskNetwork(
    (RiskTask("A", 10), RiskTask("a", 5), RiskTask("B", 10), RiskTask("b", 5), RiskTask("C", 4)),
    chain("A", "a", "C") + chain("B", "b", "C"),
)
TWO_SPREADS = {"A": tri(8, 10, 15), "a": tri(4, 5, 9), "B": tri(9, 10, 13), "b": tri(4, 5, 7), "C": tri(3, 4, 6)}


def test_the_simulation_of_the_domain() -> None:
    found = sra(TWO, TWO_SPREADS, iterations=200_000, seed=3)
    assert found.planned == 19
    told = [found.mean, *(found.level(share).value for share in (0.1, 0.5, 0.8, 0.9))]
    assert told == pytest.approx([21.76, 19.80, 21.61, 23.08, 23.94], abs=0.04)
    assert found.chance_of_planned == pytest.approx(0.025, abs=0.005)
    assert next(each for each in found.tasks if each.id == "A").criticality == pytest.approx(0.668, abs=0.005)
    assert found.tornado[0] == "A"
    assert found.merge_bias > 0
    assert any("paths join" in each and "C" in each for each in found.words)


@pytest.mark.parametrize(
    "spread",
    [
        tri(8, 10, 15), tri(8, 8, 15), tri(8, 15, 15), Spread(Shape.BETAPERT, 8, 10, 15), Spread(Shape.BETAPERT, 8, 8, 15),
        Spread(Shape.BETAPERT, 8, 14, 15, strength=2), Spread(Shape.UNIFORM, 3, None, 9), Spread(Shape.LOGNORMAL, mean=10, sd=4),
        Spread(Shape.LOGNORMAL, 5, None, 20, elicited=0.1), Spread(Shape.DISCRETE, values=(5, 9, 2), weights=(1, 2, 1)),
        Spread(Shape.TRIANGULAR, 8, 10, 15, elicited=0.1), Spread(Shape.BETAPERT, 8, 10, 15, elicited=0.1),
        Spread(Shape.UNIFORM, 8, None, 15, elicited=0.05), Spread(Shape.FIXED, likely=7),
    ],
    ids=lambda spread: f"{spread.shape.value} {spread.elicited or ''}",
)  # fmt: skip
def test_every_shape_is_drawn_as_its_closed_form_says(spread: Spread) -> None:
    _ready, samples = simulate(RiskNetwork((RiskTask("A", 1),)), {"A": spread}, iterations=N, seed=5)
    moments, drawn = spread_moments(spread), samples.finish
    assert near(float(drawn.mean()), moments.mean, moments.sd / math.sqrt(N) + 1e-9)
    fourth = float(((drawn - drawn.mean()) ** 4).mean())
    assert near(float(drawn.var()), moments.sd**2, math.sqrt(max(0.0, fourth - moments.sd**4) / N) + 1e-9)
    for share in (0.05, 0.1, 0.5, 0.8, 0.95):
        below = float((drawn <= spread_quantile(spread, share) + 1e-9).mean())
        if spread.shape not in (Shape.DISCRETE, Shape.FIXED):
            assert near(below, share, math.sqrt(share * (1 - share) / N))


def test_what_was_elicited_holds() -> None:
    for shape in (Shape.TRIANGULAR, Shape.BETAPERT, Shape.UNIFORM):
        spread = Spread(shape, 8, 10, 15, elicited=0.1)
        assert [spread_quantile(spread, share) for share in (0.1, 0.9)] == pytest.approx([8, 15], abs=1e-6)


def test_five_in_series_and_three_beside_each_other() -> None:
    names = [f"T{n}" for n in range(5)]
    series = sra(RiskNetwork(tuple(RiskTask(n, 10) for n in names), chain(*names)), dict.fromkeys(names, tri(8, 10, 15)), iterations=N)
    assert near(series.mean, 55.0, series.standard_error)
    assert series.sd == pytest.approx(3.2914, rel=0.02)
    assert series.level(0.8).value == pytest.approx(57.78, abs=0.12)
    _ready, beside = simulate(
        RiskNetwork(tuple(RiskTask(n, 10) for n in names[:3])), dict.fromkeys(names[:3], tri(8, 10, 15)), iterations=N
    )
    assert near(float((beside.finish <= 12).mean()), 0.4099, math.sqrt(0.41 * 0.59 / N))
    assert float(np.quantile(beside.finish, 0.8)) == pytest.approx(13.416, abs=0.05)


def test_the_stored_iterations_of_the_domain() -> None:
    network = RiskNetwork((RiskTask("A", 10), RiskTask("B", 12), RiskTask("C", 5)), chain("A", "C") + chain("B", "C"))
    found = replayed(network, {
        "A": (10, 12, 9, 14, 11, 10, 13, 12, 15, 9), "B": (12, 11, 12, 10, 14, 12, 11, 13, 12, 13), "C": (5, 6, 5, 7, 5, 6, 6, 5, 7, 5),
    })  # fmt: skip
    assert (found.mean, round(found.sd, 4), found.level(0.5).value, round(found.level(0.8).value, 9)) == (18.7, 1.6364, 18.0, 19.4)
    told = [[round(x or 0, 4) for x in (each.criticality, each.cruciality, each.sensitivity, each.significance)] for each in found.tasks]
    assert told == [[0.4, 0.87, 0.5056, 0.8873], [0.6, 0.294, 0.4234, 0.9207], [1.0, 0.833, 0.5031, 1.0]]


def test_a_driver_hits_all_its_tasks_with_one_draw() -> None:
    one = RiskNetwork((RiskTask("A", 40), RiskTask("B", 40)), chain("A", "B"))
    driver = Driver("soil", 0.4, ("A", "B"), factor=tri(1.0, 1.2, 1.5))
    found = sra(one, {}, drivers=(driver,), iterations=N, rank_drivers=True)
    assert near(found.mean, 2 * 43.7333, found.standard_error)
    assert found.happenings[0].share == pytest.approx(0.4, abs=0.01)
    assert (found.happenings[0].days_saved or 0) == pytest.approx(found.level(0.8).value - 80, abs=1e-9)
    apart = sra(one, {}, drivers=(replace(driver, tasks=("A",)), replace(driver, id="other", tasks=("B",))), iterations=N)
    assert found.sd == pytest.approx(apart.sd * math.sqrt(2), rel=0.05)
    late = sra(one, {}, drivers=(Driver("law", 0.25, ("A",), delay=Spread(Shape.FIXED, likely=8)),), iterations=N)
    assert near(late.mean, 82.0, late.standard_error)


def test_branches_by_chance_and_by_date() -> None:
    network = RiskNetwork((RiskTask("test", 20), RiskTask("fix", 15)), chain("test", "fix"))
    found = sra(network, {}, branches=(Branch("fails", ("fix",), probability=0.3),), iterations=N)
    assert near(found.mean, 24.5, found.standard_error)
    assert found.planned == 20
    assert any("two peaks" in each for each in found.words)
    assert next(each for each in found.tasks if each.id == "fix").criticality == pytest.approx(0.3, abs=0.01)
    plans = RiskNetwork((RiskTask("A", 10), RiskTask("fast", 3), RiskTask("slow", 9)), chain("A", "fast") + chain("A", "slow"))
    late = Branch("late", ("fast",), ("slow",), after="A", later_than=12.0)
    found = sra(plans, {"A": tri(8, 10, 15)}, branches=(late,), iterations=N)
    assert found.happenings[0].share == pytest.approx(1 - 0.7429, abs=0.01)
    assert found.most < 12 + 9 + 1e-9


def test_correlation_widens_a_sum_and_a_matrix_that_cannot_be_is_repaired() -> None:
    names = ("A", "B")
    network = RiskNetwork(tuple(RiskTask(n, 10) for n in names), chain(*names))
    spreads = dict.fromkeys(names, tri(8, 10, 15))
    sd = spread_moments(spreads["A"]).sd
    for rho in (-0.6, 0.5, 1.0):
        ready, samples = simulate(network, spreads, Correlation(groups=(Group(names, rho),)), iterations=N, watched=("A",))
        first, second = samples.watched[0], samples.finish - samples.watched[0]
        ranks = [np.argsort(np.argsort(each)) for each in (first, second)]
        assert float(np.corrcoef(ranks)[0, 1]) == pytest.approx(rho, abs=0.02)
        assert ready.repaired == 0
        assert float(samples.finish.std()) == pytest.approx(sum_sd([sd, sd], [[1, rho], [rho, 1]]), rel=0.03)
    three = RiskNetwork(tuple(RiskTask(n, 10) for n in "XYZ"))
    impossible = Correlation(("X", "Y", "Z"), ((1, 0.9, -0.9), (0.9, 1, 0.9), (-0.9, 0.9, 1)))
    found = sra(three, {n: tri(8, 10, 15) for n in "XYZ"}, impossible, iterations=1000)
    assert found.warnings[0][0] == "NOT_PSD"
    told = nearest_correlation(impossible.matrix)
    assert told.repaired
    assert np.linalg.eigvalsh(np.array(told.matrix))[0] > -1e-9
    assert not nearest_correlation([[1, 0.5], [0.5, 1]]).repaired


def messy(count: int = 60) -> tuple[RiskNetwork, dict[str, Spread], tuple[Driver, ...], tuple[Branch, ...], Correlation]:
    chance = np.random.default_rng(4)
    names = [f"T{n}" for n in range(count)]
    kinds = list(LinkType)
    links = tuple(
        RiskLink(names[int(chance.integers(0, n))], names[n], kinds[int(chance.integers(0, 4))], float(chance.integers(-1, 4)))
        for n in range(1, count)
        for _ in range(2)
    )
    tasks = tuple(RiskTask(n, 10, burn=2.0, cost=tri(1, 2, 4) if n.endswith("3") else None) for n in names)
    shapes = (Shape.TRIANGULAR, Shape.BETAPERT, Shape.UNIFORM)
    spreads = {n: Spread(shapes[place % 3], 6, 10, 17) for place, n in enumerate(names)}
    drivers = (Driver("d", 0.3, tuple(names[:9]), factor=tri(1, 1.2, 2), cost=tri(5, 6, 9)),)
    return RiskNetwork(tasks, links, burn=1.0), spreads, drivers, (Branch("b", (names[30],), probability=0.5),), Correlation(
        groups=(Group(tuple(names[10:15]), 0.4),)
    )  # fmt: skip


def test_the_same_numbers_however_it_is_divided() -> None:
    network, spreads, drivers, branches, correlation = messy()
    ways = [simulate(network, spreads, correlation, drivers, branches, 3_000, 9, threads=threads) for threads in (1, 2, 3)]
    with ThreadPoolExecutor(2) as pool:
        ways.append(simulate(network, spreads, correlation, drivers, branches, 3_000, 9, executor=pool))
    for _ready, samples in ways[1:]:
        for name in ("finish", "cost", "sums", "happened"):
            assert np.array_equal(getattr(samples, name), getattr(ways[0][1], name))
    other = simulate(network, spreads, correlation, drivers, branches, 3_000, 10)[1]
    assert not np.array_equal(other.finish, ways[0][1].finish)
    longer = simulate(network, spreads, correlation, drivers, branches, 4_000, 9)[1]
    assert np.array_equal(longer.finish[:3_000], ways[0][1].finish)


def test_cost_and_finish_together() -> None:
    network, spreads, drivers, branches, correlation = messy()
    found = sra(network, spreads, correlation, drivers, branches, 3_000, 9)
    assert found.cost is not None
    samples = simulate(network, spreads, correlation, drivers, branches, 3_000, 9)[1]
    costs, finishes = (samples.cost + samples.finish).tolist(), samples.finish.tolist()
    for point in found.cost.curves[::5]:
        joint = joint_confidence(costs, finishes, point.cost + 1e-6, point.finish + 1e-6)
        assert joint == pytest.approx(point.confidence, abs=0.005)
    single = RiskNetwork((RiskTask("A", 10, burn=3.0, cost=Spread(Shape.UNIFORM, 10, None, 20)),), burn=2.0)
    alone = sra(single, {"A": tri(8, 10, 15)}, iterations=N).cost
    assert alone is not None
    assert near(alone.mean, 11 * 5 + 15, alone.sd / math.sqrt(N))
    assert alone.planned == 65


def test_calendars_give_the_dates_of_the_scheduler() -> None:
    five, seven = Pattern("five", days=(DAY,) * 5 + ((), ())), Pattern("seven", days=(DAY,) * 7)
    rows = (("A", 5, None), ("B", 8, "seven"), ("C", 6, None), ("D", 10, "seven"), ("E", 4, None), ("F", 7, None), ("G", 3, None))
    tasks = tuple(Activity(uid, "P", duration=480.0 * days, calendar=own) for uid, days, own in rows)
    ties = (
        ("A", "B", "FS", 0), ("A", "C", "FS", 2), ("B", "D", "SS", 3), ("C", "E", "FS", 0), ("D", "F", "FF", 2), ("B", "F", "FS", 0),
        ("E", "G", "FS", 0), ("F", "G", "FS", 0),
    )  # fmt: skip
    links = tuple(Link(a, b, LinkKind(kind), 480.0 * lag) for a, b, kind, lag in ties)
    start = dt.datetime.fromisoformat("2026-03-02T08:00")
    problem = Schedule((Project("P", start=start, calendar="five"),), tasks, links, (five, seven))
    told = schedule(problem)
    network = risk_network(problem, told)
    found = sra(network, around_plan(network), iterations=2_000)
    assert found.planned_at == max(each.ef for each in told.lines if each.ef)
    assert found.planned == 20.0
    dates = [each.date for each in found.levels]
    assert dates == sorted(dates, key=lambda each: each or start)
    assert all(each is not None and each.weekday() < 5 for each in dates)
    alone = replace(problem, activities=tuple(replace(each, calendar=None) for each in tasks))
    same = risk_network(alone, schedule(alone))
    assert sra(same, {}, iterations=1).planned_at == max(each.ef for each in schedule(alone).lines if each.ef)


def test_example_c_of_the_domain_has_its_duration() -> None:
    days = {"A": 5, "B": 8, "C": 6, "D": 10, "E": 4, "F": 7, "G": 3}
    links = (
        RiskLink("A", "B"), RiskLink("A", "C", lag=2), RiskLink("B", "D", LinkType.SS, 3), RiskLink("C", "E"),
        RiskLink("D", "F", LinkType.FF, 2), RiskLink("B", "F"), RiskLink("E", "G"), RiskLink("F", "G"),
    )  # fmt: skip
    found = sra(RiskNetwork(tuple(RiskTask(n, d) for n, d in days.items()), links), {}, iterations=3)
    assert found.planned == 23
    assert [each.id for each in found.tasks if each.criticality == 1] == ["A", "B", "D", "F", "G"]


@given(st.lists(st.tuples(st.floats(0, 50), st.integers(0, 100), st.sampled_from((LinkType.FS, LinkType.SS))), min_size=1, max_size=12))
@settings(max_examples=15, deadline=None)
def test_more_time_never_ends_earlier_where_starts_are_linked(rows: list[tuple[float, int, LinkType]]) -> None:
    tasks = tuple(RiskTask(f"T{n}", days) for n, (days, *_rest) in enumerate(rows))
    links = tuple(RiskLink(f"T{before % n}", f"T{n}", kind) for n, (_days, before, kind) in enumerate(rows) if n)
    network = RiskNetwork(tasks, links)
    found = sra(network, {each.id: Spread(Shape.UNIFORM, each.duration, None, each.duration + 5) for each in tasks}, iterations=40)
    assert found.least >= found.planned - 1e-9
    assert all(0 <= each.criticality <= 1 for each in found.tasks)
    assert max(each.criticality for each in found.tasks) > 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"network": RiskNetwork((RiskTask("A", 1), RiskTask("B", 1)), chain("A", "B", "A"))}, "CYCLE"),
        ({"network": RiskNetwork(())}, "BROKEN_NETWORK"),
        ({"network": RiskNetwork((RiskTask("A", 1), RiskTask("A", 1)))}, "BROKEN_NETWORK"),
        ({"network": RiskNetwork((RiskTask("A", float("nan")),))}, "OUT_OF_RANGE"),
        ({"network": RiskNetwork((RiskTask("A", 1),), chain("A", "Z"))}, "UNKNOWN_TASK"),
        ({"distributions": {"Z": tri(1, 2, 3)}}, "UNKNOWN_TASK"),
        ({"distributions": {"A": tri(3, 2, 1)}}, "OUT_OF_RANGE"),
        ({"distributions": {"A": tri(-3, 2, 5)}}, "OUT_OF_RANGE"),
        ({"distributions": {"A": Spread(Shape.TRIANGULAR, 1)}}, "MISSING"),
        ({"distributions": {"A": Spread(Shape.LOGNORMAL, mean=-1, sd=1)}}, "OUT_OF_RANGE"),
        ({"distributions": {"A": Spread(Shape.DISCRETE)}}, "OUT_OF_RANGE"),
        ({"correlation": Correlation(("A", "Z"), ((1, 0), (0, 1)))}, "UNKNOWN_TASK"),
        ({"correlation": Correlation(("A",), ((2,),))}, "OUT_OF_RANGE"),
        ({"drivers": (Driver("d", 1.5, ("A",)),)}, "OUT_OF_RANGE"),
        ({"drivers": (Driver("d", 0.5, ("Z",)),)}, "UNKNOWN_TASK"),
        ({"branches": (Branch("b", ("A",)),)}, "OUT_OF_RANGE"),
        ({"branches": (Branch("b", ("Z",), probability=0.5),)}, "UNKNOWN_TASK"),
        ({"iterations": 0}, "OUT_OF_RANGE"),
        ({"iterations": 200_001}, "OUT_OF_RANGE"),
        ({"failed_checks": (7,), "refuse_broken": True}, "BROKEN_NETWORK"),
    ],
)
def test_what_cannot_be_simulated_is_refused(change: dict[str, object], code: str) -> None:
    given: dict[str, object] = {"network": RiskNetwork((RiskTask("A", 1),)), "distributions": {}, "iterations": 1, **change}
    with pytest.raises(InputRefused) as refusal:
        sra(**given)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_it_is_asked_from_outside() -> None:
    asked = {
        "network": plain(TWO, derived=False),
        "distributions": plain(TWO_SPREADS, derived=False),
        "iterations": 500,
        "failed_checks": [12],
    }
    told = calculation("sra").answer(asked)
    assert told["result"] == calculation("sra").answer(asked)["result"]
    assert told["result"]["warnings"][0][0] == "BROKEN_NETWORK"
    assert told["result"]["levels"][10]["share"] == 0.5
    assert calculation("sra").answer({"network": {"tasks": []}, "distributions": {}})["error"]["code"] == "BROKEN_NETWORK"


def test_classic_pert_of_the_domain() -> None:
    path: Sequence[tuple[float, float, float]] = ((2, 4, 6), (4, 5, 7), (4, 5, 7), (3, 5, 8))
    mean = sum((a + 4 * m + b) / 6 for a, m, b in path)
    sd = math.sqrt(sum(((b - a) / 6) ** 2 for a, _m, b in path))
    assert (round(mean, 9), round(sd, 4)) == (19.5, 1.2802)
    assert round(NormalDist(mean, sd).inv_cdf(0.8), 3) == 20.577


@pytest.mark.parametrize("name", ["analysis", "correlation", "distributions", "scheduled", "streams"])
def test_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"steerco_engine.uncertainty.{name}"))
    assert result.failed == 0
    assert result.attempted > 0


def test_a_dask_cluster_and_other_processes_give_the_same_numbers() -> None:
    network, spreads, drivers, branches, correlation = messy()
    wanted = simulate(network, spreads, correlation, drivers, branches, 2_000, 9, threads=1)[1]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        ways = [simulate(network, spreads, correlation, drivers, branches, 2_000, 9, executor=processes)[1]]
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster, Client(cluster) as client:
        ways.append(simulate(network, spreads, correlation, drivers, branches, 2_000, 9, executor=client.get_executor())[1])
    for found in ways:
        for name in ("finish", "cost", "sums", "happened"):
            assert np.array_equal(getattr(found, name), getattr(wanted, name))


def test_delays_splits_and_as_late_as_possible_end_when_the_scheduler_says() -> None:
    def at(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(f"2026-03-{text}")

    five, start = Pattern("five", days=(DAY,) * 5 + ((), ())), at("02T08:00")
    late = Constraint(ConstraintKind.AS_LATE_AS_POSSIBLE)
    stretches = ((at("02T08:00"), at("03T17:00")), (at("05T08:00"), at("06T17:00")))
    tasks = (
        Activity("split", "P", duration=4 * 480.0, splits=stretches), Activity("delayed", "P", duration=2 * 480.0, levelling_delay=1440.0),
        Activity("late", "P", duration=480.0, constraint=late), Activity("end", "P", duration=480.0),
    )  # fmt: skip
    links = (Link("split", "delayed"), Link("delayed", "end"), Link("late", "end"))
    project = (Project("P", start=start, calendar="five"),)
    problem = Schedule(project, tasks, links, (five,), Options(Mode.MICROSOFT_PROJECT))
    told = schedule(problem)
    found = sra(risk_network(problem, told), {"split": tri(3, 4, 4)}, iterations=200)
    assert found.planned_at == told.line("end").ef == at("12T17:00")
    assert next(each for each in found.tasks if each.id == "late").criticality == 0
    assert found.least < found.planned
    assert not found.warnings
    begun = replace(problem, activities=(replace(tasks[0], actual_start=start, remaining=2 * 480.0, name="Dig"), *tasks[1:]))
    warned = sra(risk_network(begun, schedule(begun)), {}, iterations=10).warnings
    assert warned[0] == ("NOT_SIMULATED", "not simulated: the pauses of “Dig”, which is under way")
    assert warned[1][1].startswith("the plan as simulated ends 2026-03-09 17:00, as scheduled 2026-03-12")
    other = replace(risk_network(problem, told), scheduled_finish=at("13T17:00"))
    assert sra(other, {}, iterations=10).warnings[0][0] == "NOT_SIMULATED"
