// The pad: a digit drawn by hand, and what the learner's own network makes of it.

import { ask, stop } from "./ask.js";
import { drawMap } from "./maps.js";

const PEN = 22; // pixels
const SENT = 128; // pixels of the drawing along an axis, as it is sent
const STEP = 8; // pixels that an arrow key moves the pen
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const find = (selector) => document.querySelector(selector);

// onAnswer: called with answers that concern the rest of the page.
export function makePad(onAnswer) {
  const canvas = find("#pad");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let learned = ""; // the digits that the network has learned from
  let pen = null; // where the last stroke ended
  let cursor = [128, 60]; // of the keys
  let down = false; // whether the space bar is
  let waiting = false;
  let empty = true; // whether there is nothing on the pad
  let drawn = 0; // drawings so far: an answer to one that was cleared meanwhile is not shown

  function clear() {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    find("#answer").textContent = "Draw a digit.";
    find("#sure tbody").replaceChildren();
    find("#saw").replaceChildren();
    find("#shown").width = 8; // which empties it
    find("#shown").setAttribute("aria-label", "nothing yet");
    pen = null;
    empty = true;
    drawn += 1;
  }

  // Mark where the pen of the keys is; without a place, no mark.
  function showCursor([x, y] = []) {
    const mark = find("#pen");
    mark.hidden = x === undefined;
    if (mark.hidden) return;
    mark.style.left = `${(100 * x) / canvas.width}%`;
    mark.style.top = `${(100 * y) / canvas.height}%`;
  }

  function stroke(x, y) {
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = PEN;
    context.strokeStyle = "#000";
    context.beginPath();
    context.moveTo(...(pen ?? [x, y]));
    context.lineTo(x, y);
    context.stroke();
    pen = [x, y];
    empty = false;
    read();
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return [(x * canvas.width) / box.width, (y * canvas.height) / box.height];
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    showCursor();
    pen = null;
    stroke(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => event.buttons && pen && stroke(...place(event)));
  canvas.addEventListener("pointerup", () => { pen = null; });
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") clear();
    else if (event.key === " ") down = true;
    else if (event.key in MOVES) {
      cursor = cursor.map((at, i) => Math.max(8, Math.min(248, at + STEP * MOVES[event.key][i])));
      if (!down) pen = null;
    } else return;
    event.preventDefault();
    showCursor(cursor);
    if (down && (event.key === " " || event.key in MOVES)) stroke(...cursor);
  });
  canvas.addEventListener("blur", () => showCursor());
  canvas.addEventListener("keyup", (event) => {
    if (event.key !== " ") return;
    down = false;
    pen = null;
  });
  find("#clear").addEventListener("click", clear);

  // The drawing as text: a byte for each pixel, 255 for ink.
  function drawing() {
    const small = Object.assign(document.createElement("canvas"), { width: SENT, height: SENT });
    const shrunk = small.getContext("2d");
    shrunk.drawImage(canvas, 0, 0, SENT, SENT);
    const { data } = shrunk.getImageData(0, 0, SENT, SENT);
    let text = "";
    for (let i = 0; i < data.length; i += 4) text += String.fromCharCode(255 - data[i]);
    return btoa(text);
  }

  // Ask what the drawing is; while one question is under way, others wait, and only the last counts.
  async function read() {
    if (waiting || !learned) return;
    waiting = true;
    await new Promise(requestAnimationFrame);
    waiting = false;
    if (empty) return;
    const asked = drawn;
    const answer = await ask({ do: "read", digits: learned, drawing: drawing() });
    if (asked !== drawn) return;
    if (answer.sure) show(answer);
    else {
      onAnswer(answer);
      find("#answer").textContent = answer.problem ?? "Your files were saved: let it learn to read again.";
    }
  }

  function show({ sure, picture, units }) {
    const best = sure.indexOf(Math.max(...sure));
    find("#answer").textContent = `It reads ${best}, ${Math.floor(100 * sure[best])} % sure.`;
    find("#sure tbody").replaceChildren(...sure.map((part, digit) => sureRow(digit, part ?? 0, digit === best)));
    drawPicture(find("#shown"), picture);
    const side = Math.sqrt(picture.length);
    find("#shown").setAttribute("aria-label", `your digit in ${side} by ${side} pixels`);
    find("#saw").replaceChildren(...units.map(({ unit, answer, weights }) => {
      const tile = document.createElement("canvas");
      drawMap(tile, Math.sqrt(weights.length), (i) => 127 + 127 * (weights[i] ?? 0));
      return figure(tile, `unit ${unit + 1}: ${answer === null ? "no number" : answer.toFixed(2)}`);
    }));
  }

  function sureRow(digit, part, most) {
    const row = Object.assign(document.createElement("tr"), { className: most ? "most" : "" });
    for (const textContent of [digit, `${(100 * part).toFixed(1)} %`, ""]) {
      row.append(Object.assign(document.createElement("td"), { textContent }));
    }
    const length = Object.assign(document.createElement("span"), { className: "length" });
    length.style.width = `${100 * part}%`;
    row.lastChild.append(length);
    return row;
  }

  function figure(tile, said) {
    const made = document.createElement("figure");
    tile.setAttribute("aria-hidden", "true");
    made.append(tile, Object.assign(document.createElement("figcaption"), { textContent: said }));
    return made;
  }

  function drawPicture(tile, picture) {
    tile.width = tile.height = Math.sqrt(picture.length);
    const at = tile.getContext("2d");
    picture.forEach((ink, i) => {
      const grey = Math.round(255 * (1 - (ink ?? 0)));
      at.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      at.fillRect(i % tile.width, Math.floor(i / tile.width), 1, 1);
    });
  }

  find("#learn").addEventListener("click", async () => {
    const digits = find("#digits").value;
    const started = Date.now();
    const tick = () => { find("#learned").textContent = `learning, ${Math.round((Date.now() - started) / 1000)} s`; };
    const clock = setInterval(tick, 1000);
    find("#learn").disabled = true;
    find("#stop").hidden = false;
    const answer = await ask({ do: "learn", digits });
    clearInterval(clock);
    find("#learn").disabled = false;
    find("#stop").hidden = true;
    find("#learned").textContent = answer.of
      ? `${answer.right} of ${answer.of} digits that it had never seen are right, after ${answer.epochs} epochs.`
      : answer.problem ?? "";
    if (!answer.of) {
      onAnswer(answer);
      return;
    }
    learned = digits;
    find("#pad-area").hidden = false;
    find("#misread").hidden = !answer.misread.length;
    find("#misread .tiles").replaceChildren(...answer.misread.map(({ picture, digit, guess }) => {
      const tile = document.createElement("canvas");
      drawPicture(tile, picture);
      return figure(tile, `${digit}, read as ${guess}`);
    }));
    clear();
  });
  find("#stop").addEventListener("click", stop);

  clear();
  return {
    allow(choices) {
      find("#pad-section").hidden = !choices.digits;
      find("#digits").options[1].disabled = !choices.mnist;
    },
  };
}
