// Files that the page makes: handed over as downloads, nothing leaves the machine.
"use strict";

(() => {
  sinkbase.save = (name, blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${sinkbase.region.region.replace(/\W+/g, "-")}-${name}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const quoted = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };

  // Rows as CSV in UTF-8; its mark tells a spreadsheet that there is Chinese in it.
  sinkbase.csv = (columns, rows) =>
    `\ufeff${[columns, ...rows.map((row) => columns.map((name) => row[name]))]
      .map((line) => line.map(quoted).join(","))
      .join("\r\n")}\r\n`;
})();
