// What the reader chose, and its form in the address: #layer=nep&only=0..&zoom=2&cell=1234&lang=zh
"use strict";

(() => {
  const OVERLAYS = ["carbon_sinks", "restoration_zones", "corridors", "boundary", "relief"];
  const listeners = [];
  const { region } = sinkbase;

  const names = region.layers.map((layer) => layer.name);
  const shown = region.layers.filter((layer) => !layer.empty).map((layer) => layer.name);

  const first = () => (shown.includes("sink_category") ? "sink_category" : shown[0] || names[0]);

  const browsers = () => ((navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en");

  const defaults = () => ({
    layer: first(),
    only: "",
    compare: "",
    divider: 50,
    opacity: 100,
    overlays: ["carbon_sinks", "corridors", "boundary", "relief"],
    x: null,
    y: null,
    zoom: null,
    cell: null,
    sink: null,
    zone: null,
    corridor: null,
    strategy: "",
    tab: "layers",
    language: browsers(),
  });

  sinkbase.OVERLAYS = OVERLAYS;
  sinkbase.state = defaults();

  // Call the listener with the names of what changed, now and whenever something does.
  sinkbase.onChange = (listener) => listeners.push(listener);

  sinkbase.change = (wanted) => {
    // what was shown alone is of the layer before, a corridor of the sink before
    const isOther = wanted.layer !== undefined && wanted.layer !== sinkbase.state.layer;
    const isElsewhere = ["cell", "sink", "zone"].some((key) => key in wanted);
    const changes = { ...(isOther ? { only: "" } : {}), ...(isElsewhere ? { corridor: null } : {}), ...wanted };
    const changed = Object.keys(changes).filter(
      (key) => JSON.stringify(sinkbase.state[key]) !== JSON.stringify(changes[key]),
    );
    if (changed.length === 0) return;
    Object.assign(sinkbase.state, changes);
    sinkbase.language = sinkbase.state.language;
    for (const listener of listeners) listener(new Set(changed));
    writeAddress();
  };

  const NUMBERS = {
    divider: [0, 100],
    opacity: [0, 100],
    x: [-1e9, 1e9],
    y: [-1e9, 1e9],
    zoom: [-20, 20],
    cell: [1, region.columns * region.rows],
    sink: [1, Infinity],
    zone: [1, Infinity],
    corridor: [1, Infinity],
  };
  const WHOLE = ["cell", "sink", "zone", "corridor"];
  const TABS = ["layers", "places", "zones", "values", "about"];
  const strategies = () => sinkbase.vectors.restoration_zones.map((it) => it.strategy);

  // The state that an address tells; what it does not tell, or tells wrongly, has its default.
  sinkbase.fromAddress = (hash) => {
    const state = defaults();
    const told = new URLSearchParams(hash.replace(/^#/, ""));
    for (const [key, [least, most]] of Object.entries(NUMBERS)) {
      const value = told.has(key) ? Number(told.get(key)) : NaN;
      const fits = value >= least && value <= most && (Number.isInteger(value) || !WHOLE.includes(key));
      if (told.get(key) !== "" && fits) state[key] = value;
    }
    if (names.includes(told.get("layer"))) state.layer = told.get("layer");
    const layer = region.layers.find((it) => it.name === state.layer);
    if (sinkbase.passing(layer, told.get("only") || "")) state.only = told.get("only");
    if (strategies().includes(told.get("strategy"))) state.strategy = told.get("strategy");
    if (names.includes(told.get("compare"))) state.compare = told.get("compare");
    if (sinkbase.LANGUAGES.includes(told.get("lang"))) state.language = told.get("lang");
    if (TABS.includes(told.get("tab"))) state.tab = told.get("tab");
    if (told.has("on")) {
      const on = told.get("on").split(",");
      state.overlays = OVERLAYS.filter((name) => on.includes(name));
    }
    return state;
  };

  sinkbase.toAddress = (state) => {
    const told = new URLSearchParams();
    told.set("layer", state.layer);
    if (state.only) told.set("only", state.only);
    if (state.compare) {
      told.set("compare", state.compare);
      told.set("divider", String(Math.round(state.divider)));
    }
    told.set("opacity", String(state.opacity));
    told.set("on", state.overlays.join(","));
    for (const key of ["x", "y", "zoom", "cell", "sink", "zone", "corridor"]) {
      if (state[key] !== null) told.set(key, String(Number(state[key].toFixed(3))));
    }
    if (state.strategy) told.set("strategy", state.strategy);
    told.set("tab", state.tab);
    told.set("lang", state.language);
    return `#${told.toString().replaceAll("%2C", ",")}`;
  };

  let written = location.hash;

  const writeAddress = () => {
    written = sinkbase.toAddress(sinkbase.state);
    history.replaceState(null, "", written);
  };

  sinkbase.readAddress = () => sinkbase.change(sinkbase.fromAddress(location.hash));

  window.addEventListener("hashchange", () => {
    if (location.hash !== written) sinkbase.readAddress();
  });
})();
