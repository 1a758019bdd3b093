-- The statements that make the tables of a region's runs; {region} stands for its schema.
create or replace function sinkbase._history_tables()
returns text
language sql
immutable
parallel safe
as $sql$
select $statements$
create table {region}.build_history (
    build_number integer primary key,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    settings jsonb not null,
    years jsonb not null,
    layers jsonb not null,
    seeds jsonb not null,
    software text not null,
    headlines jsonb not null
);
comment on table {region}.build_history is
'One row per run whose results were published: from what it was made, and its headline numbers';
comment on column {region}.build_history.build_number is 'Number of the run, counted from 1';
comment on column {region}.build_history.started_at is 'When the run began';
comment on column {region}.build_history.finished_at is 'When its results were published';
comment on column {region}.build_history.settings is 'Settings of the method, by name';
comment on column {region}.build_history.years is 'Year of the data, by layer';
comment on column {region}.build_history.layers is 'Digest of what was loaded, by raw table';
comment on column {region}.build_history.seeds is 'Digest of each table of coefficients';
comment on column {region}.build_history.software is 'Name and version of the software';
comment on column {region}.build_history.headlines is 'The row of region_summary of that run';

create table {region}.sink_history (
    build_number integer not null references {region}.build_history on delete cascade,
    sink_id integer not null,
    category text not null,
    category_zh text not null,
    name text,
    name_zh text,
    area_km2 double precision,
    nep_total_t_a double precision,
    carbon_t double precision,
    geom geometry,
    primary key (build_number, sink_id)
);
comment on table {region}.sink_history is
'One row per carbon sink of the newest runs, as many of them as the region file keeps';
comment on column {region}.sink_history.build_number is 'Number of the run';
comment on column {region}.sink_history.sink_id is 'Number of the sink in that run';
comment on column {region}.sink_history.category is 'primary, secondary or potential';
comment on column {region}.sink_history.category_zh is 'The same in Chinese';
comment on column {region}.sink_history.name is 'What the sink is called';
comment on column {region}.sink_history.name_zh is 'The same in Chinese';
comment on column {region}.sink_history.area_km2 is 'Area. Unit: km2.';
comment on column {region}.sink_history.nep_total_t_a is 'Net ecosystem production. Unit: tC/a.';
comment on column {region}.sink_history.carbon_t is 'Carbon that it holds. Unit: tC.';
comment on column {region}.sink_history.geom is
'Outline, in the coordinate system that the region had';
create index on {region}.sink_history using gist (geom);
$statements$
$sql$;

comment on function sinkbase._history_tables() is
'The statements that make the tables of a region''s runs.';
