// Columns and rows of the grid: to the map's points, to projected metres, into polygons.
"use strict";

(() => {
  const { region } = sinkbase;

  // Leaflet's point of [column, row]: north is up, so rows count downwards.
  sinkbase.point = ([column, row]) => L.latLng(-row, column);

  sinkbase.points = (shape) =>
    typeof shape[0] === "number" ? sinkbase.point(shape) : shape.map(sinkbase.points);

  // Projected metres of a point, and back.
  sinkbase.toMetres = (latlng) => [
    region.origin[0] + latlng.lng * region.cell_size_m,
    region.origin[1] + latlng.lat * region.cell_size_m,
  ];
  sinkbase.fromMetres = (x, y) =>
    L.latLng((y - region.origin[1]) / region.cell_size_m, (x - region.origin[0]) / region.cell_size_m);

  // The number of the cell at a point, as in grid_cells; null off the grid.
  sinkbase.cellAt = (latlng) => {
    const column = Math.floor(latlng.lng);
    const row = Math.floor(-latlng.lat);
    const onGrid = column >= 0 && row >= 0 && column < region.columns && row < region.rows;
    return onGrid ? row * region.columns + column + 1 : null;
  };

  // Column and row of a cell by its number.
  sinkbase.placeOf = (cell) => [(cell - 1) % region.columns, Math.floor((cell - 1) / region.columns)];

  // Where the value of a cell stands in a layer's values.
  sinkbase.indexOf = (cell) => {
    const [column, row] = sinkbase.placeOf(cell);
    const { block } = region;
    return Math.floor(row / block) * sinkbase.gridColumns + Math.floor(column / block);
  };

  // The feature whose polygons hold the middle of a cell.
  sinkbase.featureAt = (features, cell) => {
    const [column, row] = sinkbase.placeOf(cell);
    return features.find((it) => it.shape.some((rings) => holds(rings, column + 0.5, row + 0.5))) || null;
  };

  const holds = (rings, x, y) =>
    rings.reduce((inside, ring) => (crosses(ring, x, y) % 2 ? !inside : inside), false);

  const crosses = (ring, x, y) => {
    let count = 0;
    for (let i = 0; i + 1 < ring.length; i += 1) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[i + 1];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) count += 1;
    }
    return count;
  };
})();
