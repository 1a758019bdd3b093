// On paper the map has another size than on the screen: the same stretch of land is fitted into it.
"use strict";

(() => {
  const { map } = sinkbase;
  const legend = /** @type {HTMLDetailsElement} */ (document.getElementById("legend"));
  const limits = map.options.maxBounds;
  let before = null;

  const fit = (name) => {
    document.body.classList.toggle("printing", name === "printing");
    map.invalidateSize({ animate: false, pan: false });
  };

  window.addEventListener("beforeprint", () => {
    before = { bounds: map.getBounds(), center: map.getCenter(), zoom: map.getZoom(), open: legend.open };
    legend.open = true;
    map.setMaxBounds(null); // else the map glides back within them while it is printed
    fit("printing");
    map.options.zoomSnap = 0; // as large as the paper allows
    map.fitBounds(before.bounds, { animate: false });
  });

  window.addEventListener("afterprint", () => {
    if (before === null) return;
    map.options.zoomSnap = 0.25;
    legend.open = before.open;
    fit("");
    map.setView(before.center, before.zoom, { animate: false });
    map.setMaxBounds(limits);
    before = null;
  });
})();
