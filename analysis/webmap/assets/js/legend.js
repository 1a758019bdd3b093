// What the colours mean: of the layer, of the one compared with, of what lies on top.
"use strict";

(() => {
  const { region, element, pick, say } = sinkbase;
  const body = document.getElementById("legend-body");

  const layerOf = (name) => region.layers.find((layer) => layer.name === name);

  // A value of a layer as text: its class, or number and unit.
  sinkbase.told = (layer, value) => {
    if (value === null) return say("missing");
    if (!layer.classes) return sinkbase.quantity(value, pick(layer.unit));
    const found = layer.classes.find((it) => it.value === value);
    return found ? pick(found.label) : String(value);
  };

  const titleOf = (layer) => {
    const unit = pick(layer.unit);
    return unit ? `${pick(layer.title)} (${unit})` : pick(layer.title);
  };

  const entry = (swatch, label) => element("li", {}, swatch, label);
  const box = (colour, kind = "") =>
    element("i", { class: `swatch ${kind}`, style: `--colour: ${colour}` });

  const classes = (list, kind) =>
    element("ul", {}, ...list.map((it) => entry(box(it.colour, kind), pick(it.label))));

  const ramp = (stops) => {
    const first = stops[0][0];
    const last = stops[stops.length - 1][0];
    const between = (first + last) / 2;
    const middle = Math.abs(between) < 1e-9 * (last - first) ? 0 : between; // a sum of floats
    const parts = stops.map(([value, colour]) => `${colour} ${(100 * (value - first)) / (last - first)}%`);
    return element(
      "div",
      {},
      element("div", { class: "ramp", style: `background: linear-gradient(to right, ${parts.join(", ")})` }),
      element(
        "div",
        { class: "limits" },
        ...[first, middle, last].map((value) => element("span", {}, sinkbase.number(value))),
      ),
    );
  };

  const legendOf = (layer, side) => {
    const colours = layer.empty
      ? element("p", {}, say("empty"))
      : layer.classes ? classes(layer.classes, "") : ramp(layer.stops);
    return element("section", {}, element("h3", {}, side, titleOf(layer)), colours);
  };

  const overlayLegend = (name, kind) => {
    const used = new Set(sinkbase.vectors[name].map((it) => it.pattern_code || it.category_code));
    const { title, classes: list } = region.vectors[name];
    const present = list.filter((it) => it.value === null || used.has(it.value));
    return element("section", {}, element("h3", {}, pick(title)), classes(present, kind));
  };

  const cornered = () => {
    const pinches = sinkbase.vectors.pinch_points.length > 0;
    return pinches ? element("ul", {}, entry(box("#000000", "dot"), say("pinch"))) : null;
  };

  const show = () => {
    const { state, vectors } = sinkbase;
    const sections = [
      legendOf(layerOf(state.layer), state.compare ? `${say("left")}: ` : ""),
      state.compare ? legendOf(layerOf(state.compare), `${say("right")}: `) : null,
    ];
    for (const [name, kind] of [["restoration_zones", ""], ["carbon_sinks", "outline"], ["corridors", "line"]]) {
      if (!state.overlays.includes(name) || vectors[name].length === 0) continue;
      // the category's colours stand in the layer's own legend already
      if (name === "carbon_sinks" && [state.layer, state.compare].includes("sink_category")) continue;
      const section = overlayLegend(name, kind);
      if (name === "corridors") section.append(...[cornered()].filter(Boolean));
      sections.push(section);
    }
    body.replaceChildren(...sections.filter(Boolean));
    const names = [state.layer, state.compare].filter(Boolean).map((name) => titleOf(layerOf(name)));
    document.getElementById("legend-now").textContent = `: ${names.join(" | ")}`;
  };

  sinkbase.showLegend = show;
  sinkbase.onChange((changed) => {
    if (["layer", "compare", "overlays", "language"].some((key) => changed.has(key))) show();
  });
})();
