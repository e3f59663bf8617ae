// The setting: a form on the page, and one line of text in the address. The program in the terminal knows its rules.

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 1, 2, 3, 5, 10, 30];
const ACTIVATIONS = ["tanh", "relu", "sigmoid", "identity"];
const LONGEST = 4000; // characters of points that an address can hold
const NEEDS = { binary: "step 7", classes: "step 7", batch: "step 8", scaled: "step 8", momentum: "step 9" };

// The form. onChange: called when somebody changed it.
export function makeForm(form, list, add, onChange) {
  let points = "";
  for (const rate of RATES) form.rate.append(new Option(rate, rate));
  form.addEventListener("change", onChange);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.noise.addEventListener("input", () => { document.querySelector("#noise-said").textContent = form.noise.value; });
  add.addEventListener("click", () => {
    addLayer(4, "tanh");
    number();
    list.lastElementChild.querySelector("input").focus();
    onChange();
  });

  function addLayer(units, activation) {
    const item = document.createElement("li");
    const count = Object.assign(document.createElement("input"), { type: "number", min: 1, max: 16, value: units });
    const kind = document.createElement("select");
    for (const name of ACTIVATIONS) kind.append(new Option(name, name, false, name === activation));
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "Remove" });
    remove.addEventListener("click", () => {
      item.remove();
      number();
      add.focus();
      onChange();
    });
    item.append(count, " ", kind, " ", remove);
    list.append(item);
  }

  function number() {
    [...list.children].forEach((item, i) => {
      const [count, kind, remove] = item.children;
      count.setAttribute("aria-label", `units of hidden layer ${i + 1}`);
      kind.setAttribute("aria-label", `activation of hidden layer ${i + 1}`);
      remove.setAttribute("aria-label", `remove hidden layer ${i + 1}`);
    });
    add.disabled = list.children.length >= 4;
  }

  // The line of text that says what the form says.
  function text() {
    const told = new URLSearchParams();
    for (const name of ["data", "noise", "loss", "rate", "batch", "momentum", "seed"]) told.set(name, form[name].value);
    told.set("hidden", [...list.children].map(({ children: [count, kind] }) => count.value + kind.value).join(","));
    told.set("scaled", Number(form.scaled.checked));
    if (form.data.value === "own" && points) told.set("csv", points);
    return told.toString();
  }

  // Show a setting, as the program in the terminal understood it.
  function show(setting, choices) {
    for (const name of ["data", "noise", "loss", "rate", "batch", "momentum", "seed"]) {
      const [field, value] = [form[name], String(setting[name])];
      const there = !field.options || [...field.options].some((option) => option.value === value);
      if (!there) field.append(new Option(value, value));
      if (field.value !== value) field.value = value;
    }
    document.querySelector("#noise-said").textContent = form.noise.value;
    form.scaled.checked = setting.scaled;
    points = setting.csv;
    if (points) document.querySelector("#csv").value = points;
    if (!list.contains(document.activeElement)) {
      list.replaceChildren();
      for (const [units, activation] of setting.hidden) addLayer(units, activation);
    }
    number();
    allow(choices);
  }

  // Switch off what needs functions that are not written yet.
  function allow(choices) {
    for (const option of form.loss.options) option.disabled = option.value !== "mse" && !choices[option.value];
    for (const name of ["batch", "momentum", "scaled"]) {
      form[name].disabled = !choices[name];
      form[name].title = choices[name] ? "" : `comes when its functions are written (${NEEDS[name]})`;
    }
  }

  return { text, show, setPoints: (csv) => { points = csv; form.data.value = "own"; } };
}

// The address with this setting in it; points that are too long for it are left out.
export function remember(text) {
  const told = new URLSearchParams(text);
  const short = (told.get("csv") ?? "").length <= LONGEST;
  if (!short) told.delete("csv");
  const line = told.toString().replaceAll("%2C", ",").replaceAll("%3B", ";");
  history.replaceState(null, "", `#${line}`);
  return { line, short };
}
