// A number or a line to guess before the data show: with a slider, by dragging, or with keys.

// How far a guess is off; `value` is [from, to], both ends included.
function missOf(guess, [from, to]) {
  return guess > to ? guess - to : guess < from ? guess - from : 0;
}

// The mean of what the drawn points are off: {size, lean}, lean positive where the guess is too high.
function missOfLine(guesses, values) {
  const misses = guesses.map((guess, i) => guess - values[i]);
  const mean = (list) => list.reduce((sum, miss) => sum + miss, 0) / list.length;
  return {size: mean(misses.map(Math.abs)), lean: mean(misses)};
}

const roundTo = (number, step) => Number((Math.round(number / step) * step).toFixed(6));
const spokenNumber = (number) => Number(number.toPrecision(3)).toLocaleString(document.documentElement.lang || "en");

feature("predict", (stage) => {
  const holds = new Map();
  for (const box of stage.root.querySelectorAll(".sg-predict")) {
    const task = JSON.parse(box.dataset.task), section = box.closest(".sg-step");
    const place = box.querySelector(".sg-predict-try"), data = box.querySelector("details");
    const says = made("p", "sg-predict-says"), compare = made("button", "sg-button", "Compare with the data");
    const again = made("button", "sg-button sg-plain", "Guess again");
    says.setAttribute("role", "status");
    compare.type = again.type = "button";
    again.hidden = true;
    const asked = task.value ? askNumber(task, box) : askLine(task, box);
    const moves = made("p", "sg-predict-moves");
    moves.append(compare, again);
    place.append(asked.element, says, moves);
    place.hidden = false;
    data.hidden = true;

    const hold = () => {
      section.classList.toggle("sg-held", "hold" in box.dataset && !box.classList.contains("sg-done"));
      stage.say("held"); // the card is another length now
    };
    if ("hold" in box.dataset) {
      const skip = made("button", "sg-button sg-plain", "Show the text without a guess");
      skip.type = "button";
      const release = () => { delete box.dataset.hold; skip.remove(); hold(); if (!stage.isBusy()) stage.refit(); };
      skip.addEventListener("click", () => { release(); section.focus({preventScroll: true}); });
      moves.append(skip);
      compare.addEventListener("click", () => skip.remove());
      holds.set(section, release); // a press while presenting shows the prose without a guess
    }

    function finish() {
      box.classList.add("sg-done");
      says.textContent = asked.compare();
      data.hidden = false;
      data.open = true;
      compare.hidden = true;
      again.hidden = false;
      // a clicker's next press must not guess again
      (stage.mode.presenting ? section : again).focus({preventScroll: true});
      hold();
      stage.refit();
    }
    compare.addEventListener("click", finish);
    if (asked.field) asked.field.addEventListener("keydown", (event) => { if (event.key === "Enter" && isPlain(event)) { event.preventDefault(); compare.click(); } });
    again.addEventListener("click", () => {
      asked.reset();
      says.textContent = "";
      data.hidden = true;
      again.hidden = true;
      compare.hidden = false;
      asked.focus();
    });
    hold();
  }
  stage.unhold = (index) => {
    const section = stage.reader.sections[index];
    if (!section.classList.contains("sg-held")) return false;
    holds.get(section)();
    return true;
  };
  // nobody guesses in a kiosk
  stage.on("mode", ({kiosk}) => document.documentElement.classList.toggle("sg-playing", kiosk));
});

function made(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function askNumber(task, box) {
  const element = made("div", "sg-predict-number"), slider = made("input", ""), field = made("input", "");
  const scale = made("div", "sg-predict-scale"), mine = made("i", "sg-mine"), found = made("i", "sg-found");
  const label = box.querySelector(".sg-predict-ask").textContent.trim();
  const middle = roundTo((task.low + task.high) / 2, task.step);
  slider.type = "range"; field.type = "number";
  for (const input of [slider, field]) {
    Object.assign(input, {min: task.low, max: task.high, step: task.step, value: middle});
  }
  slider.setAttribute("aria-label", label);
  field.setAttribute("aria-label", `${label} (${task.unit})`);
  const share = (number) => `${(number - task.low) / (task.high - task.low) * 100}%`;
  const show = () => { mine.style.left = share(Number(slider.value)); };
  slider.addEventListener("input", () => { field.value = slider.value; show(); });
  field.addEventListener("input", () => { slider.value = field.value; show(); });
  field.addEventListener("change", () => { field.value = slider.value; });
  const unit = made("span", "", task.unit), line = made("p", "sg-predict-value");
  line.append(field, " ", unit);
  scale.append(found, mine);
  element.append(line, slider, scale);
  show();
  return {
    element,
    compare() {
      field.value = slider.value;
      slider.disabled = field.disabled = true;
      const guess = Number(slider.value), off = missOf(guess, task.value);
      element.classList.add("sg-compared");
      found.style.left = share(task.value[0]);
      found.style.width = `calc(${share(task.value[1])} - ${share(task.value[0])} + 4px)`;
      return off ? `Your guess: ${spokenNumber(guess)}. That is ${spokenNumber(Math.abs(off))} too ${off > 0 ? "high" : "low"}.` : `Your guess: ${spokenNumber(guess)}. That is right.`;
    },
    reset() { slider.disabled = field.disabled = false; element.classList.remove("sg-compared"); },
    focus: () => slider.focus(),
    field,
  };
}
