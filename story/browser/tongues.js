// Names in other writings, marked with their language for a screen reader (the twin of tongues.py).

const WRITINGS = [
  [/[\u0400-\u052f](?:[\u0400-\u052f '’-]*[\u0400-\u052f])?/g, "ru", ["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"]],
  [/[\u3400-\u9fff\uf900-\ufaff]+/g, "zh", ["zh", "ja", "ko"]],
];

// Put a text into an element; text stays text.
function setSpoken(element, text) {
  const own = (document.documentElement.lang || "en").split("-")[0];
  let pieces = [[text, null]];
  for (const [letters, assumed, languages] of WRITINGS) {
    if (languages.includes(own)) continue;
    pieces = pieces.flatMap(([piece, lang]) => (lang ? [[piece, lang]] : cutOut(piece, letters, assumed)));
  }
  element.replaceChildren(...pieces.map(([piece, lang]) => {
    if (!lang) return piece;
    const name = document.createElement("span");
    name.lang = lang;
    name.textContent = piece;
    return name;
  }));
}

function cutOut(text, letters, lang) {
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(letters)) {
    if (found.index > from) pieces.push([text.slice(from, found.index), null]);
    pieces.push([found[0], lang]);
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push([text.slice(from), null]);
  return pieces;
}
