import Quill from 'quill';

/** Quill with its usual bar and a text of eighty paragraphs. */
const quill = new Quill('#editor', {
  theme: 'snow',
  modules: {
    toolbar: [[{ header: [1, 2, false] }], ['bold', 'italic', 'underline'], [{ list: 'ordered' }, { list: 'bullet' }]],
  },
});
quill.setText(
  Array.from({ length: 80 }, (_, index) => `Paragraph ${String(index)} of a longer text, with some words.`).join('\n'),
);
quill.on('text-change', () => {
  const count = document.querySelector('#count');
  if (count) count.textContent = `${String(quill.getLength() - 1)} characters`;
});
