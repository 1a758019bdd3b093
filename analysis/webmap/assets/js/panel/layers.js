// The panel's first page: which layer, with which other, how opaque, what on top.
"use strict";

(() => {
  const { region, element, pick, say } = sinkbase;
  const list = document.getElementById("layer-list");
  const compare = sinkbase.field("compare");
  const opacity = sinkbase.field("opacity");
  const overlays = document.getElementById("overlays");

  const grouped = () =>
    Object.entries(region.groups)
      .map(([name, title]) => [pick(title), region.layers.filter((layer) => layer.group === name)])
      .filter(([, layers]) => layers.length > 0);

  const radio = (layer) =>
    element(
      "label",
      { class: layer.empty ? "empty" : "" },
      element("input", {
        type: "radio",
        name: "layer",
        value: layer.name,
        checked: layer.name === sinkbase.state.layer,
        onchange: () => sinkbase.change({ layer: layer.name }),
      }),
      element("span", {}, pick(layer.title)),
      " ", // for those who hear it
      element("small", {}, layer.empty ? say("empty") : pick(layer.unit)),
    );

  const buildList = () =>
    list.replaceChildren(
      ...grouped().map(([title, layers]) =>
        element("fieldset", {}, element("legend", {}, title), ...layers.map(radio)),
      ),
    );

  const option = (layer) => element("option", { value: layer.name }, pick(layer.title));

  const buildCompare = () => {
    compare.replaceChildren(
      element("option", { value: "" }, say("none")),
      ...grouped().map(([title, layers]) =>
        element("optgroup", { label: title }, ...layers.filter((layer) => !layer.empty).map(option)),
      ),
    );
  };

  const TITLES = {
    boundary: () => say("boundary"),
    relief: () => say("relief"),
    carbon_sinks: () => pick(region.vectors.carbon_sinks.title),
    restoration_zones: () => pick(region.vectors.restoration_zones.title),
    corridors: () => pick(region.vectors.corridors.title),
  };

  const isThere = (name) =>
    name === "relief" ? region.layers.some((layer) => layer.name === "elevation") : sinkbase.vectors[name].length > 0;

  const toggle = (name, on) => {
    const others = sinkbase.state.overlays.filter((it) => it !== name);
    const next = on ? [...others, name] : others;
    sinkbase.change({ overlays: sinkbase.OVERLAYS.filter((it) => next.includes(it)) });
  };

  const buildOverlays = () => {
    const boxes = sinkbase.OVERLAYS.filter(isThere).map((name) =>
      element(
        "label",
        {},
        element("input", {
          type: "checkbox",
          value: name,
          checked: sinkbase.state.overlays.includes(name),
          onchange: (event) => toggle(name, event.target.checked),
        }),
        element("span", {}, TITLES[name]()),
      ),
    );
    overlays.hidden = boxes.length === 0;
    overlays.replaceChildren(overlays.querySelector("legend"), ...boxes);
  };

  const mark = () => {
    const { state } = sinkbase;
    compare.value = state.compare;
    opacity.value = String(state.opacity);
    document.getElementById("opacity-told").textContent = `${state.opacity} %`;
    for (const it of list.querySelectorAll("input")) it.checked = it.value === state.layer;
    for (const it of overlays.querySelectorAll("input")) it.checked = state.overlays.includes(it.value);
  };

  opacity.addEventListener("input", () => sinkbase.change({ opacity: Number(opacity.value) }));
  compare.addEventListener("change", () => sinkbase.change({ compare: compare.value }));

  sinkbase.showLayerList = () => {
    buildList();
    buildCompare();
    buildOverlays();
    mark();
  };
  sinkbase.onChange((changed) => {
    if (changed.has("language")) sinkbase.showLayerList();
    else mark();
  });
})();
