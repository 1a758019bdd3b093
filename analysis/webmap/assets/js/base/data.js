// The cells of the layers. Each comes as a script, because a page from a disk may not read files.
"use strict";

(() => {
  const cells = new Map();
  const waiting = new Map();
  const KINDS = { float: Float32Array, code: Uint8Array, number: Uint16Array };
  const MISSING_CODE = 255;

  // Called by data/<name>.js.
  sinkbase.receive = (name, kind, base64) => {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
    const values = new KINDS[kind](bytes.buffer);
    cells.set(name, { values, missing: kind === "code" ? MISSING_CODE : NaN });
  };

  // Promise of a layer's {values, missing}, in reading order.
  sinkbase.load = (name) => {
    if (cells.has(name)) return Promise.resolve(cells.get(name));
    if (!waiting.has(name)) {
      waiting.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = `data/${name}.js`;
          script.onload = () => resolve(cells.get(name));
          script.onerror = () => {
            waiting.delete(name);
            reject(new Error(script.src));
          };
          document.head.append(script);
        }),
      );
    }
    return waiting.get(name);
  };

  // A layer's value at an index; null for missing.
  sinkbase.valueAt = (layer, index) => {
    const value = layer.values[index];
    return value === layer.missing || Number.isNaN(value) ? null : value;
  };
})();
