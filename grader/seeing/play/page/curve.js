// The losses over the epochs, drawn on a canvas and told in words.

const LEFT = 40;
const BELOW = 16;

// history: [[epochs, training, validation], ...]; null for what is no number.
export function drawCurve(canvas, history) {
  const context = canvas.getContext("2d");
  const ink = getComputedStyle(canvas).color;
  const { width, height } = canvas;
  const losses = history.flatMap(([, a, b]) => [a, b]).filter((loss) => loss !== null);
  context.clearRect(0, 0, width, height);
  if (!losses.length) return;
  const most = Math.max(...losses) || 1;
  const last = Math.max(1, history.at(-1)[0]);
  const x = (epoch) => LEFT + ((width - LEFT - 6) * epoch) / last;
  const y = (loss) => 8 + (height - BELOW - 10) * (1 - loss / most);
  context.fillStyle = context.strokeStyle = ink;
  context.font = "11px sans-serif";
  context.fillText(most.toPrecision(2), 2, 14);
  context.fillText("0", 2, height - BELOW);
  context.textAlign = "right";
  context.fillText(`epoch ${last}`, width - 4, height - 4);
  context.textAlign = "left";
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(LEFT, 4);
  context.lineTo(LEFT, y(0));
  context.lineTo(width, y(0));
  context.stroke();
  for (const [which, dash] of [[1, []], [2, [5, 4]]]) {
    context.lineWidth = 1.8;
    context.setLineDash(dash);
    context.beginPath();
    for (const point of history) if (point[which] !== null) context.lineTo(x(point[0]), y(point[which]));
    context.stroke();
  }
}

export function tellCurve(history) {
  if (!history.length) return "no loss yet";
  const [[, first], [epochs, loss, later]] = [history[0], history.at(-1)];
  const told = later === null ? "" : `, of validation ${show(later)}`;
  return `After ${epochs} epochs the loss of training is ${show(loss)}${told}; it began at ${show(first)}.`;
}

// A loss in a few digits.
export function show(loss) {
  if (loss === null) return "no number";
  return loss >= 0.001 || loss === 0 ? loss.toFixed(4) : loss.toExponential(1);
}
