/** English texts about what is written about recordings. */
export const en = `
digest-summary = 📝 Summary
digest-todo = ✅ To-do
digest-minutes = 📋 Minutes
digest-clean = 🧹 Clean text
digest-translation = 🌐 Translation
digest-own = ✍️ My way
digest-pick-several = 🗂 Several recordings at once
command-digest = Write about several recordings
digest-ask = ❓ Ask
digest-title-answer = 💬 { $question }
digest-nothing-answer = The recordings do not say.
digest-ask-choice = ❓ <b>What would you like to know from the recording?</b> Reply to this message with your question.
ask-prompt = ❔ <b>What would you like to know from your recordings?</b> Reply to this message with your question, or write /ask and the question.
ask-nothing = 💬 Your recordings do not say.
command-ask = Ask about what was said
digest-title-summary = 📝 Summary
digest-title-todo = ✅ To-do
digest-title-minutes = 📋 Minutes
digest-title-clean = 🧹 Clean text
digest-title-translation = 🌐 Translation: { $language }
digest-title-own = ✍️ { $wish }
digest-writing = writing…
digest-progress = parts ready: { $written } of { $all }
digest-waiting = the writing service is busy. I wait, and go on by myself.
digest-stop = Cancel
digest-stopped = All right, I stopped writing.
digest-group-overview = In short
digest-group-points = Discussed
digest-group-decisions = Decided
digest-group-tasks = Tasks
digest-group-questions = Left open
digest-nothing-summary = There is nothing in the recording that its own words would prove.
digest-nothing-todo = No tasks here: nobody was asked to do anything or took anything on.
digest-nothing-minutes = Nothing for the minutes: no discussion and no decisions in the recording.
digest-nothing-own = There is nothing in the recording that its own words would prove.
digest-source = recording { $number }
digest-in-file = The whole is in the file.
digest-dropped = { $count ->
    [one] { $count } point was left out: its words are not in the recording.
   *[other] { $count } points were left out: their words are not in the recording.
 }
digest-note-shorter = The text is much shorter than the recording: compare it with the transcript.
digest-note-strange = Many words of the text were not said: compare it with the transcript.
digest-note-numbers = Some numbers in the text were not said: compare it with the transcript.
point-doubt-number = this number was not said near the quote
point-doubt-words = compare it with the quote
digest-anew = 🔄 Again
digest-keep-style = 💾 Keep this style
digest-more-plays = ▶ more ({ $page } of { $pages })
digest-own-choice = ✍️ <b>How shall I write it?</b>

    Reply to this message in your own words: “three bullets”, “a post for my channel”, “a letter to colleagues”.
digest-own-choice-styles = ✍️ <b>How shall I write it?</b>

    Choose one of your styles, or reply to this message in your own words: “three bullets”, “a post for my channel”.
digest-own-too-long = Please keep the wish below 1000 characters, and reply once more.
digest-translation-choice = 🌐 Into which language?
digest-name-choice = 💾 Reply to this message with a name for the style; it will be a button under “My way”.
digest-style-kept = ✅ The style is kept: you find it under “My way”.
digest-styles-full = There are 20 styles already. Delete one under “My way” and try again.
digest-pick = { $count ->
    [0] 🗂 <b>Several recordings at once</b>

    Tick the recordings to write about.
    [one] 🗂 { $count } recording is ticked. What shall I write?
   *[other] 🗂 { $count } recordings are ticked. What shall I write?
 }
digest-pick-none = 🗂 There are no transcripts yet. Send a voice message, audio or video.
digest-clip = ▶ { $number } · { $time }
digest-clip-gone = The original recording is gone, so this place cannot be played. The text and the quote remain.
digest-file-about = { $count ->
    [one] Recording of { $day }
   *[other] { $count } recordings, the last of { $day }
 }
failure-digest-empty = There is nothing to write about: the recording has no words, or it was deleted.
failure-digest-limit = I have written a lot for you today: more than { $count } texts a day would not be fair to others. Tomorrow we go on; everything that is ready opens at once as before.
failure-writing-off = Writing about recordings is not available here yet: no writing model is connected. Transcription works as usual.
failure-writing-quota = The writing service refused because of its quota. The bot’s owner can see it; please try later.
failure-writing-key = The writing service does not accept this bot’s key. Only the bot’s owner can mend this.
failure-writing-refused = The writing service did not accept the request. Please try again later.
failure-writing-declined = The model declined to write about this recording: its rules do not allow such content. The transcript stays yours.
failure-writing-cut = The text became longer than the model can write. Try again, or another kind of text.
failure-writing-too-long = The recording is longer than the model reads at once. Please try again.
failure-writing-unreadable = The model’s answer could not be read. Please try again; that usually helps.
failure-writing-down = The writing service has not answered for long. The parts that are written are kept: please try again later.
`;
