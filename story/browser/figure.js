// Pictures of steps for paper and slides: the map with its names, its legend and its credit.

const LETTERS = `11px ${SANS}`;

// draw(step) returns a canvas; the options are those of createMiniatures.
function createPictures(stage, options) {
  const {width, height, free} = options;
  const credit = stage.ui.querySelector(".sg-attribution").textContent;
  const note = {left: width - 8 - lettersWide(credit), right: width, top: height - 16, bottom: height};
  function furnish(painter) {
    const legend = layLegend(legendOf(stage.scene, painter, free), free, height);
    return {
      boxes: legend.box ? [legend.box, note] : [note],
      draw(c) {
        drawLegend(c, legend);
        writeOn(c, credit, note.left + 2, height - 7, "#4c575f");
      },
    };
  }
  const miniatures = createMiniatures(stage, {...options, names: true, furnish});
  return {
    close: miniatures.close,
    draw(step) {
      const canvas = document.createElement("canvas");
      miniatures.draw(canvas, step);
      return canvas;
    },
  };
}

const caption = document.createElement("canvas").getContext("2d");
function lettersWide(text) {
  caption.font = LETTERS;
  return caption.measureText(text).width;
}

// Rows of samples and words, as many beside each other as there is room for, at the foot of `free`.
function layLegend(rows, free, height) {
  const lines = [], most = free.right - free.left - 16;
  let used = Infinity;
  for (const {style, text} of rows) {
    const sample = style ? document.createElement("canvas") : null;
    if (sample) drawSample(sample, style, 3);
    const wide = sample ? sample.width / 3 : -5, tall = Math.max(18, sample ? sample.height / 3 + 2 : 0);
    const whole = wide + 5 + lettersWide(text) + 14;
    if (used + whole > most) { lines.push({rows: [], tall: 0, long: 0}); used = 0; }
    const line = lines[lines.length - 1];
    line.rows.push({sample, text, x: used, wide});
    line.tall = Math.max(line.tall, tall);
    used += whole;
    line.long = used - 14;
  }
  if (!lines.length) return {lines, box: null};
  const bottom = height - 20, tall = lines.reduce((sum, line) => sum + line.tall, 6);
  const long = Math.max(...lines.map((line) => line.long));
  return {lines, box: {left: free.right - long - 16, right: free.right, top: bottom - tall, bottom}};
}

function drawLegend(c, {lines, box}) {
  if (!box) return;
  c.fillStyle = "rgba(252,250,245,.93)";
  c.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  let y = box.top + 3;
  for (const {rows, tall} of lines) {
    for (const {sample, text, x, wide} of rows) {
      const left = box.left + 8 + x, middle = y + tall / 2;
      if (sample) c.drawImage(sample, left, middle - sample.height / 6, wide, sample.height / 3);
      writeOn(c, text, left + wide + 5, middle, "#1d2429");
    }
    y += tall;
  }
}

function writeOn(c, text, x, y, colour) {
  c.font = LETTERS;
  c.textAlign = "left";
  c.textBaseline = "middle";
  c.lineJoin = "round";
  c.lineWidth = 3;
  c.strokeStyle = "rgba(252,250,245,.85)";
  c.strokeText(text, x, y);
  c.fillStyle = colour;
  c.fillText(text, x, y);
}
