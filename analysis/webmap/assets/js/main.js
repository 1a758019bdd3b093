// The page as a whole: title, tabs, language, link to the view, printing.
"use strict";

(() => {
  const { region, pick, say } = sinkbase;
  const TABS = ["layers", "places", "zones", "values", "about"];
  const NEED_SINKS = ["places", "zones"];
  const byId = (id) => document.getElementById(id);

  const showFrame = () => {
    sinkbase.translate();
    document.title = pick(region.title);
    byId("title").textContent = pick(region.title);
    byId("synthetic").hidden = !region.synthetic;
    const isEnglish = sinkbase.language === "en";
    byId("language").textContent = isEnglish ? "中文" : "English";
    byId("language").lang = isEnglish ? "zh" : "en";
    byId("source").textContent =
      `${say("source")} ${region.software} · EPSG:${region.srid} · ${say("cell_size")} ` +
      sinkbase.quantity(region.cell_size_m, "m");
  };

  const showTab = () => {
    for (const name of TABS) {
      const chosen = name === sinkbase.state.tab;
      byId(name).hidden = !chosen;
      byId(`tab-${name}`).setAttribute("aria-selected", String(chosen));
      byId(`tab-${name}`).tabIndex = chosen ? 0 : -1;
    }
  };

  for (const name of TABS) byId(`tab-${name}`).addEventListener("click", () => sinkbase.change({ tab: name }));

  // A comparison has no sinks of its own.
  const hasSinks = Boolean(region.vectors.carbon_sinks);
  for (const name of NEED_SINKS) byId(`tab-${name}`).hidden = !hasSinks;
  const tabs = TABS.filter((name) => hasSinks || !NEED_SINKS.includes(name));

  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(sinkbase.state.tab) + step + tabs.length) % tabs.length];
    sinkbase.change({ tab: next });
    byId(`tab-${next}`).focus();
  });

  byId("language").addEventListener("click", () =>
    sinkbase.change({ language: sinkbase.language === "en" ? "zh" : "en" }),
  );

  byId("share").addEventListener("click", async () => {
    const address = sinkbase.field("address");
    address.value = location.href;
    address.hidden = false;
    address.select();
    try {
      await navigator.clipboard.writeText(location.href);
      byId("share").textContent = say("copied");
      setTimeout(() => (byId("share").textContent = say("share")), 3000);
    } catch {
      // a page from a disk has no clipboard: the address stays selected
    }
  });

  // On small screens the map is what matters: its legend opens on demand.
  if (window.matchMedia("(max-width: 68.75rem)").matches) {
    const legend = /** @type {HTMLDetailsElement} */ (byId("legend"));
    legend.open = false;
  }

  sinkbase.onChange((changed) => {
    if (changed.has("language")) showFrame();
    if (changed.has("tab")) showTab();
  });

  Object.assign(sinkbase.state, sinkbase.fromAddress(location.hash));
  sinkbase.language = sinkbase.state.language;
  showFrame();
  showTab();
  sinkbase.showLayerList();
  sinkbase.showLegend();
  sinkbase.placeDivider();
  sinkbase.showPlaces();
  sinkbase.showZones();
  sinkbase.showAbout();
  sinkbase.shown = sinkbase.showValues();
  sinkbase.startMap().then(() => document.body.classList.add("loaded"));
})();
