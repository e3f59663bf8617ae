// The network as a diagram: a small map for every unit, a line for every weight.

import { bytes, drawMap, floats } from "./maps.js";

const SVG = "http://www.w3.org/2000/svg";
const shown = (value) => (value === null ? "no number" : value.toFixed(2));

// A diagram in a place of the page. onLook: called with [layer, unit] that somebody looks at, or null.
export function makeDiagram(place, onLook) {
  let layers = []; // of buttons, the inputs first
  let lines = []; // by layer, input, unit
  let network = null;
  let frame = null;

  function build(newNetwork) {
    network = newNetwork;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("aria-hidden", "true");
    place.replaceChildren(svg);
    layers = network.sizes.map((size, layer) => {
      const column = document.createElement("div");
      const last = layer === network.sizes.length - 1;
      column.className = layer === 0 || last ? "layer large" : "layer";
      const name = document.createElement("span");
      name.textContent = layer === 0 ? "inputs" : last && network.classes ? "softmax" : network.activations[layer - 1];
      column.append(name);
      const buttons = Array.from({ length: size }, (_, unit) => makeUnit(layer, unit));
      column.append(...buttons);
      place.append(column);
      return buttons;
    });
    lines = network.sizes.slice(1).map((size, layer) =>
      Array.from({ length: network.sizes[layer] }, () =>
        Array.from({ length: size }, () => svg.appendChild(document.createElementNS(SVG, "line")))));
    layOut();
  }

  function makeUnit(layer, unit) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(document.createElement("canvas"));
    for (const event of ["focus", "pointerenter"]) button.addEventListener(event, () => onLook([layer, unit]));
    for (const event of ["blur", "pointerleave"]) button.addEventListener(event, () => onLook(null));
    button.setAttribute("aria-label", nameOf(layer, unit));
    return button;
  }

  function nameOf(layer, unit) {
    if (layer === 0) return `input x${unit + 1}`;
    if (layer < network.sizes.length - 1) return `layer ${layer}, unit ${unit + 1}`;
    return network.classes ? `output for class ${network.names[unit]}` : "output";
  }

  // What a unit is, in words: its name, its bias, and the weights that lead to it.
  function describe([layer, unit]) {
    if (layer === 0 || !frame) return nameOf(layer, unit);
    const [W, b] = frame.weights[layer - 1];
    const from = W.map((row, i) => `${nameOf(layer - 1, i)}: ${shown(row[unit])}`).join(", ");
    return `${nameOf(layer, unit)}; bias ${shown(b[unit])}; weights from ${from}`;
  }

  function layOut() {
    const from = place.getBoundingClientRect();
    const places = layers.map((buttons) => buttons.map((button) => button.getBoundingClientRect()));
    lines.forEach((rows, layer) => rows.forEach((row, i) => row.forEach((line, j) => {
      const [a, b] = [places[layer][i], places[layer + 1][j]];
      line.setAttribute("x1", a.right - from.left);
      line.setAttribute("y1", (a.top + a.bottom) / 2 - from.top);
      line.setAttribute("x2", b.left - from.left);
      line.setAttribute("y2", (b.top + b.bottom) / 2 - from.top);
    })));
  }

  function update(newFrame) {
    frame = newFrame;
    frame.weights.forEach(([W], layer) => W.forEach((row, i) => row.forEach((weight, j) => {
      const line = lines[layer][i][j];
      const size = Math.abs(weight ?? 0);
      line.setAttribute("class", weight < 0 ? "negative" : "positive");
      line.setAttribute("stroke-width", Math.min(8, 0.4 + 1.6 * size).toFixed(2));
      line.setAttribute("stroke-opacity", Math.min(1, 0.15 + size).toFixed(2));
    })));
    layers.forEach((buttons, layer) => buttons.forEach((button, unit) => {
      const map = mapOf([layer, unit]);
      drawMap(button.firstChild, frame.side, (i) => map[i]);
    }));
  }

  // What a unit answers, as numbers from 0 to 254 for the pixels of the frame.
  function mapOf([layer, unit]) {
    const { side, units, outputs } = frame;
    if (layer === 0) {
      const along = (i) => (unit ? side - 1 - Math.floor(i / side) : i % side);
      return Array.from({ length: side * side }, (_, i) => (254 / (side - 1)) * along(i));
    }
    return layer <= units.length ? bytes(units[layer - 1][unit]) : floats(outputs[unit]).map((value) => 254 * value);
  }

  new ResizeObserver(layOut).observe(place);
  return { build, update, describe, mapOf };
}

// The weights as rows of a table.
export function fillTable(table, network, frame) {
  const rows = [["layer", "to unit", "bias", "weights from the layer before"]];
  frame.weights.forEach(([W, b], layer) => b.forEach((bias, j) => {
    rows.push([layer + 1, j + 1, shown(bias), W.map((row) => shown(row[j])).join(", ")]);
  }));
  table.replaceChildren(...rows.map((cells, i) => {
    const row = document.createElement("tr");
    row.append(...cells.map((cell) => Object.assign(document.createElement(i ? "td" : "th"), { textContent: cell })));
    return row;
  }));
}
