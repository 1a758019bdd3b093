-- One row per relation of a region's history and per column: its comment.
create or replace function sinkbase._history_comments()
returns table (kind text, relation name, column_name name, told text)
language sql
immutable
parallel safe
as $sql$
    with runs (column_name, told) as (
        values
        ('build_number', 'Number of the run, from 1'),
        ('started_at', 'When it began'),
        ('finished_at', 'When its results were published'),
        ('settings', 'Value of each setting of the method, as text'),
        ('years', 'Year of the data of each layer'),
        ('layers', 'Fingerprint of each layer as it was loaded'),
        ('seeds', 'Fingerprint of each table of coefficients'),
        ('software', 'Name and version of the software'),
        ('headlines', 'The row of region_summary'),
        ('names', 'What settings, layers and headline numbers are called, in English and Chinese')
    )

    values
    (
        'table', 'build_history'::name, null::name,
        'One row per run whose results were published: from what, and its headline numbers.'
    ),
    ('view', 'build', null, 'One row: the run whose results these are.'),
    (
        'table', 'sink_history', null,
        'One row per carbon sink of the newest runs: its polygon, area and carbon.'
    ),
    ('table', 'sink_history', 'build_number', 'Number of the run'),
    ('table', 'sink_history', 'sink_id', 'Number of the sink in that run'),
    ('table', 'sink_history', 'category_code', '1 primary, 2 secondary, 3 potential'),
    ('table', 'sink_history', 'category', 'primary, secondary or potential'),
    ('table', 'sink_history', 'category_zh', 'The category in Chinese'),
    ('table', 'sink_history', 'name', 'Name of the sink in English'),
    ('table', 'sink_history', 'name_zh', 'Name of the sink in Chinese'),
    ('table', 'sink_history', 'area_km2', 'Area of its cells. Unit: km2.'),
    ('table', 'sink_history', 'nep_total_t_a', 'Net ecosystem production. Unit: tC/a.'),
    ('table', 'sink_history', 'carbon_t', 'Carbon in its soil and vegetation. Unit: tC.'),
    (
        'table', 'sink_history', 'geom',
        'Polygon of the sink, in the coordinate system that the region had in that run'
    ),
    (
        'view', 'bi_changes', null,
        'One row per thing that changed from the run before to the newest: what went in, then what '
        'came out.'
    ),
    ('view', 'bi_changes', 'place', 'Place in the list'),
    ('view', 'bi_changes', 'kind', 'setting, layer, seed, software or result'),
    ('view', 'bi_changes', 'kind_zh', 'The kind in Chinese'),
    ('view', 'bi_changes', 'name', 'Name of the setting, layer, table of coefficients or number'),
    ('view', 'bi_changes', 'title', 'What it is, in English'),
    ('view', 'bi_changes', 'title_zh', 'What it is, in Chinese'),
    ('view', 'bi_changes', 'before', 'Value in the run before; of files year and fingerprint'),
    ('view', 'bi_changes', 'after', 'Value in the newest run'),
    ('view', 'bi_changes', 'difference', 'After less before, where both are numbers')
    union all
    select
        kinds.kind,
        kinds.relation,
        runs.column_name::name,
        runs.told
    from runs
    cross join (values ('table', 'build_history'::name), ('view', 'build'::name))
        as kinds (kind, relation)
$sql$;

comment on function sinkbase._history_comments() is
'What is said of the tables and views of a region''s history, and of their columns.';
