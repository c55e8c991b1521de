/** English texts about the gallery and styles. */
export const en = `
menu-gallery = 🖼 Gallery
command-gallery = My pictures
command-styles = Ready styles for pictures
gallery-open = 🖼 To the gallery
gallery-picture = 🖼 <b>{ $number } of { $all }</b> { $star }
    { $name } · { $date } · { $size }
gallery-prompt = <i>{ $prompt }</i>
gallery-full-prompt =
    📝 <b>The description</b> (tap to copy)

    <code>{ $prompt }</code>

    Seed: <code>{ $seed }</code>
gallery-empty = 🖼 Your pictures will be here. Nothing has been drawn yet.
gallery-nothing = 🔎 Nothing fits these filters.
gallery-newer = ◀ Newer
gallery-older = Older ▶
gallery-star = ☆ Favourite
gallery-unstar = ⭐ No favourite any more
gallery-file = 📄 As a file
gallery-text = 📝 Description
gallery-delete = 🗑 Delete
gallery-ten = ▦ Ten at once
gallery-sift = 🔎 Filters
gallery-sifted = 🔎 Filters are on
gallery-sum = 📊 Figures
gallery-filters = 🔎 <b>What is to be shown?</b>
gallery-favourites = ⭐ Favourites
gallery-type-all = All
gallery-type-words = ✍️ Words
gallery-type-photo = 📷 From a photo
gallery-type-voice = 🎙 Voice
gallery-type-style = 🎭 Styles
gallery-type-upscale = 🔍 Enlarged
gallery-type-repeat = 🔁 Repeated
gallery-type-first = 🎁 First ones
gallery-days-0 = All the time
gallery-days-1 = A day
gallery-days-7 = A week
gallery-days-30 = A month
gallery-days-365 = A year
gallery-everybody = All avatars
gallery-show = 🖼 Show: { $pictures }
gallery-delete-question = Delete this picture?
gallery-delete-yes = 🗑 Yes, delete
gallery-back = ‹ Back
gallery-deleted = 🗑 Deleted. For 10 minutes you can have it back, then its file is removed from the storage. Messages with it stay in the chat.
gallery-undo = ↩ Have it back
gallery-go-on = 🖼 One at a time
gallery-overview = 🖼 Pictures here: { $pictures }
gallery-next = What next?
gallery-older-ten = ▦ Older ▶
gallery-figures =
    📊 <b>Your pictures</b>

    Kept: { $pictures }
    Orders done: { $orders }
    Favourites: { $favourites }
    Spent: { $coins }
gallery-figure = 🎭 { $name }: { $pictures }

menu-styles = ✨ Styles
styles =
    ✨ <b>Ready styles</b>

    Choose a scene: its description is written already, all that is left is to order it.
styles-business = 👔 Business portrait
styles-cinema = 🎬 Cinema
styles-art = 🎨 Art
styles-fantasy = 🧝 Fantasy
styles-travel = ✈️ Travel
styles-seasons = 🍁 Seasons
styles-kazakh = 🐎 Kazakh culture
styles-sport = 🏅 Sport
styles-popular = 🔥 Popular
styles-liked = ⭐ Favourites
styles-choose = Tap one to look at it.
styles-none = Nothing here yet.
styles-back = ‹ To the styles
styles-to-category = ‹ Category
style-draw = 🖌 To the order
style-like = ☆ Favourite
style-unlike = ⭐ No favourite any more
style-own-picture = Above is your own last picture in this style.
style-no-picture = There is no example yet: your first picture in this style will be one.
style-gone = There is no such style.
`;
