"""The threshold that is recommended, and how sure one may be of it."""

import pytest

from knowledge.answering.rankings import DEFAULT_ANSWER_THRESHOLD
from knowledge.quality.evaluation import Evaluation, Tally
from knowledge.quality.thresholds import STEPS, Trial, recommended, running, trials


def evaluation(found: int, wrong: int, total: int = 100) -> Evaluation:
    return Evaluation((), {"all": Tally(answerable=total, found=found, wrong=wrong)})


def test_the_lowest_that_gives_no_wrong_answers_finds_most_and_is_recommended() -> None:
    tried = trials(lambda threshold: evaluation(round(100 - 50 * threshold), 2 if threshold < 0.5 else 0), None)
    assert recommended(tried).threshold == 0.5


def test_a_higher_threshold_is_recommended_where_a_lower_one_finds_no_more() -> None:
    assert recommended(trials(lambda threshold: evaluation(80, 0), None)).threshold == max(STEPS)


def test_a_case_that_sets_none_runs_as_one_that_sets_the_default() -> None:
    assert running(None) == running(DEFAULT_ANSWER_THRESHOLD) == DEFAULT_ANSWER_THRESHOLD
    assert DEFAULT_ANSWER_THRESHOLD in {trial.threshold for trial in trials(lambda _: evaluation(1, 0), None)}


@pytest.mark.parametrize(("wrong", "total", "bound"), [(0, 100, 0.026), (0, 1000, 0.0027), (2, 100, 0.059)])
def test_few_questions_make_the_share_of_wrong_answers_uncertain(wrong: int, total: int, bound: float) -> None:
    assert Trial(0.5, evaluation(50, wrong, total)).wrong_at_most == pytest.approx(bound, rel=0.02)


def test_a_case_without_golden_questions_is_wholly_uncertain() -> None:
    assert Trial(0.5, evaluation(0, 0, 0)).wrong_at_most == 1.0
