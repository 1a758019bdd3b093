"""The region file as dataclasses."""

from pathlib import Path

import pytest

from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import read_region
from tests.world import World

REGIONS = Path(__file__).resolve().parents[3] / "regions"


@pytest.mark.parametrize("name", ["demo", "wensu"])
def test_shipped_regions_are_valid(name: str) -> None:
    region = read_region(REGIONS / f"{name}.toml")
    assert (region.name, region.crs, region.cell_size_m) == (name, "EPSG:2328", 1000)
    assert region.synthetic is (name == "demo")


def test_what_is_left_out_has_its_default(world: World) -> None:
    region = read_region(world.write())
    assert (region.title, region.title_zh, region.tile_size) == ("drawn", "drawn", 128)
    assert region.method["npp_zero_codes"] == (32762, 32764, 32765, 32766)
    assert region.method["respiration_temperature"] == 0.0913
    assert region.method["importance_classes"] == 5
    assert region.method["soil_components"] == "share_weighted"


def test_overrides_have_the_type_of_their_setting(world: World) -> None:
    world.method = {
        "npp_zero_codes": [], "respiration_days": 31, "soil_components": "dominant",
    }  # fmt: skip
    method = read_region(world.write()).method
    assert method["npp_zero_codes"] == ()
    assert method["respiration_days"] == 31.0
    assert method["soil_components"] == "dominant"


def test_sources_are_numbered_by_preference(world: World) -> None:
    world.layers["npp"] = [{"path": "a.tif"}, {"path": ["b.tif", "c.tif"]}]
    first, second = read_region(world.write()).layers["npp"]
    assert (first.number, first.paths) == (1, ("a.tif",))
    assert (second.number, second.paths) == (2, ("b.tif", "c.tif"))


@pytest.mark.parametrize(("settings", "expected"), [(["absent"], "absent"),
                                                    (["absent", "present"], "present"),
                                                    (["present"], "present")])  # fmt: skip
def test_inorganic_carbon_is_absent_when_no_source_has_it(
    world: World, settings: list[str], expected: str
) -> None:
    world.layers["soil"] = [
        {"path": "s.tif", "properties": {"organic_carbon": 1}, "inorganic_carbon": value}
        for value in settings
    ]
    assert read_region(world.write()).inorganic_carbon == expected


@pytest.mark.parametrize(
    ("layer", "source", "words"),
    [
        ("npp", {"path": "a.tif", "unit": "kgC/m2"}, "unit = 'kgC/m2' is not known. Did you mean"),
        ("npp", {"path": "a.tif", "scale": "0.1"}, "scale = '0.1': a number was expected"),
        ("npp", {"path": 5}, "a text or a list of texts was expected"),
        ("npp", {}, "path is missing"),
        ("npp", {"path": "a.tif", "bands": 0}, "bands are counted from 1"),
        ("npp", {"path": "a.tif", "plausible": [5, 1]}, "[lowest, highest] was expected"),
        ("npp", {"path": "a.tif", "nodata": "nan"}, 'or "none" when every value'),
        ("npp", {"path": "a.tif", "resampling": "lanczos"}, "'lanczos' is not known"),
        ("land_use", {"path": "a.tif", "scale": 2}, "unknown key 'scale'"),
        ("soil", {"path": "a.tif"}, "properties is missing"),
        ("soil", {"path": "a.tif", "kind": "mapping_units"}, "attributes is missing"),
        ("soil", {"path": "a.tif", "properties": {"carbon": 1}}, "unknown key 'carbon'"),
        ("soil", {"path": "a.tif", "properties": {"clay": 0}}, "clay = 0: the number of a band"),
        ("soil", {"path": "a.tif", "properties": {"clay": [1]}}, "clay = [1]: the number of"),
        ("soil", {"path": "a.tif", "properties": 5}, "Write properties = { name = value }"),
        (
            "soil",
            {"path": "a.tif", "attributes": "t.csv", "columns": {"uint": "MU"}},
            "unknown key 'uint'. Did you mean 'unit'?",
        ),
        (
            "soil",
            {"path": "a.tif", "attributes": "t.csv", "columns": {"unit": 5}},
            "unit = 5: a text in quotes was expected",
        ),
        ("npp", {"path": "a.tif", "scale": 0}, "scale = 0 would make every value the same"),
        ("npp", {"path": "a.tif", "plausible": [True, 5]}, "[lowest, highest] was expected"),
        ("npp", {"path": "a\0b"}, r"path = 'a\x00b' holds a NUL character"),
        (
            "population",
            {"path": "a.tif", "measure": "density", "unit": "people/pixel"},
            "measure = 'density' contradicts unit = 'people/pixel'",
        ),
    ],
)
def test_mistakes_in_a_layer_name_the_key_and_what_was_expected(
    world: World, layer: str, source: dict[str, object], words: str
) -> None:
    world.layers[layer] = source
    with pytest.raises(SinkbaseError) as said:
        read_region(world.write())
    assert words in str(said.value)
    assert f"[layers.{layer}" in str(said.value)


@pytest.mark.parametrize(
    "name", ["public", "sinkbase", "compare", "information_schema", "pg_x", "wensu_raw", "a_work"]
)
def test_a_name_whose_schemas_belong_to_others_is_refused(world: World, name: str) -> None:
    world.region["name"] = name
    world.file = world.file.with_name(f"{name}.toml")
    with pytest.raises(SinkbaseError, match="is taken: a region has the schemas"):
        read_region(world.write())


@pytest.mark.parametrize("value", ["nan", "inf"])
def test_a_number_that_is_none_is_refused(world: World, value: str) -> None:
    path = world.write()
    path.write_text(path.read_text().replace("cell_size_m = 1000", f"cell_size_m = {value}"))
    with pytest.raises(SinkbaseError, match=f"cell_size_m = {value}: a finite number was expected"):
        read_region(path)


def test_nan_may_stand_for_missing(world: World) -> None:
    path = world.write()
    path.write_text(path.read_text() + '[layers.npp]\npath = "npp.tif"\nnodata = nan\n')
    assert str(read_region(path).layers["npp"][0].nodata) == "nan"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[region]\nname = demo\n", "not a valid TOML file: Invalid value (at line 2, column 8)"),
        ("[region]\ntitle = '温宿'".encode("gbk"), "not UTF-8 (at line 2): save the file as UTF-8"),
        (b"name = 'm'\n[region]\n", "name stands outside of a table"),
        (b"region = 5\n", "region is 5, a table was expected. Write [region]."),
        (b"[rgion]\n", "unknown table [rgion]. Did you mean 'region'?"),
        (b"", "[region] name is missing"),
    ],
)
def test_what_is_no_region_file_is_told_by_line(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(content)
    with pytest.raises(SinkbaseError) as said:
        read_region(path)
    assert words in str(said.value)


def test_the_mark_before_utf_8_that_some_editors_write_does_no_harm(world: World) -> None:
    path = world.write()
    path.write_bytes("\ufeff".encode() + path.read_bytes())
    assert read_region(path).name == "drawn"


def test_years_origin_and_licence_of_a_source(world: World) -> None:
    world.region["year"] = 2015
    world.layers["npp"] = [
        {"path": "a.tif", "codes": "igbp", "year": 2019, "licence": "CC BY 4.0"},
        {"path": "b.tif", "note": "MOD17", "note_zh": "净初级\n生产力"},
        {"path": "c.tif", "observed": False},
        {"path": "d.tif", "kind": "modelled"},
    ]
    world.layers["soil"] = {
        "path": "s.tif", "kind": "properties", "properties": {"clay": 1}, "observed": False,
    }  # fmt: skip
    region = read_region(world.write())
    assert region.year == 2015
    npp = region.layers["npp"]
    assert [source.year for source in npp] == [2019, None, None, None]
    assert [source.origin for source in npp] == ["rule", "observed", "modelled", "modelled"]
    assert (npp[0].licence, npp[1].note_zh) == ("CC BY 4.0", "净初级 生产力")
    assert (region.layers["soil"][0].kind, region.layers["soil"][0].origin) == (
        "properties", "modelled",
    )  # fmt: skip


@pytest.mark.parametrize("value", [1899, 2101, 2015.5, "2015", True])
def test_what_is_no_year_is_refused_and_what_it_advises_works(world: World, value: object) -> None:
    world.region["year"] = value
    with pytest.raises(SinkbaseError) as said:
        read_region(world.write())
    assert f"[region] year = {value!r}: a year was expected, a whole number in" in str(said.value)
    assert "1900..2100 like year = 2015" in str(said.value)
    world.region["year"] = 2015
    read_region(world.write())
    del world.region["year"]
    assert read_region(world.write()).year is None


@pytest.mark.parametrize(
    ("source", "words", "leave_out"),
    [
        ({"year": 20155}, "year = 20155: a year was expected", "year"),
        ({"observed": "no"}, "observed = 'no': true or false was expected", "observed"),
        ({"kind": "model"}, "kind = 'model' is not known. Did you mean 'modelled'?", "kind"),
        (
            {"observed": True, "kind": "modelled"},
            "observed = true contradicts kind = 'modelled'. Keep one of them.",
            "observed",
        ),
        (
            {"codes": "igbp", "observed": False},
            "so observed says nothing here. Leave observed out.",
            "observed",
        ),
    ],
)
def test_contradictions_of_origin_are_refused_and_what_is_advised_works(
    world: World, source: dict[str, object], words: str, leave_out: str
) -> None:
    world.layers["npp"] = {"path": "a.tif"} | source
    with pytest.raises(SinkbaseError) as said:
        read_region(world.write())
    assert words in str(said.value)
    assert "[layers.npp]" in str(said.value)
    del world.layers["npp"][leave_out]
    read_region(world.write())
