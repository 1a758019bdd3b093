// The page's own words in both languages; sinkbase.say(key) gives the one in use.
"use strict";

const sinkbase = {};

(() => {
  const words = {
    about: ["About", "说明"],
    approaches: ["Management approaches", "管理措施"],
    area: ["Area", "面积"],
    as_given: ["Data sources, as the region's file names them", "数据来源（按区域文件原文）"],
    average_of: ["Mean or most frequent value of", "取以下范围内的均值或众数："],
    boundary: ["Boundary", "边界"],
    carbon: ["Carbon in soil and vegetation", "土壤与植被碳储量"],
    category: ["Category", "类别"],
    cell: ["Cell", "像元"],
    cell_number: ["Cell number", "像元编号"],
    cells: ["cells", "个像元"],
    cell_size: ["Cell size", "像元大小"],
    choose: [
      "Click a place on the map, or press Enter on the map for the cell at its centre.",
      "在地图上点击一处；或使地图获得焦点后按回车键，选取中心像元。",
    ],
    compare: ["Compare with", "对比图层"],
    coordinates: ["Easting, northing", "东坐标、北坐标"],
    copied: ["Link copied", "链接已复制"],
    corridors_of: ["Corridors from here", "相连廊道"],
    crs: ["Coordinate system", "坐标系"],
    divider: ["Divider between the two layers", "两图层分隔线"],
    empty: ["no values", "无数据"],
    extent: ["Grid", "格网"],
    go: ["Go", "前往"],
    headline: ["Largest potential sink", "最大的潜在碳汇"],
    help: ["Keys", "键盘操作"],
    help_text: [
      "Map: arrows move, + and − zoom, Enter reads the cell at the cross. Divider: left and right arrows. Panel: Tab and arrows.",
      "地图：方向键移动，+ 与 − 缩放，回车键读取十字处的像元。分隔线：左右方向键。面板：Tab 键与方向键。",
    ],
    layers: ["Layers", "图层"],
    left: ["Left", "左"],
    legend: ["Legend", "图例"],
    map: ["Map", "地图"],
    map_help: [
      "Map. Arrows move it, plus and minus zoom, Enter reads the cell at the centre.",
      "地图。方向键移动，加减号缩放，回车键读取中心像元。",
    ],
    mean_nep: ["Mean net ecosystem production", "平均净生态系统生产力"],
    measures: ["Measures", "措施"],
    missing: ["no value", "无数据"],
    nearest_sink: ["Nearest sink by resistance", "阻力最近的碳汇"],
    nep_total: ["Net ecosystem production", "净生态系统生产总量"],
    no_cell: ["There is no cell with this number in the region.", "区域内没有此编号的像元。"],
    no_sinks: ["No sinks were found in this region.", "该区域未识别出碳汇。"],
    none: ["none", "无"],
    opacity: ["Opacity", "不透明度"],
    overlays: ["On top", "叠加显示"],
    panel: ["Layers, places and values", "图层、地点与数值"],
    pattern: ["Spatial pattern", "空间格局"],
    pinch: ["Pinch point of corridors", "廊道夹点"],
    places: ["Sinks", "碳汇"],
    relief: ["Relief below the layer", "图层下的地形晕渲"],
    report: ["Report", "报告"],
    right: ["Right", "右"],
    say_yes: ["yes", "是"],
    share: ["Link to this view", "当前视图链接"],
    share_address: ["Address of this view", "当前视图地址"],
    sink: ["Sink", "碳汇"],
    skip: ["Skip to layers and values", "跳至图层与数值"],
    soil_carbon: ["Carbon in soil", "土壤碳储量"],
    source: ["Computed by", "计算软件："],
    strategy: ["Strategy", "策略"],
    synthetic: ["SYNTHETIC", "合成数据"],
    synthetic_long: [
      "The input of this region was made up for demonstration. No number here describes a real place.",
      "本区域的输入数据为演示而虚构，其中数字不代表任何真实地点。",
    ],
    values: ["Values", "数值"],
    vegetation_carbon: ["Carbon in vegetation", "植被碳储量"],
    warnings: ["What to know before trusting the numbers", "使用数字前须知"],
    zone: ["Restoration zone", "修复分区"],
    zones: ["Restoration zones", "修复分区"],
    zoom_in: ["Zoom in", "放大"],
    zoom_out: ["Zoom out", "缩小"],
  };

  sinkbase.LANGUAGES = ["en", "zh"];
  sinkbase.language = "en";

  // The page's word for a key.
  sinkbase.say = (key) => words[key][sinkbase.LANGUAGES.indexOf(sinkbase.language)];

  // The text of a pair {en, zh}.
  sinkbase.pick = (texts) => texts[sinkbase.language];

  // A row's column in the language in use: name or name_zh.
  sinkbase.column = (row, name) => row[sinkbase.language === "zh" ? `${name}_zh` : name];

  // Write the words into all that carries data-text, data-label or data-title.
  sinkbase.translate = () => {
    document.documentElement.lang = sinkbase.language === "zh" ? "zh-CN" : "en";
    for (const it of document.querySelectorAll("[data-text]")) {
      it.textContent = sinkbase.say(it.dataset.text);
    }
    for (const it of document.querySelectorAll("[data-label]")) {
      it.setAttribute("aria-label", sinkbase.say(it.dataset.label));
    }
    for (const it of document.querySelectorAll("[data-title]")) {
      it.title = sinkbase.say(it.dataset.title);
    }
  };

  // A new element with attributes and children; a text child is text, never markup.
  sinkbase.element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  };
})();
