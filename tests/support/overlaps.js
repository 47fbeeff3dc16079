// Replaces a page with the list of its texts that lie on a bar or another text, or leave the picture.
const texts = [...document.querySelectorAll("text")];
const bars = [...document.querySelectorAll("rect[rx='2']")];
const size = document.querySelector("svg").viewBox.baseVal;
// What is drawn is less high than its box: a line of letters has room above and below.
const box = (element, slack) => {
  const {x, y, width, height} = element.getBBox();
  return {x, y: y + slack, width, height: height - 2 * slack};
};
const isOwn = (text, bar) =>
  bar.querySelector("title").textContent === text.textContent || (text.parentNode === bar.parentNode && text.parentNode.tagName === "g");
const meets = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const found = [];
for (const text of texts) {
  const own = box(text, 0);
  if (own.x < 0 || own.y < 0 || own.x + own.width > size.width || own.y + own.height > size.height) {
    found.push("leaves the picture: " + text.textContent);
  }
  for (const bar of bars) {
    if (!isOwn(text, bar) && meets(own, box(bar, 2))) found.push("lies on a bar: " + text.textContent);
  }
  const within = text.parentNode.tagName === "g" && text.parentNode.querySelector("rect").getBBox();
  if (within && (own.x < within.x || own.x + own.width > within.x + within.width)) {
    found.push("leaves its bar: " + text.textContent);
  }
  for (const other of texts) {
    if (other !== text && meets(box(text, 4), box(other, 4))) found.push("lies on a text: " + text.textContent);
  }
}
document.body.innerHTML = "<pre>" + JSON.stringify(found) + "</pre>";
