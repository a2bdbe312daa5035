-- Grain: one method version x year x region x measure x group x bin: what came of applications, whether the test was passed, how long it took. From protected counts.
{{ distribution_mart(['applicant_outcome', 'skd', 'selection_days', 'open_outcome']) }}
