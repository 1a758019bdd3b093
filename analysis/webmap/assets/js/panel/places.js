// The panel's second page: sinks by category, the largest first, each with its zones.
"use strict";

(() => {
  const { vectors, region, element, column, pick, say } = sinkbase;
  const page = document.getElementById("places");
  const POTENTIAL = 3;

  const bySize = (rows) => [...rows].sort((a, b) => b.area_km2 - a.area_km2);
  const colour = (name, value) => region.vectors[name].classes.find((it) => it.value === value).colour;
  const swatch = (name, value) =>
    element("i", { class: "swatch", style: `--colour: ${colour(name, value)}`, "aria-hidden": "true" });

  const select = (changes, shape) => {
    sinkbase.change({ cell: null, sink: null, zone: null, ...changes, tab: "values" });
    sinkbase.goTo(shape);
    document.getElementById("tab-values").focus();
  };
  sinkbase.selectSink = (sink) => select({ sink: sink.sink_id }, sink.shape);
  sinkbase.selectZone = (zone) => select({ zone: zone.zone_id, sink: zone.sink_id }, zone.shape);

  // A button that shows a sink, or a zone; `where` tells the zone's place in a list of many.
  sinkbase.sinkButton = (sink) =>
    element(
      "button",
      { type: "button", class: "place", "data-sink": sink.sink_id, onclick: () => sinkbase.selectSink(sink) },
      swatch("carbon_sinks", sink.category_code),
      element("span", {}, column(sink, "name")),
      " ", // for those who hear it
      element("small", {}, sinkbase.quantity(sink.area_km2, "km²")),
    );

  sinkbase.zoneButton = (zone, where = null, told = sinkbase.quantity(zone.area_km2, "km²")) =>
    element(
      "button",
      { type: "button", class: "place", "data-zone": zone.zone_id, onclick: () => sinkbase.selectZone(zone) },
      swatch("restoration_zones", zone.pattern_code),
      element(
        "span",
        {},
        column(zone, "pattern"),
        " ",
        // of a list of one strategy, the places are what differs
        where !== null && sinkbase.state.strategy ? null : element("em", {}, column(zone, "strategy")),
        " ",
        where === null ? null : element("em", {}, where),
      ),
      " ",
      element("small", {}, told),
    );

  sinkbase.zonesOf = (sink) => bySize(vectors.restoration_zones.filter((zone) => zone.sink_id === sink.sink_id));

  // The sink's category as in the legend.
  sinkbase.categoryOf = (sink) =>
    pick(region.vectors.carbon_sinks.classes.find((it) => it.value === sink.category_code).label);

  // The sink's strategies, the one with the widest zones first.
  sinkbase.strategiesOf = (sink) => {
    const areas = new Map();
    for (const zone of sinkbase.zonesOf(sink)) {
      const strategy = column(zone, "strategy");
      areas.set(strategy, (areas.get(strategy) || 0) + zone.area_km2);
    }
    const told = [...areas].sort((a, b) => b[1] - a[1]);
    return element(
      "ul",
      { class: "strategies" },
      ...told.map(([strategy, area]) =>
        element(
          "li",
          {},
          element("strong", { class: "strategy" }, strategy),
          element("small", {}, sinkbase.quantity(area, "km²")),
        ),
      ),
    );
  };

  const headline = () => {
    const [largest] = bySize(vectors.carbon_sinks.filter((it) => it.category_code === POTENTIAL));
    if (!largest) return [];
    return [
      element(
        "section",
        { class: "headline" },
        element("h2", {}, say("headline")),
        sinkbase.sinkButton(largest),
        sinkbase.strategiesOf(largest),
      ),
    ];
  };

  const areaOf = (sinks) =>
    sinkbase.quantity(
      sinks.reduce((sum, it) => sum + it.area_km2, 0),
      "km²",
    );

  const categories = () => {
    const groups = new Map();
    for (const sink of vectors.carbon_sinks) {
      groups.set(sink.category_code, [...(groups.get(sink.category_code) || []), sink]);
    }
    return [...groups.keys()].sort().map((code) => {
      const sinks = bySize(groups.get(code));
      return element(
        "section",
        {},
        element("h2", { class: "sum" }, sinkbase.categoryOf(sinks[0]), " ", element("small", {}, areaOf(sinks))),
        ...sinks.map((sink) => sinkbase.sinkButton(sink)),
      );
    });
  };

  sinkbase.showPlaces = () => {
    const none = vectors.carbon_sinks.length === 0 ? [element("p", {}, say("no_sinks"))] : [];
    page.replaceChildren(...none, ...headline(), ...categories());
  };
  sinkbase.onChange((changed) => {
    if (changed.has("language")) sinkbase.showPlaces();
  });
})();
