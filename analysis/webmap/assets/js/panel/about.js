// The panel's last page: what the region is, what to know of its numbers, where its data come from.
"use strict";

(() => {
  const { region, element, pick, say } = sinkbase;
  const page = document.getElementById("about");
  const REPORTS = { "report.html": "en", "report.zh.html": "zh" };

  const fact = (name, value) => [element("dt", {}, name), element("dd", {}, value)];

  const grid = () => {
    const { columns, rows, cell_size_m: size, srid, block } = region;
    return element(
      "dl",
      {},
      ...fact(say("crs"), `EPSG:${srid}`),
      ...fact(say("cell_size"), sinkbase.quantity(size, "m")),
      ...fact(say("extent"), `${columns} × ${rows}`),
      ...(block > 1 ? fact(say("average_of"), `${block} × ${block} ${say("cells")}`) : []),
      // the year of the data and what the balance is made up of
      ...region.facts.flatMap((it) => fact(pick(it.name), pick(it.value))),
    );
  };

  const report = () => {
    const own = region.links.filter((name) => REPORTS[name] === sinkbase.language);
    return (own.length ? own : region.links)
      .slice(0, 1)
      .map((name) => element("p", {}, element("a", { href: `../${name}` }, say("report"))));
  };

  const list = (title, items, attributes = {}) =>
    items.length === 0
      ? []
      : [element("h2", {}, title), element("ul", attributes, ...items.map((it) => element("li", {}, it)))];

  const WORDS = ["nep", "importance", "sinks", "mcr", "corridor", "pinches", "zone"];

  const glossary = () =>
    element("dl", { class: "words" }, ...WORDS.flatMap((word) => fact(say(`word_${word}`), say(`meaning_${word}`))));

  sinkbase.showAbout = () => {
    page.replaceChildren(
      element("h2", {}, pick(region.title)),
      ...(region.synthetic ? [element("p", { class: "notice" }, say("synthetic_long"))] : []),
      ...report(),
      grid(),
      ...list(say("warnings"), region.warnings.map(pick)),
      ...(region.vectors.carbon_sinks ? [element("h2", {}, say("glossary")), glossary()] : []),
      element("h2", {}, say("help")),
      element("p", {}, say("help_text")),
      ...list(say("as_given"), region.sources.map(pick), { class: "as-given" }),
    );
  };
  sinkbase.onChange((changed) => {
    if (changed.has("language")) sinkbase.showAbout();
  });
})();
