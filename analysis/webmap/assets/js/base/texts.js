// The page's own words in both languages; sinkbase.say(key) gives the one in use.
"use strict";

const sinkbase = {};

(() => {
  // The page's field of an id.
  sinkbase.field = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));

  const words = {
    about: ["About", "说明"],
    all: ["All", "全部"],
    alone_help: ["Show this class alone", "仅显示此类"],
    approaches: ["Management approaches", "管理措施"],
    area: ["Area", "面积"],
    area_within: ["Area within", "围合面积"],
    as_given: ["Data sources", "数据来源"],
    average_of: ["Mean or most frequent value of", "取以下范围内的均值或众数："],
    boundary: ["Boundary", "边界"],
    carbon: ["Carbon in soil and vegetation", "土壤与植被碳储量"],
    category: ["Category", "类别"],
    cell: ["Cell", "像元"],
    cell_size: ["Cell size", "像元大小"],
    cells: ["cells", "个像元"],
    choose: [
      "Click a place on the map, or press Enter on the map for the cell at its centre.",
      "在地图上点击一处；或使地图获得焦点后按回车键，选取中心像元。",
    ],
    compare: ["Compare with", "对比图层"],
    coordinates: ["Easting, northing", "东坐标、北坐标"],
    copied: ["Link copied", "链接已复制"],
    corridors_of: ["Corridors from here", "相连廊道"],
    crs: ["Coordinate system", "坐标系"],
    degrees: ["Longitude, latitude (°)", "经度、纬度（°）"],
    divider: ["Divider between the two layers", "两图层分隔线"],
    empty: ["no values", "无数据"],
    extent: ["Grid", "格网"],
    find: ["Cell or coordinates", "像元或坐标"],
    find_help: [
      "A cell number; longitude and latitude in degrees; or easting and northing in metres.",
      "像元编号、经纬度（度）或东北坐标（米）。",
    ],
    from: ["from", "下限"],
    glossary: ["Words", "名词"],
    go: ["Go", "前往"],
    headline: ["Largest potential sink", "最大的潜在碳汇"],
    help: ["Keys", "键盘操作"],
    help_text: [
      "Map: arrows move, + and − zoom, Enter reads the cell at the cross, or sets a point of the measure, which Esc closes. Divider: left and right arrows. Panel: Tab and arrows.",
      "地图：方向键移动，+ 与 − 缩放，回车键读取十字处的像元，量测时取点，Esc 键结束量测。分隔线：左右方向键。面板：Tab 键与方向键。",
    ],
    layers: ["Layers", "图层"],
    left: ["Left", "左"],
    legend: ["Legend", "图例"],
    line_length: ["Length of the line", "折线长度"],
    map: ["Map", "地图"],
    map_help: [
      "Map. Arrows move it, plus and minus zoom, Enter reads the cell at the centre.",
      "地图。方向键移动，加减号缩放，回车键读取中心像元。",
    ],
    mean: ["Mean", "平均"],
    mean_nep: ["Mean net ecosystem production", "平均净生态系统生产力"],
    mean_resistance: ["mean resistance", "平均阻力"],
    meaning_corridor: [
      "The way of least resistance between two neighbouring sinks: what to keep open.",
      "两个相邻碳汇之间阻力最小的路径，宜保持畅通。",
    ],
    meaning_importance: [
      "From 0 to 1: half NEP, a quarter carbon in vegetation, a quarter carbon in soil. It ranks the cells of this county only.",
      "0 至 1：净生态系统生产力占一半，植被碳与土壤碳各占四分之一；只用于本区域内比较。",
    ],
    meaning_mcr: [
      "What a sink meets on its cheapest way to a place, in metres over land of resistance 1. Low: easy to reach.",
      "碳汇沿最省路径到达某处所遇的阻力，以阻力为 1 的土地上的米数计；值低表示易于到达。",
    ],
    meaning_nep: [
      "What plants take up in a year less what the soil gives off. Above 0: the place takes up carbon.",
      "植物一年的固碳量减去土壤的释放量；大于 0 表示该处净吸收碳。",
    ],
    meaning_pinches: [
      "The narrowest place of a corridor, or one that several corridors share: if it is built over, they have no good way around.",
      "廊道最窄处，或多条廊道的共用处；一旦被占用，便无合适的绕行路径。",
    ],
    meaning_sinks: [
      "Primary: natural land of high importance. Secondary: farmland of high importance. Potential: land between them over which they can grow at least resistance.",
      "腹地：重要性高的自然用地；重要区：重要性高的耕地；潜力带：二者之间阻力最小、可供碳汇扩展的土地。",
    ],
    meaning_zone: [
      "A part of a sink with one pattern of land use; the pattern decides strategy and measures.",
      "碳汇中土地利用格局一致的部分；格局决定策略与措施。",
    ],
    measure: ["Measure", "量测"],
    measure_back: ["Undo", "撤销"],
    measure_end: ["Close", "关闭"],
    measure_help: [
      "Click points on the map, or press Enter for its centre. Two points give a length, three an area.",
      "在地图上逐点点击，或按回车键取中心点。两点得长度，三点得面积。",
    ],
    measures: ["Measures", "措施"],
    missing: ["no value", "无数据"],
    nearest_sink: ["Nearest sink by resistance", "阻力最近的碳汇"],
    nep_total: ["Net ecosystem production", "净生态系统生产总量"],
    no_cell: [
      "Nothing of the region lies there. Type a cell number, longitude and latitude, or easting and northing.",
      "该处不在区域内。请输入像元编号、经纬度或东北坐标。",
    ],
    no_sinks: ["No sinks were found in this region.", "该区域未识别出碳汇。"],
    none: ["none", "无"],
    only_from: ["Only from", "仅显示"],
    north: ["N", "北"],
    opacity: ["Layer opacity", "图层不透明度"],
    order: ["Largest first by", "按此排序"],
    others: ["others", "其他"],
    overlays: ["On top", "叠加显示"],
    panel: ["Layers, places and values", "图层、地点与数值"],
    pattern: ["Spatial pattern", "空间格局"],
    picture: ["Save picture", "保存图片"],
    pinch: ["Pinch point of corridors", "廊道夹点"],
    places: ["Sinks", "碳汇"],
    range: ["Lowest … highest", "最低 … 最高"],
    relief: ["Relief, seen below 100 % opacity", "地形晕渲（不透明度低于 100 % 时可见）"],
    report: ["Report", "报告"],
    right: ["Right", "右"],
    save_list: ["Save this list (CSV)", "保存列表（CSV）"],
    say_yes: ["yes", "是"],
    share: ["Link to this view", "当前视图链接"],
    share_address: ["Address of this view", "当前视图地址"],
    show_all: ["Show all", "显示全部"],
    shown: ["Shown", "显示"],
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
    tab_zones: ["Zones", "分区"],
    to: ["to", "至"],
    values: ["Values", "数值"],
    vegetation_carbon: ["Carbon in vegetation", "植被碳储量"],
    warnings: ["What to know before trusting the numbers", "使用数字前须知"],
    word_corridor: ["Corridor", "廊道"],
    word_importance: ["Importance", "重要性"],
    word_mcr: ["Minimum cumulative resistance", "最小累积阻力"],
    word_nep: ["Net ecosystem production (NEP)", "净生态系统生产力"],
    word_pinches: ["Pinch point", "夹点"],
    word_sinks: ["Primary, secondary, potential sink", "碳汇腹地、重要区、潜力带"],
    word_zone: ["Restoration zone", "修复分区"],
    zone: ["Restoration zone", "修复分区"],
    zone_short: ["Zone", "分区"],
    zones: ["Restoration zones", "修复分区"],
    zones_number: ["zones", "个分区"],
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

  /** @type {(selector: string) => NodeListOf<HTMLElement>} */
  const all = (selector) => document.querySelectorAll(selector);

  // Write the words into all that carries data-text, data-label or data-title.
  sinkbase.translate = () => {
    document.documentElement.lang = sinkbase.language === "zh" ? "zh-CN" : "en";
    for (const it of all("[data-text]")) it.textContent = sinkbase.say(it.dataset.text);
    for (const it of all("[data-label]")) it.setAttribute("aria-label", sinkbase.say(it.dataset.label));
    for (const it of all("[data-title]")) it.title = sinkbase.say(it.dataset.title);
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
