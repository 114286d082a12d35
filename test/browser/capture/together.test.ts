import { expect, onTestFinished, test } from 'vitest';
import type { Capture } from 'rewindow/wire';
import { showMessage } from '../../../src/assist/index.ts';
import { startRecorder } from '../../../src/capture/recorder/index.ts';
import { createPrivacy } from '../../../src/browser/privacy.ts';
import { createScreen } from '../../../src/screen/index.ts';
import { createTestScope, mount } from './scope.ts';

function startRecording(): { captures: Capture[]; text(): string } {
  const captures: Capture[] = [];
  const recorder = startRecorder((capture) => captures.push(capture), createTestScope());
  onTestFinished(() => {
    recorder.stop();
    document.body.replaceChildren();
  });
  return { captures, text: () => JSON.stringify(captures) };
}

test('a message stands in the recording, with its styles', async () => {
  const { text } = startRecording();
  const message = showMessage({
    document,
    title: 'Trouble at the till?',
    text: 'We can help.',
    actions: [{ label: 'Chat' }],
    onAction: () => undefined,
    onDismiss: () => undefined,
  });
  onTestFinished(() => message.stop());
  for (const part of ['Trouble at the till?', 'We can help.', 'Chat', '.card']) await expect.poll(text).toContain(part);
});

test('the copy of the page that an image needs does not stand in the recording', async () => {
  mount('<div id="t" style="width:40px;height:40px">once</div>');
  const { text } = startRecording();
  const privacy = createPrivacy({ mask: 'inputs', urlParameters: [] });
  const screen = createScreen({ window, now: () => 1, guard: (callback) => callback, privacy });
  await screen.capture({ target: '#t', cause: 'test' });
  await screen.capture({ target: 'viewport', cause: 'test' });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(text().match(/once/g)).toHaveLength(1);
  expect(text()).not.toContain('html2canvas');
});
