{#
  What a KPI is, from the `meta` of its model, with what follows from its class and aggregation (KPIS.md, section 2).

  The file says which KPI it is and on which side, so that a unit test, which stands beside its model, says the same.
  Returns a dict: id, name, side, subject (columns), formula, aggregation, class, unit, direction, owner, origin, entities,
  slices, carries (further columns of its observations), groups (entity types with rows), groups_of_side, grains, min_sample,
  factor, divisor, denominator_divisor, digits (of the amounts that are added up: 12 where these are quotients),
  within_one_unit, has_denominator.
#}
{% macro kpi_meta(node) %}
    {%- set given = kpi_given(node) %}
    {%- set aggregation = given.get('aggregation', 'ratio') %}
    {%- set class = given.get('class', 'facts') %}
    {%- set path = node.original_file_path.split('/') %}
    {%- set side = path[-2] %}
    {%- set samples = {'ratio': 10, 'mean': 10, 'median': 5} if class == 'facts' else {} %}
    {%- set grains = {
        'facts': ['month', 'quarter', 'all_time'],
        'stock': ['month', 'all_time'],
        'cohort': ['month', 't12m'],
        'score': ['month', 'quarter'],
    } %}
    {%- set subjects = {
        'client': ['party_id'],
        'supplier': ['party_id', 'category', 'business_unit'],
        'business': ['business_unit'],
    } %}
    {%- set groups = {
        'client': ['client', 'segment', 'relationship_manager', 'portfolio'],
        'supplier': ['supplier', 'category', 'relationship_manager', 'business_unit', 'portfolio'],
        'business': ['business_unit', 'portfolio'],
    } %}
    {{ return({
        'id': path[-1].split('.')[0],
        'name': given.get('name', ''),
        'side': side,
        'subject': subjects[side],
        'formula': given.get('formula', ''),
        'aggregation': aggregation,
        'class': class,
        'unit': given.get('unit', 'percent'),
        'direction': given.get('direction', 'neutral'),
        'owner': given.get('owner', ''),
        'origin': given.get('origin', ''),
        'entities': given.get('entities', []),
        'slices': given.get('slices', []),
        'carries': given.get('carries', []),
        'groups': given.get('groups', groups[side]),
        'groups_of_side': groups[side],
        'grains': given.get('grains', grains[class]),
        'min_sample': given.get('min_sample', samples.get(aggregation, 0)),
        'factor': given.get('factor', 100 if aggregation == 'ratio' else 1),
        'divisor': given.get('divisor', 1),
        'denominator_divisor': given.get('denominator_divisor', 1),
        'digits': given.get('digits', 6),
        'within_one_unit': given.get('within_one_unit', false),
        'has_denominator': aggregation in ('ratio', 'mean'),
    }) }}
{% endmacro %}
