/** The English texts about avatars. */
export const en = `
menu-avatars = 🎭 Avatars
command-avatars = My avatars
avatars = { $avatars ->
    [one] 🎭 <b>Your avatars</b>: { $avatars }
   *[other] 🎭 <b>Your avatars</b>: { $avatars }
 }
avatars-none =
    🎭 <b>Avatars</b>

    Send 10–20 photos and I will train a model that can draw exactly this face. There are no avatars yet.
avatars-new = ➕ New avatar
avatars-to-list = ‹ To the avatars
avatar-who =
    🎭 <b>New avatar</b>

    Who is it?
avatar-woman = 👩 A woman
avatar-man = 👨 A man
avatar-other = 🧑 Other
avatar-style = 🎨 A style
avatar-why = ❓ Why do you ask
avatar-why-answer =
    The answer goes into the description of the picture (“portrait of a woman…”): without it the model sometimes mistakes the sex. It is used for nothing else. “Other” leaves it out.

    “A style” is for pictures that share a manner and not a person: watercolour, comics, your own illustrations.
avatar-name =
    ✏️ What shall the avatar be called? Write a name of 2 to 50 characters.
avatar-name-wrong = A name has 2 to 50 characters. Write another one.
avatar-consent =
    🔒 <b>{ $name }</b>: consent

    The photos show you, or somebody who allowed you to do this.

    • The photos are kept in this bot's closed storage and sent to the training service FAL.
    • If the bot has face checks connected, a model of OpenAI's makes them.
    • The source photos are deleted 30 days after the training; sooner or later by your button.
    • The avatar and its trained model can be deleted at any time.
avatar-consent-style =
    🔒 <b>{ $name }</b>: consent

    These pictures are yours, or you have the right to use them.

    • They are kept in this bot's closed storage and sent to the training service FAL.
    • The sources are deleted 30 days after the training; sooner or later by your button.
    • The style and its trained model can be deleted at any time.
avatar-agree = ✅ Yes, they may be used
avatar-back = ‹ Back
avatar-back-to-name = ‹ To the name
avatar-leave = Leave, the draft is kept
avatar-left = Everything is kept. You can go on at any time: /avatars
avatar-too-many-drafts = There are too many drafts. Delete or finish one of them.
avatar-photos =
    📸 <b>{ $name }</b>: send { $least } to { $most } photos

    Albums and files are fine (JPEG, PNG, WEBP).

    • one face, large, without sunglasses or masks;
    • different angles, light, background and clothes;
    • at least 512 pixels on the short side.
avatar-photos-expired = 🗑 The earlier photos of this draft were deleted: nothing was done with it for 30 days. Send them again.
avatar-photos-style =
    🎨 <b>{ $name }</b>: send { $least } to { $most } pictures in this style

    Albums and files are fine (JPEG, PNG, WEBP). Different subjects, one manner. At least 512 pixels on the short side.

photos-count = 📸 <b>{ $name }</b>: { $kept } taken (from { $least } to { $most } are needed)
photos-waiting = ⏳ Looking at { $waiting } more…
photos-refused = ❌ Not taken: { $refused }
photos-needed = { $needed ->
    [one] { $needed } more photo is needed.
   *[other] { $needed } more photos are needed.
 }
photos-enough = ✅ Enough. You can add more, or go on to the order.
photos-alike = 💡 Nearly the same: { $alike }. Add other angles, light and backgrounds for a better likeness.
photos-tip = 💡 Different angles work best: front, three quarters, profile; close and from the waist up; by day and by evening.
photos-tip-portrait = 💡 All pictures are wide. Add tall ones with a larger face.
photos-faces-not-seen = ℹ️ Face checks are not connected: make sure yourself that every photo has one face.
slow-photos = 🐢 Too many photos at once. I will look at those before this message; send this one and the next again in { $seconds } s.
photos-review = ✅ To the order
photos-look = 🖼 Look at the photos
photos-unasked =
    📷 Photos become an avatar or pictures: begin with one of the buttons. Text is made of voice messages, audio and video.
photos-too-early = 📷 These photos were not taken yet: answer the question below first, then send them again.
photos-none = No photos were taken.
photo-shown = Photo { $number } of { $all }, { $width }×{ $height }
photo-before = ◀
photo-after = ▶
photo-drop = 🗑 Remove this photo
photo-done = ‹ Done
photo-too-big = over 20 MB: { $count }
photo-file-gone = Telegram no longer has the file: { $count }
photo-not-a-picture = no picture: { $count }. JPEG, PNG and WEBP are fine
photo-heic = HEIC: { $count }. The training service cannot read it; send it as a photo, not as a file
photo-truncated = cut short or damaged: { $count }
photo-too-small = under 512 pixels on the short side: { $count }
photo-too-dark = too dark: { $count }
photo-too-bright = too bright: { $count }
photo-blurred = blurred: { $count }
photo-duplicate = repeated: { $count }
photo-nearly-same = hardly different from what was taken: { $count }
photo-too-many = more than { $most }: { $count }. To replace one, remove it in the viewer first
photo-too-late = came when the training had begun: { $count }
photo-no-face = no face to be seen: { $count }
photo-many-faces = several people: { $count }
photo-covered-face = the face is covered by glasses, a mask or a hand: { $count }
photo-screenshot = screenshots: { $count }
photo-not-checked = could not be checked: { $count }. Send them again

avatar-nameless = without a name
avatar-state-draft = draft
avatar-state-training = in training
avatar-state-ready = ready
avatar-state-failed = training failed
avatar-state-deleted = deleted
avatar-card =
    🎭 <b>{ $name }</b>

    { $subject } · { $state }
    Photos: { $photos } · made { $date }
avatar-is-main = ⭐ The main avatar.
avatar-test = 🧪 <b>TEST.</b> Nothing was trained or paid for, this avatar cannot draw.
avatar-photos-until = The source photos are kept until { $date }.
avatar-photos-kept = The source photos are kept until you delete them.
avatar-photos-choose = Keep them or delete them now, as you like: without them the avatar draws, but only new photos can train it again.
avatar-keep = ♾ Keep the photos until I delete them
avatar-keep-usual = 🗓 Keep the photos for 30 more days
avatar-trains-again = 🔁 It is being trained again. Until that is done the present model draws.
avatar-go = ▶️ Go on
avatar-again = 🔁 Train again
avatar-make-main = ⭐ Make it the main one
avatar-forget = 🧹 Delete the source photos now
avatar-rename = ✏️ Rename
avatar-delete = 🗑 Delete
avatar-delete-question = Delete “{ $name }”? The avatar, its photos and the trained model go, and cannot be brought back.
avatar-delete-pictures = Pictures drawn with it: { $pictures }. Keep them in the gallery, or delete them too? What came into the chat stays there.
avatar-delete-keep = 🗑 Delete, keep the pictures
avatar-delete-all = 🗑 Delete with its pictures
avatar-delete-yes = 🗑 Yes, delete
avatar-deleted = 🗑 Deleted. The photos and the model are being wiped from storage. Copies at the training service go by themselves within 7 days.
avatar-pictures-kept = The pictures drawn with it were not touched: /gallery
avatar-pictures-gone = The pictures drawn with it are deleted, too.
avatar-gone = There is no such avatar.
avatar-open = 🎭 Open
avatar-photos-go = 🧹 The source photos are being deleted.
avatar-review =
    📋 <b>Please check</b>

    Name: <b>{ $name }</b>
    Who: { $subject }
    Photos: { $photos }
avatar-review-price =
    Price: <b>{ $price }</b>
    You have: { $available }

    Coins are taken only when the avatar is ready. If it fails, all of them come back.
avatar-review-short = Missing: { $missing }. The draft will wait.
avatar-review-not-ready = It cannot be ordered yet: at least { $least } checked photos are needed.
avatar-test-order = 🧪 The bot is in test mode: the training is only played, no money is spent.
avatar-review-faces-unseen = ℹ️ Nobody has checked the faces of { $photos } photos: make sure yourself that each shows one face.
training-preset = Training: <b>{ $preset }</b>
training-preset-fast = ⚡ Fast
training-preset-balanced = ⚖️ Balanced
training-preset-quality = 💎 Quality
training-preset-fast-about = Fewer steps: done sooner, a plainer likeness.
training-preset-balanced-about = A good likeness in a fair time.
training-preset-quality-about = More steps: it takes longer, and the details are closer.
avatar-review-estimated = It takes about { $minutes } min (an estimate).
avatar-review-measured = It usually takes about { $minutes } min (by the latest trainings).
avatar-again-review =
    🔁 <b>{ $name }</b>: train again

    Photos: { $photos }
    Meanwhile the avatar draws as before. The new model takes the place of the old one; if it fails, everything stays as it is.
avatar-again-no-photos = The source photos have been deleted. To train again send new ones: at least { $least }.
avatar-retrain = 🔁 Train again
avatar-add-photos = ➕ Add photos
avatar-photos-more =
    📸 <b>{ $name }</b>: send photos for the next training

    There are { $kept }, from { $least } to { $most } are needed. Those you do not want can be removed in the viewer.
avatar-leave-photos = Done
avatar-order = 🚀 Train
avatar-review-again = 🔄 Check the balance
avatar-back-to-photos = ‹ To the photos

training-title = ⏳ <b>{ $name }</b> is in training
training-packing = Gathering the photos…
training-submitting = Sent to be trained, no answer yet for { $minutes } min. I do not send it twice, so that it is not paid for twice.
training-queued = Waiting in line to be trained.
training-queued-at = Waiting in line to be trained, { $position } ahead.
training-running = In training for { $minutes } min, about { $left } min to go (an estimate).
training-slow = In training for { $minutes } min, longer than usual. I keep watching and will tell you how it ends.
training-percent = { $percent } % done.
training-fetching = Trained. Bringing the model home…
training-stop = 🛑 Stop
training-stopped = 🛑 The training of “{ $name }” was stopped. No coins were taken, the photos are still there.
training-cannot-stop = There is nothing left to stop.
training-ready =
    🎉 <b>{ $name }</b> is ready!

    The model lies in the bot's storage and is yours alone.
training-ready-test = The check worked: “{ $name }” came to its end.
training-ready-again =
    🎉 <b>{ $name }</b> has been trained again: it is ready!

    The new model draws already, the old one is being wiped from storage.
training-ready-again-test = The check worked. “{ $name }” itself is unchanged: the present model draws.
training-still-draws = The avatar draws as before.
training-failed = ⚠️ <b>{ $name }</b>: the training failed
training-nothing-taken = No coins were taken, the photos are still there.
training-failure-fal-balance = The bot has no money left at the training service. It is not your fault, the owner knows already.
training-failure-fal-key = The bot's training service is set up wrongly. It is not your fault, the owner knows already.
training-failure-fal-down = The training service has not answered for long. Try again later.
training-failure-fal-refused = The training service did not take the order. Try again; if it repeats, replace photos.
training-failure-fal-content = The training service refused the photos by its content rules. Replace those it may have disliked.
training-failure-fal-photos = The training service could not read the photos. Replace unusual files and try again.
training-failure-fal-broken = The training service broke. It is not your fault, try again.
training-failure-fal-late = The training service did not finish in time. Try again.
training-failure-fal-lost = The training service lost the order. Try again.
training-failure-storage-down = The bot's storage does not answer. Try again later.
training-failure-file-gone = One of the photos is gone from storage. Send another one.
training-failure-ceiling-user = Your daily limit is used up. Try again after midnight UTC.
training-failure-ceiling-chat = The daily limit of this chat is used up. Try again after midnight UTC.
training-failure-ceiling-house = The bot's supply of outside services is used up for today. It is not your fault. Try again after midnight UTC.
training-failure-fault = Something broke on my side. It is written down; try again.
alert-fal-balance =
    ⚠️ <b>The FAL account is out of money</b>

    Trainings and pictures end with their coins returned. Top up: fal.ai/dashboard/billing
alert-fal-key =
    ⚠️ <b>FAL refuses the key</b>

    Look at FAL_API_KEY.
`;
