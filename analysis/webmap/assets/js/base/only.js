// The part of a layer that the reader wants to see alone: classes "4,5", or a range "0..", "..10", "0..10".
"use strict";

(() => {
  const { region } = sinkbase;
  const NUMBER = "-?\\d+(?:\\.\\d+)?";
  const RANGE = new RegExp(`^(${NUMBER})?\\.\\.(${NUMBER})?$`);

  // The values of the classes that are named.
  sinkbase.classesOf = (only) => (only === "" ? [] : only.split(",").map(Number));

  // The limits of a range, null for none.
  sinkbase.limitsOf = (only) => {
    const found = RANGE.exec(only);
    return found ? [found[1], found[2]].map((it) => (it === undefined ? null : Number(it))) : [null, null];
  };

  // A function that tells whether a value is wanted; null where the text does not fit the layer.
  sinkbase.passing = (layer, only) => {
    if (layer.classes) {
      const wanted = sinkbase.classesOf(only);
      const known = layer.classes.map((it) => it.value);
      return wanted.length && wanted.every((it) => known.includes(it)) ? (value) => wanted.includes(value) : null;
    }
    const [low, high] = sinkbase.limitsOf(only);
    if (low === null && high === null) return null;
    return (value) => (low === null || value >= low) && (high === null || value <= high);
  };

  // Area in km² of what passes, and its share of the cells that have a value.
  sinkbase.areaOfOnly = async (layer, only) => {
    const passes = sinkbase.passing(layer, only);
    if (layer.classes) {
      const sum = (list) => list.reduce((total, it) => total + it.area_km2, 0);
      const area = sum(layer.classes.filter((it) => passes(it.value)));
      return { area, share: area / sum(layer.classes) };
    }
    const cells = await sinkbase.load(layer.name);
    const known = cells.values.filter((value) => !Number.isNaN(value));
    const count = known.filter(passes).length;
    return { area: count * (region.block * region.cell_size_m * 0.001) ** 2, share: count / known.length };
  };
})();
