-- Nothing. Afterwards the views of others are there again that sinkbase._set_aside has remembered.
create or replace function sinkbase._make_again()
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    remembered record;
    statement text;
begin
    for remembered in select * from sinkbase_views_of_others order by level, name
    loop
        foreach statement in array remembered.statements
        loop
            continue when statement is null;
            begin
                execute statement;
            exception
                when others then
                    raise exception 'publish: the view % cannot stand on the new results: %',
                        remembered.name, sqlerrm
                        using
                            errcode = 'dependent_objects_still_exist',
                            hint = format(
                                'Keep its text (select pg_get_viewdef(%L)), drop it, build again, '
                                'and make it anew as its owner.', remembered.name
                            );
            end;
        end loop;
    end loop;
    delete from sinkbase_views_of_others;
end
$plpgsql$;

comment on function sinkbase._make_again() is
'Makes views of others again after results under them have got other columns.';
