// The page: buttons, the setting, and what to draw of every answer.

import { ask } from "./ask.js";
import { drawCurve, show, tellCurve } from "./curve.js";
import { fillTable, makeDiagram } from "./diagram.js";
import { drawPlane } from "./maps.js";
import { makePad } from "./pad.js";
import { makeForm, remember } from "./setting.js";

const THREE = `0.1, 0.2, red
0.3, 0.1, red
0.2, 0.4, red
0.4, 0.3, red
0.9, 0.2, green
1.1, 0.1, green
1.0, 0.4, green
0.8, 0.3, green
0.5, 1.0, blue
0.7, 1.1, blue
0.6, 0.8, blue
0.4, 0.9, blue
`;
const NO_NUMBER = "The loss is no finite number any more. "
  + "Too large a learning rate does this, and so does a wrong gradient.";
const SPOKEN = 10_000; // milliseconds between two announcements
const find = (selector) => document.querySelector(selector);

let network = null;
let frame = null;
let history = [];
let playing = false; // whether it is to go on
let running = false; // whether pictures still come
let broken = false; // after a problem everything begins again
let look = null; // the unit that somebody looks at
let spoken = 0;

const diagram = makeDiagram(find("#diagram"), (unit) => { look = unit; drawLarge(); });
const form = makeForm(find("#setting"), find("#hidden"), find("#add"), () => set(form.text()));
const pad = makePad(take);

// Ask for another setting, or for the same once more.
async function set(text, anew = false) {
  take(await ask({ do: "set", setting: text, anew }));
}

// Whatever an answer holds is shown.
function take(answer) {
  const saved = answer.saved ? `Saved: ${answer.saved.join(", ")}. It begins again.` : "";
  find("#problem").textContent = answer.problem ?? "";
  if (saved || answer.problem || answer.setting) find("#saved").textContent = saved;
  if (answer.setting) {
    form.show(answer.setting, answer.choices);
    pad.allow(answer.choices);
    const { line, short } = remember(answer.text);
    find("#copied").textContent = "";
    find("#command").textContent = `python -m grader play "${line}"`;
    find("#too-many").hidden = short;
  }
  if (answer.network) {
    network = answer.network;
    diagram.build(network);
    find("#legend").textContent = legend();
    find("#right-of").textContent = judged();
    history = [];
  }
  if (answer.frame) draw(answer.frame);
  if (answer.problem) {
    broken = true;
    pause();
  } else if (answer.setting || answer.frame) broken = false;
}

// Which points are counted as right or wrong.
const judged = () => (network.later.length ? "validation" : "training");

function legend() {
  const shapes = ["white circle", "black square", "white triangle", "black diamond", "white pentagon"];
  const told = network.names.map((name, k) => `${name}: ${shapes[k % 5]}`).join(", ");
  const small = network.later.length ? " Small: validation." : "";
  return `${told}.${small} Black line: where the answer turns.`;
}

function draw(newFrame) {
  frame = newFrame;
  const [loss, later] = frame.losses;
  history.push([frame.epochs, loss, later]);
  if (history.length > 1500) history = history.filter((_, i) => i % 2 === 0 || i === history.length - 1);
  find("#epochs").textContent = frame.epochs;
  find("#loss").textContent = show(loss);
  find("#loss-later").textContent = later === null && !network.later.length ? "-" : show(later);
  find("#right").textContent = frame.right === null ? "-" : `${Math.round(100 * frame.right)} %`;
  diagram.update(frame);
  drawLarge();
  drawCurve(find("#curve"), history);
  if (loss === null) {
    find("#problem").textContent = NO_NUMBER;
    broken = true;
    pause();
  }
  if (!playing || Date.now() - spoken > SPOKEN) tell();
}

function drawLarge() {
  if (!frame) return;
  drawPlane(find("#plane"), network, frame, look && diagram.mapOf(look));
  find("#unit").textContent = look ? diagram.describe(look) : "";
}

// What there is to see, in words.
function tell() {
  spoken = Date.now();
  const told = tellCurve(history);
  find("#said").textContent = told;
  find("#curve").setAttribute("aria-label", told);
  const right = frame.right === null ? "" : `; ${Math.round(100 * frame.right)} % of the ${judged()} points are right`;
  const points = `${network.points.length} points to learn from`;
  find("#plane").setAttribute("aria-label", `What the network answers over the plane, with ${points}${right}`);
  if (find("#weights").open) fillTable(find("#weights table"), network, frame);
}

// Train and draw until somebody pauses. The next picture is asked for while one is drawn.
async function play() {
  playing = running = true;
  find("#play").textContent = "Pause";
  find("#play").setAttribute("aria-pressed", "true");
  if (broken) await set(form.text(), true);
  let coming = null;
  while (playing) {
    const answer = await (coming ?? go());
    coming = playing && !answer.problem ? go() : null;
    take(answer);
    await new Promise(requestAnimationFrame);
  }
  if (coming) take(await coming);
  running = false;
  find("#play").textContent = "Play";
  find("#play").setAttribute("aria-pressed", "false");
  if (frame) tell();
}

function go(epochs = Number(find("#speed").value)) {
  return ask({ do: "go", epochs });
}

function pause() {
  playing = false;
}

find("#play").addEventListener("click", () => {
  if (playing) pause();
  else if (!running) play();
});
find("#step").addEventListener("click", async () => {
  pause();
  if (broken) await set(form.text(), true);
  else take(await go(1));
});
find("#anew").addEventListener("click", () => {
  const { seed } = find("#setting");
  seed.value = (Number(seed.value) + 1) % 2 ** 32;
  set(form.text(), true);
});
find("#weights").addEventListener("toggle", () => frame && fillTable(find("#weights table"), network, frame));
find("#use").addEventListener("click", () => {
  form.setPoints(find("#csv").value);
  set(form.text());
});
find("#example").addEventListener("click", () => { find("#csv").value = THREE; });
find("#file").addEventListener("change", async ({ target }) => {
  if (target.files[0]) find("#csv").value = await target.files[0].text();
});
find("#copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(find("#command").textContent);
    find("#copied").textContent = "Copied.";
  } catch {
    find("#copied").textContent = "The browser does not allow it: mark the command, and copy it by hand.";
  }
});
addEventListener("hashchange", () => set(location.hash, true));

set(location.hash, true);
