-- Grain: one method version x year x region x measure x group x bin: who was trained, how much, in the field of their post, coached. From protected counts.
{{ distribution_mart(['training_pns', 'training_pppk', 'training_two_years', 'training_field', 'coaching']) }}
