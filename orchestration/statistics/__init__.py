"""Every interval, test and index that a mart shows: pure functions on numbers, no table and no file in sight.

Counts come from SQL; what is computed from them is computed here and nowhere else. The work is done by scipy, statsmodels and
lifelines; what they lack (Byar, Dobson, the square-and-add interval, concordance) is written out with its source.

proportions    shares: Wilson, Newcombe, ratio
rates          events per person: Byar, exact Poisson, their comparison
standardise    direct and indirect standardisation, Simpson's reversal
tables         2 x 2 tables, alone and by stratum
families       several tests at once
inequality     Gini, Theil
survival       time to an event with censoring, late entry and competing events
selection      adverse impact, concordance of score and promotion
agreement      how far raters agree
regions        put to use: the figures of regions and how they differ
objectivity    put to use: whether promotion followed performance
"""

CONFIDENCE = 0.95
