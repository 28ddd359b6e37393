// Lettering: how each kind of name is set, measured and broken, and in which languages it stands.

const SANS = '"Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"';
const SERIF = 'Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, "Noto Serif", "Liberation Serif", serif, "Songti SC", "Noto Serif CJK SC"';

const SETTINGS = {
  named: {size: 14, weight: 600, family: SANS, ink: "#1d2429"},
  town: {size: 12, weight: 400, family: SANS, ink: "#323c43"},
  country: {size: 13, weight: 600, family: SANS, ink: "#474f55", spacing: 2.4, caps: true},
  area: {size: 12.5, weight: 500, family: SANS, ink: "#4a4335", spacing: 0.6},
  water: {size: 13, weight: 400, family: SERIF, ink: "#2f5670", italic: true, spacing: 0.5, halo: "rgba(226,235,240,.85)"},
  route: {size: 12.5, weight: 600, family: SANS, ink: ""}, // in the colour of its line
  line: {size: 12.5, weight: 400, family: SERIF, ink: "#28526d", italic: true, spacing: 0.3, halo: "rgba(226,235,240,.85)"},
};
const HALO = "rgba(252,250,245,.9)";

// Letters that join or stack: such a name cannot be set glyph by glyph.
const JOINED = /[\u0590-\u08ff\u0900-\u0fff\u1000-\u109f\u1780-\u17ff\ufb1d-\ufefc]/;

// Characters that have no slanted form: one made by slanting them is harder to read, above all on a bend.
const UPRIGHT = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

const ruler = document.createElement("canvas").getContext("2d");

function fontOf(setting, scale) {
  return `${setting.italic ? "italic " : ""}${setting.weight} ${Math.round(setting.size * scale * 10) / 10}px ${setting.family}`;
}

function setRuler(setting, scale) {
  ruler.font = fontOf(setting, scale);
  if ("letterSpacing" in ruler) ruler.letterSpacing = `${setting.spacing || 0}px`;
}

const LONG_LINE = 9; // of further names beneath a shorter one, in the height of the type

// A name as it will stand: its lines, and its size in CSS pixels. What it is called in further
// languages stands on a line of its own, or on one for each where that would be much longer than the name.
function measured([first, ...others], setting, scale) {
  setRuler(setting, scale);
  const shown = setting.caps ? first.toUpperCase() : first;
  const wide = (text) => ruler.measureText(text).width, joined = others.join(" · ");
  const isLong = wide(joined) > Math.max(1.5 * wide(shown), LONG_LINE * setting.size * scale);
  const lines = others.length ? [shown, ...(isLong ? others : [joined])] : wrap(shown, setting.caps ? 16 : 20);
  const lineHeight = setting.size * scale * 1.16;
  return {
    lines, lineHeight, whole: [shown, ...others].join(" · "),
    width: Math.max(...lines.map(wide)),
    height: lines.length * lineHeight,
  };
}

// The letters of a line with the place of each one's middle from the line's beginning.
function lettersOf(line, setting, scale) {
  setRuler(setting, scale);
  const letters = [];
  let before = 0;
  for (const [i, letter] of [...line].entries()) {
    const after = ruler.measureText([...line].slice(0, i + 1).join("")).width;
    letters.push({letter, along: (before + after) / 2});
    before = after;
  }
  return letters;
}

// Break a long name near its middle, at a space; a stroke or a dash between two names ends the line.
function wrap(text, longest) {
  if (text.length <= longest) return [text];
  let best = -1;
  for (let i = 1; i < text.length - 1; i++) {
    if (text[i] === " " && !/[/–—]/.test(text[i + 1]) && Math.abs(i - text.length / 2) < Math.abs(best - text.length / 2)) best = i;
  }
  return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)];
}

// The names of a feature in the languages that the step asks for, each form once.
function namesOf(layer, feature, languages) {
  const plain = String(layer.features[feature][2]);
  if (!languages) return [plain];
  const forms = languages.map((language) => (layer.names && layer.names[language]
    ? layer.names[language][feature] : language === "" ? plain : ""));
  const found = [...new Set(forms.filter(Boolean))];
  return found.length ? found : [plain];
}
