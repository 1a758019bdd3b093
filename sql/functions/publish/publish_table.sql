-- Nothing. Afterwards the region's table holds the rows of the one that lies aside: the same table
-- as before where there was one. Only where tiles lie otherwise than before do its constraints
-- change, and only for that does it wait until nobody reads the table.
create or replace function sinkbase._publish_table(region name, result name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    aside constant regclass := format('%I.%I', region || '_work', result);
    kept regclass := to_regclass(format('%I.%I', region, result));
    columns text;
    added record;
    changed record;
begin
    if kept is null then
        execute format('create table %I.%I (like %s including all)', region, result, aside);
        kept := format('%I.%I', region, result);
        execute format('grant select on %s to sinkbase_reader', kept);
    end if;
    for added in
        select
            attname,
            format_type(atttypid, atttypmod) as type,
            attnotnull
        from pg_attribute
        where
            attrelid = aside and attnum > 0 and not attisdropped
            and attname not in (
                select attname from pg_attribute
                where attrelid = kept and attnum > 0 and not attisdropped
            )
        order by attnum
    loop
        -- what must not be empty gets its rule below, with the rows
        execute format('alter table %s add column %I %s', kept, added.attname, added.type);
    end loop;
    select string_agg(quote_ident(attname), ', ' order by attnum)
    into columns
    from pg_attribute
    where attrelid = aside and attnum > 0 and not attisdropped;
    execute format('delete from %s', kept);
    for changed in select * from sinkbase._other_checks(aside, kept) where is_old
    loop
        execute format('alter table %s drop constraint %I', kept, changed.name);
    end loop;
    execute format('insert into %1$s (%2$s) select %2$s from %3$s', kept, columns, aside);
    for changed in select * from sinkbase._other_checks(aside, kept) where not is_old
    loop
        execute format(
            'alter table %s add constraint %I %s', kept, changed.name, changed.definition
        );
    end loop;
    for added in
        select new.attname
        from pg_attribute as new
        inner join pg_attribute as old
            on old.attrelid = kept and new.attname = old.attname and not old.attisdropped
        where new.attrelid = aside and new.attnum > 0 and new.attnotnull and not old.attnotnull
    loop
        execute format('alter table %s alter column %I set not null', kept, added.attname);
    end loop;
    execute format('analyze %s', kept);
end
$plpgsql$;

comment on function sinkbase._publish_table(name, name) is
'Puts the rows of a result that lies aside into the region''s table of that name.';
