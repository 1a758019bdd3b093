-- Nothing. Afterwards the table holds the rows of the fresh one, which has the same columns.
create or replace function sinkbase._replace_content(kept regclass, fresh regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    columns text;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum)
    into columns
    from pg_attribute
    where attrelid = kept and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('delete from %s', kept);
    execute format('insert into %1$s (%2$s) select %2$s from %3$s', kept, columns, fresh);
end
$plpgsql$;

comment on function sinkbase._replace_content(regclass, regclass) is
'Puts the rows of a table in the place of those of another.';

-- Nothing. Afterwards the table has the columns of the fresh one, which are more.
create or replace function sinkbase._add_columns(kept regclass, fresh regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    added text;
begin
    select string_agg(format(
        'add column %I %s%s%s',
        attname,
        format_type(atttypid, atttypmod),
        case when collations.oid is not null then format(
            ' collate %I.%I', collations.collnamespace::regnamespace, collations.collname
        ) end,
        case when attnotnull then ' not null' else '' end
    ), ', ' order by attnum)
    into added
    from pg_attribute as columns
    left join pg_collation as collations
        on columns.attcollation = collations.oid and collations.collname <> 'default'
    where
        columns.attrelid = fresh and columns.attnum > 0 and not columns.attisdropped
        and columns.attname not in (select attname from pg_attribute where attrelid = kept);
    execute format('alter table %s %s', kept, added);
end
$plpgsql$;

comment on function sinkbase._add_columns(regclass, regclass) is
'Adds the columns to a table that another has more.';

-- Nothing. Of the checks of the table those are gone (or, then, there) that differ from the wanted.
create or replace function sinkbase._drop_checks(kept regclass, region name, wanted jsonb)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    old record;
begin
    for old in
        select *
        from jsonb_each_text(sinkbase._checks(kept, region))
        where wanted ->> key is distinct from value
    loop
        execute format('alter table %s drop constraint %I', kept, old.key);
    end loop;
end
$plpgsql$;

comment on function sinkbase._drop_checks(regclass, name, jsonb) is
'Drops the checks of a table that are not among the wanted.';

create or replace function sinkbase._add_checks(kept regclass, region name, wanted jsonb)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    added text;
begin
    select string_agg(format('add constraint %I %s', key, value), ', ' order by key)
    into added
    from jsonb_each_text(wanted)
    where not sinkbase._checks(kept, region) ? key;
    if added is not null then
        execute format('alter table %s %s', kept, added);
    end if;
end
$plpgsql$;

comment on function sinkbase._add_checks(regclass, name, jsonb) is
'Adds the wanted checks to a table that it lacks.';

-- Nothing. Afterwards the table has an index for each of those of the fresh one.
create or replace function sinkbase._add_indexes(kept regclass, fresh regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    wanted record;
begin
    for wanted in
        select
            case when indisunique then 'unique ' else '' end as kind,
            substring(pg_get_indexdef(indexrelid) from ' USING .*$') as definition
        from pg_index
        where indrelid = fresh and not indisprimary
        except
        select
            case when indisunique then 'unique ' else '' end as kind,
            substring(pg_get_indexdef(indexrelid) from ' USING .*$') as definition
        from pg_index
        where indrelid = kept
    loop
        execute format('create %sindex on %s%s', wanted.kind, kept, wanted.definition);
    end loop;
end
$plpgsql$;

comment on function sinkbase._add_indexes(regclass, regclass) is
'Adds the indexes to a table that another has more.';

-- Nothing. Afterwards the region has the table of this name with the rows, checks, indexes and
-- comments of the one in its schema of work. `action` is that of sinkbase._publication; what is to
-- be made anew is gone already.
create or replace function sinkbase._publish_table(region name, name name, action text)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    target text := format('%I.%I', region, name);
    fresh regclass := format('%I.%I', region || '_work', name);
    checks jsonb := sinkbase._checks(fresh, region);
begin
    if action in ('create', 'anew') then
        execute format(
            'create table %s (like %s including all excluding constraints)', target, fresh
        );
    end if;
    perform sinkbase._drop_checks(target, region, checks);
    if action = 'extend' then
        execute format('delete from %s', target);  -- no row lacks what may not be null
        perform sinkbase._add_columns(target, fresh);
    end if;
    perform sinkbase._replace_content(target, fresh);
    perform sinkbase._add_checks(target, region, checks);
    perform sinkbase._add_indexes(target, fresh);
    execute format('analyze %s', target);
end
$plpgsql$;

comment on function sinkbase._publish_table(name, name, text) is
'Writes one table of results from the schema of work into that of the region.';
