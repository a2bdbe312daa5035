-- Grain: one method version x year x region x measure x group x bin: who was appraised in time, reported activities, objected. From protected counts.
{{ distribution_mart(['appraised_in_time', 'activity', 'objection']) }}
