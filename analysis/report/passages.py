"""The sentences of a report, filled with the region's numbers."""

from collections import defaultdict
from typing import Any

from analysis.findings.headlines import origin_totals
from analysis.report.content import Content
from analysis.report.tables.table import Teller
from analysis.report.values import values
from analysis.results.provenance import Source
from analysis.results.tables import Row
from analysis.words.numbers import NOTHING
from sinkbase.words.phrases import named


class Passages:
    """Sentences of one language; the numbers of tables and sections are known."""

    def __init__(
        self, content: Content, teller: Teller, tables: dict[str, int], sections: dict[str, int]
    ) -> None:
        """Gather the values that sentences may name."""
        self.content, self.teller = content, teller
        self.values = defaultdict(
            lambda: "–",
            values(content, teller)
            | {
                "settings_section": str(sections["settings"]),
                "remarks_section": str(sections["remarks"]),
                "inputs_table": str(tables.get("inputs", "–")),
                "strategies_table": str(tables.get("strategies", "–")),
                "approaches_table": str(tables.get("approaches", "–")),
            },
        )

    def of(self, name: str) -> list[str]:
        """Return the paragraphs of a section."""
        return [self._filled(it) for it in self.teller.words["paragraphs"][name]]

    def one(self, name: str) -> str:
        """Return one paragraph."""
        return self._filled(self.teller.word("paragraphs", name))

    def _filled(self, template: str) -> str:
        return template.format_map(self.values)

    def summary(self) -> list[str]:
        """Return what a planner wants to know first."""
        return [*self._found(), *self._caution()]

    def _caution(self) -> list[str]:
        remarks = self.remarks()
        if not remarks:
            return []
        template = self.teller.word("paragraphs", "summary_caution")
        # that the data are made up stands on every page: the gravest of the results comes first
        told = self.content.remarks(self.teller.language) or remarks
        values = {"section": self.values["remarks_section"], "first": told[0]}
        return [template.format(number=len(remarks), **values)]

    def _found(self) -> list[str]:
        row, told = self.content.summary, [*self.of("summary"), *self.origins()]
        if row["primary_sinks"] is None:
            return told
        if not row["primary_sinks"] and not row["secondary_sinks"]:
            return [*told, self.one("no_sinks")]
        if not self.content.grid.takes_up:
            told.append(self.one("summary_without_uptake"))
        negative = (row["sinks_nep_total_t_a"] or 0) < 0
        told.append(self.one("summary_sinks_negative" if negative else "summary_sinks"))
        if row["potential_sinks"]:
            told.append(self.one("summary_potential"))
        return [*told, *self._largest_potential()]

    def origins(self) -> list[str]:
        """Return how the total of NEP is made up by the origin of NPP; nothing for one origin."""
        totals = origin_totals(self.content.summary)
        if len(totals) < 2:
            return []
        numbers, words = self.teller.numbers, self.teller.words["npp_origin"]
        parts = [f"{words[name]} {numbers.large(it, 't')}" for name, it in totals.items()]
        return [self.teller.word("paragraphs", "origins").format(parts=self.teller.listed(parts))]

    def sinks_today(self) -> list[str]:
        """Return which potential sinks are sources today, and that nothing takes carbon up."""
        told = [] if self.content.grid.takes_up else [self.one("sinks_without_uptake")]
        sources = [
            str(it["sink_id"])
            for it in self.content.features("carbon_sinks")
            if it["category_code"] == 3 and it["is_source_today"]
        ]
        if sources:
            template = self.teller.word("paragraphs", "sources_today")
            told.append(template.format(names=self.teller.listed(sources)))
        return told

    def _largest_potential(self) -> list[str]:
        potential = [it for it in self.content.features("carbon_sinks") if it["category_code"] == 3]
        zones = self.content.features("restoration_zones")
        if not potential or not zones:
            return []
        largest = max(potential, key=lambda it: float(it["area_km2"]))
        within = [zone for zone in zones if zone["sink_id"] == largest["sink_id"]]
        if not within:
            return []
        zone = max(within, key=lambda it: float(it["area_km2"]))
        numbers = self.teller.numbers
        return [
            self.teller.word("paragraphs", "summary_largest").format(
                number=largest["sink_id"],
                area=numbers.quantity(largest["area_km2"], "km2"),
                zone_area=numbers.quantity(zone["area_km2"], "km2"),
                strategy=self.teller.of(zone, "strategy"),
                measures=self._measures(zone),
            )
        ]

    def _measures(self, zone: Row) -> str:
        """Return a zone's measures; those of the land uses are a table, too long for a sentence."""
        if zone["fits"] or self.values["approaches_table"] == NOTHING:
            return self.teller.of(zone, "measures")
        return self.one("measures_by_land_use")

    def respiration(self) -> str:
        """Return Eq. 2 with the settings that were used."""
        used = self.values
        return (
            f"R = {used['factor']} × (exp({used['temperature']} T) + ln({used['precipitation']} A"
            f" + 1)) × {used['days']} × {used['heterotrophic']}{self.one('respiration_unit')}"
        )

    def production(self) -> str:
        """Return Eq. 1."""
        return self.one("production")

    def without_value(self) -> str:
        """Return which surfaces have no map, since no cell has a value; empty for none."""
        styles = self.content.looks.styles
        known = [styles[name] for name in self.content.empty if name in styles]
        names = [style.title_in(self.teller.language) for style in known]
        if not names:
            return ""
        return self.teller.word("report", "no_data_maps").format(names=self.teller.listed(names))

    def patterns(self) -> list[str]:
        """Return which patterns were looked for in vain, and which could not be looked for."""
        rows = [row for row in self.content.rows.get("restoration_strategies", []) if row["fits"]]
        absent = [row for row in rows if row["is_assessable"] and not row["zones"]]
        unknown = [row for row in rows if not row["is_assessable"]]
        told = {"not_found": absent, "not_assessable": unknown}
        unfit = [
            row
            for row in self.content.rows.get("restoration_strategies", [])
            if not row["fits"] and row["zones"]
        ]
        said = [self.one("no_pattern")] if unfit else []
        return said + [
            self.teller.word("paragraphs", name).format(names=self._patterns(found))
            for name, found in told.items()
            if found
        ]

    def _patterns(self, rows: list[dict[str, Any]]) -> str:
        return self.teller.listed([self.teller.of(row, "pattern") for row in rows])

    def remarks(self) -> list[str]:
        """Return all that a reader must know before trusting the numbers, the gravest first."""
        synthetic = self.teller.word("report", "synthetic_long")
        told = self.content.remarks(self.teller.language)
        return [*([synthetic] if self.content.grid.synthetic else []), *told]

    def notes(self) -> list[str]:
        """Return note and licence of each source, once for the layers that share them."""
        layers: dict[str, list[str]] = {}
        for source in self.content.sources:
            name = named(self.teller.language, "layers", source.layer)
            layers.setdefault(self.note(source), []).append(f"{name} {source.source_number}")
        colon = "：" if self.teller.language == "zh" else ": "
        return [
            f"{self.teller.listed(names)}{colon}{note}" for note, names in layers.items() if note
        ]

    def note(self, source: Source) -> str:
        """Return a source's note and licence."""
        licence = self.teller.word("report", "licence").format(licence=source.licence)
        stop = "；" if self.teller.language == "zh" else "; "
        note = source.note_in(self.teller.language)
        return stop.join(it for it in (note, licence if source.licence else "") if it)
