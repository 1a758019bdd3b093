"""The sentences of a report, filled with the region's numbers."""

from collections import defaultdict
from typing import Any

from analysis.findings.headlines import origin_totals
from analysis.report.carbon_tables import share_of_region
from analysis.report.content import Content
from analysis.report.table import Teller
from analysis.results.provenance import Source
from analysis.results.tables import Row
from analysis.words.numbers import NOTHING, Numbers
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
            _region(content, teller)
            | _method(content, teller)
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


def _region(content: Content, teller: Teller) -> dict[str, Any]:
    row, numbers = content.summary, teller.numbers
    nep = row["nep_total_t_a"]
    balance = "takes_up" if (nep or 0) >= 0 else "gives_off"
    region = {
        "region": content.grid.title_in(teller.language),
        "software": content.maps.software,
        "balance": teller.word("paragraphs", balance),
        "nep_total": numbers.large(None if nep is None else abs(nep), "t"),
        "cells": numbers.fixed(row["cells"]),
        "cell": numbers.quantity(row["cell_size_m"], "m"),
        "high_share": share_of_region(content, row["area_high_km2"], teller),
        "fit": numbers.percent(100 * (row["goodness_of_variance_fit"] or 0), 1),
        "soil_total": numbers.large(row["soil_carbon_total_t"], "t"),
        "vegetation_total": numbers.large(row["vegetation_carbon_total_t"], "t"),
        "sinks_nep": numbers.large(row["sinks_nep_total_t_a"], "t"),
        "potential_nep": numbers.large(row["potential_nep_total_t_a"], "t"),
        "zones": numbers.fixed(len(content.features("restoration_zones"))),
    }
    return region | _quantities(row, numbers)


def _quantities(row: dict[str, Any], numbers: Numbers) -> dict[str, str]:
    columns = {
        "area": ("area_km2", "km2"),
        "nep_mean": ("nep_mean_gc_m2_a", "gC/m2/a"),
        "nep_min": ("nep_min_gc_m2_a", "gC/m2/a"),
        "nep_max": ("nep_max_gc_m2_a", "gC/m2/a"),
        "npp_mean": ("npp_mean_gc_m2_a", "gC/m2/a"),
        "respiration_mean": ("respiration_mean_gc_m2_a", "gC/m2/a"),
        "soil_mean": ("soil_carbon_mean_kgc_m2", "kgC/m2"),
        "elevation_min": ("elevation_min_m", "m"),
        "elevation_max": ("elevation_max_m", "m"),
        "high_area": ("area_high_km2", "km2"),
        "primary_area": ("primary_sinks_km2", "km2"),
        "secondary_area": ("secondary_sinks_km2", "km2"),
        "potential_area": ("potential_sinks_km2", "km2"),
    }
    told = {name: numbers.quantity(row[column], unit) for name, (column, unit) in columns.items()}
    kinds = ("primary", "secondary", "potential")
    return told | {kind: numbers.fixed(row[f"{kind}_sinks"]) for kind in kinds}


def _method(content: Content, teller: Teller) -> dict[str, str]:
    used = {it.name: it.value for it in content.settings}
    weights = content.rows.get("resistance_weights", [])
    weights_from = str(weights[0]["weights_from"]) if weights else used["resistance_weights"]
    numbers = teller.numbers
    return {
        "factor": used["respiration_factor"],
        "temperature": used["respiration_temperature"],
        "precipitation": used["respiration_precipitation"],
        "days": used["respiration_days"],
        "heterotrophic": used["respiration_heterotrophic_share"],
        "topsoil": used["topsoil_depth"],
        "subsoil": used["subsoil_depth"],
        "weight_nep": used["importance_weight_nep"],
        "weight_vegetation": used["importance_weight_vegetation"],
        "weight_soil": used["importance_weight_soil"],
        "candidate_level": used["candidate_level"],
        "patch_share": numbers.percent(100 * float(used["patch_share"]), 0),
        "gap_cells": used["gap_cells"],
        "min_sink": numbers.quantity(float(used["min_sink_km2"]), "km2"),
        "min_potential": numbers.quantity(float(used["min_potential_km2"]), "km2"),
        "weights_from": teller.word("weights_from", weights_from),
    }
