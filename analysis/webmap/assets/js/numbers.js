// Numbers as a reader expects them, the same as in the summary: 14,032, 45.2, 0.0913.
"use strict";

(() => {
  const NOTHING = "–";

  sinkbase.number = (value) => {
    if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
    const size = Math.abs(value);
    if (Number.isInteger(value) || size >= 1000) return grouped(value, 0, 0);
    if (size >= 100) return grouped(value, 1, 1);
    if (size >= 1) return grouped(value, 0, 2);
    return String(Number(value.toPrecision(4)));
  };

  sinkbase.quantity = (value, unit) => {
    const told = sinkbase.number(value);
    return unit && told !== NOTHING ? `${told} ${unit}` : told;
  };

  const grouped = (value, least, most) =>
    value.toLocaleString("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });
})();
