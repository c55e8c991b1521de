/** English texts of the history and the search. */
export const en = `
menu-recordings = 🗂 My recordings
command-history = My recordings and texts
command-search = Search what was said
recordings = 🗂 <b>My recordings</b> · { $count }
recordings-length = { $length } in all
history-none = Your recordings and their texts will be here. There are none yet: send a voice message or a file.
history-more = Earlier ›
history-first = « Newest
history-back = ‹ To the list
history-card = 🗂 Card
history-text = 📖 Show the text
history-original = ⬇️ Original
history-rename = ✏️ Rename
history-rename-ask = ✏️ What should “{ $name }” be called? Reply to this message with the new name.
history-letters = { $count ->
    [one] { $count } character
   *[other] { $count } characters
 }
history-coverage = { $percent }% heard
history-link = ⬇️ Download the original
history-link-until = The link works for { $minutes } minutes and is yours alone: do not pass it on.
megabytes = MB
source-voice = Voice message
source-audio = Audio
source-video_note = Video note
source-video = Video
source-document = File
source-link = By link
source-upload = Upload
source-conversation = Conversation
state-received = ⏳ waiting its turn
state-quoted = 💳 waiting for your word about the price
state-transcribing = ⏳ being transcribed
state-transcribed = ⏳ being sent
state-delivered = ✅ done
state-refused = 🚫 could not be used
state-failed = ⚠️ did not work
state-cancelled = ✖️ stopped
search-prompt = 🔎 What shall I look for in your recordings? Reply to this message with words, or write /search and words.
search-head = 🔎
search-count = { $count ->
    [one] { $count } place
   *[other] { $count } places
 }
search-none = Nothing was found. Try fewer words, or the beginning of a word.
search-meant = Nothing says “{ $words }”; this is near.
`;
