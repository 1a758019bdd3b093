// Columns and rows of the grid: to the map's points, to projected metres, into polygons.
"use strict";

(() => {
  const { region } = sinkbase;

  // Leaflet's point of [column, row]: north is up, so rows count downwards.
  sinkbase.point = ([column, row]) => L.latLng(-row, column);

  sinkbase.points = (shape) => (typeof shape[0] === "number" ? sinkbase.point(shape) : shape.map(sinkbase.points));

  // Projected metres of a point, and back.
  sinkbase.toMetres = (latlng) => [
    region.origin[0] + latlng.lng * region.cell_size_m,
    region.origin[1] + latlng.lat * region.cell_size_m,
  ];
  sinkbase.fromMetres = (x, y) =>
    L.latLng((y - region.origin[1]) / region.cell_size_m, (x - region.origin[0]) / region.cell_size_m);

  // Longitude and latitude of a point: linear between the nodes of the graticule.
  sinkbase.toDegrees = (latlng) => {
    const { steps, longitude, latitude } = region.graticule;
    const across = (latlng.lng / region.columns) * steps;
    const down = (-latlng.lat / region.rows) * steps;
    const column = Math.max(0, Math.min(steps - 1, Math.floor(across)));
    const row = Math.max(0, Math.min(steps - 1, Math.floor(down)));
    const first = row * (steps + 1) + column;
    const between = (low, high, share) => low + (high - low) * share;
    const at = (nodes) =>
      between(
        between(nodes[first], nodes[first + 1], across - column),
        between(nodes[first + steps + 1], nodes[first + steps + 2], across - column),
        down - row,
      );
    return [at(longitude), at(latitude)];
  };

  // The point of a longitude and a latitude, by Newton's method from the middle of the grid.
  sinkbase.fromDegrees = (longitude, latitude) => {
    let point = L.latLng(-region.rows / 2, region.columns / 2);
    for (let turn = 0; turn < 8; turn += 1) {
      const [x, y] = sinkbase.toDegrees(point);
      const [eastX, eastY] = sinkbase.toDegrees(L.latLng(point.lat, point.lng + 1));
      const [northX, northY] = sinkbase.toDegrees(L.latLng(point.lat + 1, point.lng));
      const [a, b, c, d] = [eastX - x, northX - x, eastY - y, northY - y];
      const [right, up] = [longitude - x, latitude - y];
      const scale = a * d - b * c;
      point = L.latLng(point.lat + (a * up - c * right) / scale, point.lng + (d * right - b * up) / scale);
    }
    return point;
  };

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

  // Where the cells or blocks stand in a layer's values whose middle lies in the polygons.
  sinkbase.indicesIn = (shape) => {
    const { block } = region;
    const rings = shape.flat();
    const found = [];
    for (let row = 0; row < sinkbase.gridRows; row += 1) {
      const cuts = cutsAt(rings, (row + 0.5) * block).sort((a, b) => a - b);
      for (let i = 0; i + 1 < cuts.length; i += 2) {
        const from = Math.max(0, Math.ceil(cuts[i] / block - 0.5));
        const to = Math.min(sinkbase.gridColumns, Math.ceil(cuts[i + 1] / block - 0.5));
        for (let column = from; column < to; column += 1) found.push(row * sinkbase.gridColumns + column);
      }
    }
    return found;
  };

  // The columns at which rings cross a row.
  const cutsAt = (rings, y) => {
    const cuts = [];
    for (const ring of rings) {
      for (let i = 0; i + 1 < ring.length; i += 1) {
        const [x1, y1] = ring[i];
        const [x2, y2] = ring[i + 1];
        if (y1 > y !== y2 > y) cuts.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
      }
    }
    return cuts;
  };

  // Length of a line and area of a ring, [column, row] points, in km and km².
  const km = region.cell_size_m / 1000;
  sinkbase.lengthOf = (points) =>
    points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]) * km, 0);
  sinkbase.areaOf = (points) => {
    const next = (i) => points[(i + 1) % points.length];
    const twice = points.reduce((sum, [x, y], i) => sum + x * next(i)[1] - next(i)[0] * y, 0);
    return (Math.abs(twice) / 2) * km * km;
  };

  const holds = (rings, x, y) => rings.reduce((inside, ring) => (crosses(ring, x, y) % 2 ? !inside : inside), false);

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
