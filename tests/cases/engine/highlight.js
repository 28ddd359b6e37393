(async () => {
const root = document.querySelector('.storyglobe'), heard = [];
const canvas = document.querySelector('.sg-map canvas');
const ink = () => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]
  .reduce((sum, v, i, all) => sum + (i % 4 === 0 && v === 0xff && all[i + 1] === 0xd2 && all[i + 2] === 0x3f), 0);
const plain = ink();
root.addEventListener('storyglobe-highlight', ({detail}) => heard.push(detail.key));
const send = (key) => root.dispatchEvent(
  new CustomEvent('storyglobe-highlight', {detail: {layer: 'provinces_ru_cn', key}}));
const key = window.storyglobe.stories[0].state().labels.find((l) => l.layer === 'provinces_ru_cn').id;
send(key);
const strong = ink();
send(null);
return [plain, strong > 300, ink(), heard.filter((k) => k === key).length > 0];
})()
