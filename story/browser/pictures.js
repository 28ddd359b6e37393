// Where the live map cannot run, the story is told with still pictures. A script of its own, in the
// JavaScript of 2009: it must run where the engine does not even parse.
(function () {
  "use strict";

  // What the browser lacks of what the live map needs; nothing where all is there.
  function lacking() {
    var lacks = [], canvas = document.createElement("canvas");
    if (!window.DecompressionStream) lacks.push("DecompressionStream");
    if (!window.ResizeObserver) lacks.push("ResizeObserver");
    if (!(window.CanvasRenderingContext2D && canvas.getContext && canvas.getContext("2d")) || !window.Path2D) lacks.push("canvas");
    return lacks;
  }

  // The page as an article: each step with the picture that readers without scripts see. What the
  // builder wrote into the noscript elements becomes elements; text stays text.
  function show(root, reason) {
    if (root.getAttribute("data-told") === "pictures") return;
    root.setAttribute("data-told", "pictures");
    document.documentElement.classList.remove("sg-on");
    document.documentElement.classList.add("sg-still-pictures");
    var holders = root.querySelectorAll("noscript.sg-still");
    for (var i = 0; i < holders.length; i++) {
      var parsed = new DOMParser().parseFromString(holders[i].textContent, "text/html");
      var figure = parsed.body.firstElementChild;
      if (figure) holders[i].parentNode.insertBefore(document.importNode(figure, true), holders[i]);
    }
    var controls = document.querySelectorAll(".sg-map-ui");
    for (var k = 0; k < controls.length; k++) controls[k].hidden = true;
    say(root, "This browser cannot show the live map, so each step has a still picture of it.", reason);
  }

  // A line that everybody sees and that a screen reader says once.
  function say(root, text, detail) {
    var story = root.querySelector(".sg-story") || root;
    var note = document.createElement("p");
    note.className = "sg-note";
    note.setAttribute("role", "status");
    story.insertBefore(note, story.firstChild);
    note.textContent = detail ? text + " (" + detail + ")" : text;
  }

  // An engine that never came up leaves its stories untold.
  window.addEventListener("load", function () {
    var roots = document.querySelectorAll(".storyglobe");
    for (var i = 0; i < roots.length; i++) {
      if (!roots[i].getAttribute("data-told")) show(roots[i], "");
    }
  });

  window.storyglobeStill = window.storyglobeStill || {lacking: lacking, show: show, say: say};
})();
