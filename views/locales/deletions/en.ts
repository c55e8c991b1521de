/** The English texts about deleting and keeping. */
export const en = `
command-forget = Delete data
forget-button = 🗑 Delete data
forget =
    🗑 <b>Delete data</b>

    I delete recordings older than you choose, all recordings, or everything I know about you. Then you get a receipt: what was deleted, what was not, and why.
forget-age-button = Older than { $days ->
    [one] { $days } day
   *[other] { $days } days
 }
forget-recordings-button = All recordings and texts
forget-all-button = ⚠️ Everything about me
forget-leave = ‹ Delete nothing
forget-age = Delete recordings older than { $days ->
    [one] { $days } day
   *[other] { $days } days
 } with their texts: { $recordings }? They cannot be brought back.
forget-age-any = Delete all recordings with their texts: { $recordings }? They cannot be brought back.
forget-age-none = There are no such recordings: nothing to delete.
forget-yes = 🗑 Delete
forget-all =
    ⚠️ <b>Delete everything about me</b>

    I stop what is under way and delete your recordings, texts, avatars, pictures, settings and your account:
forget-all-stays = Records of payments stay, as the law demands, but without your name. Delete the messages of this chat yourself: a bot cannot.
forget-all-next = Next: the last question
forget-coins = 🪙 You lose { $coins }. A payment can be returned before that: /paysupport.
forget-sure =
    ❗️ <b>Really delete everything?</b>

    This cannot be undone, and nobody can restore it later.
forget-all-yes = 🗑 Yes, delete everything
forget-begun = ⏳ Deleting. You get a receipt when it is done.
erase-button = 🗑 Delete
erase = 🗑 Delete this recording, its text and all that was written about it?
erase-begun = 🗑 I delete it in { $seconds } seconds.
erase-undo = ↩️ Keep it
erase-undone = ↩️ The recording stays.
erase-busy = The recording is still being worked on. Stop it (/cancel), then delete it.
erased = ✅ Deleted: the recording, its text and what was written about it; files: { $files }, { $megabytes } MB. Messages older than two days delete yourself in the chat: a bot cannot.
forget-stuck = ⚠️ The deletion is not done yet: something broke on my side. The owner of the bot sees it and will carry on; there is no need to ask again.
keep-button = ⏱ How long to keep
keep =
    ⏱ <b>How long to keep</b>

    🎙 Recordings after transcription: <b>{ $originals }</b>, the first row of buttons.
    📄 Texts, and their recordings with them: <b>{ $texts }</b>, the second row.

    It holds for what is there already, too. Without its recording nothing can be played, without its text it is not found here.
keep-ever = for ever
keep-not = do not keep
keep-days = { $days } d
receipt-file = deletion-receipt
receipt-word = ✅ Done: the recordings are deleted. The receipt says what exactly.
receipt-word-one = 🧾 The receipt of the deleted recording.
receipt-word-all = ✅ Done: everything is deleted. This is the receipt, keep it if you need it; your account goes together with it. Send /start to begin anew.
receipt-title = RECEIPT OF DELETION
receipt-number = Number
receipt-asked = Asked for
receipt-done = Done
receipt-older = Recordings older than
receipt-removed = REMOVED
receipt-transcripts = recordings and their texts
receipt-digests = digests
receipt-todos = tasks
receipt-digest_styles = styles of your own
receipt-conversations = conversations
receipt-avatars = avatars with their photos and models
receipt-images = orders of pictures
receipt-image_files = pictures
receipt-other = other
receipt-files = files in storage: { $files }, { $megabytes } MB
receipt-profile = the account: Telegram id and name, language, glossary, settings
receipt-coins = coins that you gave up: { $coins }
receipt-not-removed = NOT REMOVED, AND WHY
receipt-chat = messages in the chat: Telegram does not let bots delete old ones; delete the chat on your side
receipt-books = movements of coins and payments (payments: { $payments }): the law demands that they are kept; your name is not in them any more
receipt-trace = a mark that the welcome coins and bonuses for friends were given and which promo codes were used, which cannot be turned back into who you are; it goes after a year
receipt-openai = the service for speech and texts (OpenAI): requests are not stored; to prevent abuse it may hold them for up to 30 days and offers no way to delete them sooner
receipt-fal = the service for avatars, pictures and some of the speech (FAL): it offers no way to delete sooner; the last copies go by { $date }
receipt-backups = backups of the database at the bot's owner: they go when their time is over
receipt-opt-out = If you had asked not to be transcribed in groups (/optout), that wish is deleted too: without your id it cannot be honoured. Send /optout again if you need it.
`;
