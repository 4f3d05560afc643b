{#
  What a KPI is, from the `meta` of its model, with what follows from its aggregation (KPIS.md, section 2).

  The file says which KPI it is and on which side, so that a unit test, which stands beside its model, says the same.
  Returns a dict: id, name, side, formula, aggregation, unit, direction, owner, origin, entities, slices, grains, min_sample,
  divisor, within_one_unit, has_denominator, is_stock.
#}
{% macro kpi_meta(node) %}
    {%- set given = kpi_given(node) %}
    {%- set aggregation = given.get('aggregation', 'ratio') %}
    {%- set is_stock = aggregation in ('stock', 'concentration') %}
    {%- set path = node.original_file_path.split('/') %}
    {%- set samples = {'ratio': 10, 'mean': 10, 'median': 5} %}
    {{ return({
        'id': path[-1].split('.')[0],
        'name': given.get('name', ''),
        'side': path[-2],
        'formula': given.get('formula', ''),
        'aggregation': aggregation,
        'unit': given.get('unit', 'percent'),
        'direction': given.get('direction', 'neutral'),
        'owner': given.get('owner', ''),
        'origin': given.get('origin', ''),
        'entities': given.get('entities', []),
        'slices': given.get('slices', []),
        'grains': ['month', 'all_time'] if is_stock else ['month', 'quarter', 'all_time'],
        'min_sample': given.get('min_sample', samples.get(aggregation, 0)),
        'divisor': given.get('divisor', 1),
        'within_one_unit': given.get('within_one_unit', false),
        'has_denominator': aggregation in ('ratio', 'mean'),
        'is_stock': is_stock,
    }) }}
{% endmacro %}
