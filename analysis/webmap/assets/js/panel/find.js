// A place by what the reader types: a cell's number, longitude and latitude, or easting and northing.
"use strict";

(() => {
  const { region, say } = sinkbase;
  const form = document.getElementById("go");
  const field = sinkbase.field("cell");
  const message = document.getElementById("message");

  const middle = () => sinkbase.point([region.columns / 2, region.rows / 2]);

  // 80.5, 41.25 of "80.5 41.25", "80° 30′ 41° 15′" or "80° 30′ 0″ E, 41° 15′ 0″ N"
  const pairOf = (numbers) => {
    const half = numbers.length / 2;
    const degrees = ([first, ...parts]) =>
      first + Math.sign(first) * parts.reduceRight((sum, it) => (sum + it) / 60, 0);
    return [degrees(numbers.slice(0, half)), degrees(numbers.slice(half))];
  };

  // The number of the cell that a text means; null for none. Of a pair, the order that meets the grid counts.
  sinkbase.cellOf = (text) => {
    const numbers = (text.replaceAll("−", "-").match(/-?\d+(\.\d+)?/g) || []).map(Number);
    const [first] = numbers;
    if (numbers.length === 1) {
      const isCell = Number.isInteger(first) && first >= 1 && first <= region.columns * region.rows;
      return isCell ? first : null;
    }
    if (![2, 4, 6].includes(numbers.length)) return null;
    const [a, b] = pairOf(numbers);
    const isDegrees = Math.abs(a) <= 180 && Math.abs(b) <= 180;
    const place = isDegrees ? sinkbase.fromDegrees : sinkbase.fromMetres;
    return sinkbase.cellAt(place(a, b)) || sinkbase.cellAt(place(b, a));
  };

  // Degrees of a point as a reader writes them, and as cellOf reads them: 80.2412, 41.2700
  sinkbase.degrees = (latlng, digits = 4) =>
    sinkbase
      .toDegrees(latlng)
      .map((it) => it.toFixed(digits))
      .join(", ");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const cell = sinkbase.cellOf(field.value);
    if (await sinkbase.isInside(cell)) {
      message.textContent = "";
      sinkbase.change({ cell, sink: null, zone: null });
      sinkbase.goToCell(cell);
    } else {
      message.textContent = say("no_cell");
    }
  });

  field.placeholder = sinkbase.degrees(middle(), 2);
})();
