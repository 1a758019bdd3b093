// Lengths and areas: points set on the map by hand, or by Enter at its centre.
"use strict";

(() => {
  const { map, element, say } = sinkbase;
  const button = document.getElementById("measure");
  const box = document.getElementById("measured");
  const LINE = { color: "#000000", weight: 3, dashArray: "6 5", interactive: false };
  const CASING = { color: "#ffffff", weight: 6, opacity: 0.9, interactive: false };
  const DOT = { radius: 5, color: "#ffffff", weight: 2, fillColor: "#000000", fillOpacity: 1, interactive: false };
  const drawn = L.featureGroup().addTo(map);
  let points = null; // null: not measuring
  let turn = 0;

  sinkbase.isMeasuring = () => points !== null;

  const inCells = () => points.map((it) => [it.lng, -it.lat]);

  const draw = () => {
    drawn.clearLayers();
    for (const style of [CASING, LINE]) {
      if (points.length > 2) L.polygon(points, { ...style, fill: style === CASING, fillOpacity: 0.25 }).addTo(drawn);
      else if (points.length === 2) L.polyline(points, style).addTo(drawn);
    }
    for (const it of points) L.circleMarker(it, DOT).addTo(drawn);
  };

  const facts = async () => {
    const ring = inCells();
    if (ring.length < 2) return [];
    const rows = [[say("line_length"), sinkbase.quantity(sinkbase.lengthOf(ring), "km")]];
    if (ring.length > 2) rows.push([say("area_within"), sinkbase.quantity(sinkbase.areaOf(ring), "km²")]);
    const told = element(
      "dl",
      {},
      ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
    );
    if (ring.length < 3) return [told];
    return [told, ...(await sinkbase.withinTold([[[...ring, ring[0]]]]))];
  };

  const control = (id, label, onclick) => element("button", { type: "button", id, onclick }, label);

  const show = async () => {
    button.setAttribute("aria-pressed", String(points !== null));
    box.hidden = points === null;
    turn += 1;
    if (points === null) return;
    const mine = turn;
    const told = await facts();
    if (mine !== turn) return;
    const hadFocus = box.contains(document.activeElement) && document.activeElement.id;
    box.replaceChildren(
      element("div", { role: "status" }, points.length < 3 ? element("p", {}, say("measure_help")) : "", ...told),
      element(
        "p",
        { class: "buttons" },
        ...(points.length ? [control("measure-back", say("measure_back"), () => set(points.slice(0, -1)))] : []),
        control("measure-end", say("measure_end"), () => set(null)),
      ),
    );
    if (hadFocus) (document.getElementById(hadFocus) || document.getElementById("measure-end")).focus();
  };

  const set = (next) => {
    const ends = next === null && box.contains(document.activeElement);
    points = next;
    drawn.clearLayers();
    if (points) draw();
    sinkbase.shown = show();
    if (ends) button.focus();
  };

  sinkbase.measureAt = (latlng) => set([...points, latlng]);

  button.addEventListener("click", () => set(points === null ? [] : null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && points !== null) set(null);
  });
  sinkbase.onChange((changed) => {
    if (points !== null && (changed.has("language") || changed.has("layer"))) sinkbase.shown = show();
  });
})();
