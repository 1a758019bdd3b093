-- The statements that make the views of a region's runs; {region} stands for its schema.
create or replace function sinkbase._history_views()
returns text
language sql
immutable
parallel safe
as $sql$
select $statements$
create or replace view {region}.build as
select * from {region}.build_history order by build_number desc limit 1;
comment on view {region}.build is
'One row: the run whose results are those of this schema; columns as in build_history';

create or replace view {region}.bi_changes as
with runs as (
    select
        newest.build_number,
        former.build_number as former_number,
        newest,
        former
    from {region}.build as newest
    inner join {region}.build_history as former
        on former.build_number = (
            select max(build_number) from {region}.build_history as older
            where older.build_number < newest.build_number
        )
),
kinds as (
    select runs.*, kind.* from runs
    cross join lateral (
        values
        (1, 'setting', '参数', (newest).settings, (former).settings),
        (2, 'layer', '图层', (newest).layers, (former).layers),
        (3, 'year', '年份', (newest).years, (former).years),
        (4, 'coefficients', '系数表', (newest).seeds, (former).seeds),
        (
            5, 'software', '软件',
            jsonb_build_object('software', (newest).software),
            jsonb_build_object('software', (former).software)
        ),
        (6, 'result', '结果', (newest).headlines, (former).headlines)
    ) as kind (place, kind, kind_zh, now, was)
)
select
    kinds.build_number,
    kinds.former_number,
    kinds.kind,
    kinds.kind_zh,
    coalesce(now.name, was.name) as name,
    case when kinds.kind in ('layer', 'coefficients') then left(was.value #>> '{}', 12)
    else was.value #>> '{}' end as before,
    case when kinds.kind in ('layer', 'coefficients') then left(now.value #>> '{}', 12)
    else now.value #>> '{}' end as after,
    case when jsonb_typeof(now.value) = 'number' and jsonb_typeof(was.value) = 'number'
        then (now.value #>> '{}')::double precision - (was.value #>> '{}')::double precision
    end as difference
from kinds
cross join lateral (
    select coalesce(a.key, b.key) as name, a.value as now, b.value as was
    from jsonb_each(kinds.now) as a
    full join jsonb_each(kinds.was) as b on a.key = b.key
) as pair
cross join lateral (select pair.name, pair.now as value) as now
cross join lateral (select pair.name, pair.was as value) as was
where now.value is distinct from was.value
order by kinds.place, name;
comment on view {region}.bi_changes is
'One row per setting, layer, table of coefficients and headline number in which the newest run '
'differs from the one before: causes first, then what came of them';
comment on column {region}.bi_changes.build_number is 'Number of the newest run';
comment on column {region}.bi_changes.former_number is 'Number of the run before';
comment on column {region}.bi_changes.kind is
'setting, layer, year, coefficients, software, or result: a headline number';
comment on column {region}.bi_changes.kind_zh is 'The same in Chinese';
comment on column {region}.bi_changes.name is
'Name of the setting, raw table or seed, or of the column of region_summary';
comment on column {region}.bi_changes.before is
'Value in the run before; of layers and coefficients the beginning of a digest; null where it had '
'none';
comment on column {region}.bi_changes.after is 'Value in the newest run, likewise';
comment on column {region}.bi_changes.difference is
'After less before, where both are numbers, in the unit of that column';
$statements$
$sql$;

comment on function sinkbase._history_views() is
'The statements that make the views of a region''s runs.';
