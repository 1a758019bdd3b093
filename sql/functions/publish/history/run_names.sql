-- One jsonb object: what the settings and the headline numbers of the region are called, and in
-- which order they come: {"setting": {"npp_year": {"place": 1, "en": "...", "zh": "..."}}, ...}.
create or replace function sinkbase._run_names(region name)
returns jsonb
language plpgsql
stable
strict
parallel unsafe
as $plpgsql$
declare
    settings jsonb;
    results jsonb;
begin
    if to_regclass(format('%I.method_settings', region)) is not null then
        execute format(
            'select jsonb_object_agg(setting, jsonb_build_object('
            '''place'', place, ''en'', meaning, ''zh'', meaning_zh)) from %I.method_settings',
            region
        ) into settings;
    end if;
    select jsonb_object_agg(attname, jsonb_strip_nulls(jsonb_build_object(
        'place', attnum,
        -- the first sentence, without the place in the study and the unit
        'en', rtrim(split_part(regexp_replace(
            col_description(attrelid, attnum), '\s*(\((Eq|Table|Fig)[^)]*\)|Unit: .*$)', '', 'g'
        ), '. ', 1), '.')
    )))
    into results
    from pg_attribute
    where
        attrelid = to_regclass(format('%I.region_summary', region))
        and attnum > 0 and not attisdropped;
    return jsonb_build_object(
        'setting', coalesce(settings, '{}'), 'result', coalesce(results, '{}')
    );
end
$plpgsql$;

comment on function sinkbase._run_names(name) is
'What the settings and headline numbers of a region are called, and their order.';
