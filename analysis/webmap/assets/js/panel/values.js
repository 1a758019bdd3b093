// The panel's third page: all that is known of the cell, the sink or the zone that was picked.
"use strict";

(() => {
  const { vectors, region, element, column, pick, say } = sinkbase;
  const page = document.getElementById("selection");
  const message = document.getElementById("message");

  const facts = (rows) =>
    element(
      "dl",
      {},
      ...rows
        .filter((row) => row !== null)
        .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
    );

  const heading = (text, level = "h2") => element(level, {}, text);

  // "a; b; c" as a list
  const listed = (text) =>
    element(
      "ul",
      {},
      ...text
        .split(/[;；]\s*/)
        .filter(Boolean)
        .map((it) => element("li", {}, it)),
    );

  const zoneFacts = (zone) => [
    facts([
      [say("pattern"), column(zone, "pattern")],
      [say("strategy"), element("strong", { class: "strategy" }, column(zone, "strategy"))],
      [say("measures"), listed(column(zone, "measures") || "")],
      [say("area"), sinkbase.quantity(zone.area_km2, "km²")],
      [say("mean_nep"), sinkbase.quantity(zone.mean_nep_gc_m2_a, "gC/m²/a")],
      [say("carbon"), sinkbase.quantity(zone.carbon_t, "tC")],
    ]),
    column(zone, "approaches")
      ? element("details", {}, element("summary", {}, say("approaches")), listed(column(zone, "approaches")))
      : null,
  ];

  const sinkFacts = (sink) =>
    facts([
      [say("category"), sinkbase.categoryOf(sink)],
      [say("area"), sinkbase.quantity(sink.area_km2, "km²")],
      [say("mean_nep"), sinkbase.quantity(sink.mean_nep, "gC/m²/a")],
      [say("nep_total"), sinkbase.quantity(sink.nep_total_t_a, "tC/a")],
      [say("soil_carbon"), sinkbase.quantity(sink.soil_carbon_t, "tC")],
      [say("vegetation_carbon"), sinkbase.quantity(sink.vegetation_carbon_t, "tC")],
    ]);

  const sinkById = (id) => vectors.carbon_sinks.find((it) => it.sink_id === id);

  const goAlong = (corridor) => {
    sinkbase.change({ corridor: corridor.corridor_id });
    sinkbase.goTo(corridor.shape);
  };

  const corridorsOf = (sink) =>
    vectors.corridors
      .filter((it) => it.from_sink === sink.sink_id || it.to_sink === sink.sink_id)
      .map((it) => {
        const other = sinkById(it.from_sink === sink.sink_id ? it.to_sink : it.from_sink);
        return element(
          "button",
          { type: "button", class: "place", "data-corridor": it.corridor_id, onclick: () => goAlong(it) },
          element(
            "span",
            {},
            column(other, "name"),
            " ",
            element("em", {}, `${say("mean_resistance")} ${sinkbase.number(it.cost_ratio)}`),
          ),
          " ", // for those who hear it
          element("small", {}, sinkbase.quantity(it.length_km, "km")),
        );
      });

  // What the layer that is shown has within an area; it follows the layer.
  let within = null;

  const layerWithin = async (shape) => {
    const tellsNothing = sinkbase.state.layer === "sink_category"; // a sink is all of one category
    return tellsNothing ? [] : sinkbase.withinTold(shape);
  };

  const withinOf = async (shape) => {
    within = { shape, section: element("section", { class: "within" }) };
    within.section.replaceChildren(...(await layerWithin(shape)));
    return within.section;
  };

  const showSink = async (sink) => {
    const corridors = corridorsOf(sink);
    return [
      heading(column(sink, "name")),
      sinkFacts(sink),
      await withinOf(sink.shape),
      heading(say("strategy"), "h3"),
      sinkbase.strategiesOf(sink),
      heading(say("zones"), "h3"),
      ...sinkbase.zonesOf(sink).map((zone) => sinkbase.zoneButton(zone)),
      ...(corridors.length ? [heading(say("corridors_of"), "h3"), ...corridors] : []),
    ];
  };

  const showZone = async (zone) => [
    heading(`${say("zone")} ${zone.zone_id}`),
    ...zoneFacts(zone),
    await withinOf(zone.shape),
    heading(say("sink"), "h3"),
    sinkbase.sinkButton(sinkById(zone.sink_id)),
  ];

  const valueRow = (layer, cells, index) => {
    const value = sinkbase.valueAt(cells, index);
    return element(
      "tr",
      { "data-layer": layer.name },
      element("th", { scope: "row" }, pick(layer.title)),
      element("td", { class: value === null ? "missing" : "" }, sinkbase.told(layer, value)),
    );
  };

  const groupRows = (layers, all, index) =>
    Object.entries(region.groups).flatMap(([name, title]) => {
      const members = layers.filter((layer) => layer.group === name);
      if (members.length === 0) return [];
      const head = element("tr", { class: "group" }, element("th", { colspan: "2", scope: "rowgroup" }, pick(title)));
      return [head, ...members.map((layer) => valueRow(layer, all[layers.indexOf(layer)], index))];
    });

  const showCell = async (cell) => {
    const layers = region.layers;
    const all = await Promise.all(layers.map((layer) => sinkbase.load(layer.name)));
    const nearest = region.has_nearest_sink ? await sinkbase.load("nearest_sink") : null;
    const index = sinkbase.indexOf(cell);
    const [column_, row] = sinkbase.placeOf(cell);
    const middle = sinkbase.point([column_ + 0.5, row + 0.5]);
    const zone = sinkbase.featureAt(vectors.restoration_zones, cell);
    const sink = sinkbase.featureAt(vectors.carbon_sinks, cell);
    const near = nearest ? sinkById(nearest.values[index]) : null;
    return [
      heading(`${say("cell")} ${cell}`),
      facts([
        [say("degrees"), sinkbase.degrees(middle)],
        [
          say("coordinates"),
          sinkbase
            .toMetres(middle)
            .map((it) => Math.round(it))
            .join(", "),
        ],
        region.block > 1 ? [say("average_of"), `${region.block} × ${region.block} ${say("cells")}`] : null,
        sink || !region.vectors.carbon_sinks ? null : [say("sink"), say("none")],
        vectors.pinch_points.some((it) => sinkbase.indexOf(it) === index) ? [say("pinch"), say("say_yes")] : null,
      ]),
      ...(sink ? [heading(say("sink"), "h3"), sinkbase.sinkButton(sink)] : []),
      ...(near && !sink ? [heading(say("nearest_sink"), "h3"), sinkbase.sinkButton(near)] : []),
      ...(zone
        ? [
            element(
              "div",
              { class: "zone" },
              heading(`${say("zone")} ${zone.zone_id}`, "h3"),
              ...zoneFacts(zone).filter(Boolean),
            ),
          ]
        : []),
      heading(say("values"), "h3"),
      element("table", {}, element("tbody", {}, ...groupRows(layers, all, index))),
    ];
  };

  let turn = 0;

  const show = async () => {
    const { state } = sinkbase;
    turn += 1;
    const mine = turn;
    const zone = vectors.restoration_zones.find((it) => it.zone_id === state.zone);
    const sink = sinkById(state.sink);
    let told = [element("p", {}, say("choose"))];
    within = null;
    if (state.cell !== null) told = await showCell(state.cell);
    else if (zone) told = await showZone(zone);
    else if (sink) told = await showSink(sink);
    if (mine !== turn) return; // something else was picked meanwhile
    page.replaceChildren(...told.filter((it) => it !== null));
    sinkbase.field("cell").value = state.cell === null ? "" : String(state.cell);
  };
  sinkbase.showValues = show;

  sinkbase.onChange((changed) => {
    if (["cell", "sink", "zone", "language"].some((key) => changed.has(key))) {
      message.textContent = "";
      sinkbase.shown = show();
    } else if (changed.has("layer") && within) {
      const { shape, section } = within;
      const { layer } = sinkbase.state;
      sinkbase.shown = layerWithin(shape).then((told) => {
        if (sinkbase.state.layer === layer) section.replaceChildren(...told);
      });
    }
  });
})();
