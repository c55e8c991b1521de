/** English texts about pictures. */
export const en = `
menu-pictures = 🎨 Pictures
help-pictures = 🎨 I also draw: /draw makes a picture from words, a voice or a photo; /avatars trains an avatar, so that it has your face. The description is seen by the model that writes and checks it (OpenAI) and by the drawing service (FAL).
command-draw = Draw a picture
pictures =
    🎨 <b>Pictures</b>

    Drawn with: <b>{ $name }</b>

    Describe a scene in words or by voice, in any language, or send a photo and I draw something like it.
pictures-home = ‹ To pictures
picture-nobody = no avatar
picture-who = 🎭 { $name } — change
picture-words = ✍️ In words
picture-voice = 🎙 By voice
picture-photo = 📷 From a photo
picture-choose = 🎭 <b>Who is to be drawn?</b>
picture-choose-none = 🎭 No avatar is ready yet. You can draw without one; train your own in /avatars.
picture-without = 🖼 Without an avatar
picture-ask-words =
    ✍️ <b>What shall I draw?</b>

    Write it in any language, { $least } to { $most } characters: place, clothes, light, mood. For example: “on a bridge in Paris in the rain, evening, warm lights”.
picture-ask-voice = 🎙 <b>Tell me what to draw</b> in a voice message of up to two minutes.
picture-ask-photo = 📷 <b>Send a photo</b> that the picture is to resemble. Add wishes in its caption: “but in winter and in a coat”.
picture-ask-prompt =
    ✏️ <b>Send a new description</b>, { $least } to { $most } characters. The model understands English best.

    Now (tap to copy):
    <code>{ $text }</code>
picture-words-wrong = A description has { $least } to { $most } characters. Please write another one.
picture-hearing = 🎙 Listening…
picture-looking = 📷 Looking at the photo…
picture-writing = ✍️ Writing the description…
picture-title = 🎨 <b>Please check</b> · drawn with: <b>{ $name }</b>
picture-your-words = Your words: <i>{ $words }</i>
picture-prompt =
    What will be drawn:
    <i>{ $prompt }</i>
picture-exactly =
    What will be drawn, word for word:
    <i>{ $prompt }</i>
picture-upscale-about = 🔍 The picture will be enlarged to twice its size; nothing in it changes.
picture-not-translated = ℹ️ No language model is connected: your words go out untranslated. English works best.
picture-not-checked = ℹ️ No check of descriptions is connected.
picture-price =
    Price: <b>{ $price }</b>
    You have: { $available }
picture-short = Missing: { $missing }. The description is kept.
picture-test-mode = 🧪 The bot is in test mode: drawing is only played, no money is spent.
picture-test = 🧪 <b>TEST.</b> Nothing was drawn and nothing was paid.
picture-draw = { $count ->
    [1] 🖌 Draw
   *[other] 🖌 Draw { $count }
 }
picture-edit = ✏️ Edit
picture-exact = 🔤 Word for word
picture-translate = ✨ Translate and enrich
picture-retry = 🔄 Try again
picture-back = ‹ Back
picture-drop = 🗑 Never mind
picture-dropped = 🗑 The description is gone.
picture-check-balance = 🔄 Check the balance
picture-gone = There is no such picture.
picture-problem-prompt-minor = 🚫 I do not draw children or teenagers with an avatar, and never in suggestive scenes. Please change the description.
picture-problem-prompt-sexual = 🚫 I do not draw explicit scenes with a real person's face. Please change the description.
picture-problem-prompt-unsafe = 🚫 This may not be drawn: the check has refused the description. Please change it.
picture-problem-prompt-declined = 🚫 The model would not write such a description. Change the words, or choose “word for word”.
picture-problem-voice-empty = 🎙 I hear no words. Record it again, or write it.
picture-problem-voice-long = 🎙 The recording is too long. Two minutes are enough.
picture-problem-photo-unreadable = 📷 I cannot make out this photo. Send another one, as a photo and not as a file.
picture-problem-file-gone = Telegram does not hand out this file any more. Please send it again.
picture-problem-avatar-gone = 🎭 This avatar is gone, or cannot draw yet. Please choose another one.
picture-problem-writing-down = The language model does not answer. Try again later, or choose “word for word”.
picture-problem-speech-down = Speech recognition is not available now. Write it in words, or try again later.
picture-problem-vision-down = The model that looks at photos is not available now. Write it in words, or try again later.
picture-problem-moderation-down = The check of descriptions does not answer, and I do not draw without it. Try again in a minute.
picture-problem-ceiling-user = Your limit for today is reached. The description is kept: try again after midnight UTC.
picture-problem-ceiling-chat = This chat's limit for today is reached. The description is kept: try again after midnight UTC.
picture-problem-ceiling-house = The bot's budget for outside services is used up for today. It is not your fault. The description is kept: try again after midnight UTC.
picture-problem-fault = Something broke on my side. It is logged; please try again.

drawing = 🖌 <b>Drawing { $name }</b>, pictures: { $count }
drawing-nobody = 🖌 <b>Drawing</b>, pictures: { $count }
drawing-upscale = 🔍 <b>Enlarging</b>
drawing-free = 🎁 This is a present: no coins are taken.
drawing-soon = It usually takes less than a minute.
drawing-queued = In the queue, { $position } ahead.
drawing-long = { $minutes } min have passed, longer than usual. I keep watching and will tell you how it ends.
drawing-fetching = Done. Fetching…
drawing-stop = 🛑 Stop
drawing-stopped = 🛑 Stopped.
drawing-failed = ⚠️ <b>It could not be drawn</b>
picture-nothing-taken = No coins were taken.
drawing-failure-fal-balance = The bot has run out of credit with the drawing service. It is not your fault, and the owner knows.
drawing-failure-fal-key = The bot's drawing service is set up wrongly. It is not your fault, and the owner knows.
drawing-failure-fal-down = The drawing service does not answer. Please try again later.
drawing-failure-fal-refused = The drawing service did not take the order. Change the description and try again.
drawing-failure-fal-content = The drawing service refused the description by its rules about content. Change it and try again.
drawing-failure-fal-broken = The drawing service had a failure. It is not your fault; please try again.
drawing-failure-fal-late = The drawing service did not finish in time. Please try again.
drawing-failure-fal-lost = The drawing service has lost the order. Please try again.
drawing-failure-nsfw = The safety filter has blackened everything: the scene looked explicit to it. Please change the description.
drawing-failure-avatar-gone = This avatar is gone. Please choose another one.
drawing-failure-weights-gone = The trained model of this avatar is gone from storage. Please train it again.
drawing-failure-picture-gone = The original picture is not in storage any more.
drawing-failure-storage-down = The bot's storage does not answer. Please try again later.
drawing-failure-ceiling-user = Your limit for today is reached. Try again after midnight UTC.
drawing-failure-ceiling-chat = This chat's limit for today is reached. Try again after midnight UTC.
drawing-failure-ceiling-house = The bot's budget for outside services is used up for today. It is not your fault. Try again after midnight UTC.
drawing-failure-fault = Something broke on my side. It is logged; please try again.

picture-ready = ✅ <b>{ $name }</b>
picture-ready-nobody = ✅ Ready
picture-ready-first = 🎁 <b>{ $name }</b>: the first pictures are a present
picture-what-next = What next?
picture-signs = By the picture's number: 🎲 one like it, 🔍 enlarge, ⭐ favourite.
picture-missing = { $missing ->
    [one] 🚫 { $missing } more picture was blackened by the safety filter or did not arrive. No coins were taken for it.
   *[other] 🚫 { $missing } more pictures were blackened by the safety filter or did not arrive. No coins were taken for them.
 }
picture-taken = Taken: { $coins }.
picture-again = 🔁 Again
picture-vary = 🎲 Vary
picture-up = 🔍 Enlarge
picture-star = ⭐ Favourite
picture-files = 📄 Full quality
picture-original = 📄 { $width }×{ $height }
picture-starred = ⭐ A favourite now
picture-unstarred = Not a favourite any more
picture-repeating = On it
picture-not-yours = There is no such picture
picture-stop-late = There is nothing left to stop
`;
