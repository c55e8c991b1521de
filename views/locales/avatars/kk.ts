/** Аватарлар туралы қазақша мәтіндер. */
export const kk = `
menu-avatars = 🎭 Аватарлар
command-avatars = Менің аватарларым
avatars = { $avatars ->
    [one] 🎭 <b>Сіздің аватарларыңыз</b>: { $avatars }
   *[other] 🎭 <b>Сіздің аватарларыңыз</b>: { $avatars }
 }
avatars-none =
    🎭 <b>Аватарлар</b>

    10–20 фото жіберіңіз — дәл осы бетті сала алатын модельді үйретемін. Әзірге аватар жоқ.
avatars-new = ➕ Жаңа аватар
avatars-to-list = ‹ Аватарларға
avatar-who =
    🎭 <b>Жаңа аватар</b>

    Кімді саламыз?
avatar-woman = 👩 Әйел
avatar-man = 👨 Ер адам
avatar-other = 🧑 Басқа
avatar-style = 🎨 Стиль
avatar-why = ❓ Бұл не үшін керек
avatar-why-answer =
    Жауап сурет сипаттамасына кіреді («әйел портреті…»): онсыз модель кейде жынысты шатастырады. Басқа еш жерде қолданылмайды. «Басқа» — жынысы көрсетілмейді.

    «Стиль» — суреттерде адам емес, мәнер болса: акварель, комикс, өз иллюстрацияларыңыз.
avatar-name =
    ✏️ Аватарды қалай атаймыз? 2-ден 50 таңбаға дейін ат жазыңыз.
avatar-name-wrong = Ат 2-ден 50 таңбаға дейін болуы керек. Басқасын жазыңыз.
avatar-consent =
    🔒 <b>{ $name }</b>: келісім

    Фотода өзіңіз — немесе бұған рұқсат берген адам.

    • Фотолар боттың жабық қоймасында сақталады және FAL үйрету сервисіне жіберіледі.
    • Ботқа бет тексеру қосылған болса, оны OpenAI моделі жасайды.
    • Бастапқы фотолар үйретуден кейін 30 күннен соң, батырмаңызбен ертерек не кешірек жойылады.
    • Аватар мен үйретілген модельді кез келген уақытта жоюға болады.
avatar-consent-style =
    🔒 <b>{ $name }</b>: келісім

    Бұл суреттер сіздікі — немесе оларды пайдалануға құқығыңыз бар.

    • Олар боттың жабық қоймасында сақталады және FAL үйрету сервисіне жіберіледі.
    • Бастапқы суреттер үйретуден кейін 30 күннен соң, батырмаңызбен ертерек не кешірек жойылады.
    • Стиль мен үйретілген модельді кез келген уақытта жоюға болады.
avatar-agree = ✅ Иә, пайдалануға болады
avatar-back = ‹ Артқа
avatar-back-to-name = ‹ Атына
avatar-leave = Шығу, нобай сақталады
avatar-left = Нобай сақталды. Оған кез келген уақытта оралуға болады: /avatars
avatar-too-many-drafts = Нобай тым көп. Біреуін жойыңыз немесе аяқтаңыз.
avatar-photos =
    📸 <b>{ $name }</b>: { $least } бастап { $most } дейін фото жіберіңіз

    Альбоммен де, файлмен де болады (JPEG, PNG, WEBP).

    • бір бет, ірі, күннен қорғайтын көзілдіріксіз және бетпердесіз;
    • әртүрлі ракурс, жарық, фон және киім;
    • қысқа жағы кемінде 512 нүкте.
avatar-photos-style =
    🎨 <b>{ $name }</b>: осы стильдегі { $least } бастап { $most } дейін сурет жіберіңіз

    Альбоммен де, файлмен де болады (JPEG, PNG, WEBP). Сюжеті әртүрлі, мәнері бір. Қысқа жағы кемінде 512 нүкте.

photos-count = 📸 <b>{ $name }</b>: { $kept } қабылданды ({ $least }–{ $most } керек)
photos-waiting = ⏳ Тағы { $waiting } тексерілуде…
photos-refused = ❌ Қабылданбады: { $refused }
photos-needed = { $needed ->
    [one] Тағы { $needed } фото керек.
   *[other] Тағы { $needed } фото керек.
 }
photos-enough = ✅ Жеткілікті. Тағы қосуға немесе тапсырысқа өтуге болады.
photos-alike = 💡 Бір-біріне өте ұқсас: { $alike }. Басқа ракурс, жарық, фон қосыңыз — ұқсастық жақсарады.
photos-tip = 💡 Әртүрлі ракурстар жақсы: тура, қырынан, жартылай; жақыннан және белден жоғары; күндіз және кешке.
photos-tip-portrait = 💡 Барлық кадр көлденең. Беті ірірек тік кадрлар қосыңыз.
photos-faces-not-seen = ℹ️ Бет тексеру қосылмаған: әр фотода бір бет екенін өзіңіз қараңыз.
photos-review = ✅ Тапсырысқа
photos-look = 🖼 Фотоларды көру
photos-none = Қабылданған фото жоқ.
photo-shown = { $all } фотоның { $number }-і, { $width }×{ $height }
photo-before = ◀
photo-after = ▶
photo-drop = 🗑 Бұл фотоны алып тастау
photo-done = ‹ Дайын
photo-too-big = 20 МБ-тан үлкен: { $count }
photo-file-gone = Телеграм файлды енді бермейді: { $count }
photo-not-a-picture = сурет емес: { $count }. JPEG, PNG және WEBP жарайды
photo-heic = HEIC: { $count }. Үйрету сервисі оны оқымайды; файлмен емес, фото ретінде жіберіңіз
photo-truncated = файл үзілген немесе бүлінген: { $count }
photo-too-small = қысқа жағы 512 нүктеден аз: { $count }
photo-too-dark = тым қараңғы: { $count }
photo-too-bright = тым жарық: { $count }
photo-blurred = бұлдыр: { $count }
photo-duplicate = қайталанған: { $count }
photo-nearly-same = қабылданғандардан айырмасы жоқ дерлік: { $count }
photo-too-many = { $most } санынан артық: { $count }. Ауыстыру үшін көру кезінде артығын алып тастаңыз
photo-too-late = үйрету басталғаннан кейін келді: { $count }
photo-no-face = бет көрінбейді: { $count }
photo-many-faces = фотода бірнеше адам: { $count }
photo-covered-face = бетті көзілдірік, бетперде немесе қол жауып тұр: { $count }
photo-screenshot = экран суреті: { $count }
photo-not-checked = тексеру мүмкін болмады: { $count }. Қайта жіберіңіз

avatar-nameless = атсыз
avatar-state-draft = нобай
avatar-state-training = үйретілуде
avatar-state-ready = дайын
avatar-state-failed = үйрету сәтсіз
avatar-state-deleted = жойылған
avatar-card =
    🎭 <b>{ $name }</b>

    { $subject } · { $state }
    Фото саны: { $photos } · жасалған күні { $date }
avatar-is-main = ⭐ Негізгі аватар.
avatar-test = 🧪 <b>СЫНАҚ.</b> Ештеңе үйретілмеді және төленбеді, бұл аватармен сурет салуға болмайды.
avatar-photos-until = Бастапқы фотолардың сақталу мерзімі: { $date }
avatar-photos-kept = Бастапқы фотолар өзіңіз жойғанша сақталады.
avatar-photos-choose = Оларды сақтау не қазір жою — сіздің еркіңізде: фотосыз аватар сурет салады, бірақ қайта үйрету үшін жаңа фото керек болады.
avatar-keep = ♾ Фотоларды өзім жойғанша сақтау
avatar-keep-usual = 🗓 Фотоларды тағы 30 күн сақтау
avatar-trains-again = 🔁 Қайта үйретілуде. Аяқталғанша бұрынғы модель сурет салады.
avatar-go = ▶️ Жалғастыру
avatar-again = 🔁 Қайта үйрету
avatar-make-main = ⭐ Негізгі ету
avatar-forget = 🧹 Бастапқы фотоларды қазір жою
avatar-rename = ✏️ Атын өзгерту
avatar-delete = 🗑 Жою
avatar-delete-question = «{ $name }» жойылсын ба? Аватар, оның фотолары және үйретілген модель жоғалады, қайтару мүмкін емес.
avatar-delete-pictures = Онымен салынған суреттер: { $pictures }. Галереяда қалсын ба, әлде олар да жойылсын ба? Чатқа келгені чатта қалады.
avatar-delete-keep = 🗑 Жою, суреттер қалсын
avatar-delete-all = 🗑 Суреттерімен бірге жою
avatar-delete-yes = 🗑 Иә, жою
avatar-deleted = 🗑 Жойылды. Фотолар мен модель қоймадан өшіріліп жатыр. Үйрету сервисіндегі көшірмелер 7 күнде өздігінен жоғалады.
avatar-pictures-kept = Онымен салынған суреттер сақталды: /gallery
avatar-pictures-gone = Онымен салынған суреттер де жойылуда.
avatar-gone = Мұндай аватар жоқ.
avatar-open = 🎭 Ашу
avatar-photos-go = 🧹 Бастапқы фотолар жойылып жатыр.
avatar-review =
    📋 <b>Тексеріңіз</b>

    Аты: <b>{ $name }</b>
    Кім: { $subject }
    Фото саны: { $photos }
avatar-review-price =
    Бағасы: <b>{ $price }</b>
    Сізде: { $available }

    Монеталар аватар дайын болғанда ғана алынады. Болмаса, бәрі қайтады.
avatar-review-short = Жетпейді: { $missing }. Нобай күтеді.
avatar-review-not-ready = Әзірге тапсырыс беруге болмайды: кемінде { $least } тексерілген фото керек.
avatar-test-order = 🧪 Бот сынақ режимінде: үйрету тек көрсетіледі, ақша жұмсалмайды.
avatar-review-faces-unseen = ℹ️ Фотолардағы беттерді ешкім тексермеді ({ $photos }): әрқайсысында бір бет екенін өзіңіз қараңыз.
training-preset = Үйрету: <b>{ $preset }</b>
training-preset-fast = ⚡ Жылдам
training-preset-balanced = ⚖️ Қалыпты
training-preset-quality = 💎 Мұқият
training-preset-fast-about = Қадам аз: ертерек дайын, ұқсастығы қарапайым.
training-preset-balanced-about = Орынды уақытта жақсы ұқсастық.
training-preset-quality-about = Қадам көп: ұзағырақ, есесіне ұсақ белгілері дәлірек.
avatar-review-estimated = Шамамен { $minutes } мин алады (болжам).
avatar-review-measured = Әдетте шамамен { $minutes } мин алады (соңғы үйретулер бойынша).
avatar-again-review =
    🔁 <b>{ $name }</b>: қайта үйрету

    Фото саны: { $photos }
    Үйрету кезінде аватар бұрынғыдай сурет салады. Жаңа модель ескінің орнын алады; болмаса, бәрі бұрынғыдай қалады.
avatar-again-no-photos = Бастапқы фотолар жойылған. Қайта үйрету үшін жаңаларын жіберіңіз: кемінде { $least }.
avatar-retrain = 🔁 Қайта үйрету
avatar-add-photos = ➕ Фото қосу
avatar-photos-more =
    📸 <b>{ $name }</b>: келесі үйретуге фото жіберіңіз

    Қазір { $kept } бар, { $least }–{ $most } керек. Артығын қарау кезінде алып тастауға болады.
avatar-leave-photos = Аяқтау
avatar-order = 🚀 Үйрету
avatar-review-again = 🔄 Балансты тексеру
avatar-back-to-photos = ‹ Фотоларға

training-title = ⏳ <b>{ $name }</b> үйретілуде
training-packing = Фотоларды жинап жатырмын…
training-submitting = Үйретуге жіберілді, { $minutes } мин жауап жоқ. Екі рет төлемеу үшін қайта жібермеймін.
training-queued = Үйрету кезегінде.
training-queued-at = Үйрету кезегінде, алда { $position }.
training-running = { $minutes } мин үйретілуде, шамамен { $left } мин қалды (болжам).
training-slow = { $minutes } мин үйретілуде — әдеттегіден ұзақ. Бақылап отырмын, немен біткенін айтамын.
training-percent = { $percent } % дайын.
training-fetching = Үйретілді. Модельді өзіме алып жатырмын…
training-stop = 🛑 Тоқтату
training-stopped = 🛑 «{ $name }» үйретуі тоқтатылды. Монеталар алынбады, фотолар қалды.
training-cannot-stop = Тоқтататын ештеңе қалмады.
training-ready =
    🎉 <b>{ $name }</b> дайын!

    Модель боттың қоймасында жатыр және тек сіздікі.
training-ready-test = Тексеру өтті: «{ $name }» соңына жетті.
training-ready-again =
    🎉 <b>{ $name }</b> қайта үйретілді!

    Енді жаңа модель сурет салады, ескісі қоймадан өшіріліп жатыр.
training-ready-again-test = Тексеру сәтті. «{ $name }» өзгерген жоқ: бұрынғы модель сурет салады.
training-still-draws = Аватар бұрынғыдай сурет салады.
training-failed = ⚠️ <b>{ $name }</b>: үйрету мүмкін болмады
training-nothing-taken = Монеталар алынбады, фотолар орнында.
training-failure-fal-balance = Боттың үйрету сервисіндегі қаражаты бітті. Бұл сіздің кінәңіз емес, иесі біледі.
training-failure-fal-key = Боттың үйрету сервисі дұрыс бапталмаған. Бұл сіздің кінәңіз емес, иесі біледі.
training-failure-fal-down = Үйрету сервисі көптен жауап бермейді. Кейінірек көріңіз.
training-failure-fal-refused = Үйрету сервисі тапсырысты қабылдамады. Қайта көріңіз; қайталанса, фотоларды ауыстырыңыз.
training-failure-fal-content = Үйрету сервисі фотоларды мазмұн ережесі бойынша қабылдамады. Ұнамауы мүмкін фотоларды ауыстырыңыз.
training-failure-fal-photos = Үйрету сервисі фотоларды оқи алмады. Ерекше файлдарды ауыстырып, қайта көріңіз.
training-failure-fal-broken = Үйрету сервисінде ақау болды. Бұл сіздің кінәңіз емес, қайта көріңіз.
training-failure-fal-late = Үйрету сервисі мерзімінде аяқтамады. Қайта көріңіз.
training-failure-fal-lost = Үйрету сервисі тапсырысты жоғалтты. Қайта көріңіз.
training-failure-storage-down = Боттың қоймасы жауап бермейді. Кейінірек көріңіз.
training-failure-file-gone = Бір фото қоймадан жоғалған. Басқасын жіберіңіз.
training-failure-ceiling-user = Бүгінгі күндік шегіңіз таусылды. UTC бойынша түн ортасынан кейін көріңіз.
training-failure-ceiling-chat = Бұл чаттың күндік шегі таусылды. UTC бойынша түн ортасынан кейін көріңіз.
training-failure-ceiling-house = Боттың сыртқы сервистерге қоры бүгінге таусылды. Бұл сіздің кінәңіз емес. UTC бойынша түн ортасынан кейін көріңіз.
training-failure-fault = Менде бірдеңе бұзылды. Ақау жазылды; қайта көріңіз.
alert-fal-balance =
    ⚠️ <b>FAL шотында ақша жоқ</b>

    Үйрету мен сурет салу монеталарды қайтарып тоқтайды. Толтырыңыз: fal.ai/dashboard/billing
alert-fal-key =
    ⚠️ <b>FAL кілтті қабылдамайды</b>

    FAL_API_KEY мәнін тексеріңіз.
`;
