/** Русские тексты об аватарах. */
export const ru = `
menu-avatars = 🎭 Аватары
command-avatars = Мои аватары
avatars = { $avatars ->
    [one] 🎭 <b>Ваши аватары</b>: { $avatars }
   *[other] 🎭 <b>Ваши аватары</b>: { $avatars }
 }
avatars-none =
    🎭 <b>Аватары</b>

    Пришлите 10–20 фотографий — я обучу модель, которая умеет рисовать именно это лицо. Аватаров пока нет.
avatars-new = ➕ Новый аватар
avatars-to-list = ‹ К аватарам
avatar-who =
    🎭 <b>Новый аватар</b>

    Кого рисуем?
avatar-woman = 👩 Женщина
avatar-man = 👨 Мужчина
avatar-other = 🧑 Другое
avatar-style = 🎨 Стиль
avatar-why = ❓ Зачем это нужно
avatar-why-answer =
    Ответ попадает в описание картинки («портрет женщины…»): без него модель иногда путает пол. Больше он нигде не используется. «Другое» — без указания пола.

    «Стиль» — если на картинках не человек, а манера: акварель, комикс, ваши иллюстрации.
avatar-name =
    ✏️ Как назвать аватар? Напишите имя, от 2 до 50 знаков.
avatar-name-wrong = Имя должно быть от 2 до 50 знаков. Напишите другое.
avatar-consent =
    🔒 <b>{ $name }</b>: согласие

    На фотографиях вы — или человек, который разрешил вам это.

    • Фотографии хранятся в закрытом хранилище бота и отправляются сервису обучения FAL.
    • Если у бота подключена проверка лиц, её делает модель OpenAI.
    • Исходные фото удаляются через 30 дней после обучения; раньше или позже — по вашей кнопке.
    • Аватар и обученную модель можно удалить в любой момент.
avatar-consent-style =
    🔒 <b>{ $name }</b>: согласие

    Эти картинки ваши — или у вас есть право их использовать.

    • Они хранятся в закрытом хранилище бота и отправляются сервису обучения FAL.
    • Исходники удаляются через 30 дней после обучения; раньше или позже — по вашей кнопке.
    • Стиль и обученную модель можно удалить в любой момент.
avatar-agree = ✅ Да, можно использовать
avatar-back = ‹ Назад
avatar-back-to-name = ‹ К имени
avatar-leave = Выйти, черновик сохранится
avatar-left = Черновик сохранён. Вернуться к нему можно в любой момент: /avatars
avatar-too-many-drafts = Черновиков слишком много. Удалите или закончите один из них.
avatar-photos =
    📸 <b>{ $name }</b>: пришлите фотографии, от { $least } до { $most }

    Можно альбомом, можно файлами (JPEG, PNG, WEBP).

    • одно лицо крупно, без очков от солнца и масок;
    • разные ракурсы, свет, фон и одежда;
    • не меньше 512 точек по короткой стороне.
avatar-photos-style =
    🎨 <b>{ $name }</b>: пришлите картинки в этом стиле, от { $least } до { $most }

    Можно альбомом, можно файлами (JPEG, PNG, WEBP). Сюжеты — разные, манера — одна. Не меньше 512 точек по короткой стороне.

photos-count = 📸 <b>{ $name }</b>: принято { $kept } (нужно от { $least } до { $most })
photos-waiting = ⏳ Проверяю ещё { $waiting }…
photos-refused = ❌ Не принято: { $refused }
photos-needed = { $needed ->
    [one] Нужна ещё { $needed } фотография.
    [few] Нужны ещё { $needed } фотографии.
   *[many] Нужно ещё { $needed } фотографий.
 }
photos-enough = ✅ Достаточно. Можно добавить ещё — или перейти к заказу.
photos-alike = 💡 Почти одинаковых: { $alike }. Добавьте другие ракурсы, свет и фон — сходство станет лучше.
photos-tip = 💡 Лучше всего работают разные ракурсы: анфас, в три четверти, профиль; крупно и по пояс; днём и вечером.
photos-tip-portrait = 💡 Все кадры горизонтальные. Добавьте вертикальные, где лицо крупнее.
photos-faces-not-seen = ℹ️ Проверка лиц не подключена: посмотрите сами, чтобы на каждом фото было одно лицо.
photos-review = ✅ К заказу
photos-look = 🖼 Посмотреть фото
photos-none = Принятых фотографий нет.
photo-shown = Фото { $number } из { $all }, { $width }×{ $height }
photo-before = ◀
photo-after = ▶
photo-drop = 🗑 Убрать это фото
photo-done = ‹ Готово
photo-too-big = больше 20 МБ: { $count }
photo-file-gone = Телеграм больше не отдаёт файл: { $count }
photo-not-a-picture = не картинка: { $count }. Подходят JPEG, PNG и WEBP
photo-heic = HEIC: { $count }. Сервис обучения его не читает; пришлите как фото, а не файлом
photo-truncated = файл обрывается или повреждён: { $count }
photo-too-small = меньше 512 точек по короткой стороне: { $count }
photo-too-dark = слишком тёмные: { $count }
photo-too-bright = пересвечены: { $count }
photo-blurred = смазаны: { $count }
photo-duplicate = повторы: { $count }
photo-nearly-same = почти не отличаются от принятых: { $count }
photo-too-many = сверх { $most }: { $count }. Чтобы заменить, уберите лишнее в просмотре
photo-too-late = пришли, когда обучение уже началось: { $count }
photo-no-face = не видно лица: { $count }
photo-many-faces = на фото несколько человек: { $count }
photo-covered-face = лицо закрыто очками, маской или рукой: { $count }
photo-screenshot = снимки экрана: { $count }
photo-not-checked = не удалось проверить: { $count }. Пришлите ещё раз

avatar-nameless = без имени
avatar-state-draft = черновик
avatar-state-training = обучается
avatar-state-ready = готов
avatar-state-failed = обучение не удалось
avatar-state-deleted = удалён
avatar-card =
    🎭 <b>{ $name }</b>

    { $subject } · { $state }
    Фотографий: { $photos } · создан { $date }
avatar-is-main = ⭐ Основной аватар.
avatar-test = 🧪 <b>ТЕСТ.</b> Ничего не обучалось и не оплачивалось, рисовать этим аватаром нельзя.
avatar-photos-until = Исходные фото хранятся до { $date }
avatar-photos-kept = Исходные фото хранятся, пока вы их не удалите.
avatar-photos-choose = Хранить их дальше или удалить сейчас, решаете вы: без них аватар рисует, но обучить его ещё раз можно будет только по новым фото.
avatar-keep = ♾ Хранить фото, пока не удалю сам
avatar-keep-usual = 🗓 Хранить фото ещё 30 дней
avatar-trains-again = 🔁 Обучается ещё раз. До конца обучения рисует прежняя модель.
avatar-go = ▶️ Продолжить
avatar-again = 🔁 Обучить ещё раз
avatar-make-main = ⭐ Сделать основным
avatar-forget = 🧹 Удалить исходные фото сейчас
avatar-rename = ✏️ Переименовать
avatar-delete = 🗑 Удалить
avatar-delete-question = Удалить «{ $name }»? Исчезнут сам аватар, его фотографии и обученная модель. Вернуть их будет нельзя.
avatar-delete-pictures = С ним нарисовано картинок: { $pictures }. Оставить их в галерее или удалить тоже? То, что уже пришло в чат, в чате останется.
avatar-delete-keep = 🗑 Удалить, картинки оставить
avatar-delete-all = 🗑 Удалить вместе с картинками
avatar-delete-yes = 🗑 Да, удалить
avatar-deleted = 🗑 Удалено. Фотографии и модель стираются из хранилища. Копии у сервиса обучения исчезают сами через 7 дней.
avatar-pictures-kept = Картинки, нарисованные с ним, не тронуты: /gallery
avatar-pictures-gone = Картинки, нарисованные с ним, удаляются вместе с ним.
avatar-gone = Этого аватара нет.
avatar-open = 🎭 Открыть
avatar-photos-go = 🧹 Исходные фото удаляются.
avatar-review =
    📋 <b>Проверьте</b>

    Имя: <b>{ $name }</b>
    Кто: { $subject }
    Фотографий: { $photos }
avatar-review-price =
    Цена: <b>{ $price }</b>
    У вас: { $available }

    Монеты спишутся, только когда аватар будет готов. Не получится — вернутся все.
avatar-review-short = Не хватает: { $missing }. Черновик подождёт.
avatar-review-not-ready = Пока заказать нельзя: нужно не меньше { $least } проверенных фотографий.
avatar-test-order = 🧪 Бот в тестовом режиме: обучение только изображается, деньги не тратятся.
avatar-review-faces-unseen = ℹ️ Лица на фотографиях никто не проверял ({ $photos }): посмотрите сами, чтобы на каждой было одно лицо.
training-preset = Обучение: <b>{ $preset }</b>
training-preset-fast = ⚡ Быстро
training-preset-balanced = ⚖️ Обычно
training-preset-quality = 💎 Тщательно
training-preset-fast-about = Меньше шагов: готово раньше, сходство проще.
training-preset-balanced-about = Хорошее сходство за разумное время.
training-preset-quality-about = Больше шагов: дольше, зато сходство точнее в деталях.
avatar-review-estimated = Займёт около { $minutes } мин (оценка).
avatar-review-measured = Обычно занимает около { $minutes } мин (по последним обучениям).
avatar-again-review =
    🔁 <b>{ $name }</b>: обучить ещё раз

    Фотографий: { $photos }
    Пока идёт обучение, аватар рисует как прежде. Новая модель займёт место старой; не получится — всё останется как есть.
avatar-again-no-photos = Исходные фотографии удалены. Чтобы обучить ещё раз, пришлите новые: не меньше { $least }.
avatar-retrain = 🔁 Обучить ещё раз
avatar-add-photos = ➕ Добавить фото
avatar-photos-more =
    📸 <b>{ $name }</b>: пришлите фотографии для нового обучения

    Сейчас их { $kept }, нужно от { $least } до { $most }. Лишние можно убрать в просмотре.
avatar-leave-photos = Закончить
avatar-order = 🚀 Обучить
avatar-review-again = 🔄 Проверить баланс
avatar-back-to-photos = ‹ К фотографиям

training-title = ⏳ <b>{ $name }</b> обучается
training-packing = Собираю фотографии…
training-submitting = Отправляю в обучение. Ответа пока нет, прошло { $minutes } мин. Второй раз не отправляю, чтобы не заплатить дважды.
training-queued = В очереди на обучение.
training-queued-at = В очереди на обучение, впереди { $position }.
training-running = Обучается { $minutes } мин, осталось примерно { $left } мин (оценка).
training-slow = Обучается { $minutes } мин — дольше обычного. Я слежу и сообщу, чем кончится.
training-percent = Готово { $percent } %.
training-fetching = Обучено. Забираю модель к себе…
training-stop = 🛑 Остановить
training-stopped = 🛑 Обучение «{ $name }» остановлено. Монеты не списаны, фотографии остались.
training-cannot-stop = Останавливать уже нечего.
training-ready =
    🎉 <b>{ $name }</b> готов!

    Модель лежит в хранилище бота и принадлежит только вам.
training-ready-test = Проверка прошла: «{ $name }» дошёл до конца.
training-ready-again =
    🎉 <b>{ $name }</b> обучен ещё раз!

    Рисует уже новая модель, прежняя удаляется из хранилища.
training-ready-again-test = Проверка прошла. Сам «{ $name }» не изменился: рисует прежняя модель.
training-still-draws = Аватар рисует как прежде.
training-failed = ⚠️ <b>{ $name }</b>: обучить не получилось
training-nothing-taken = Монеты не списаны, фотографии на месте.
training-failure-fal-balance = У бота закончились средства на сервисе обучения. Это не ваша вина, владелец уже знает.
training-failure-fal-key = Сервис обучения у бота настроен неверно. Это не ваша вина, владелец уже знает.
training-failure-fal-down = Сервис обучения давно не отвечает. Попробуйте позже.
training-failure-fal-refused = Сервис обучения не принял заказ. Попробуйте ещё раз; если повторится — замените фотографии.
training-failure-fal-content = Сервис обучения отклонил фотографии по своим правилам о содержимом. Замените те, что могли ему не понравиться.
training-failure-fal-photos = Сервис обучения не смог прочитать фотографии. Замените необычные файлы и попробуйте снова.
training-failure-fal-broken = У сервиса обучения произошёл сбой. Это не ваша вина, попробуйте ещё раз.
training-failure-fal-late = Сервис обучения так и не закончил в срок. Попробуйте ещё раз.
training-failure-fal-lost = Сервис обучения потерял заказ. Попробуйте ещё раз.
training-failure-storage-down = Хранилище бота не отвечает. Попробуйте позже.
training-failure-file-gone = Одна из фотографий пропала из хранилища. Пришлите другую.
training-failure-ceiling-user = На сегодня ваш дневной предел исчерпан. Попробуйте после полуночи по UTC.
training-failure-ceiling-chat = На сегодня дневной предел этого чата исчерпан. Попробуйте после полуночи по UTC.
training-failure-ceiling-house = На сегодня у бота кончился запас на внешние сервисы. Это не ваша вина. Попробуйте после полуночи по UTC.
training-failure-fault = Что-то сломалось у меня. Сбой записан; попробуйте ещё раз.
alert-fal-balance =
    ⚠️ <b>На счету FAL нет денег</b>

    Обучение и рисование останавливаются с возвратом монет. Пополните счёт: fal.ai/dashboard/billing
alert-fal-key =
    ⚠️ <b>FAL не принимает ключ</b>

    Проверьте FAL_API_KEY.
`;
