// Running text on paper: blocks laid on sheets of a known height, so that the contents can name the
// sheet of every heading, whatever paper the browser prints on.

const PAPER_HEADS = "h2, h3, dt, .sg-label"; // never the last thing on a sheet
const SHORT = 0.4, SPILT = 0.3; // of a sheet's height

const isWhole = (box) => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;

// Lay `blocks` on as many new sheets of `handout` as they take, at a type of so many points; the
// sheets. Lists and parts go on overleaf; a short part of a single column stays whole.
function layOnSheets(handout, blocks, {name, points}) {
  const sheets = [];
  let chain = [];  // what stands open on the last sheet, from the outermost in

  function turn() {
    const sheet = document.createElement("section"), room = document.createElement("div");
    sheet.className = `sg-paper-annex ${name}`;
    sheet.style.fontSize = `${points}pt`;
    room.className = "sg-paper-flow";
    sheet.append(room);
    handout.append(sheet);
    sheets.push(sheet);
    let inside = room;
    chain = [room, ...chain.slice(1).map((element) => {
      const again = element.cloneNode(false);
      again.removeAttribute("id");
      inside.append(again);
      return (inside = again);
    })];
  }

  // Headings that would end the sheet go overleaf with what they head.
  function carried() {
    const heads = chain.map(() => []);
    for (let i = chain.length - 1; i >= 0; i--) {
      const box = chain[i];
      while (box.lastElementChild && box.lastElementChild.matches(PAPER_HEADS)) {
        heads[i].unshift(box.lastElementChild);
        box.lastElementChild.remove();
      }
      if (box.childElementCount) break;
      if (i) box.remove();
    }
    return heads;
  }

  function put(block) {
    const room = chain[0], into = chain[chain.length - 1];
    into.append(block);
    if (isWhole(room)) return;
    const isShort = getComputedStyle(room).columnCount === "auto" && block.getBoundingClientRect().height < SHORT * room.clientHeight;
    const isFirst = block.contains(room.querySelector("p, li, dd")); // on this sheet, but for headings
    if (block.matches("div, ul, ol, dl") && block.childElementCount && (!isShort || isFirst)) {
      const shell = block.cloneNode(false);
      block.replaceWith(shell);
      chain.push(shell);
      for (const part of [...block.children]) put(part);
      chain.pop();
      return;
    }
    // a single block that is taller than a sheet: nothing is cut off
    if (isFirst) { sheets[sheets.length - 1].classList.add("sg-paper-long"); return; }
    block.remove();
    const heads = carried();
    turn();
    heads.forEach((list, i) => chain[i].prepend(...list));
    put(block);
  }

  turn();
  blocks.forEach(put);
  return sheets;
}

// As `layOnSheets`; where the last sheet would hold a few lines only, the type shrinks to spare it.
function spareSheets(handout, blocks, {name, points, least}) {
  const lay = (size) => layOnSheets(handout, blocks.map((block) => block.cloneNode(true)), {name, points: size});
  let sheets = lay(points);
  const room = sheets[sheets.length - 1].firstChild, inside = document.createRange();
  inside.selectNodeContents(room);
  const isSpilt = sheets.length > 1 && inside.getBoundingClientRect().height < SPILT * room.clientHeight;
  for (let size = points - 0.25; isSpilt && size >= least; size -= 0.25) {
    const fewer = lay(size);
    const [kept, dropped] = fewer.length < sheets.length ? [fewer, sheets] : [sheets, fewer];
    dropped.forEach((sheet) => sheet.remove());
    if (kept === fewer) return fewer;
  }
  return sheets;
}
