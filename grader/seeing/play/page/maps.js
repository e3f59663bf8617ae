// Pictures of what a unit answers over the plane. Light grows with the value, so that they hold in grey as well.

// cividis, a palette that holds for the colour-blind
const STOPS = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 184, 102], [254, 232, 56]];
const CLASSES = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9",
  "#d55e00", "#f0e442", "#999999", "#4d4dff", "#ffffff"];

// The colour of a value from 0 to 1, as [red, green, blue].
export function colour(value) {
  const place = Math.min(Math.max(value, 0), 1) * (STOPS.length - 1);
  const i = Math.min(Math.floor(place), STOPS.length - 2);
  return STOPS[i].map((low, k) => low + (place - i) * (STOPS[i + 1][k] - low));
}

// The colours of 0 to 254, each as the four bytes of a pixel.
const TABLE = new Uint32Array(new Uint8ClampedArray(
  Array.from({ length: 255 }, (_, i) => [...colour(i / 254), 255]).flat(),
).buffer);

export const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
export const floats = (text) => new Float32Array(bytes(text).buffer);

// Draw values, a function of the number of a pixel from 0 to 254, on a canvas that has one pixel for each.
export function drawMap(canvas, side, value) {
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = TABLE[Math.max(0, Math.min(254, Math.round(value(i))))];
  context.putImageData(image, 0, 0);
}

// Where values (side * side, rows from the top) cross 0: a list of short lines [x1, y1, x2, y2], in units of pixels.
export function crossings(values, side) {
  const lines = [];
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([x, y]) => [column + x, row + y]);
      const ends = [];
      corners.forEach(([x1, y1], k) => {
        const [x2, y2] = corners[(k + 1) % 4];
        const [a, b] = [values[y1 * side + x1], values[y2 * side + x2]];
        if (a < 0 !== b < 0) ends.push(x1 + (x2 - x1) * (a / (a - b)), y1 + (y2 - y1) * (a / (a - b)));
      });
      for (let k = 0; k + 3 < ends.length; k += 4) lines.push(ends.slice(k, k + 4));
    }
  }
  return lines;
}

const SHAPES = [
  (c, x, y, r) => c.arc(x, y, r, 0, 7),
  (c, x, y, r) => c.rect(x - r, y - r, 2 * r, 2 * r),
  (c, x, y, r) => polygon(c, x, y, 1.3 * r, 3),
  (c, x, y, r) => polygon(c, x, y, 1.3 * r, 4),
  (c, x, y, r) => polygon(c, x, y, 1.2 * r, 5),
];

function polygon(context, x, y, r, corners) {
  for (let k = 0; k < corners; k++) {
    const angle = (2 * Math.PI * k) / corners - Math.PI / 2;
    context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.closePath();
}

// A point of a class: each class has a shape and a filling of its own.
export function drawPoint(context, x, y, label, later) {
  context.beginPath();
  SHAPES[label % SHAPES.length](context, x, y, later ? 2.5 : 4.5);
  context.fillStyle = label % 2 ? "#000" : "#fff";
  context.fill();
  context.strokeStyle = label % 2 ? "#fff" : "#000";
  context.lineWidth = 1.2;
  context.stroke();
}

// The plane, large: what is answered, the line where the answer turns, and the points.
export function drawPlane(canvas, network, frame, map) {
  const context = canvas.getContext("2d");
  const size = canvas.width;
  const small = document.createElement("canvas");
  const { side } = frame;
  const outputs = frame.outputs.map(floats);
  const best = (i) => outputs.reduce((k, output, j) => (output[i] > outputs[k][i] ? j : k), 0);
  if (map) drawMap(small, side, (i) => map[i]);
  else if (network.classes) drawClasses(small, side, outputs, best);
  else drawMap(small, side, (i) => 254 * outputs[0][i]);
  context.imageSmoothingEnabled = true;
  const cell = size / (side - 1); // the pixels of the picture lie on its edges, half of each sticks out
  context.drawImage(small, -cell / 2, -cell / 2, side * cell, side * cell);
  if (!map) drawBorders(context, outputs, side, cell, network.classes);
  if (!map && network.classes) drawNumbers(context, network, side, cell, best);
  const [left, right, bottom, top] = network.extent;
  for (const [points, later] of [[network.later, true], [network.points, false]]) {
    for (const [x, y, label] of points) {
      drawPoint(context, (size * (x - left)) / (right - left), (size * (top - y)) / (top - bottom), label, later);
    }
  }
}

function drawClasses(canvas, side, outputs, best) {
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  for (let i = 0; i < side * side; i++) {
    const k = best(i);
    context.globalAlpha = 0.25 + 0.75 * Math.max(0, Math.min(1, outputs[k][i])); // paler where it is less sure
    context.fillStyle = CLASSES[k];
    context.fillRect(i % side, Math.floor(i / side), 1, 1);
  }
}

function drawBorders(context, outputs, side, cell, classes) {
  context.strokeStyle = "#000";
  context.lineWidth = 2;
  context.beginPath();
  outputs.forEach((output, k) => {
    const others = outputs.filter((_, j) => j !== k);
    const above = output.map((value, i) => value - (classes ? Math.max(...others.map((other) => other[i])) : 0.5));
    if (Math.max(...above) - Math.min(...above) < 1e-3) return; // of rounding errors it would be a cloud
    for (const [x1, y1, x2, y2] of crossings(above, side)) {
      context.moveTo(x1 * cell, y1 * cell);
      context.lineTo(x2 * cell, y2 * cell);
    }
  });
  context.stroke();
}

// The name of each class in the middle of where it is answered.
function drawNumbers(context, network, side, cell, best) {
  const sums = network.names.map(() => [0, 0, 0]);
  for (let i = 0; i < side * side; i++) {
    const sum = sums[best(i)];
    sum[0] += i % side;
    sum[1] += Math.floor(i / side);
    sum[2] += 1;
  }
  context.font = "bold 16px sans-serif";
  context.textAlign = "center";
  sums.forEach(([x, y, count], k) => {
    if (count < side) return;
    context.lineWidth = 4;
    context.strokeStyle = "#fff";
    context.fillStyle = "#000";
    context.strokeText(network.names[k], (x / count) * cell, (y / count) * cell);
    context.fillText(network.names[k], (x / count) * cell, (y / count) * cell);
  });
}
