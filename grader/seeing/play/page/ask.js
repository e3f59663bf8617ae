// Questions to the program in the terminal: one at a time, in order.

const page = crypto.randomUUID();
let last = Promise.resolve();

async function send(question) {
  try {
    const response = await fetch("ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ page, ...question }),
    });
    if (!response.ok) return { problem: await response.text() };
    return await response.json();
  } catch {
    return { problem: "The program in the terminal has ended. Start it again: python -m grader play" };
  }
}

// The answer to a question, as an object; { problem: "..." } where there is none.
export function ask(question) {
  last = last.then(() => send(question));
  return last;
}

// End what is going on, without waiting for its turn.
export function stop() {
  return send({ do: "stop" });
}
