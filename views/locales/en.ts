import { en as admin } from "./admin/en.ts";
import { en as avatars } from "./avatars/en.ts";
import { en as deletions } from "./deletions/en.ts";
import { en as digests } from "./digests/en.ts";
import { en as exports } from "./exports/en.ts";
import { en as gallery } from "./gallery/en.ts";
import { en as groups } from "./groups/en.ts";
import { en as history } from "./history/en.ts";
import { en as images } from "./images/en.ts";
import { en as watch } from "./watch/en.ts";

/** English texts. Arguments are escaped when they are put in; the texts themselves are Telegram's HTML. */
export const en = `
start =
    👋 I am <b>Aisha</b>. Send a voice message, audio, a video or a video note, and you get the text back.

    You can also forward one from another chat.
transcribe =
    🎤 <b>Transcription</b>

    Send a voice message, an audio file, a video or a video note, or any of them as a file. The text comes as a reply; a long one comes as a .txt file as well.

    OGG, MP3, M4A, MP4, WebM, WAV and FLAC work; TXT, MD, DOCX, PDF, SRT and VTT are taken as texts. Telegram hands files of up to 20 MB to bots.

    A direct link to a file works too. Forward several voice messages at once, and I offer to join them into one conversation.
help =
    ❓ <b>What I can do</b>

    • Turn speech into text: send or forward a recording.
    • Under a text there are buttons: subtitles, who said what, listen to the gaps again.
    • I write about recordings: a summary, tasks, minutes, a clean text, a translation, or as you ask. Every point has its quote, and ▶ plays that moment. /digest takes several recordings at once.
    • /settings — the language of recordings and a glossary of names.
    • /cancel stops a transcription.
    • /language changes the language.
    • /privacy tells what is kept and who can see it; /forget deletes recordings, or everything about you.
    • Add me to a group and reply to a voice message with /text.

    When something does not work, I say why and what you can do.
language = 🌐 Which language shall I speak?
language-chosen = ✅ I speak English now.
privacy =
    🔒 <b>What happens to your recordings</b>

    • A recording and its text are kept in this bot's private storage. Other users cannot see them.
    • To get the text, the recording is sent to a speech recognition service, and to nobody else.
    • When you ask for a summary, tasks, minutes, a translation or another text, the transcript is sent to the model that writes.
    • Of you, we keep your Telegram number and username, the language you chose, and the languages and names you gave for your recordings.
    • The history of your coins and payments is kept as the law demands; if you delete everything, it stays without a name.
    • Words, recordings and file addresses are never written to logs.

    • Texts from groups are not kept: once sent, they are deleted.

    You decide how long things are kept; recordings can be deleted, and everything about you: /forget.
unknown =
    🤔 I cannot do anything with that. Send a voice message, audio or a video, and you get the text back.

    Everything I can do: /help
stale-tap = This button does not work any more. Here is what does: /help
cancelled = { $recordings ->
    [one] 🛑 Stopped { $recordings } recording.
   *[other] 🛑 Stopped { $recordings } recordings.
 }
nothing-to-cancel = Nothing is being transcribed right now.

menu-transcribe = 🎤 Transcription
menu-language = 🌐 Language
menu-privacy = 🔒 Privacy
menu-help = ❓ Help
menu-balance = 🪙 Balance
menu-history = 🧾 History
menu-promo = 🎟 Promo code
menu-invite = 👥 Invite a friend

menu-topup = ⭐ Top up

menu-back = ‹ Back to start

command-start = Start
command-help = What I can do
command-language = Change the language
command-cancel = Stop a transcription
command-privacy = What is kept

command-topup = Buy coins
command-balance = Coins and history
command-promo = Enter a promo code
command-invite = Invite a friend

command-paysupport = Help with payments and returns
command-terms = Terms

status-fetching = ⏳ Fetching the recording…
status-listening = 🎧 Listening and writing…
status-progress = 🎧 { $minutes ->
    [1] { $percent } % done, less than a minute left…
   *[other] { $percent } % done, about { $minutes } min left…
 }
status-waiting = ⏳ The speech service is busy or does not answer. I keep trying; the text will come here.
status-cancelled = 🛑 Stopped.
text-stays = The text that was there stays as it was.
cancel = Stop
retry = 🔁 Try again
retry-started = 🔁 Trying again.
retry-impossible = This recording cannot be started again right now.

gap = {"["}{ $from }–{ $to }: could not be heard]
no-speech = 🤫 I heard no words in this recording.
long-text = { $words ->
    [one] 📄 The whole text is in the file, { $words } word. It begins:
   *[other] 📄 The whole text is in the file, { $words } words. It begins:
 }
text-received = { $words ->
    [one] 📄 I have the text: { $words } word.
   *[other] 📄 I have the text: { $words } words.
 }
upload-offer =
    📦 The file is larger than 20 MB, and Telegram does not hand larger ones to bots.

    Upload it on your personal page, up to { $megabytes } MB. The text comes here as usual. The page is for this recording only and closes in 24 hours.
upload-open = ⬆️ Upload the file
upload-title = Upload your recording
upload-limit = One file, up to { $megabytes } MB. When it is here, the text comes to your chat with the bot.
upload-choose = Choose the file
upload-resume = The upload of “{ $name }” has begun. Choose the same file to go on where it stopped.
upload-going = Uploading… Keep this page open.
upload-offline = The connection is lost. The upload goes on by itself as soon as it is back.
upload-done = ✅ Done. You can close this page: the text comes to your chat with the bot.
upload-expired = This page is closed. Send the recording to the bot once more to get a new one.
upload-too-big = This file is larger than { $megabytes } MB. Make it smaller, or split it.
upload-empty = This file is empty.
upload-again = Something did not arrive. Choose the file once more.
upload-broken = The storage of this bot does not take uploads from browsers. Please tell its owner.
join-offer = { $recordings ->
    [one] 🧵 You forwarded { $recordings } recording, said by: { $names }.
   *[other] 🧵 You forwarded { $recordings } recordings, said by: { $names }.
 }

    Shall I join them into one conversation, in the order in which they were said?
join-offer-texts = { $texts ->
    [one] Also { $texts } text between them.
   *[other] Also { $texts } texts between them.
 }
join-yes = 🧵 Join into one conversation
join-no = Leave them apart
join-join = 🧵 Joining. The conversation comes here as soon as all recordings are done.
join-apart = 👌 They stay apart.
join-answered = This was answered already.
join-nothing = 🤫 There is nothing to join: not a word was heard in these recordings.
join-lost = {"["}could not be heard]
file-stem = Transcript

failure-too-big =
    📦 The file is larger than 20 MB, and Telegram does not hand larger ones to bots.

    Make it smaller (for example as a voice message, or as MP3 at 64 kbit/s), or split it and send the pieces.
failure-file-gone = Telegram no longer has this file. Please send the recording again.
failure-empty-file = The file is empty: it does not hold a single byte. Check it and send it again.
failure-not-media = This is neither audio, nor video, nor text. Recordings: OGG, MP3, M4A, MP4, WebM, WAV, FLAC. Texts: TXT, MD, DOCX, PDF, SRT, VTT.
failure-no-audio = This video has no sound track, so there is nothing to transcribe.
failure-unsupported = I cannot read this format yet. Save the recording as MP3, M4A, OGG, WAV or FLAC and send it again.
failure-broken = The file is damaged and its sound cannot be read. If it plays on your side, save it anew (as MP3, for example) and send it again.
failure-document-empty = There is no text in this file. If it is a scan or a photo of a page, I cannot read it: send a file whose text can be selected.
failure-document-too-long = This text is too long for me: up to 1,000,000 characters (about 500 pages) fit, and a PDF may have up to 10 MB. Split it and send the pieces.
failure-document-locked = The file is protected with a password. Save it without one and send it again.
failure-document-broken = The file is damaged and its text cannot be read. Save it anew and send it again.
failure-link-forbidden = I do not go to this address. I need a direct https link to a file on a public server.
failure-link-gone = The server does not give this file out: the link is wrong, has expired, or needs a login. Open it in a private browser window to see what I see.
failure-link-page = This link leads to a page, not to a file. Download the recording and send it here, or send a direct link to the file itself.
failure-link-too-big = The file behind this link is larger than I may fetch. Make it smaller, or split it.
failure-heard-nothing = This time no words could be made out; no coins were taken.
failure-speech-refused = The speech service did not accept this recording. Try saving it in another format, for example as MP3.
failure-speech-quota = The bot's allowance for speech recognition is used up. This is not your fault: the recording is kept, try again later.
failure-speech-key = The bot's speech recognition is not set up correctly. This is not your fault: the recording is kept, try again later.
failure-speech-down = The speech service has not answered for a long time. The recording is kept, try again later.
failure-telegram-down = Telegram did not hand the file over. Please try again.
failure-storage-down = The bot's storage does not answer. Please try again later.
failure-link-down = The server behind this link does not answer, or breaks off. Try again later.
failure-ceiling-user = You have reached your limit for today. The recording is kept and no coins were taken: try again after midnight UTC.
failure-ceiling-chat = This chat has reached its limit for today. The recording is kept and no coins were taken: try again after midnight UTC.
failure-ceiling-house = The bot has used up today's budget for outside services. This is not your fault: the recording is kept and no coins were taken. Try again after midnight UTC.

failure-fault = Something broke on my side. It has been written down; please try again.
coins = { $coins ->
    [one] { $coins } coin
   *[other] { $coins } coins
 }
offer =
    🎧 <b>A recording of { $length }</b>

    Transcription: <b>{ $price }</b>
    You have: { $available }

    Coins are taken only when the text arrives. If it fails, all of them come back.
offer-short =
    🎧 <b>A recording of { $length }</b>

    Transcription: <b>{ $price }</b>
    You have: { $available }, { $missing } short

    The recording is kept. Tap “Start” when you have enough coins.
offer-begin = ▶️ Start
offer-cancel = ✖️ Not needed
offer-not-enough = Not enough coins: it takes { $coins }, you have { $available }.
offer-gone = This recording is not waiting for an answer any more.
alert-ceiling =
    ⚠️ <b>Today's budget for outside services is used up</b>

    Until midnight UTC new recordings are refused. The limit is VENDOR_CENTS_PER_DAY.
checkout-blocked = This invoice cannot be paid: an admin has closed your access to the bot.
blocked = ⛔️ An admin has closed your access to this bot. Your coins are kept. I will not answer any more.
slow-recordings = 🐢 Too many recordings at once. Those before this message will be transcribed; send this one and the next again in { $seconds } s.
slow-down = 🐢 That was too fast. Try again in { $seconds } s.

coins-off = 🎁 Everything is free here, no coins are needed.
topup =
    ⭐ <b>Top up</b>

    You have: { $available }

    A minute of transcription: { $minute }. The first minute of a recording is free, for up to { $free } recordings a day. Coins do not expire.

    You pay with Telegram Stars. How many?
package = { $price } · { $stars } ⭐
invoice-description = Coins for Aisha: transcription, avatars and pictures. They arrive right after the payment.
paid =
    ✅ <b>Payment received</b>

    Credited: { $price }
    You have: { $available }
paid-begin = ▶️ Start the transcription
paid-unmatched =
    ⚠️ { $stars } ⭐ came, but there is no invoice of yours over this amount, so no coins were credited.

    An admin has been told and will sort it out. Help: /paysupport
alert-unmatched =
    ⚠️ <b>A payment without an invoice</b>: { $stars } ⭐ from <code>{ $telegramId }</code>. Nothing was credited.

    Charge: <code>{ $charge }</code>
checkout-unknown = This invoice is not yours, or does not exist. Open /topup in the chat with the bot.
checkout-paid = This invoice has been paid already. A new one: /topup
checkout-stale = This invoice is too old. A new one: /topup
checkout-down = Payments do not work right now and no Stars were taken. Please try again in a minute.
checkout-off = No payment is needed here any more: everything is free.
returned = ↩️ { $stars } ⭐ are back with you, and the coins of that purchase are taken back.
not-returned = ↩️ Telegram did not return the Stars of this purchase, so its coins are yours again. Help: /paysupport
paysupport =
    🛟 <b>Help with payments</b>

    Coins did not arrive, or too many were taken? Write to { $contact }. Your number to mention: <code>{ $telegramId }</code>.

    You can return a purchase without us, too: for { $days } days, while its coins are not spent. The Stars go back to where they came from.

    Telegram's own support is not responsible for purchases in bots.
paysupport-owner = the owner of this bot
paysupport-return = ↩️ Return { $stars } ⭐ (minus { $price })
return-begun = Returning the Stars, this takes a few seconds.
return-going = The Stars of this purchase are on their way back already.
return-impossible = This purchase cannot be returned by a button: some of its coins are spent, or it is too old. Help: /paysupport
terms =
    📜 <b>Terms</b>

    • Coins are this bot's own units; it works for them. They cannot be paid out, but a purchase can be returned: for { $days } days, while its coins are not spent (/paysupport).
    • A minute of transcription: { $minute }, an avatar: { $avatar }, a picture: { $image }.
    • The bot asks before it does anything above your price threshold. Coins are taken only when the result is there; when it fails they come back by themselves.
    • Coins do not expire. What they came and went for is in your history.
    • The bot's owner is responsible for it, not Telegram.
voice = Voice { $number }
coverage = ⚠️ The text holds { $percent } % of the recording: the rest could not be heard.
doubt-whole = ⚠️ This may be wrong: { $reason }. Check it against the recording.
doubt-part = ⚠️ { $from }–{ $to }: { $reason }. Check it against the recording.
doubts-more = { $count ->
    [one] ⚠️ And { $count } more doubtful place.
   *[other] ⚠️ And { $count } more doubtful places.
 }
doubt-empty = there is sound, but no words were recognised
doubt-loop = the words go round in circles
doubt-invented = it seems that nobody said these words
doubt-sparse = there are suspiciously few words
doubt-dense = there are suspiciously many words
retry-gaps = 🔁 Listen to the gaps again
reused = ♻️ You have sent this recording before: this is its stored text.
subtitles-srt = 💬 SRT
subtitles-vtt = 💬 VTT
subtitles-exact = 💬 Subtitles with exact times.
subtitles-estimated = The times of these subtitles are estimated: the speech service did not give exact ones.
subtitles-none = There are no words with times here to make subtitles of.
times-find = ⏱ Exact times
voices-find = 👥 Who said what
voices-name = 👥 Name the voices
voices = 👥 <b>The voices of this recording</b>. Tap a voice to give it a name.
voices-back = ‹ All voices
voice-ask =
    ✏️ Who is it that says “{ $words }” ({ $voice })?

    Reply to this message with the name. Names from your glossary are on the buttons below.
hear-anew = 🔄 Transcribe anew
hear-speakers = 👥 <b>Who said what</b>. The recording will be heard once more by a model that tells voices apart; the text comes as a dialogue, and you can name the voices. The words may differ a little. The present text stays until the new one is ready.
hear-times = ⏱ <b>Exact times</b>. The recording will be heard once more by a model that knows the time of every phrase. The present text stays until the new one is ready.
hear-how = Length { $length }, model { $model }.
hear-price = The price is { $coins }.
hear-free = This is free.
hear-begin = ▶️ Begin
hear-impossible = This cannot be done with this recording now.
settings =
    ⚙️ <b>Settings</b>

    Language of recordings: { $languages }
    Glossary: { $entries ->
        [0] empty
        [one] { $entries } word or name
       *[other] { $entries } words and names
     }
settings-speech-languages = 🗣 Language of recordings
settings-glossary = 📖 Glossary of names
languages-auto = found out by itself
speech-languages = 🗣 <b>What language are your recordings in?</b> Usually I find out myself. If I get it wrong, mark one or several languages.
speech-languages-auto = Find out yourself
glossary =
    📖 <b>Glossary</b>

    Names and terms that occur in your recordings: I pass them on to the speech service, so that they are spelled right.

    Now: { $entries }

    To replace it: <code>/glossary Aigul, Nurlan, Kaspi</code>
    To empty it: <code>/glossary -</code>
glossary-empty = empty
menu-settings = ⚙️ Settings
command-settings = Language of recordings and glossary
command-glossary = Glossary of names and terms
balance =
    🪙 <b>Balance</b>

    You have: <b>{ $available }</b>
balance-held = Set aside for work under way: { $held }
balance-free = Free first minutes left today: { $free }
balance-threshold = Show me prices above <b>{ $coins }</b> before the work. You can choose another threshold below.
balance-back = ‹ To the balance
history = 🧾 <b>History</b>
history-empty = Nothing yet.
history-older = Older ›
history-newest = ‹ Newest
history-file = 📄 All of it as a table (CSV)
statement = { $entries ->
    [one] 🧾 The history of your coins: { $entries } entry.
   *[other] 🧾 The history of your coins: { $entries } entries.
 }
statement-stem = Coins
entry = <code>{ $day }</code> <b>{ $coins }</b> (then { $balance })
entry-welcome = Welcome gift
entry-import = From your old account
entry-purchase = Purchase
entry-purchase-bonus = Bonus on a purchase
entry-purchase-returned = Purchase returned
entry-promo = Promo code
entry-referral = Invitation
entry-work = { $work }
entry-refund = Refund: { $work }
entry-grant = Given by an admin
entry-take = Taken by an admin
work-speech = Transcription, { $units } min
work-digest = Digest
work-avatar = Avatar
work-image = { $units ->
    [one] { $units } picture
   *[other] { $units } pictures
 }
work-other = coins
promo-ask = 🎟 Send the code as a reply to this message, or as a command: /promo CODE
promo-coins =
    🎟 The code is accepted: { $amount }.

    You have: { $available }
promo-percent = 🎟 The code is accepted: your next purchase brings { $amount }% more. You have: { $available }
promo-unknown = There is no such code. Check its letters and digits.
promo-early = This code is not valid yet.
promo-over = This code is not valid any more.
promo-used-up = This code has been used as often as it can be.
promo-used-by-you = You have used this code already.
promo-wait = Too many tries. Try again in { $amount } s.
invite =
    👥 <b>Invite a friend</b>

    Your link: { $link }

    When a friend gets their first text or buys something, both of you get { $bonus }. This holds for up to { $most } friends.

    Came by your link: { $came }, earned: { $earned }
friend-came = 🎉 You came by an invitation: { $bonus } as a gift.
friend-invited = 🎉 A friend has settled in by your link: { $bonus } as a gift.
${groups}
${deletions}
${avatars}
${digests}
${history}
${images}
${gallery}
${exports}
${admin}
${watch}`;
