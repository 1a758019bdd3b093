"""Runs as history: numbers, polygons, what changed and why."""

CHANGES = """
    select kind, kind_zh, name, title, title_zh, before, after, difference
    from wen.bi_changes order by place
"""
SQUARE = "st_multi(st_makeenvelope(0, 0, {0}, 1, 2328))::geometry(multipolygon, 2328)"


def _sinks(work, run, width):
    work.table(
        "carbon_sinks",
        str(run),
        "select 1 as sink_id, 2 as category_code, 'secondary'::text as category, "
        "'重要区'::text as category_zh, 'Secondary sink 1'::text as name, "
        f"'重要区 1'::text as name_zh, {width}::float8 as area_km2, 5::float8 as nep_total_t_a, "
        f"7::float8 as carbon_t, {SQUARE.format(width)} as geom",
        "sink_id",
    )


def _summary(work, run, **numbers):
    columns = ", ".join(f"{value}::float8 as {name}" for name, value in numbers.items())
    work.table("region_summary", str(run), f"select 'wen'::text as region, {columns}")
    for name in numbers:
        told = f"What {name} is (Eq. 1). More of it. Unit: km2."
        work.build(f"comment on column wen_work.region_summary.{name} is '{told}'")


def _settings(work, run):
    work.table(
        "method_settings",
        str(run),
        "select * from (values (1, 'zeta', 'Meaning of zeta', '泽塔'), "
        "(2, 'alpha', 'Alpha', '阿')) as settings (place, setting, meaning, meaning_zh)",
    )


def test_a_run_is_a_row_with_what_went_in_and_what_came_out(work):
    _summary(work, 1, area_km2=3, nep=-2.5)
    work.publish()
    assert work.rows(
        "select build_number, started_at = '2026-01-02T03:04:05Z', finished_at > started_at, "
        "settings, years, layers ->> 'npp' = repeat('a', 64), software, headlines from wen.build"
    ) == [
        (1, True, True, {"patch_share": "0.5"}, {"npp": 2015}, True, "Sinkbase 1",
         {"region": "wen", "area_km2": 3, "nep": -2.5}),
    ]  # fmt: skip
    assert work.rows("table wen.bi_changes") == []


def test_what_changed_is_told_in_order_with_names_and_differences(work):
    _settings(work, 1)
    _summary(work, 1, nep=-2.5, area_km2=3)
    names = {"layer": {"npp": {"en": "net primary production", "zh": "净初级生产力"}}}
    first = {
        "settings": {"alpha": "0.5", "zeta": "auto", "same": "1"},
        "layers": {"npp": "a" * 64, "soil": "c" * 64},
        "years": {"npp": 2015},
        "seeds": {"grades": "1" * 64, "kept": "2" * 64},
    }
    work.publish(names=names, **first)
    _summary(work, 2, nep=1, area_km2=3)
    work.publish(
        names=names,
        settings={"alpha": "0.75", "zeta": "raster", "same": "1"},
        layers={"npp": "b" * 64, "roads": "d" * 64, "soil": "c" * 64},
        years={"npp": 2020},
        seeds={"grades": "3" * 64, "kept": "2" * 64},
        software="Sinkbase 2",
    )
    npp = ("net primary production", "净初级生产力")
    assert work.rows(CHANGES) == [
        ("setting", "设置", "zeta", "Meaning of zeta", "泽塔", "auto", "raster", None),
        ("setting", "设置", "alpha", "Alpha", "阿", "0.5", "0.75", 0.25),
        ("layer", "图层", "npp", *npp, "2015, " + "a" * 12, "2020, " + "b" * 12, None),
        ("layer", "图层", "roads", "roads", "roads", None, "d" * 12, None),
        ("seed", "系数表", "grades", "grades", "grades", "1" * 12, "3" * 12, None),
        ("software", "软件", "software", "software", "software", "Sinkbase 1", "Sinkbase 2", None),
        ("result", "结果", "nep", "What nep is", "What nep is", "-2.5", "1", 3.5),
    ]


def test_only_the_newest_two_are_compared_and_a_setting_put_back_is_told(work):
    _summary(work, 1, nep=1)
    for value in ("1", "2", "1"):
        work.publish(settings={"a": value}, layers={}, seeds={}, years={})
    assert [row[2:3] + row[5:] for row in work.rows(CHANGES)] == [("a", "2", "1", -1)]


def test_the_newest_runs_keep_their_polygons_and_all_their_numbers(work):
    for run, width in enumerate((1, 2, 3), 1):
        _summary(work, run, area_km2=width)
        _sinks(work, run, width)
        work.publish(runs_kept=2)
    assert work.rows(
        "select build_number, category, category_zh, name, name_zh, area_km2, st_area(geom), "
        "st_srid(geom) from wen.sink_history order by 1"
    ) == [
        (run, "secondary", "重要区", "Secondary sink 1", "重要区 1", run, run, 2328)
        for run in (2, 3)
    ]
    assert work.rows(
        "select build_number, headlines -> 'area_km2' from wen.build_history order by 1"
    ) == [(1, 1), (2, 2), (3, 3)]
    work.publish(runs_kept=0)
    assert work.rows("table wen.sink_history") == []
    assert work.rows("select build_number from wen.build") == [(4,)]


def test_history_is_described_and_readers_may_read_it(work):
    _summary(work, 1, nep=1)
    work.publish()
    undescribed = work.rows(
        """
        select relation.relname, attribute.attname from pg_class as relation
        inner join pg_attribute as attribute on relation.oid = attribute.attrelid
        where relation.relnamespace = 'wen'::regnamespace and attribute.attnum > 0
            and relation.relname in ('build_history', 'sink_history', 'build', 'bi_changes')
            and (col_description(relation.oid, attribute.attnum) is null
                or obj_description(relation.oid, 'pg_class') is null)
        """
    )
    assert undescribed == []
    with work.login() as reader:
        for name in ("build_history", "sink_history", "build", "bi_changes"):
            reader.execute(f"table wen.{name}")
