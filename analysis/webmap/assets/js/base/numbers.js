// Numbers as a reader expects them, the same as in the report: 14,032, 45.2, −0.0913; in Chinese 14 032.
"use strict";

(() => {
  const NOTHING = "–";

  sinkbase.number = (value) => {
    if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
    const size = Math.abs(value);
    if (Number.isInteger(value) || size >= 1000) return grouped(value, 0, 0);
    if (size >= 100) return grouped(value, 1, 1);
    if (size >= 1) return grouped(value, 0, 2);
    return String(Number(value.toPrecision(4))).replace("-", "−");
  };

  sinkbase.quantity = (value, unit) => {
    const told = sinkbase.number(value);
    return unit && told !== NOTHING ? `${told} ${unit}` : told;
  };

  // A share from 0 to 1 in percent, one decimal.
  sinkbase.percent = (share) => `${grouped(100 * share, 1, 1)} %`;

  // GB/T 15835 has a space between groups of three digits.
  const grouped = (value, least, most) => {
    const form = { minimumFractionDigits: least, maximumFractionDigits: most };
    const told = (value + 0).toLocaleString("en-US", form).replace("-", "−");
    return sinkbase.language === "zh" ? told.replaceAll(",", "\u00a0") : told;
  };
})();
