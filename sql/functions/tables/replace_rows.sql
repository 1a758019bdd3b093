-- Nothing. Afterwards the table holds the rows of the fresh one, which has the same columns.
--
-- It stays the same table: views and grants on it stay, and readers see the old rows until the
-- transaction ends, without waiting. Only where its tiles lie otherwise than before, or are of
-- another type, do its raster constraints go (addrasterconstraints makes them anew): for that it
-- waits until nobody reads the table.
create or replace function sinkbase.replace_rows(kept regclass, fresh regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    raster_column name;
    tile_shapes text;
    is_moved boolean;
begin
    for raster_column in
        select attname
        from pg_attribute
        where attrelid = kept and attnum > 0 and not attisdropped and atttypid = 'raster'::regtype
    loop
        tile_shapes := format(
            'select st_metadata(%1$I)::text, '
            'array(select band::text from st_bandmetadata(%1$I, array[]::integer[]) as band)',
            raster_column
        );
        execute format(
            'select exists (%1$s from %2$s except %1$s from %3$s)'
            ' or exists (%1$s from %3$s except %1$s from %2$s)',
            tile_shapes, kept, fresh
        )
        into is_moved;
        if is_moved then
            perform droprasterconstraints(nspname, relname, raster_column)
            from pg_class
            inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
            where pg_class.oid = kept;
        end if;
    end loop;
    perform sinkbase._replace_content(kept, fresh);
end
$plpgsql$;

comment on function sinkbase.replace_rows(regclass, regclass) is
'Puts the rows of a table in the place of those of another, which stays the same table for its '
'views and readers.';
