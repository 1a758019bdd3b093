// The bar between two layers: dragged, or moved by arrow keys.
"use strict";

(() => {
  const divider = document.getElementById("divider");
  const stage = document.getElementById("stage");
  const KEYS = {
    ArrowLeft: -2,
    ArrowDown: -2,
    ArrowRight: 2,
    ArrowUp: 2,
    PageDown: -20,
    PageUp: 20,
    Home: -100,
    End: 100,
  };

  const place = () => {
    const share = sinkbase.state.divider;
    divider.style.left = `${share}%`;
    divider.setAttribute("aria-valuenow", String(Math.round(share)));
  };

  const move = (share) => sinkbase.change({ divider: Math.max(0, Math.min(100, share)) });

  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    event.preventDefault();
    divider.focus();
  });
  divider.addEventListener("pointermove", (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const box = stage.getBoundingClientRect();
    move((100 * (event.clientX - box.left)) / box.width);
  });
  divider.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    move(sinkbase.state.divider + KEYS[event.key]);
  });

  sinkbase.onChange((changed) => {
    if (changed.has("divider") || changed.has("compare")) place();
  });
  sinkbase.placeDivider = place;
})();
