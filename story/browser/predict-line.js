// A line to draw: points are dragged, or moved with the arrow keys; then the data are drawn beside it.

const PLOT = {width: 380, height: 270, left: 42, right: 26, top: 20, bottom: 34};
const FIGURE = {weight: 700, size: 17, family: SANS}, NAME = {weight: 500, size: 15, family: SANS}; // as in learning.css

function sizeOfWord(text, setting) {
  setRuler(setting, 1);
  return {wide: ruler.measureText(text).width, tall: setting.size * 0.8};
}

function askLine(task, box) {
  const svg = drawn("svg", {viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, class: "sg-plot", role: "group"});
  svg.setAttribute("aria-label", box.querySelector(".sg-predict-ask").textContent.trim());
  const names = [...new Set([...task.given, ...task.values, ...(task.beside ? task.beside.values : [])].map(([name]) => name))];
  const years = names.every((name) => /^-?\d+$/.test(name));
  if (years) names.sort((a, b) => a - b);
  const along = (name) => (years ? (name - names[0]) / (names[names.length - 1] - names[0] || 1) : names.indexOf(name) / (names.length - 1 || 1));
  const x = (name) => PLOT.left + along(name) * (PLOT.width - PLOT.left - PLOT.right);
  const y = (number) => PLOT.top + (1 - (number - task.low) / (task.high - task.low)) * (PLOT.height - PLOT.top - PLOT.bottom);
  const numberAt = (height) => clamp(roundTo(task.low + (1 - (height - PLOT.top) / (PLOT.height - PLOT.top - PLOT.bottom)) * (task.high - task.low), task.step), task.low, task.high);
  const path = (points) => points.map(([name, number], i) => `${i ? "L" : "M"}${x(name).toFixed(1)} ${y(number).toFixed(1)}`).join("");

  const anchor = task.given[task.given.length - 1];
  const flat = () => task.values.map(() => (anchor ? roundTo(anchor[1], task.step) : roundTo((task.low + task.high) / 2, task.step)));
  let guesses = flat(), open = true, held = -1;

  for (let i = 0; i <= 4; i++) {
    const number = task.low + (task.high - task.low) * i / 4;
    svg.append(drawn("line", {class: "sg-plot-rule", x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: y(number), y2: y(number)}));
    svg.append(drawn("text", {x: PLOT.left - 8, y: y(number) + 4, "text-anchor": "end"}, spokenNumber(number)));
  }
  // years that stand close are written short between the first and the last, as 2016 ’17 ’21 2024
  const close = years && names.some((name, i) => i && x(name) - x(names[i - 1]) < 46);
  names.forEach((name, i) => {
    const words = close && i && i < names.length - 1 ? `’${name.slice(-2)}` : name;
    svg.append(drawn("text", {x: x(name), y: PLOT.height - 10, "text-anchor": "middle"}, words));
  });
  const whole = [...task.given, ...task.values], title = drawn("text", {class: "sg-plot-word"}, task.beside ? task.beside.title : "");
  if (task.beside) svg.append(drawn("path", {class: "sg-plot-beside", d: path(task.beside.values)}));
  const found = drawn("path", {class: "sg-plot-data sg-plot-found"}), mine = drawn("path", {class: "sg-plot-mine"});
  const given = drawn("path", {class: "sg-plot-data", d: path(task.given)}), numbers = drawn("g", {class: "sg-plot-numbers"});
  svg.append(found, given, mine, title, numbers);
  for (const [name, number] of task.given) svg.append(drawn("circle", {class: "sg-plot-dot", cx: x(name), cy: y(number), r: 5}));

  const handles = task.values.map(([name], i) => {
    const handle = drawn("g", {class: "sg-plot-handle", role: "slider", tabindex: 0, "aria-label": name, "aria-orientation": "vertical", "aria-valuemin": task.low, "aria-valuemax": task.high});
    handle.append(drawn("circle", {r: 20, class: "sg-plot-grip"}), drawn("circle", {r: 8}));
    handle.addEventListener("keydown", (event) => {
      const big = roundTo((task.high - task.low) / 10, task.step) || task.step;
      const to = {
        ArrowUp: guesses[i] + task.step, ArrowRight: guesses[i] + task.step, ArrowDown: guesses[i] - task.step, ArrowLeft: guesses[i] - task.step,
        PageUp: guesses[i] + big, PageDown: guesses[i] - big, Home: task.low, End: task.high,
      }[event.key];
      if (to === undefined || !isPlain(event) || !open) return;
      event.preventDefault();
      event.stopPropagation();
      set(i, to);
    });
    svg.append(handle);
    return handle;
  });

  function set(i, number) {
    guesses[i] = clamp(roundTo(number, task.step), task.low, task.high);
    show();
  }

  const drawnLine = () => [...(anchor ? [anchor] : []), ...task.values.map(([name], i) => [name, guesses[i]])];

  function show() {
    mine.setAttribute("d", path(drawnLine()));
    handles.forEach((handle, i) => {
      handle.setAttribute("transform", `translate(${x(task.values[i][0])} ${y(guesses[i])})`);
      handle.setAttribute("aria-valuenow", guesses[i]);
      handle.setAttribute("aria-valuetext", `${spokenNumber(guesses[i])} ${task.unit}`);
    });
  }

  // The name of the line beside and, once the data show, their figures: clear of both lines and of each other.
  function write(figures, guessed) {
    const spots = (points) => points.map(([name, number]) => [x(name), y(number)]);
    const beside = task.beside ? spots(task.beside.values) : [];
    const words = figures.map(([name, number]) => ({at: spots([[name, number]]), ...sizeOfWord(spokenNumber(number), FIGURE)}));
    if (task.beside) words.push({at: [beside[beside.length - 1], beside[0]], sides: [[1, -1], [-1, -1]], ...sizeOfWord(task.beside.title, NAME)});
    const boxes = placeWords(words, {
      dots: [...spots(whole).map((spot) => [...spot, 6]), ...spots(guessed).map((spot) => [...spot, 10])],
      lines: [spots(whole), spots(guessed), beside],
      free: {left: PLOT.left, right: PLOT.width, top: 0, bottom: PLOT.height - PLOT.bottom + 4},
    });
    const put = (word, {left, right, bottom}) => { word.setAttribute("x", (left + right) / 2); word.setAttribute("y", bottom - 1); };
    numbers.replaceChildren(...figures.flatMap(([name, number], i) => {
      const word = drawn("text", {class: "sg-plot-word"}, spokenNumber(number));
      put(word, boxes[i]);
      return [drawn("circle", {class: "sg-plot-dot", cx: x(name), cy: y(number), r: 5}), word];
    }));
    if (task.beside) put(title, boxes[boxes.length - 1]);
  }

  // one stroke may draw the whole line: the point nearest to the pointer follows it
  function follow(event) {
    const edge = svg.getBoundingClientRect(), scale = PLOT.width / edge.width;
    const px = (event.clientX - edge.left) * scale, py = (event.clientY - edge.top) * scale;
    const near = task.values.map(([name]) => Math.abs(x(name) - px));
    held = near.indexOf(Math.min(...near));
    set(held, numberAt(py));
  }
  svg.addEventListener("pointerdown", (event) => {
    if (!open || event.button) return;
    event.preventDefault();
    try { svg.setPointerCapture(event.pointerId); } catch { /* the pointer has gone already */ }
    follow(event);
    handles[held].focus({preventScroll: true});
  });
  svg.addEventListener("pointermove", (event) => { if (open && held >= 0 && event.buttons) follow(event); });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => { held = -1; });

  const element = made("div", "sg-predict-line");
  const key = made("p", "sg-plot-key");
  key.append(made("span", "sg-plot-key-mine", "Your line"), made("span", "sg-plot-key-data", "The data"));
  key.hidden = true;
  element.append(svg, made("p", "sg-predict-unit", task.unit), key);
  show();
  write([], []);
  return {
    element,
    compare() {
      open = false;
      found.setAttribute("d", path(whole));
      key.hidden = false;
      write(task.values, drawnLine());
      for (const handle of handles) handle.setAttribute("aria-disabled", "true");
      const {size, lean} = missOfLine(guesses, task.values.map(([, number]) => number));
      if (size < task.step) return "Your line is as good as the data.";
      const way = Math.abs(lean) < size / 3 ? "" : lean > 0 ? ", mostly too high" : ", mostly too low";
      return `Your line is ${spokenNumber(size)} ${task.unit} off on average${way}.`;
    },
    reset() {
      open = true;
      key.hidden = true;
      guesses = flat();
      found.removeAttribute("d");
      write([], []);
      for (const handle of handles) handle.removeAttribute("aria-disabled");
      show();
    },
    focus: () => handles[0].focus(),
  };
}

function drawn(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
