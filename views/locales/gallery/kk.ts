/** Галерея мен стильдер туралы қазақша мәтіндер. */
export const kk = `
menu-gallery = 🖼 Галерея
command-gallery = Менің суреттерім
command-styles = Суреттерге дайын стильдер
gallery-open = 🖼 Галереяға
gallery-picture = 🖼 <b>{ $number } / { $all }</b> { $star }
    { $name } · { $date } · { $size }
gallery-prompt = <i>{ $prompt }</i>
gallery-full-prompt =
    📝 <b>Сипаттама</b> (көшіру үшін басыңыз)

    <code>{ $prompt }</code>

    Дән: <code>{ $seed }</code>
gallery-empty = 🖼 Суреттеріңіз осында болады. Әзірге ештеңе салынған жоқ.
gallery-nothing = 🔎 Мұндай шарттармен ештеңе табылмады.
gallery-newer = ◀ Жаңарақ
gallery-older = Ескірек ▶
gallery-star = ☆ Таңдаулыға
gallery-unstar = ⭐ Таңдаулыдан алу
gallery-file = 📄 Файлмен
gallery-text = 📝 Сипаттама
gallery-delete = 🗑 Жою
gallery-ten = ▦ Оннан
gallery-sift = 🔎 Іріктеу
gallery-sifted = 🔎 Іріктеу қосулы
gallery-sum = 📊 Статистика
gallery-filters = 🔎 <b>Нені көрсетейін?</b>
gallery-favourites = ⭐ Таңдаулы
gallery-type-all = Барлығы
gallery-type-words = ✍️ Сөзбен
gallery-type-photo = 📷 Фото бойынша
gallery-type-voice = 🎙 Дауыспен
gallery-type-style = 🎭 Стильдер
gallery-type-upscale = 🔍 Үлкейтілген
gallery-type-repeat = 🔁 Қайталанған
gallery-type-first = 🎁 Алғашқылары
gallery-days-0 = Барлық уақыт
gallery-days-1 = Бір күн
gallery-days-7 = Апта
gallery-days-30 = Ай
gallery-days-365 = Жыл
gallery-everybody = Барлық аватар
gallery-show = 🖼 Көрсету: { $pictures }
gallery-delete-question = Бұл суретті жоямын ба?
gallery-delete-yes = 🗑 Иә, жою
gallery-back = ‹ Артқа
gallery-deleted = 🗑 Жойылды. 10 минут ішінде қайтаруға болады, содан кейін файл қоймадан өшіріледі. Чаттағы хабарлар қалады.
gallery-undo = ↩ Қайтару
gallery-go-on = 🖼 Бір-бірлеп
gallery-overview = 🖼 Мұндағы суреттер: { $pictures }
gallery-next = Әрі қарай?
gallery-older-ten = ▦ Ескірек ▶
gallery-figures =
    📊 <b>Суреттеріңіз</b>

    Сақталған: { $pictures }
    Орындалған тапсырыс: { $orders }
    Таңдаулы: { $favourites }
    Жұмсалды: { $coins }
gallery-figure = 🎭 { $name }: { $pictures }

menu-styles = ✨ Стильдер
styles =
    ✨ <b>Дайын стильдер</b>

    Көріністі таңдаңыз: сипаттамасы жазылған, тек тапсырыс беру қалды.
styles-business = 👔 Іскерлік портрет
styles-cinema = 🎬 Кино
styles-art = 🎨 Өнер
styles-fantasy = 🧝 Фэнтези
styles-travel = ✈️ Саяхат
styles-seasons = 🍁 Жыл мезгілдері
styles-kazakh = 🐎 Қазақ мәдениеті
styles-sport = 🏅 Спорт
styles-popular = 🔥 Танымал
styles-liked = ⭐ Таңдаулы
styles-choose = Көру үшін басыңыз.
styles-none = Әзірге бос.
styles-back = ‹ Стильдерге
styles-to-category = ‹ Бөлім
style-draw = 🖌 Тапсырысқа
style-like = ☆ Таңдаулыға
style-unlike = ⭐ Таңдаулыдан алу
style-own-picture = Жоғарыда осы стильдегі соңғы суретіңіз.
style-no-picture = Мысал әзірге жоқ: осы стильдегі бірінші суретіңіз мысал болады.
style-gone = Мұндай стиль жоқ.
`;
