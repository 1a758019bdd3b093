-- One text: the template with each {name} replaced by what `parts` has under this name.
--
--     select sinkbase.sentence('{cells} cells of {layer}', '{"cells": "1,204", "layer": "soil"}')
--
-- A name without a value is an error that names it. What a part holds is text: braces in it stay.
create or replace function sinkbase.sentence(template text, parts jsonb)
returns text
language plpgsql
immutable
strict
parallel safe
as $plpgsql$
declare
    lacking text;
    result text;
begin
    select
        string_agg(distinct piece.found[1], ', ') filter (where parts ->> piece.found[1] is null),
        string_agg(coalesce(parts ->> piece.found[1], piece.found[2]), '' order by piece.place)
    into lacking, result
    from regexp_matches(template, '\{(\w+)\}|([^{]+|\{)', 'g')
    with ordinality as piece (found, place);
    if lacking is not null then
        raise exception 'sentence: no value for % in "%"', lacking, template;
    end if;
    return coalesce(result, '');
end
$plpgsql$;

comment on function sinkbase.sentence(text, jsonb) is
'A template in which each {name} is replaced by the text of that name in the parts; without one '
'it is an error.';
