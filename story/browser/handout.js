// A handout: cover, contents, a sheet for each step, and what comes after, laid out for paper from
// what the page holds. It is there only while printing; nothing in it but copies.

const PAPERS = {__proto__: null, a4: [262, "A4"], letter: [245, "letter"], any: [245, ""]}; // millimetres of a sheet's height

const TOLD = ".sg-answer, .sg-notes";
const UNTOLD = ".sg-predict:not(.sg-predict-hold)"; // a guess that the text of its step does not answer

function createHandout(stage) {
  const {root} = stage;
  const sections = [...root.querySelectorAll("section.sg-step")];
  let back = null; // from the look of paper to that of the screen

  const make = (tag, name = "", text = "") => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  };

  // A copy that stands on its own: no id twice, nothing folded, no button to press on paper.
  function copy(source) {
    const twin = source.cloneNode(true);
    for (const element of [twin, ...twin.querySelectorAll("*")]) {
      if (element.id) element.id = `paper-${element.id}`;
      for (const name of ["fill", "clip-path"]) {
        const value = element.getAttribute(name);
        if (value && value.startsWith("url(#")) element.setAttribute(name, value.replace("url(#", "url(#paper-"));
      }
      element.removeAttribute("hidden");
      if (element.localName === "details") element.open = true;
      if (element.dataset.all) element.setAttribute("aria-label", element.dataset.all); // paper shows what came later
      if (element.localName === "button") element.replaceWith(element.textContent);
    }
    return twin;
  }

  const parts = (section, selector) => [...section.querySelectorAll(selector)];
  const append = (target, elements) => { target.append(...elements.map(copy)); return target; };

  function figure(canvas, alt) {
    const frame = make("figure", "sg-paper-map");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", alt);
    frame.append(canvas);
    return frame;
  }

  function ruled() {
    const lines = make("div", "sg-paper-ruled");
    for (let n = 0; n < 24; n++) lines.append(make("i"));
    return lines;
  }

  // What the text does not tell: to be drawn or written with a pencil, before anybody looks it up.
  function exercise(guess) {
    const task = make("div", "sg-paper-guess"), plot = guess.querySelector(".sg-plot"), {unit} = JSON.parse(guess.dataset.task);
    append(task, parts(guess, ".sg-label, .sg-predict-ask"));
    if (plot) {
      const blank = copy(plot);
      blank.querySelectorAll(".sg-plot-handle, .sg-plot-mine, .sg-plot-found, .sg-plot-numbers").forEach((drawing) => drawing.remove());
      task.append(blank);
    } else task.append(make("i", "sg-paper-blank"));
    task.append(make("p", "sg-predict-unit", unit));
    return task;
  }

  function cover(pictures) {
    const sheet = make("section", "sg-paper-sheet sg-paper-cover");
    const opening = root.querySelector(".sg-opening .sg-card");
    append(sheet, parts(opening, "h1, .sg-subtitle"));
    sheet.append(figure(pictures.draw(0), ""));
    append(sheet, parts(opening, ":scope > p:not(.sg-subtitle):not(.sg-hint)"));
    const lines = make("p", "sg-paper-name");
    for (const word of ["Name", "Class", "Date"]) lines.append(make("span", "", word));
    sheet.append(lines);
    return sheet;
  }

  // What stands where: [heading, its sheet]; the numbers are there once all sheets are laid.
  function contents(sheet, sheets, steps, rest) {
    const numbered = (tag, entries) => {
      const list = make(tag);
      for (const [title, on] of entries) {
        const line = make("li"), number = String(sheets.indexOf(on) + 1);
        line.append(make("span", "", title), make("span", "sg-paper-number", number));
        list.append(line);
      }
      return list;
    };
    sheet.append(make("h2", "", "Contents"), numbered("ol", steps), numbered("ul", rest));
  }

  function sheetOf(section, pictures) {
    const sheet = make("section", "sg-paper-sheet"), columns = make("div", "sg-paper-columns"), left = make("div", "sg-paper-left");
    const title = section.querySelector("h2").textContent;
    append(sheet, parts(section, ".sg-count, h2"));
    sheet.append(figure(pictures.draw(Number(section.dataset.step)), title), columns);
    append(left, parts(section, ".sg-body"));
    const question = section.querySelector(".sg-question");
    if (question) {
      const asked = copy(question);
      asked.querySelectorAll("details").forEach((fold) => fold.remove());
      left.append(asked);
    }
    columns.append(left);
    const charts = parts(section, ".sg-chart").map((chart) => {
      const twin = copy(chart), folded = twin.querySelector(".sg-chart-data");
      const source = folded && folded.querySelector(":scope > p");
      if (folded) folded.remove();
      if (source) { source.className = "sg-chart-source"; twin.append(source); }
      return twin;
    });
    charts.unshift(...parts(section, UNTOLD).map(exercise));
    if (charts.length) { const right = make("div", "sg-paper-right"); right.append(...charts); columns.append(right); }
    sheet.append(ruled());
    const said = section.querySelector(".sg-sources > summary span");
    if (said) sheet.append(make("p", "sg-paper-sources", `Sources: ${said.textContent}`));
    return sheet;
  }

  // What each step leaves for the end of the handout, under one heading.
  function annex(title, selector) {
    const found = sections.filter((section) => section.querySelector(selector));
    return found.length ? [make("h2", "", title), ...found.map((section) => {
      const part = make("div", "sg-paper-annex-part");
      part.append(make("h3", "", `${section.querySelector(".sg-count").firstChild.textContent.trim()}. ${section.querySelector("h2").textContent}`));
      for (const element of parts(section, selector)) {
        const twin = copy(element), data = element.matches(".sg-predict-data");
        twin.querySelectorAll("summary").forEach((summary) => {
          if (data) summary.replaceWith(make("p", "sg-label", summary.textContent)); else summary.remove();
        });
        twin.querySelectorAll(".sg-predict-data > dl").forEach((list) => list.classList.add("sg-paper-figures"));
        part.append(...twin.childNodes);
      }
      return part;
    })] : [];
  }

  // the last card: its own heading, or that of its first part
  const closing = () => parts(root, ".sg-closing .sg-card > :not(details, .sg-quiz-start):not(:has(> a[href='#start']))").map(copy);

  // `done` is the handout, in the page; `paper` one of PAPERS.
  function lay(paper = "any") {
    const [tall, size] = PAPERS[paper] || PAPERS.any;
    back = onPaper();
    const handout = make("div", `sg-handout${size ? "" : " sg-paper-any"}`);
    const pictures = createPictures(stage, {width: 720, height: 400, ratio: 2, free: {left: 14, right: 706, top: 14, bottom: 376}});
    const summary = make("section", "sg-paper-sheet sg-paper-contents");
    const sheets = [cover(pictures), summary, ...sections.map((section) => sheetOf(section, pictures))];
    pictures.close();
    handout.append(...sheets);
    handout.style.setProperty("--sheet", `${tall}mm`);
    root.append(handout);
    document.documentElement.classList.add("sg-printing");
    sheets.forEach(fit);
    const backs = [
      [annex("Since then: what came after", ".sg-since"), "since", 9.5, 8],
      // a student's edition has neither, and there the guess stays an exercise
      [annex("For the teacher: answers and notes", root.querySelector(TOLD) ? `${TOLD}, ${UNTOLD} .sg-predict-data` : TOLD), "notes", 9.5, 8],
      [annex("Who says so: claims and sources", ".sg-sources"), "sources", 7.5, 7],
      [closing(), "closing", 9.5, 8],
    ].filter(([blocks]) => blocks.length).flatMap(([blocks, name, points, least]) =>
      spareSheets(handout, blocks, {name: `sg-paper-annex-${name}`, points, least}));
    contents(summary, [...sheets, ...backs], sections.map((section, i) => [section.querySelector("h2").textContent, sheets[i + 2]]),
      backs.flatMap((sheet) => [...sheet.querySelectorAll(".sg-paper-flow > :is(h2, h3)")].map((heading) => [heading.textContent, sheet])));
    fit(summary);
    // a browser that cannot write in the margins of a page has the numbers at the foot of the sheets
    if (!("CSSMarginRule" in window)) [...handout.children].forEach((sheet, i) => sheet.append(make("p", "sg-paper-at", String(i + 1))));
    if (size) { const style = make("style"); style.textContent = `@page { size: ${size}; }`; handout.append(style); }
    return handout;
  }

  // A sheet is one page: its type shrinks a little until all of it fits; if that is not enough, the
  // lines to write on move beside the charts, and then the map shrinks.
  function fit(sheet) {
    const left = sheet.querySelector(".sg-paper-left"), lines = sheet.querySelector(".sg-paper-ruled");
    for (const how of ["", "sg-paper-beside", "sg-paper-beside sg-paper-tight"]) {
      sheet.classList.remove("sg-paper-beside", "sg-paper-tight");
      if (how) sheet.classList.add(...how.split(" "));
      if (how && lines) left.append(lines);
      for (let size = 10.5; size >= 8; size -= 0.25) {
        sheet.style.fontSize = `${size}pt`;
        if (isWhole(sheet)) return;
      }
    }
    sheet.classList.add("sg-paper-long"); // more than one page: nothing is cut off
  }

  function remove() {
    root.querySelectorAll(".sg-handout").forEach((handout) => handout.remove());
    document.documentElement.classList.remove("sg-printing");
    if (back) { back(); back = null; stage.painter.paint(); }
  }
  return {lay, remove};
}

// Printing lays the handout out. `storyglobe handout` and `slides` open the page with a wish in its
// address and read it when data-ready says that the wish is granted.
feature("handout", (stage) => {
  const handout = createHandout(stage);
  const wish = new URLSearchParams(location.search).get("storyglobe") || "";
  if (wish.startsWith("handout-")) { handout.lay(wish.slice(8)); markReady(wish); return; }
  if (wish === "pictures") { showPictures(stage); markReady(wish); return; }
  window.addEventListener("beforeprint", () => { handout.remove(); handout.lay(); });
  window.addEventListener("afterprint", handout.remove);
});

function markReady(wish) {
  document.documentElement.dataset.ready = wish;
  document.title += ` – ${wish.split("-")[0]}`; // a PDF keeps the title: the proof that it is the handout
}

// The map of each step for a slide of 1920 × 1080 pixels, with room at the left for words.
function showPictures(stage) {
  onPaper();
  const pictures = createPictures(stage, {width: 1280, height: 720, ratio: 1.5, free: {left: 470, right: 1262, top: 24, bottom: 690}});
  const shelf = document.createElement("div");
  shelf.className = "sg-paper-shelf";
  stage.scene.steps.forEach((step, i) => {
    const image = document.createElement("img");
    image.alt = step.id;
    image.src = pictures.draw(i).toDataURL("image/png");
    shelf.append(image);
  });
  pictures.close();
  document.body.append(shelf);
}
