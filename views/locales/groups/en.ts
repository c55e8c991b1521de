/** The English texts for groups. */
export const en = `
group-hello =
    👋 I am <b>Aisha</b>. Reply to a voice or video message with /text and I will send its text right here.

    Admins can have every voice message transcribed: /settings.
group-hello-pays = 🪙 Whoever added me pays. Admins can change that: /settings.
group-hello-refuse = 🙅 Do not want to be transcribed? Send /optout. I keep no texts: once sent, they are deleted on my side.
group-help = ❓ Reply to a voice message, a video message or an audio with /text and I will return its text.
group-help-auto = Now: every voice and video message is transcribed.
group-help-request = Now: transcribed on /text.
group-help-off = Now: switched off.
group-pays = 🪙 { $who } pays.
group-pays-one = 🪙 The person named in /settings pays.
group-pays-asker = 🪙 Whoever asks pays.
group-payer-somebody = the person who added me
group-how = Reply with /text to a voice message, a video message or an audio.
group-optout = 🙅 All right, I no longer transcribe you here. To undo: /optin. For all groups at once send me /optout in private.
group-optin = 👌 All right, you may be transcribed here again.
group-is-there = ☝️ The text is here already.
group-declined = 🙅 This person asked not to be transcribed.
group-start = 🪙 Whoever asks pays here. Open me and press Start, then send /text again.
group-start-free = Open me and press Start, then send /text again.
group-anonymous = Whoever asks pays here, and I cannot see who writes in the name of a group or channel. Please ask as yourself.
group-open = Open Aisha
group-admins-only = Only admins of the group can change this.
group-start-first = First open me in private and press Start.
group-no-speech = 🤫 No speech in it.
group-settings = ⚙️ <b>Settings of this group</b>
group-deaf = ⚠️ I do not see voice messages: privacy mode is on. What to do: /doctor
group-mode-auto = All
group-mode-request = On /text
group-mode-off = Off
group-sound-off = 🔕 Silent
group-sound-on = 🔔 With sound
group-locale-ru = Русский
group-locale-en = English
group-locale-kk = Қазақша
group-payer-me = I pay
group-payer-asker = Who asks pays
group-asker-broke = 🪙 There are not enough coins for this. Whoever asks pays here: top up in a private chat with me. I will not remind you again.
group-ceiling = This group has used up its limit for today. No coins were taken; please come back tomorrow.
group-failed = It could not be transcribed; no coins were taken. Please try again later.
failure-group-broke = 🪙 Whoever pays for this group has run out of coins. I will go on once there are some; I will not remind you again.
failure-group-dear = 🪙 This recording is too long to spend somebody else's coins on without asking. Forward it to me in private.
doctor-title = 🩺 <b>Whether I hear this group</b>
doctor-hears = Voice messages reach me.
doctor-deaf = Only commands and replies to my messages reach me.
doctor-privacy-on = Privacy mode is on: in groups Telegram shows me only commands.
doctor-privacy-off = Privacy mode is off: in groups I see all messages.
doctor-admin = I am an admin of this group.
doctor-member = I am not an admin of this group.
doctor-mend =
    To have every voice message transcribed, do one of these:
    1. Make me an admin of the group; no rights are needed.
    2. Or, as the bot's owner: @BotFather → /setprivacy → @{ $bot } → Disable. Then remove me from the group and add me again.

    None of this is needed for /text.
doctor-there = To check a group, send /doctor in it.
optout = 🙅 All right: I no longer transcribe you in any group. To undo: /optin.
optin = 👌 All right, you may be transcribed in groups again.
command-text = Text of a voice message: reply to it
command-group-settings = Settings, for admins
command-doctor = Whether I hear the group
command-optout = Do not transcribe me
command-optin = Transcribe me again
`;
