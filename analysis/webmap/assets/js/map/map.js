// The map: raster layers in two panes (left and right of the divider), vectors, selection.
"use strict";

(() => {
  const { region, vectors } = sinkbase;
  const CRS = L.extend({}, L.CRS.Simple, {
    distance: (a, b) => Math.hypot(a.lng - b.lng, a.lat - b.lat) * region.cell_size_m,
  });
  const SELECTED = { color: "#000000", weight: 3, fill: false, interactive: false };
  const CASING = { color: "#ffffff", weight: 6, opacity: 0.9, fill: false, interactive: false };
  const WHOLE = L.latLngBounds([-region.rows, 0], [0, region.columns]);

  /**
   * An image layer whose image is a canvas.
   * @type {new (canvas: HTMLCanvasElement, bounds: L.LatLngBounds, options: L.ImageOverlayOptions) => L.ImageOverlay}
   */
  const CanvasLayer = L.ImageOverlay.extend({
    _initImage() {
      this._image = this._url;
      this._image.classList.add("leaflet-image-layer", "cells");
      if (this._zoomAnimated) this._image.classList.add("leaflet-zoom-animated");
    },
  });

  const map = L.map("map", {
    crs: CRS,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    minZoom: -6,
    maxZoom: 7,
    maxBounds: WHOLE.pad(0.6),
    attributionControl: false,
    zoomControl: false,
    boxZoom: false,
    keyboardPanDelta: 60,
  });
  const zoom = L.control.zoom({ position: "topleft" });
  sinkbase.map = map;
  zoom.addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);

  for (const [name, order] of [
    ["relief", "210"],
    ["left", "220"],
    ["right", "230"],
  ]) {
    map.createPane(name).style.zIndex = order;
    map.getPane(name).style.pointerEvents = "none";
  }

  const layerOf = (name) => region.layers.find((layer) => layer.name === name);

  // Raster layers
  const canvases = new Map();
  const shown = { left: null, right: null, relief: null };

  const isInside = async (cell) =>
    cell !== null && sinkbase.valueAt(await sinkbase.load("inside"), sinkbase.indexOf(cell)) === 1;
  sinkbase.isInside = isInside;

  const canvasOf = async (name, only = "") => {
    if (only === "" && canvases.has(name)) return canvases.get(name);
    const [cells, inside] = await Promise.all([sinkbase.load(name), sinkbase.load("inside")]);
    const canvas = sinkbase.paint(layerOf(name), cells, inside, sinkbase.passing(layerOf(name), only));
    if (only === "") canvases.set(name, canvas);
    return canvas;
  };

  // A pane's picture covers whole blocks, so it may reach a little beyond the grid.
  const PICTURE = L.latLngBounds([-sinkbase.gridRows * region.block, 0], [0, sinkbase.gridColumns * region.block]);

  const show = async (pane, paint) => {
    const [name, only] = wanted(pane);
    if (shown[pane] && shown[pane].name === name && shown[pane].only === only) return;
    const canvas = name ? await paint(name, only) : null;
    if (wanted(pane).join() !== [name, only].join()) return; // the reader has chosen another one meanwhile
    if (shown[pane]) shown[pane].layer.remove();
    shown[pane] = null;
    if (canvas === null) return;
    // one canvas cannot stand in two panes
    const own = pane === "right" ? copyOf(canvas) : canvas;
    const opacity = pane === "relief" ? 1 : sinkbase.state.opacity / 100;
    const layer = new CanvasLayer(own, PICTURE, { pane, opacity });
    shown[pane] = { name, only, layer: layer.addTo(map) };
    layer.setOpacity(opacity);
  };

  // What a pane is to show: a layer's name, empty for nothing, and which part of it alone.
  const wanted = (pane) => {
    const { state } = sinkbase;
    if (pane === "left") return [state.layer, state.only];
    if (pane === "right") return [state.compare, ""];
    return [state.overlays.includes("relief") && layerOf("elevation") ? "elevation" : "", ""];
  };

  const copyOf = (canvas) => {
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    copy.getContext("2d").drawImage(canvas, 0, 0);
    return copy;
  };

  const paintRelief = async (name) => sinkbase.paintRelief(await sinkbase.load(name));

  const showLayers = () => Promise.all([show("left", canvasOf), show("right", canvasOf), show("relief", paintRelief)]);

  // The left layer ends at the divider, the right one begins there.
  sinkbase.clip = () => {
    const [left, right] = [map.getPane("left"), map.getPane("right")];
    if (!sinkbase.state.compare) {
      left.style.clip = "";
      return;
    }
    const size = map.getSize();
    const from = map.containerPointToLayerPoint([0, 0]);
    const to = map.containerPointToLayerPoint(size);
    const middle = from.x + (size.x * sinkbase.state.divider) / 100;
    left.style.clip = `rect(${from.y}px, ${middle}px, ${to.y}px, ${from.x}px)`;
    right.style.clip = `rect(${from.y}px, ${to.x}px, ${to.y}px, ${middle}px)`;
  };
  map.on("move zoom viewreset resize", sinkbase.clip);

  // Vectors
  const colourOf = (name, value) => {
    const classes = region.vectors[name].classes;
    return (classes.find((it) => it.value === value) || classes[0]).colour;
  };

  const quiet = { interactive: false };

  const polygons = (features, style) =>
    L.featureGroup(features.map((it) => L.polygon(sinkbase.points(it.shape), { ...quiet, ...style(it) })));

  const outlined = (features, style) =>
    L.featureGroup([polygons(features, () => ({ ...CASING, weight: 3.5 })), polygons(features, style)]);

  const pinchPoint = (cell) => {
    const [column, row] = sinkbase.placeOf(cell);
    return L.circleMarker(sinkbase.point([column + 0.5, row + 0.5]), {
      ...quiet,
      radius: 3,
      color: "#ffffff",
      weight: 1,
      fillColor: "#000000",
      fillOpacity: 1,
    });
  };

  const lines = (features, style) =>
    features.map((it) => L.polyline(sinkbase.points(it.shape), { ...quiet, ...style(it) }));

  const zones = () =>
    polygons(sinkbase.zonesNow(), (it) => ({
      color: "#ffffff",
      weight: 1,
      fillColor: colourOf("restoration_zones", it.pattern_code),
      fillOpacity: sinkbase.state.opacity / 100,
    }));

  const overlays = {
    restoration_zones: L.featureGroup(),
    carbon_sinks: outlined(vectors.carbon_sinks, (it) => ({
      color: colourOf("carbon_sinks", it.category_code),
      weight: 2,
      fill: false,
    })),
    corridors: L.featureGroup([
      ...lines(vectors.corridors, () => ({ color: "#ffffff", weight: 5, opacity: 0.9 })),
      ...lines(vectors.corridors, () => ({ color: colourOf("corridors", null), weight: 3 })),
      ...vectors.pinch_points.map(pinchPoint),
    ]),
    boundary: L.featureGroup(
      vectors.boundary.map((rings) =>
        L.polygon(sinkbase.points(rings), { ...quiet, color: "#333333", weight: 1.25, fill: false }),
      ),
    ),
  };

  const showOverlays = () => {
    for (const group of Object.values(overlays)) group.remove();
    for (const [name, group] of Object.entries(overlays)) {
      if (sinkbase.state.overlays.includes(name)) group.addTo(map);
    }
    showSelection();
  };

  // What the reader picked
  let selection = null;

  const boundsOf = (cell) => {
    const [column, row] = sinkbase.placeOf(cell);
    const { block } = region;
    const [left, top] = [column - (column % block), row - (row % block)];
    return L.latLngBounds([
      [-top, left],
      [-top - block, left + block],
    ]);
  };

  // Each shape as the function that draws it and where it lies.
  const shapesOfSelection = () => {
    const { state } = sinkbase;
    const found = [];
    const zone = vectors.restoration_zones.find((it) => it.zone_id === state.zone);
    const sink = vectors.carbon_sinks.find((it) => it.sink_id === state.sink);
    const corridor = vectors.corridors.find((it) => it.corridor_id === state.corridor);
    if (zone) found.push([L.polygon, sinkbase.points(zone.shape)]);
    else if (sink) found.push([L.polygon, sinkbase.points(sink.shape)]);
    if (corridor) found.push([L.polyline, sinkbase.points(corridor.shape)]);
    if (state.cell) found.push([L.rectangle, boundsOf(state.cell)]);
    return found;
  };

  const showSelection = () => {
    if (selection) selection.remove();
    const shapes = shapesOfSelection();
    selection = L.featureGroup(
      [CASING, SELECTED].flatMap((style) => shapes.map(([drawn, place]) => drawn(place, style))),
    ).addTo(map);
  };

  // Move so that a feature is seen whole.
  sinkbase.goTo = (shape) => map.fitBounds(L.polygon(sinkbase.points(shape)).getBounds().pad(0.25), { maxZoom: 4 });

  sinkbase.goToCell = (cell) => {
    const bounds = boundsOf(cell);
    if (!map.getBounds().contains(bounds)) map.panTo(bounds.getCenter());
  };

  sinkbase.showWhole = () =>
    map.fitBounds(WHOLE, { animate: false, paddingTopLeft: [48, 12], paddingBottomRight: [24, 24] });

  const pick = async (latlng) => {
    const cell = sinkbase.cellAt(latlng);
    if (await isInside(cell)) {
      sinkbase.change({ cell, sink: null, zone: null, tab: "values" });
    } else {
      sinkbase.change({ cell: null, sink: null, zone: null });
    }
  };

  // A place was pointed at: a point of the measure, or the cell to read.
  const point = (latlng) => (sinkbase.isMeasuring() ? sinkbase.measureAt(latlng) : pick(latlng));

  map.on("click", (event) => point(event.latlng));

  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === map.getContainer()) point(map.getCenter());
  });

  // The value under the pointer
  map.on("mousemove", async ({ latlng }) => {
    const { state } = sinkbase;
    const cell = sinkbase.cellAt(latlng);
    const told = document.getElementById("hover");
    const size = map.getSize();
    const isRight = state.compare && map.latLngToContainerPoint(latlng).x > (size.x * state.divider) / 100;
    const name = isRight ? state.compare : state.layer;
    const cells = await sinkbase.load(name);
    const value = cell === null ? null : sinkbase.valueAt(cells, sinkbase.indexOf(cell));
    told.textContent = value === null ? "" : `${sinkbase.told(layerOf(name), value)} · ${sinkbase.degrees(latlng)}`;
  });
  map.on("mouseout", () => {
    document.getElementById("hover").textContent = "";
  });

  // The state's view and back
  const setView = () => {
    const { x, y, zoom: level } = sinkbase.state;
    if (x === null || y === null || level === null) sinkbase.showWhole();
    else map.setView(sinkbase.fromMetres(x, y), level, { animate: false });
  };

  map.on("moveend", () => {
    const [x, y] = sinkbase.toMetres(map.getCenter());
    const rounded = { x: Math.round(x), y: Math.round(y), zoom: map.getZoom() };
    sinkbase.change(rounded);
  });

  const isElsewhere = () => {
    const { x, y, zoom: level } = sinkbase.state;
    if (x === null || level === null) return true;
    const [nowX, nowY] = sinkbase.toMetres(map.getCenter());
    return Math.abs(nowX - x) > 1 || Math.abs(nowY - y) > 1 || map.getZoom() !== level;
  };

  const showSides = () => {
    document.getElementById("divider").hidden = !sinkbase.state.compare;
    sinkbase.clip();
  };

  sinkbase.onChange((changed) => {
    const any = (...keys) => keys.some((key) => changed.has(key));
    if (any("layer", "only", "compare", "overlays")) sinkbase.ready = showLayers().then(showSides);
    if (any("strategy")) {
      overlays.restoration_zones.remove();
      overlays.restoration_zones = zones();
    }
    if (any("overlays", "strategy")) showOverlays();
    else if (any("cell", "sink", "zone", "corridor")) showSelection();
    if (any("compare", "divider")) showSides();
    if (any("opacity")) {
      for (const pane of ["left", "right"]) {
        if (shown[pane]) shown[pane].layer.setOpacity(sinkbase.state.opacity / 100);
      }
      overlays.restoration_zones.setStyle({ fillOpacity: sinkbase.state.opacity / 100 });
    }
    if (any("x", "y", "zoom") && isElsewhere()) setView();
    if (any("language")) sinkbase.nameControls();
  });

  sinkbase.nameControls = () => {
    for (const [name, key] of [
      ["in", "zoom_in"],
      ["out", "zoom_out"],
    ]) {
      const button = document.querySelector(`.leaflet-control-zoom-${name}`);
      button.setAttribute("title", sinkbase.say(key));
      button.setAttribute("aria-label", sinkbase.say(key));
    }
  };

  // Canvas, place on the screen and opacity of each pane's picture, from below.
  sinkbase.pictures = () =>
    ["relief", "left", "right"]
      .filter((pane) => shown[pane])
      .map((pane) => ({
        pane,
        canvas: shown[pane].layer.getElement(),
        opacity: pane === "relief" ? 1 : sinkbase.state.opacity / 100,
        from: map.latLngToContainerPoint(PICTURE.getNorthWest()),
        to: map.latLngToContainerPoint(PICTURE.getSouthEast()),
      }));

  // Show the state for the first time.
  sinkbase.startMap = () => {
    overlays.restoration_zones = zones(); // of the strategy that the address tells
    setView();
    showOverlays();
    sinkbase.nameControls();
    sinkbase.ready = showLayers().then(showSides);
    return sinkbase.ready;
  };

  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(map.getContainer());
})();
