"""The report tells every number, in one language, and needs nothing but itself."""

import re
import subprocess
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from drawn_content import SUMMARY, content, settings
from drawn_looks import LOOKS
from drawn_results import Drawn

from analysis.export import export
from analysis.report.content import Content
from analysis.report.document import sections
from analysis.report.figure import Figure
from analysis.report.page import html, unbroken, write_pdf
from analysis.report.tables.carbon import area_digits
from analysis.report.tables.table import Table, Teller
from analysis.words.numbers import Numbers
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES, phrases

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# what stays as it is in any language: units, names of files, codes, settings and software
PROPER = re.compile(
    r"[\w/]+\.(?:tif|shp)|Sinkbase|GeoPackage|CC0|EPSG|MIT|MOD17A3HGF|MOD17|SRTM|Horn|Fisher|Jenks|CNLUCC|pgRouting|PPP|"
    r"share_weighted|dominant|graded|raw|fixed|auto|minmax|percentile|reference|(?:gC|kgC|tC|t|km|hm|cm|mm|m|d)(?![A-Za-z])|exp|ln|"
    r"[a-z]+(?:_[a-z0-9]+)+|°C|\b[A-Zedwx]\b"
)
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="  # noqa: E501


class Page(HTMLParser):
    """Texts, cells of tables, addresses and anchors of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.heads: list[str] = []
        self.text: list[str] = []
        self.addresses: list[str] = []
        self.anchors: list[str] = []
        self.tags: list[str] = []
        self._table, self._within = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append(tag)
        self.addresses += [given[it] or "" for it in ("src", "href") if it in given]
        if "id" in given:
            self.anchors.append(given["id"] or "")
            if (given["id"] or "").startswith("table-"):
                self._table = (given["id"] or "").removeprefix("table-")
                self.tables[self._table] = []
        if tag == "tr":
            self.tables[self._table].append([])
        if tag in ("td", "th"):
            self.tables[self._table][-1].append("")
        if tag == "th":
            self.heads.append("")
        if tag != "span":  # a unit within a text
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag != "span":
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "style":
            return
        self.text.append(data)
        if self._within in ("td", "th"):
            self.tables[self._table][-1][-1] += data
        if self._within == "th":
            self.heads[-1] += data


def source_of(told: Content, language: Language) -> str:
    teller = Teller(language)
    figures = {name: Figure(name, "图" if language == "zh" else "x", PIXEL)
               for name in ("elevation", "nep", "carbon_sinks")}  # fmt: skip
    return html(told, sections(told, figures, teller), teller)


@cache
def page(language: Language) -> Page:
    return Page(source_of(content(), language))


def test_numbers_are_written_as_readers_of_the_language_write_them() -> None:
    english, chinese = Numbers("en"), Numbers("zh")
    assert english.fixed(1083.866, 2) == "1,083.87"
    assert chinese.fixed(1083.866, 2) == "1\u00a0083.87"
    assert english.fixed(-0.001, 2) == "0.00"
    assert english.fixed(-7.25, 1) == "−7.2"
    assert english.percent(48.6) == "48.60\u00a0%"
    assert chinese.percent(48.6) == "48.60%"
    assert english.large(3_489_000, "t") == "3.49\u00a0million\u00a0t"
    assert chinese.large(3_489_000, "t") == "349\u00a0万t"
    assert chinese.large(135_850_000, "t") == "1.36\u00a0亿t"
    assert english.quantity(None, "t") == "–"
    assert english.short(0.0913) == "0.0913"


def test_both_languages_have_the_same_phrases() -> None:
    own = {"treatment", "units", "warnings"}  # English has these in the database
    english, chinese = phrases("en"), phrases("zh")
    assert english.keys() == chinese.keys()
    for section, words in english.items():
        if isinstance(words, dict) and section not in own:
            only = set(words) - set(chinese[section])
            assert only == set(), section
    assert len(english["glossary"]) == len(chinese["glossary"])
    for section in ("paragraphs", "report", "map", "compare", "grades"):
        for name, text in english[section].items():
            places = re.findall(r"\{(\w+)\}", str(text))
            assert sorted(places) == sorted(re.findall(r"\{(\w+)\}", str(chinese[section][name])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_hold_every_number(language: Language) -> None:
    numbers, rows = Numbers(language), content().rows
    tables = page(language).tables
    for row in rows["vegetation_carbon_storage"]:
        told = [numbers.fixed(row["carbon_density_t_hm2"], 1),
                numbers.fixed(row["area_km2"] / 100, 2),
                numbers.fixed(row["storage_t"] / 1e4, 3)]  # fmt: skip
        assert told in [line[2:] for line in tables["vegetation"]]
    assert tables["vegetation"][-1][-2:] == ["10.05", "22.705"]
    for row in rows["resistance_weights"]:
        told = [numbers.fixed(row["information_entropy"], 4),
                numbers.fixed(row["difference_coefficient"], 4),
                numbers.percent(row["weight_percent"], 4)]  # fmt: skip
        assert told in [line[1:] for line in tables["weights"]]
    for row in rows["land_use_by_sink"]:
        told = [numbers.fixed(row["area_km2"], 2), numbers.percent(row["percentage"])]
        assert told in [line[1:] for line in tables[f"land_use_{row['category_code']}"]]
    for row in rows["restoration_strategies"]:
        told = [numbers.fixed(row["zones"]), numbers.fixed(row["area_km2"], 2)]
        # only what occurs
        assert (told in [line[5:7] for line in tables["strategies"]]) == bool(row["zones"])
    for row in rows["importance_breaks"]:
        told = [numbers.fixed(row["lower_limit"], 4), numbers.fixed(row["upper_limit"], 4),
                numbers.fixed(row["cells"]), numbers.fixed(row["area_km2"], 2)]  # fmt: skip
        assert told in [line[1:5] for line in tables["levels"]]
    for sink in content().features("carbon_sinks"):
        told = [numbers.fixed(sink["area_km2"], 2), numbers.fixed(sink["mean_nep"], 1),
                numbers.fixed(sink["nep_total_t_a"]), numbers.fixed(sink["nep_observed_t_a"]),
                numbers.fixed(sink["nep_rule_t_a"])]  # fmt: skip
        assert told in [line[2:7] for line in tables["sinks"]]
    assert ["3.25", "4.57", "1.41"] in [line[3:] for line in tables["corridors"]]
    assert len(tables["grades"]) == 1 + 32
    assert len(tables["settings"]) == 1 + len(settings())


def test_the_summary_names_the_largest_potential_sink_and_what_to_do() -> None:
    text = " ".join(page("en").text)
    assert "The largest potential sink is number 3 with 3.12\u00a0km²." in text
    assert "Strategy 4 – plant; water" in text
    assert "gives off 538\u00a0t of carbon" in text


def test_how_sources_were_treated_is_told_without_folders_of_this_machine() -> None:
    english, chinese = page("en").tables["inputs"], page("zh").tables["inputs"]
    assert english[1][2:] == [
        "npp/mod17.tif", "2015", "observed", "EPSG:4326, 0.00417°", "average",
        "kgC/m²/a × 0.0001", "99.50\u00a0%",
    ]  # fmt: skip
    assert english[2][2:4] == ["dem.tif", "–"]
    assert english[2][5:7] == ["EPSG:3857, 526\u00a0m", "Horn 3 × 3 (333.3 m), average"]
    assert chinese[3][3:5] == ["2001", "模型估算"]
    assert chinese[3][5:8] == ["EPSG:4326，354 个多边形", "像元中心所在多边形", "植被亚型代码"]


def test_grades_read_as_ranges_whose_unit_follows_the_number() -> None:
    grades = [line[1] for line in page("en").tables["grades"]]
    assert {"below 20°", "20 to below 40°", "80° and above"} <= set(grades)
    assert "不小于 80°" in [line[1] for line in page("zh").tables["grades"]]


def test_the_summary_leads_to_what_the_numbers_rest_on() -> None:
    told = " ".join(page("en").text)
    assert "These numbers rest on what section 11 lists" in told
    assert "First of all: The factor population density is constant: it has no weight." in told


def test_areas_of_whole_square_kilometres_have_no_decimals() -> None:
    assert area_digits([{"area_km2": 1834.0}, {"area_km2": None}]) == 0
    assert area_digits([{"area_km2": 1834.0}, {"area_km2": 0.25}]) == 2


def test_a_line_does_not_break_within_a_unit() -> None:
    unit = '<span class="unit">gC/m²/a</span>'
    assert unbroken("−109 <gC/m²/a>") == f"−109 &lt;{unit}&gt;"


def test_rows_that_share_a_first_cell_stay_together() -> None:
    rows = [("Slope", "1"), ("", "3"), ("Elevation", "2")]
    groups = Table("grades", "", [], rows, "lr").groups
    assert groups == [[("Slope", "1"), ("", "3")], [("Elevation", "2")]]


def test_all_warnings_are_told_in_both_languages_in_their_order() -> None:
    for language, told in (
        ("en", ["The factor population density is constant: it has no weight.",
                "No year is given for slope."]),
        ("zh", ["人口密度为常数，权重为 0。", "坡度未给出年份。"]),
    ):  # fmt: skip
        text = page(language).text
        assert [it for it in text if it in told] == told


def test_the_total_of_nep_is_told_with_what_was_observed_and_what_was_set() -> None:
    text = " ".join(page("en").text)
    assert "made up of: observed 712\u00a0t, set by rule −1,250\u00a0t a year" in text
    lines = page("en").tables["origins"]
    assert lines[1:] == [
        ["observed", "4", "33.33\u00a0%", "178.1", "712"],
        ["set by rule", "8", "66.67\u00a0%", "−156.2", "−1,250"],
        ["Total", "12", "–", "–", "−538"],
    ]
    headlines = dict(line for line in page("en").tables["headlines"][1:])
    assert headlines["– of it from NPP set by rule"] == "−1,250\u00a0tC/a"
    assert "– of it from modelled NPP" not in headlines


def test_sinks_and_potential_sinks_have_no_common_sum() -> None:
    headlines = dict(line for line in page("en").tables["headlines"][1:])
    assert headlines["Net ecosystem production of primary and secondary sinks"] == "786\u00a0tC/a"
    assert headlines["Net ecosystem production of potential sinks today"] == "−393\u00a0tC/a"
    text = " ".join(page("en").text)
    assert "their balance today is −393\u00a0t of carbon a year" in text
    assert "so are sources as long as nothing changes: 3." in text


def test_where_no_cell_takes_carbon_up_sinks_are_land_of_highest_importance() -> None:
    whole = content()
    dry = replace(whole.maps.provenance, grid=replace(whole.grid, takes_up=False))
    for language, told in (
        ("en", ("the land of highest importance, not sinks", "Land of highest importance, corr")),
        ("zh", ("重要性最高的土地，并非严格意义上的碳汇", "重要性最高的土地、廊道与潜力")),
    ):
        without = source_of(replace(whole, maps=replace(whole.maps, provenance=dry)), language)
        assert [part for part in told if part not in without] == []
        assert [part for part in told if part in source_of(whole, language)] == []


def test_patterns_not_found_or_not_assessable_are_named_and_not_listed() -> None:
    it = page("en")
    named = [line[1] for line in it.tables["strategies"][1:]]
    assert named[-1] == "No pattern fits"
    assert len(named) == 1 + 6
    text = " ".join(it.text)
    assert f"Looked for and not found: {LOOKS.of('restoration_zones', 7).label}." in text
    assert f"the pattern needs): {LOOKS.of('restoration_zones', 8).label}." in text
    assert "none is claimed (grey on the map)" in text


def test_tables_3_and_6_and_the_characteristics_of_table_10_are_told() -> None:
    tables = page("zh").tables
    assert tables["categories"][1] == ["碳汇腹地", "第1类土地", "目标1"]
    assert ["特征1", "策略1"] in [line[2:4] for line in tables["strategies"]]
    assert [line[0] for line in page("en").tables["approaches"][1:3]] == ["Forest", "Grassland"]


def test_notes_are_told_in_the_language_or_marked_as_given() -> None:
    english, chinese = (" ".join(page(language).text) for language in LANGUAGES)
    assert "net primary production 1: MOD17A3HGF; licence: CC0" in english
    assert "净初级生产力 1：中分产品；许可：CC0" in chinese
    assert "坡度 1：SRTM（原文）" in chinese


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Year of the data: 2015, layers of 2001–2015"),
        ("zh", "数据年份：2015 年、各图层为 2001–2015 年"),
    ],
)
def test_the_cover_has_the_year_of_the_data(language: Language, told: str) -> None:
    assert told in page(language).text
    whole = content()
    unknown = replace(whole.maps.provenance, grid=replace(whole.grid, year=None), sources=())
    bare = source_of(replace(whole, maps=replace(whole.maps, provenance=unknown)), language)
    assert phrases(language)["report"]["no_year"] in bare


def test_a_region_without_levels_has_a_report_of_the_rest() -> None:
    """Fewer than five distinct values of importance: no level, no sink, no zone."""
    whole = content()
    none = {f"{kind}_sinks": 0 for kind in ("primary", "secondary", "potential")}
    absent = {"area_high_km2": None, "goodness_of_variance_fit": None} | none
    gone = ("importance_breaks", "land_use_by_sink", "restoration_strategies")
    without = replace(
        whole,
        rows=whole.rows | {name: [] for name in gone} | {"region_summary": [{**SUMMARY, **absent}]},
        maps=replace(whole.maps, features={name: [] for name in whole.maps.features}),
    )
    for language in LANGUAGES:
        it = Page(source_of(without, language))
        assert "levels" not in it.tables
        assert "origins" in it.tables
    assert "too few distinct values" in source_of(without, "en")


def test_changed_settings_are_marked() -> None:
    told = content(respiration_temperature="0.09137", patch_share="0.5")
    lines = {line[0]: line[1:3] for line in Page(source_of(told, "en")).tables["settings"]}
    assert lines["● respiration_temperature"] == ["0.09137", "0.0913"]
    assert lines["patch_share"] == ["0.5", "0.5"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_request_leaves_the_page(language: Language) -> None:
    it = page(language)
    assert all(address.startswith(("data:", "#")) for address in it.addresses)
    assert not {"script", "link", "iframe", "object"} & set(it.tags)
    assert "url(" not in source_of(content(), language)
    assert "@import" not in source_of(content(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_lead_to_places_that_are_there_once(language: Language) -> None:
    it = page(language)
    links = [address.removeprefix("#") for address in it.addresses if address.startswith("#")]
    assert set(links) <= set(it.anchors)
    assert len(it.anchors) == len(set(it.anchors))


def test_a_chinese_report_has_no_english_words() -> None:
    it = page("zh")
    assert [head for head in it.heads if not CHINESE.search(head)] == []
    words = re.findall(r"[A-Za-z]{2,}", PROPER.sub("", " ".join(it.text)))
    assert words == []


def test_an_english_report_has_no_chinese_letters() -> None:
    assert [text for text in page("en").text if CHINESE.search(text)] == []


def test_names_from_the_database_are_text_not_markup() -> None:
    assert "Dry &lt;steppe&gt;" in source_of(content(), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_made_up_data_are_called_so(language: Language) -> None:
    mark = phrases(language)["report"]["synthetic"]
    assert " ".join(page(language).text).count(mark) == 2
    assert mark not in source_of(content(synthetic=False), language)


def test_a_region_without_sinks_says_so_and_lacks_their_tables() -> None:
    whole = content()
    none = {"primary_sinks": 0, "secondary_sinks": 0, "potential_sinks": 0}
    without = replace(
        whole,
        rows=whole.rows | {"land_use_by_sink": [], "region_summary": [SUMMARY | none]},
        maps=replace(whole.maps, features={name: [] for name in whole.maps.features}),
    )
    it = Page(source_of(without, "en"))
    assert not {"sinks", "corridors", "land_use_1", "largest_zones"} & it.tables.keys()
    assert "No sink was found with these settings" in " ".join(it.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_contents_page_numbers_and_the_same_bytes_again(
    tmp_path: Path, language: Language
) -> None:
    source = source_of(content(), language)
    for name in ("first.pdf", "second.pdf"):
        write_pdf(source, tmp_path / name)
    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "first.pdf", "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    pages = told.split("\f")[:-1]
    assert len(pages) > 5
    words = phrases(language)
    last = words["headings"]["credits"]
    named = [number for number, text in enumerate(pages, 1) if last in text and number > 2]
    assert re.search(rf"{last}[ .]*\.+ *{named[0]}\n", pages[1])
    total = f"{len(pages)} 页" if language == "zh" else f"of {len(pages)}"
    assert all(total in text for text in pages[1:])
    assert all(words["report"]["synthetic"] in text for text in pages)


def test_an_export_writes_maps_and_report_in_the_language_asked_for(drawn: Drawn) -> None:
    export(drawn.region, drawn.out, languages=("zh",))
    paths = {path.relative_to(drawn.folder).as_posix() for path in drawn.folder.rglob("*.zh.*")}
    assert {"report.zh.html", "report.zh.pdf", "maps/nep.zh.png", "maps/nep.zh.pdf"} <= paths
    assert not (drawn.folder / "report.html").exists()
    assert not export(drawn.region, drawn.out, languages=("en", "zh")).skipped
    assert (drawn.folder / "report.html").is_file()
    assert export(drawn.region, drawn.out, languages=("en", "zh")).skipped
