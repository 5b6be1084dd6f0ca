"""Writes independent-numbers.json: what SciPy and statsmodels find for the same numbers. pip install scipy==1.* statsmodels==0.14.*"""

import itertools
import json
import pathlib

import numpy
import scipy
import scipy.stats
import statsmodels
import statsmodels.stats.multitest
import statsmodels.stats.proportion

LEVELS = [
    {"points": 5, "first": [5, 4, 5], "second": [3, 5, 2], "shared": 0},
    {"points": 6, "first": [6, 6, 3], "second": [1, 6, 0], "shared": 0},
    {"points": 6, "first": [2, 0, 1], "second": [2, 2, 0], "shared": 0},
    {"points": 4, "first": [4, 4], "second": [1, 0, 4], "shared": 0},
]


def permutation_within_levels():
    """All ways to deal out each level's scores, one by one."""
    def ways(level):
        pool = numpy.array(level["first"] + level["second"])
        n = len(level["first"])
        for chosen in itertools.combinations(range(len(pool)), n):
            taken = numpy.isin(range(len(pool)), chosen)
            yield pool[taken].mean() - pool[~taken].mean()

    observed = sum(numpy.mean(level["first"]) - numpy.mean(level["second"]) for level in LEVELS)
    each = [list(ways(level)) for level in LEVELS]
    sums = [sum(combination) for combination in itertools.product(*each)]
    return float(numpy.mean([abs(value) >= abs(observed) - 1e-9 for value in sums]))


def one_level():
    level = LEVELS[1]
    found = scipy.stats.permutation_test(
        (level["first"], level["second"]), lambda a, b: abs(numpy.mean(a) - numpy.mean(b)), n_resamples=numpy.inf, alternative="greater"
    )
    return float(found.pvalue)


DIFFERENCES = [1.5, -0.5, 2, 0.25, 3, -1, 0, 1.25]


def sign_flip():
    found = scipy.stats.permutation_test(
        (DIFFERENCES,), numpy.sum, permutation_type="samples", n_resamples=numpy.inf, alternative="two-sided"
    )
    return float(found.pvalue)


def welch():
    found = scipy.stats.ttest_ind([6, 6, 3, 5], [1, 6, 0, 2, 2], equal_var=False).confidence_interval()
    return [float(found.low), float(found.high)]


CHANCES = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04]

RESULT = {
    "versions": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "levels": LEVELS,
    "permutationWithinLevels": permutation_within_levels(),
    "permutationOfSecondLevel": one_level(),
    "differences": DIFFERENCES,
    "signFlip": sign_flip(),
    "chances": CHANCES,
    "holm": statsmodels.stats.multitest.multipletests(CHANCES, method="holm")[1].tolist(),
    "welch": welch(),
    "newcombe": [
        [56, 70, 48, 80, *statsmodels.stats.proportion.confint_proportions_2indep(56, 70, 48, 80, method="newcomb", correction=False)],
        [10, 10, 0, 20, *statsmodels.stats.proportion.confint_proportions_2indep(10, 10, 0, 20, method="newcomb", correction=False)],
    ],
    "students": [[p, f, float(scipy.stats.t.ppf(p, f))] for p in (0.9, 0.975, 0.995) for f in (1, 2.5, 7, 19, 60)],
    "wilson": [[k, n, *statsmodels.stats.proportion.proportion_confint(k, n, method="wilson")] for k, n in ((0, 5), (3, 5), (19, 20), (50, 118))],
}
pathlib.Path(__file__).with_name("independent-numbers.json").write_text(json.dumps(RESULT, indent=2) + "\n")
