/** English texts about files, the export and to-dos. */
export const en = `
export-heard-by = Heard by { $model }
pdf-lacks-letters = This PDF’s font lacks some of the letters, □ stands for them. DOCX and TXT have them all.
command-export = Take everything of mine
export =
    📦 <b>All that is mine</b>

    I will pack an archive: the texts of your recordings, all that was written about them, your to-dos, the history of your coins and your settings, and send you a link. It works for { $hours } hours. The second choice adds the recordings, pictures and photos themselves.
export-texts = 📄 Texts
export-all = 📦 Texts and files
export-begun = 📦 Packing… I will send a link as soon as it is ready.
export-ready = 📦 The archive is ready: { $files } files, { $megabytes } MB. manifest.json lists them with their checksums.
export-link = ⬇️ Download the archive
export-until = The link works for { $hours } hours and opens the archive for whoever has it: do not pass it on.
export-failed = The archive could not be packed. Please try again: /export
command-todo = To-dos from recordings
command-timezone = Time zone
todos-name = To-dos
todos-open = ☐ My to-dos
todos-head = ✅ <b>To-dos</b> · open: { $open }, done: { $done }
todos-none-open = Nothing is open. Tap “✅ To-do” under a transcript and I’ll find who promised what.
todos-none-done = Nothing is ticked yet.
todos-show-done = ☑ Done
todos-show-open = ☐ Open
todos-more = Next ›
todos-first = « To the beginning
todos-back = ‹ To-dos
todos-calendar = 🗓 To my calendar
todos-calendar-sent = { $count ->
    [one] 🗓 { $count } to-do. Open the file and your calendar will offer to add it.
   *[other] 🗓 { $count } to-dos. Open the file and your calendar will offer to add them.
 }
todo-done = ☑ Done
todo-undone = ☐ Not done yet
todo-drop = 🗑 Delete
todo-drop-sure = Delete this to-do? It cannot be brought back; the transcript stays.
todo-drop-yes = 🗑 Yes, delete
todo-drop-no = Keep
todo-due-today = 🗓 Today
todo-due-tomorrow = 🗓 Tomorrow
todo-due-week = 🗓 In a week
todo-due-none = No date
todo-due-hour = ⏰ In an hour
todo-due-words = As it was said: “{ $words }”
todo-remind-at = ⏰ I’ll remind you: { $at }
todo-reminder = ⏰ <b>Reminder</b>
time-zone = 🕒 <b>Time zone: { $zone }</b>

    It is { $now } where you are. By this clock I count days and remind you of to-dos.

    Choose a city or type yours: <code>/timezone London</code> or <code>/timezone +5</code>
time-zone-button = 🕒 Time zone
time-zone-guessed = 🕒 I go by the clock of { $zone }. If yours is another, say so: /timezone
time-zone-unknown = I don’t know that city or offset. Try <code>/timezone Almaty</code>, <code>/timezone +5</code> or <code>/timezone Europe/Berlin</code>.
`;
