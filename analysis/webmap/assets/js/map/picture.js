// The view as a picture: map, title, legend, scale, north and source, as in print.
"use strict";

(() => {
  const { map, region, pick, say } = sinkbase;
  const SHARPNESS = 2; // pixels a point
  const MARGIN = 16;
  const LEGEND = 250;
  const HEAD = 44;
  const FOOT = 34;
  const INK = "#1c1c1c";
  const FONT = getComputedStyle(document.body).fontFamily;

  const font = (context, size, weight = "") => {
    context.font = `${weight} ${size}px ${FONT}`;
    context.fillStyle = INK;
  };

  // Lines no wider than `width`; Chinese breaks anywhere, other words at their gaps.
  const wrapped = (context, text, width) => {
    const lines = [""];
    for (const part of text.match(/[\u2e80-\uffef]|[^ \u2e80-\uffef]+ *| +/g) || []) {
      const longer = lines[lines.length - 1] + part;
      if (lines[lines.length - 1] !== "" && context.measureText(longer.trimEnd()).width > width) lines.push(part);
      else lines[lines.length - 1] = longer;
    }
    return lines.map((line) => line.trimEnd());
  };

  // Draw lines below one another, each `raised` above the end of its height; where the last one ends.
  const drawLines = (context, lines, { left, top, height, raised = 0 }) => {
    for (const [i, line] of lines.entries()) context.fillText(line, left, top + (i + 1) * height - raised);
    return top + lines.length * height;
  };

  const drawPictures = (context, size) => {
    context.imageSmoothingEnabled = false;
    const middle = (size.x * sinkbase.state.divider) / 100;
    for (const { pane, canvas, opacity, from, to } of sinkbase.pictures()) {
      context.save();
      if (sinkbase.state.compare && pane !== "relief") {
        context.beginPath();
        if (pane === "left") context.rect(0, 0, middle, size.y);
        else context.rect(middle, 0, size.x - middle, size.y);
        context.clip();
      }
      context.globalAlpha = opacity;
      context.drawImage(canvas, from.x, from.y, to.x - from.x, to.y - from.y);
      context.restore();
    }
    if (!sinkbase.state.compare) return;
    context.fillStyle = INK;
    context.fillRect(middle - 1, 0, 2, size.y);
  };

  // The map's lines and areas are one drawing in SVG.
  const drawVectors = async (context) => {
    for (const svg of map.getPane("overlayPane").querySelectorAll("svg")) {
      const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
      const copy = svg.cloneNode(true);
      copy.removeAttribute("style"); // its place on the screen
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
      await image.decode();
      const at = map.layerPointToContainerPoint([x, y]);
      context.drawImage(image, at.x, at.y, width, height);
    }
  };

  const drawScale = (context, size) => {
    const line = /** @type {HTMLElement} */ (document.querySelector(".leaflet-control-scale-line"));
    const [x, y] = [10, size.y - 12];
    context.fillStyle = "rgb(255 255 255 / 85%)";
    context.fillRect(x - 4, y - 20, line.offsetWidth + 8, 28);
    context.fillStyle = INK;
    context.fillRect(x, y, line.offsetWidth, 2);
    for (const end of [x, x + line.offsetWidth - 2]) context.fillRect(end, y - 5, 2, 7);
    font(context, 12);
    context.fillText(line.textContent, x + 5, y - 5);
  };

  const drawNorth = (context, size) => {
    context.save();
    context.translate(size.x - 36, 12);
    context.fillStyle = INK;
    context.strokeStyle = "#ffffff";
    const arrow = new Path2D(document.querySelector("#north path").getAttribute("d"));
    context.fill(arrow);
    context.stroke(arrow);
    font(context, 11, "bold");
    context.textAlign = "center";
    context.fillText(say("north"), 12, 34);
    context.restore();
  };

  const SWATCHES = {
    area: (context, y) => context.fillRect(0, y, 18, 13),
    outline: (context, y) => context.strokeRect(1.5, y + 1.5, 15, 10),
    line: (context, y) => context.fillRect(0, y + 5, 18, 4),
    dot: (context, y) => {
      context.beginPath();
      context.arc(9, y + 7, 4.5, 0, 2 * Math.PI);
      context.fill();
    },
  };

  const drawSwatch = (context, item, kind, y) => {
    context.fillStyle = item.colour;
    context.strokeStyle = item.colour;
    context.lineWidth = 3;
    SWATCHES[kind](context, y);
    if (kind !== "area") return;
    context.lineWidth = 1;
    context.strokeStyle = "#767676";
    context.strokeRect(0.5, y + 0.5, 17, 12);
  };

  const drawRamp = (context, { stops, limits }, top) => {
    const width = LEGEND - 2 * MARGIN;
    const [first, last] = [stops[0][0], stops[stops.length - 1][0]];
    const colours = context.createLinearGradient(0, 0, width, 0);
    for (const [value, colour] of stops) colours.addColorStop((value - first) / (last - first), colour);
    context.fillStyle = colours;
    context.fillRect(0, top, width, 14);
    font(context, 12);
    for (const [i, told] of limits.entries()) {
      context.fillText(told, (i / 2) * (width - context.measureText(told).width), top + 28);
    }
    return top + 36;
  };

  // "≥ 0" of the layer's part that is shown alone.
  const rangeTold = () =>
    [
      ["≥", 0],
      ["≤", 1],
    ]
      .map(([sign, i]) => [sign, sinkbase.limitsOf(sinkbase.state.only)[i]])
      .filter(([, limit]) => limit !== null)
      .map(([sign, limit]) => `${sign} ${sinkbase.number(limit)}`);

  const itemsOf = ({ items, others = [], stops, layer }) => {
    const alone = layer?.classes ? sinkbase.classesOf(sinkbase.state.only) : [];
    const shown = items.filter((it) => alone.length === 0 || alone.includes(it.value));
    const range = layer && stops ? rangeTold() : [];
    return [...(range.length ? [{ label: `${say("shown")}: ${range.join(", ")}` }] : []), ...shown, ...others];
  };

  // Draw the legend downwards; how far it reaches.
  const drawLegend = (context) => {
    const width = LEGEND - 2 * MARGIN;
    let y = 0;
    for (const section of sinkbase.legendSections()) {
      font(context, 12, "bold");
      y = drawLines(context, wrapped(context, section.title, width), { left: 0, top: y, height: 16 });
      y += 6;
      if (section.stops) y = drawRamp(context, section, y);
      for (const item of itemsOf(section)) {
        const indent = item.colour ? 26 : 0;
        if (item.colour) drawSwatch(context, item, item.kind || section.kind, y + 1);
        font(context, 12);
        const told = item.told ? ` ·\u00a0${item.told.replaceAll(" ", "\u00a0")}` : "";
        const lines = wrapped(context, item.label + told, width - indent);
        y = drawLines(context, lines, { left: indent, top: y, height: 15, raised: 3 });
        y += 3;
      }
      y += 6;
    }
    return y;
  };

  // Promise of the canvas.
  sinkbase.drawPicture = async () => {
    const size = map.getSize();
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    const tall = Math.max(size.y, Math.ceil(drawLegend(context)) + MARGIN);
    canvas.width = SHARPNESS * (LEGEND + size.x + MARGIN);
    canvas.height = SHARPNESS * (HEAD + tall + FOOT);
    context.scale(SHARPNESS, SHARPNESS);
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    font(context, 19, "bold");
    const synthetic = region.synthetic ? ` · ${say("synthetic")}` : "";
    context.fillText(pick(region.title) + synthetic, MARGIN, 29);
    context.save();
    context.translate(MARGIN, HEAD);
    drawLegend(context);
    context.restore();
    context.save();
    context.translate(LEGEND, HEAD);
    context.beginPath();
    context.rect(0, 0, size.x, size.y);
    context.clip();
    drawPictures(context, size);
    await drawVectors(context);
    drawScale(context, size);
    drawNorth(context, size);
    context.restore();
    context.lineWidth = 1;
    context.strokeStyle = "#767676";
    context.strokeRect(LEGEND + 0.5, HEAD + 0.5, size.x - 1, size.y - 1);
    font(context, 12);
    context.fillText(document.getElementById("source").textContent, MARGIN, HEAD + tall + 22);
    return canvas;
  };

  document.getElementById("picture").addEventListener("click", async () => {
    const canvas = await sinkbase.drawPicture();
    canvas.toBlob((blob) => sinkbase.save(`${sinkbase.state.layer.replaceAll("_", "-")}.png`, blob), "image/png");
  });
})();
