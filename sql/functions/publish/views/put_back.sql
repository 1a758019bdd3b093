-- Nothing. Afterwards the views of others among the remembered relations are there again, and all
-- have their rights; the list is walked from its end. A view that cannot be made again is an error
-- that names it and what it lacks.
create or replace function sinkbase._put_back(remembered jsonb, changes jsonb)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    it jsonb;
    step text;
begin
    for it in
        select given.element
        from jsonb_array_elements(remembered) with ordinality as given (element, place)
        order by given.place desc
    loop
        begin
            for step in
                select jsonb_array_elements_text(coalesce(nullif(it -> 'make', 'null'), '[]'))
            loop
                execute step;
            end loop;
            -- a result that is no more has nobody who may read it
            if to_regclass(it ->> 'name') is not null then
                for step in select jsonb_array_elements_text(it -> 'rights')
                loop
                    execute step;
                end loop;
            end if;
        exception
            when insufficient_privilege or syntax_error_or_access_rule_violation
            or undefined_table or undefined_column or undefined_function or datatype_mismatch
            or invalid_table_definition or dependent_objects_still_exist then
                raise exception '% % of % stands on % and cannot be made again: % (of it change: %)',
                    it ->> 'kind', it ->> 'name', it ->> 'owner', it ->> 'base', sqlerrm,
                    coalesce(changes ->> (it ->> 'base_oid'), 'the whole table')
                    using errcode = 'dependent_objects_still_exist';
        end;
    end loop;
end
$plpgsql$;

comment on function sinkbase._put_back(jsonb, jsonb) is
'Makes the views of others among remembered relations again; one that cannot be is named.';
