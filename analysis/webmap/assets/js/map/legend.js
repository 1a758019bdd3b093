// What the colours mean: of the layer, of the one compared with, of what lies on top.
"use strict";

(() => {
  const { region, element, column, pick, say } = sinkbase;
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

  const layerClasses = (layer) =>
    layer.classes.map((it) => ({
      value: it.value,
      colour: it.colour,
      label: pick(it.label),
      told: sinkbase.quantity(it.area_km2, "km²"),
    }));

  // Ends of the ramp, marked where values lie beyond them, and the middle.
  const limitsOf = ({ stops, ends }) => {
    const first = stops[0][0];
    const last = stops[stops.length - 1][0];
    const between = (first + last) / 2;
    const middle = Math.abs(between) < 1e-9 * (last - first) ? 0 : between; // a sum of floats
    const beyond = (is, sign) => (is ? `${sign} ` : "");
    const tiny = 1e-6 * (last - first); // cells are 32-bit floats
    return [
      beyond(ends && ends[0] < first - tiny, "≤") + sinkbase.number(first),
      sinkbase.number(middle),
      beyond(ends && ends[1] > last + tiny, "≥") + sinkbase.number(last),
    ];
  };

  // Cells of the region that have none of the colours above.
  const others = (layer, only) => [
    ...(only ? [{ colour: sinkbase.ASIDE, label: say("others") }] : []),
    ...(layer.has_missing ? [{ colour: sinkbase.EMPTY, label: say("missing") }] : []),
  ];

  // Of the layer, `only` is shown; null for a layer of which no part can be chosen.
  const layerSection = (layer, side, only) => {
    const title = side + titleOf(layer);
    if (layer.empty) return { title, items: [{ label: say("empty") }] };
    const told = { title, kind: "area", layer: only === null ? null : layer, others: others(layer, only) };
    if (layer.classes) return { ...told, items: layerClasses(layer) };
    return { ...told, items: [], stops: layer.stops, limits: limitsOf(layer) };
  };

  const overlaySection = (name, kind) => {
    const rows = name === "restoration_zones" ? sinkbase.zonesNow() : sinkbase.vectors[name];
    const used = new Set(rows.map((it) => it.pattern_code || it.category_code));
    const { title, classes } = region.vectors[name];
    const items = classes
      .filter((it) => it.value === null || used.has(it.value))
      .map((it) => ({ colour: it.colour, label: pick(it.label) }));
    const pinches = name === "corridors" && sinkbase.vectors.pinch_points.length > 0;
    if (pinches) items.push({ colour: "#000000", label: say("pinch"), kind: "dot" });
    const [chosen] = name === "restoration_zones" && sinkbase.state.strategy ? rows : [];
    return { title: pick(title) + (chosen ? `: ${column(chosen, "strategy")}` : ""), items, kind };
  };

  // What the legend has now, in its order: title, items {colour, label, told}, or a ramp's stops and limits.
  sinkbase.legendSections = () => {
    const { state, vectors } = sinkbase;
    const sections = [layerSection(layerOf(state.layer), state.compare ? `${say("left")}: ` : "", state.only)];
    if (state.compare) sections.push(layerSection(layerOf(state.compare), `${say("right")}: `, null));
    for (const [name, kind] of [
      ["restoration_zones", "area"],
      ["carbon_sinks", "outline"],
      ["corridors", "line"],
    ]) {
      if (!state.overlays.includes(name) || vectors[name].length === 0) continue;
      // the category's colours stand in the layer's own legend already
      if (name === "carbon_sinks" && [state.layer, state.compare].includes("sink_category")) continue;
      sections.push(overlaySection(name, kind));
    }
    return sections;
  };

  const swatch = (item, kind) =>
    item.colour ? element("i", { class: `swatch ${item.kind || kind}`, style: `--colour: ${item.colour}` }) : null;

  const label = (item) => [
    element("span", {}, item.label),
    " ", // for those who hear it
    item.told ? element("small", {}, item.told) : null,
  ];

  const toggle = (value) => {
    const chosen = sinkbase.classesOf(sinkbase.state.only);
    const next = chosen.includes(value) ? chosen.filter((it) => it !== value) : [...chosen, value];
    sinkbase.change({ only: next.sort((a, b) => a - b).join(",") });
  };

  // A class of the layer: pressed, it is shown alone.
  const classButton = (item) =>
    element(
      "button",
      {
        type: "button",
        class: "class",
        "data-value": item.value,
        title: say("alone_help"),
        "aria-pressed": String(sinkbase.classesOf(sinkbase.state.only).includes(item.value)),
        onclick: () => toggle(item.value),
      },
      swatch(item, ""),
      ...label(item),
    );

  const ramp = ({ stops, limits }) => {
    const first = stops[0][0];
    const last = stops[stops.length - 1][0];
    const parts = stops.map(([value, colour]) => `${colour} ${(100 * (value - first)) / (last - first)}%`);
    return [
      element("div", { class: "ramp", style: `background: linear-gradient(to right, ${parts.join(", ")})` }),
      element("div", { class: "limits" }, ...limits.map((told) => element("span", {}, told))),
    ];
  };

  const limitField = (side, value) =>
    element("input", {
      type: "text",
      inputmode: "text", // the decimal keypads of some phones have no minus sign
      size: "5",
      id: `only-${side}`,
      "data-value": side,
      "aria-label": say(side),
      value: value === null ? "" : String(value),
      onchange: readRange,
    });

  const readRange = () => {
    const typed = ["from", "to"].map((side) => {
      const text = sinkbase.field(`only-${side}`).value.trim().replace("−", "-");
      return /^-?\d+(\.\d+)?$/.test(text) ? text : "";
    });
    sinkbase.change({ only: typed.join("") === "" ? "" : typed.join("..") });
    show(); // what is no number is taken away
  };

  const rangeFields = () => {
    const [low, high] = sinkbase.limitsOf(sinkbase.state.only);
    return element(
      "p",
      { class: "range" },
      say("only_from"),
      limitField("from", low),
      say("to"),
      limitField("to", high),
    );
  };

  // How much of the region is shown, and the way back.
  const shownAlone = (layer) => {
    const told = element("span", { role: "status" });
    sinkbase.areaOfOnly(layer, sinkbase.state.only).then(({ area, share }) => {
      told.textContent = `${say("shown")}: ${sinkbase.quantity(area, "km²")} (${sinkbase.percent(share)})`;
    });
    const all = element(
      "button",
      { type: "button", id: "show-all", onclick: () => sinkbase.change({ only: "" }) },
      say("show_all"),
    );
    return element("p", { class: "alone" }, told, all);
  };

  const list = (items, content) =>
    items.length ? element("ul", {}, ...items.map((it) => element("li", {}, ...content(it)))) : null;

  const drawn = (section) => {
    const { layer, items, kind } = section;
    const plain = (it) => [swatch(it, kind), ...label(it)].filter(Boolean);
    return element(
      "section",
      {},
      element("h3", {}, section.title),
      ...(section.stops ? ramp(section) : []),
      layer?.stops ? rangeFields() : null,
      list(items, layer?.classes ? (it) => [classButton(it)] : plain),
      list(section.others || [], plain),
      layer && sinkbase.state.only ? shownAlone(layer) : null,
    );
  };

  const focusOn = (...selectors) => {
    const found = selectors.map((it) => body.querySelector(it)).find((it) => it !== null);
    /** @type {HTMLElement} */ (found).focus();
  };

  const show = () => {
    const { state } = sinkbase;
    const value = document.activeElement?.getAttribute("data-value");
    const hadFocus = body.contains(document.activeElement);
    body.replaceChildren(...sinkbase.legendSections().map(drawn));
    if (hadFocus) focusOn(`[data-value="${value}"]`, "button, input");
    const names = [state.layer, state.compare].filter(Boolean).map((name) => titleOf(layerOf(name)));
    document.getElementById("legend-now").textContent = `: ${names.join(" | ")}`;
  };

  sinkbase.showLegend = show;
  sinkbase.onChange((changed) => {
    if (["layer", "only", "compare", "overlays", "strategy", "language"].some((key) => changed.has(key))) show();
  });
})();
