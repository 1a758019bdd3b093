// The panel's page of restoration zones: by strategy, in the order that the reader wants, and as a file.
"use strict";

(() => {
  const { vectors, element, column, say } = sinkbase;
  const page = document.getElementById("zones");
  const ORDERS = { area_km2: "area", carbon_t: "carbon", mean_nep_gc_m2_a: "mean_nep" };
  const UNITS = { area_km2: "km²", carbon_t: "tC", mean_nep_gc_m2_a: "gC/m²/a" };
  const FILE = ["zone_id", "sink_id", "category", "pattern", "strategy", "measures"];
  let order = "area_km2";

  const zones = vectors.restoration_zones;
  const sum = (rows) => rows.reduce((total, it) => total + it.area_km2, 0);

  // The zones of the strategy that the reader chose, or all.
  sinkbase.zonesNow = () => zones.filter((it) => !sinkbase.state.strategy || it.strategy === sinkbase.state.strategy);

  const sorted = () => sinkbase.zonesNow().sort((a, b) => b[order] - a[order]);

  const strategies = () => {
    const groups = new Map();
    for (const zone of zones) groups.set(zone.strategy, [...(groups.get(zone.strategy) || []), zone]);
    return [...groups].sort((a, b) => sum(b[1]) - sum(a[1]));
  };

  const choose = (strategy) => {
    const { overlays } = sinkbase.state;
    const shown = [...overlays, "restoration_zones"];
    sinkbase.change({ strategy, overlays: sinkbase.OVERLAYS.filter((it) => shown.includes(it)) });
  };

  const option = (value, told, chosen) => element("option", { value, selected: value === chosen }, told);

  const field = (id, label, onchange, options) =>
    element(
      "p",
      { class: "row" },
      element("label", { for: id }, label),
      element("select", { id, onchange: (event) => onchange(event.target.value) }, ...options),
    );

  const saveList = () => {
    const chinese = sinkbase.language === "zh";
    const names = FILE.map((it) => (chinese && !it.endsWith("_id") ? `${it}_zh` : it));
    const table = sinkbase.csv([...names, ...Object.keys(ORDERS)], sorted());
    sinkbase.save("restoration-zones.csv", new Blob([table], { type: "text/csv;charset=utf-8" }));
  };

  const button = (zone) => {
    const sink = vectors.carbon_sinks.find((it) => it.sink_id === zone.sink_id);
    const told = `${say("zone_short")} ${zone.zone_id} · ${column(sink, "name")}`;
    return sinkbase.zoneButton(zone, told, sinkbase.quantity(zone[order], UNITS[order]));
  };

  const list = () => {
    const rows = sorted();
    return [
      element("p", { role: "status" }, `${rows.length} ${say("zones_number")}, ${sinkbase.quantity(sum(rows), "km²")}`),
      ...rows.map(button),
    ];
  };

  const show = () => {
    const { strategy } = sinkbase.state;
    if (zones.length === 0) {
      page.replaceChildren(element("p", {}, say("no_sinks")));
      return;
    }
    const all = option("", `${say("all")} (${sinkbase.quantity(sum(zones), "km²")})`, strategy);
    const listed = element("div", {}, ...list());
    const reorder = (wanted) => {
      order = wanted;
      listed.replaceChildren(...list());
    };
    page.replaceChildren(
      field("strategy", say("strategy"), choose, [
        all,
        ...strategies().map(([name, rows]) =>
          option(name, `${column(rows[0], "strategy")} (${sinkbase.quantity(sum(rows), "km²")})`, strategy),
        ),
      ]),
      field(
        "order",
        say("order"),
        reorder,
        Object.entries(ORDERS).map(([key, told]) => option(key, say(told), order)),
      ),
      listed,
      element("p", {}, element("button", { type: "button", id: "save-zones", onclick: saveList }, say("save_list"))),
    );
  };

  sinkbase.showZones = show;
  sinkbase.onChange((changed) => {
    if (!changed.has("language") && !changed.has("strategy")) return;
    const focused = document.activeElement.id;
    show();
    if (focused === "strategy") document.getElementById(focused).focus();
  });
})();
