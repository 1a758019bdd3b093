// Cells to colours: a canvas with one pixel a cell, which the map stretches.
"use strict";

(() => {
  const { region } = sinkbase;
  sinkbase.EMPTY = "#ffffff"; // a cell of the region without a value
  sinkbase.ASIDE = "#ededed"; // one that the reader does not want to see

  sinkbase.gridColumns = Math.ceil(region.columns / region.block);
  sinkbase.gridRows = Math.ceil(region.rows / region.block);

  const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

  // A function from a value to [red, green, blue] by the layer's classes or ramp.
  sinkbase.colouring = (layer) => {
    if (layer.classes) {
      const colours = new Map(layer.classes.map((it) => [it.value, rgb(it.colour)]));
      return (value) => colours.get(value) || [255, 255, 255];
    }
    const stops = layer.stops.map(([value, colour]) => [value, rgb(colour)]);
    return (value) => {
      const last = stops.length - 1;
      if (value <= stops[0][0]) return stops[0][1];
      if (value >= stops[last][0]) return stops[last][1];
      const upper = stops.findIndex(([limit]) => value < limit);
      const [low, from] = stops[upper - 1];
      const [high, to] = stops[upper];
      const share = (value - low) / (high - low);
      return from.map((it, i) => Math.round(it + (to[i] - it) * share));
    };
  };

  // The canvas of a layer; cells outside the region are transparent, those that do not pass are pale.
  sinkbase.paint = (layer, cells, inside, passes) => {
    const { canvas, context, image } = blank();
    const colour = sinkbase.colouring(layer);
    const [empty, aside] = [sinkbase.EMPTY, sinkbase.ASIDE].map((it) => [...rgb(it), 255]);
    for (let i = 0; i < cells.values.length; i += 1) {
      const value = sinkbase.valueAt(cells, i);
      if (value !== null && passes && !passes(value)) image.data.set(aside, 4 * i);
      else if (value !== null) image.data.set([...colour(value), 255], 4 * i);
      else if (inside.values[i] === 1) image.data.set(empty, 4 * i);
    }
    context.putImageData(image, 0, 0);
    return canvas;
  };

  // The canvas of the terrain, lit from the north-west (Horn 1981), light enough to lie below colours.
  sinkbase.paintRelief = (elevation) => {
    const { canvas, context, image } = blank();
    const columns = sinkbase.gridColumns;
    const rows = sinkbase.gridRows;
    const size = 8 * region.cell_size_m * region.block;
    const steepness = 4; // cells of 1 km flatten the terrain
    const at = (row, column, otherwise) => {
      if (row < 0 || column < 0 || row >= rows || column >= columns) return otherwise;
      const value = elevation.values[row * columns + column];
      return Number.isNaN(value) ? otherwise : value;
    };
    for (let i = 0; i < elevation.values.length; i += 1) {
      const middle = elevation.values[i];
      if (Number.isNaN(middle)) continue;
      const row = Math.floor(i / columns);
      const column = i % columns;
      const z = (down, right) => at(row + down, column + right, middle);
      const east = (steepness * (z(-1, 1) + 2 * z(0, 1) + z(1, 1) - z(-1, -1) - 2 * z(0, -1) - z(1, -1))) / size;
      const south = (steepness * (z(1, -1) + 2 * z(1, 0) + z(1, 1) - z(-1, -1) - 2 * z(-1, 0) - z(-1, 1))) / size;
      const light = (1 + 0.7 * (east + south)) / Math.sqrt(1 + east * east + south * south);
      const grey = Math.max(90, Math.min(255, Math.round(205 * light)));
      image.data.set([grey, grey, grey, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
    return canvas;
  };

  const blank = () => {
    const canvas = document.createElement("canvas");
    canvas.width = sinkbase.gridColumns;
    canvas.height = sinkbase.gridRows;
    const context = canvas.getContext("2d");
    return { canvas, context, image: context.createImageData(canvas.width, canvas.height) };
  };
})();
