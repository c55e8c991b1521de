/** Суреттер туралы қазақша мәтіндер. */
export const kk = `
menu-pictures = 🎨 Суреттер
help-pictures = 🎨 Сурет те саламын: /draw — сөз, дауыс не фото бойынша сурет; /avatars — аватар үйретіп, өз жүзіңізбен салу. Сипаттаманы оны жазып тексеретін модель (OpenAI) мен сурет салу қызметі (FAL) көреді.
command-draw = Сурет салу
pictures =
    🎨 <b>Суреттер</b>

    Кімді саламыз: <b>{ $name }</b>

    Көріністі кез келген тілде сөзбен не дауыспен сипаттаңыз немесе фото жіберіңіз — соған ұқсасын саламын.
pictures-home = ‹ Суреттерге
picture-nobody = аватарсыз
picture-who = 🎭 { $name } — ауыстыру
picture-words = ✍️ Сөзбен
picture-voice = 🎙 Дауыспен
picture-photo = 📷 Фото бойынша
picture-choose = 🎭 <b>Кімді саламыз?</b>
picture-choose-none = 🎭 Дайын аватар әлі жоқ. Аватарсыз да салуға болады; өзіңіздікін /avatars бөлімінде үйретіңіз.
picture-without = 🖼 Аватарсыз
picture-ask-words =
    ✍️ <b>Не салайын?</b>

    Кез келген тілде, { $least }–{ $most } таңба: орны, киімі, жарығы, көңіл күйі. Мысалы: «Париждегі көпірде, жаңбыр астында, кеш, жылы шамдар».
picture-ask-voice = 🎙 <b>Не салу керегін айтыңыз</b> — екі минутқа дейінгі дауыстық хабармен.
picture-ask-photo = 📷 Сурет ұқсауы керек <b>фотоны жіберіңіз</b>. Тілегіңізді астына жазуға болады: «тек қыста және пальтода».
picture-ask-prompt =
    ✏️ <b>Жаңа сипаттама жіберіңіз</b>, { $least }–{ $most } таңба. Модель ағылшыншаны жақсы түсінеді.

    Қазіргісі (көшіру үшін басыңыз):
    <code>{ $text }</code>
picture-words-wrong = Сипаттама { $least }–{ $most } таңба болуы керек. Басқасын жазыңыз.
picture-hearing = 🎙 Тыңдап жатырмын…
picture-looking = 📷 Фотоға қарап жатырмын…
picture-writing = ✍️ Сипаттама дайындап жатырмын…
picture-title = 🎨 <b>Тексеріңіз</b> · кімді саламыз: <b>{ $name }</b>
picture-your-words = Сіздің сөзіңіз: <i>{ $words }</i>
picture-prompt =
    Не салынады:
    <i>{ $prompt }</i>
picture-exactly =
    Не салынады, сөзбе-сөз:
    <i>{ $prompt }</i>
picture-upscale-about = 🔍 Сурет екі есе үлкейтіледі, ішінде ештеңе өзгермейді.
picture-not-translated = ℹ️ Тілдік модель қосылмаған: сөздеріңіз аудармасыз жіберіледі. Ағылшынша дәлірек шығады.
picture-not-checked = ℹ️ Сипаттаманы тексеру қосылмаған.
picture-price =
    Бағасы: <b>{ $price }</b>
    Сізде: { $available }
picture-short = Жетпейді: { $missing }. Сипаттама сақталды.
picture-test-mode = 🧪 Бот сынақ режимінде: сурет салу тек көрсетіледі, ақша жұмсалмайды.
picture-test = 🧪 <b>СЫНАҚ.</b> Ештеңе салынған да, төленген де жоқ.
picture-draw = { $count ->
    [1] 🖌 Салу
   *[other] 🖌 { $count } сурет салу
 }
picture-edit = ✏️ Өзгерту
picture-exact = 🔤 Сөзбе-сөз
picture-translate = ✨ Аудару және толықтыру
picture-retry = 🔄 Қайта байқап көру
picture-back = ‹ Артқа
picture-drop = 🗑 Керек емес
picture-dropped = 🗑 Сипаттама жойылды.
picture-check-balance = 🔄 Балансты тексеру
picture-gone = Мұндай сурет жоқ.
picture-problem-prompt-minor = 🚫 Балалар мен жасөспірімдерді аватармен салмаймын, ал ашық көріністерде — ешқашан. Сипаттаманы өзгертіңіз.
picture-problem-prompt-sexual = 🚫 Нақты адамның жүзімен ашық көріністер салмаймын. Сипаттаманы өзгертіңіз.
picture-problem-prompt-unsafe = 🚫 Мұндайды салуға болмайды: тексеру сипаттаманы қабылдамады. Оны өзгертіңіз.
picture-problem-prompt-declined = 🚫 Модель мұндай сипаттама жазудан бас тартты. Сөздерді өзгертіңіз немесе «сөзбе-сөз» таңдаңыз.
picture-problem-voice-empty = 🎙 Сөз естілмейді. Қайта жазыңыз немесе мәтінмен жіберіңіз.
picture-problem-voice-long = 🎙 Жазба тым ұзақ. Екі минутқа сыйғызыңыз.
picture-problem-photo-unreadable = 📷 Бұл фотоны айыра алмадым. Басқасын файл емес, фото ретінде жіберіңіз.
picture-problem-file-gone = Телеграм бұл файлды енді бермейді. Қайта жіберіңіз.
picture-problem-avatar-gone = 🎭 Бұл аватар енді жоқ немесе онымен әзірге салуға болмайды. Басқасын таңдаңыз.
picture-problem-writing-down = Тілдік модель жауап бермейді. Кейінірек көріңіз немесе «сөзбе-сөз» таңдаңыз.
picture-problem-speech-down = Сөйлеуді тану қазір қолжетімсіз. Сөзбен жазыңыз немесе кейінірек көріңіз.
picture-problem-vision-down = Фотоға қарайтын модель қазір қолжетімсіз. Сөзбен жазыңыз немесе кейінірек көріңіз.
picture-problem-moderation-down = Сипаттаманы тексеру жауап бермейді, онсыз салмаймын. Бір минуттан кейін көріңіз.
picture-problem-ceiling-user = Бүгінгі күндік шегіңіз бітті. Сипаттама сақталды: UTC бойынша түн ортасынан кейін көріңіз.
picture-problem-ceiling-chat = Бұл чаттың бүгінгі шегі бітті. Сипаттама сақталды: UTC бойынша түн ортасынан кейін көріңіз.
picture-problem-ceiling-house = Боттың сыртқы қызметтерге бүгінгі қоры бітті. Бұл сіздің кінәңіз емес. Сипаттама сақталды: UTC бойынша түн ортасынан кейін көріңіз.
picture-problem-fault = Менде бірдеңе бұзылды. Ақау жазылды; қайта көріңіз.

drawing = 🖌 <b>{ $name }: салып жатырмын</b>, сурет саны: { $count }
drawing-nobody = 🖌 <b>Салып жатырмын</b>, сурет саны: { $count }
drawing-upscale = 🔍 <b>Үлкейтіп жатырмын</b>
drawing-free = 🎁 Бұл сыйлық: монета алынбайды.
drawing-soon = Әдетте бір минутқа жетпейді.
drawing-queued = Кезекте, алда { $position }.
drawing-long = { $minutes } мин өтті — әдеттегіден ұзақ. Қадағалап отырмын, немен біткенін айтамын.
drawing-fetching = Дайын. Алып жатырмын…
drawing-stop = 🛑 Тоқтату
drawing-stopped = 🛑 Тоқтатылды.
drawing-failed = ⚠️ <b>Сурет салынбады</b>
picture-nothing-taken = Монета алынған жоқ.
drawing-failure-fal-balance = Сурет салу қызметіндегі боттың қаражаты бітті. Бұл сіздің кінәңіз емес, иесі біледі.
drawing-failure-fal-key = Ботта сурет салу қызметі дұрыс бапталмаған. Бұл сіздің кінәңіз емес, иесі біледі.
drawing-failure-fal-down = Сурет салу қызметі жауап бермейді. Кейінірек көріңіз.
drawing-failure-fal-refused = Сурет салу қызметі тапсырысты қабылдамады. Сипаттаманы өзгертіп, қайта көріңіз.
drawing-failure-fal-content = Сурет салу қызметі сипаттаманы мазмұн ережесі бойынша қабылдамады. Оны өзгертіп, қайта көріңіз.
drawing-failure-fal-broken = Сурет салу қызметінде ақау болды. Бұл сіздің кінәңіз емес, қайта көріңіз.
drawing-failure-fal-late = Сурет салу қызметі уақытында бітірмеді. Қайта көріңіз.
drawing-failure-fal-lost = Сурет салу қызметі тапсырысты жоғалтты. Қайта көріңіз.
drawing-failure-nsfw = Қауіпсіздік сүзгісі бәрін қараға бояды: көрініс оған ашық болып көрінді. Сипаттаманы өзгертіңіз.
drawing-failure-avatar-gone = Бұл аватар енді жоқ. Басқасын таңдаңыз.
drawing-failure-weights-gone = Бұл аватардың үйретілген моделі қоймадан жоғалды. Оны қайта үйретіңіз.
drawing-failure-picture-gone = Бастапқы сурет қоймада енді жоқ.
drawing-failure-storage-down = Боттың қоймасы жауап бермейді. Кейінірек көріңіз.
drawing-failure-ceiling-user = Бүгінгі күндік шегіңіз бітті. UTC бойынша түн ортасынан кейін көріңіз.
drawing-failure-ceiling-chat = Бұл чаттың бүгінгі шегі бітті. UTC бойынша түн ортасынан кейін көріңіз.
drawing-failure-ceiling-house = Боттың сыртқы қызметтерге бүгінгі қоры бітті. Бұл сіздің кінәңіз емес. UTC бойынша түн ортасынан кейін көріңіз.
drawing-failure-fault = Менде бірдеңе бұзылды. Ақау жазылды; қайта көріңіз.

picture-ready = ✅ <b>{ $name }</b>
picture-ready-nobody = ✅ Дайын
picture-ready-first = 🎁 <b>{ $name }</b>: алғашқы суреттер сыйға
picture-what-next = Енді не істейміз?
picture-signs = Сурет нөмірі бойынша: 🎲 ұқсасын салу, 🔍 үлкейту, ⭐ таңдаулыға қосу.
picture-missing = { $missing ->
    [one] 🚫 Тағы { $missing } суретті қауіпсіздік сүзгісі бояп тастады не ол жетпеді. Ол үшін монета алынған жоқ.
   *[other] 🚫 Тағы { $missing } суретті қауіпсіздік сүзгісі бояп тастады не олар жетпеді. Олар үшін монета алынған жоқ.
 }
picture-taken = Алынды: { $coins }.
picture-again = 🔁 Тағы бір рет
picture-vary = 🎲 Ұқсасын
picture-up = 🔍 Үлкейту
picture-star = ⭐ Таңдаулыға
picture-files = 📄 Толық сапада
picture-original = 📄 { $width }×{ $height }
picture-starred = ⭐ Таңдаулыда
picture-unstarred = Таңдаулыдан алынды
picture-repeating = Қабылданды
picture-not-yours = Мұндай сурет жоқ
picture-stop-late = Тоқтататын ештеңе қалмады
`;
