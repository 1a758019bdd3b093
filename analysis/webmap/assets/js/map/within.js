// What the layer that is shown has within an area: its mean and range, or the shares of its classes.
"use strict";

(() => {
  const { region, element, pick, say } = sinkbase;
  const MOST_CLASSES = 6;

  const ofRamp = (layer, values) => {
    const told = (value) => sinkbase.told(layer, value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const [low, high] = values.reduce(([a, b], it) => [Math.min(a, it), Math.max(b, it)], [Infinity, -Infinity]);
    return [
      [say("mean"), told(mean)],
      [say("range"), `${sinkbase.number(low)} … ${told(high)}`],
    ];
  };

  const ofClasses = (layer, values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_CLASSES)
      .map(([value, count]) => [sinkbase.told(layer, value), sinkbase.percent(count / values.length)]);
  };

  // Promise of pairs [what, how much] of a layer within polygons in cells of the grid.
  sinkbase.within = async (layer, shape) => {
    const cells = await sinkbase.load(layer.name);
    const values = sinkbase
      .indicesIn(shape)
      .map((index) => sinkbase.valueAt(cells, index))
      .filter((value) => value !== null);
    if (values.length === 0) return [[say("values"), say("missing")]];
    return layer.classes ? ofClasses(layer, values) : ofRamp(layer, values);
  };

  // Promise of what the layer that is shown now has within the polygons, under its title.
  sinkbase.withinTold = async (shape) => {
    const layer = region.layers.find((it) => it.name === sinkbase.state.layer);
    const rows = await sinkbase.within(layer, shape);
    return [
      element("h3", {}, pick(layer.title)),
      element("dl", {}, ...rows.flatMap(([what, told]) => [element("dt", {}, what), element("dd", {}, told)])),
    ];
  };
})();
