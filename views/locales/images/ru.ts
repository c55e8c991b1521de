/** Русские тексты о картинках. */
export const ru = `
menu-pictures = 🎨 Картинки
help-pictures = 🎨 Ещё я рисую: /draw — картинка по словам, голосу или фото; /avatars — обучить аватар и рисовать с вашим лицом. Описание видят модель, которая его пишет и проверяет (OpenAI), и сервис рисования (FAL).
command-draw = Нарисовать картинку
pictures =
    🎨 <b>Картинки</b>

    Кого рисуем: <b>{ $name }</b>

    Опишите сцену словами или голосом на любом языке — или пришлите фото, и я нарисую похожее.
pictures-home = ‹ К картинкам
picture-nobody = без аватара
picture-who = 🎭 { $name } — сменить
picture-words = ✍️ Словами
picture-voice = 🎙 Голосом
picture-photo = 📷 По фото
picture-choose = 🎭 <b>Кого рисуем?</b>
picture-choose-none = 🎭 Готовых аватаров пока нет. Рисовать можно и без аватара; обучить свой — в /avatars.
picture-without = 🖼 Без аватара
picture-ask-words =
    ✍️ <b>Что нарисовать?</b>

    Напишите на любом языке, от { $least } до { $most } знаков: место, одежда, свет, настроение. Например: «на мосту в Париже под дождём, вечер, тёплые огни».
picture-ask-voice = 🎙 <b>Расскажите, что нарисовать</b> — голосовым сообщением, до двух минут.
picture-ask-photo = 📷 <b>Пришлите фото</b>, на которое картинка должна быть похожа. Пожелания можно дописать в подписи: «только зимой и в пальто».
picture-ask-prompt =
    ✏️ <b>Пришлите новое описание</b>, от { $least } до { $most } знаков. По-английски модель понимает лучше всего.

    Сейчас (нажмите, чтобы скопировать):
    <code>{ $text }</code>
picture-words-wrong = Описание должно быть от { $least } до { $most } знаков. Напишите другое.
picture-hearing = 🎙 Слушаю…
picture-looking = 📷 Смотрю на фото…
picture-writing = ✍️ Готовлю описание…
picture-title = 🎨 <b>Проверьте</b> · кого рисуем: <b>{ $name }</b>
picture-your-words = Ваши слова: <i>{ $words }</i>
picture-prompt =
    Что будет нарисовано:
    <i>{ $prompt }</i>
picture-exactly =
    Что будет нарисовано, слово в слово:
    <i>{ $prompt }</i>
picture-upscale-about = 🔍 Картинка будет увеличена вдвое, ничего в ней не изменится.
picture-not-translated = ℹ️ Языковая модель не подключена: слова уйдут без перевода. По-английски получится точнее.
picture-not-checked = ℹ️ Проверка описаний не подключена.
picture-price =
    Цена: <b>{ $price }</b>
    У вас: { $available }
picture-short = Не хватает: { $missing }. Описание сохранено.
picture-test-mode = 🧪 Бот в тестовом режиме: рисование только изображается, деньги не тратятся.
picture-test = 🧪 <b>ТЕСТ.</b> Ничего не рисовалось и не оплачивалось.
picture-draw = { $count ->
    [1] 🖌 Нарисовать
    [one] 🖌 Нарисовать { $count }
   *[other] 🖌 Нарисовать { $count }
 }
picture-edit = ✏️ Изменить
picture-exact = 🔤 Слово в слово
picture-translate = ✨ Перевести и дополнить
picture-retry = 🔄 Попробовать ещё раз
picture-back = ‹ Назад
picture-drop = 🗑 Не нужно
picture-dropped = 🗑 Описание удалено.
picture-check-balance = 🔄 Проверить баланс
picture-gone = Этой картинки нет.
picture-problem-prompt-minor = 🚫 Детей и подростков я с аватаром не рисую, а в откровенных сценах — никогда. Измените описание.
picture-problem-prompt-sexual = 🚫 Откровенные сцены с лицом реального человека я не рисую. Измените описание.
picture-problem-prompt-unsafe = 🚫 Такое рисовать нельзя: проверка отклонила описание. Измените его.
picture-problem-prompt-declined = 🚫 Модель отказалась писать такое описание. Измените слова или включите «слово в слово».
picture-problem-voice-empty = 🎙 Слов не слышно. Запишите ещё раз или напишите.
picture-problem-voice-long = 🎙 Запись слишком длинная. Уложитесь в две минуты.
picture-problem-photo-unreadable = 📷 Не получилось рассмотреть это фото. Пришлите другое — как фото, а не файлом.
picture-problem-file-gone = Телеграм больше не отдаёт этот файл. Пришлите ещё раз.
picture-problem-avatar-gone = 🎭 Этого аватара больше нет, или им пока нельзя рисовать. Выберите другого.
picture-problem-writing-down = Языковая модель не отвечает. Попробуйте позже или включите «слово в слово».
picture-problem-speech-down = Распознавание речи сейчас недоступно. Напишите словами или попробуйте позже.
picture-problem-vision-down = Модель, которая смотрит на фото, сейчас недоступна. Напишите словами или попробуйте позже.
picture-problem-moderation-down = Проверка описаний не отвечает, без неё я не рисую. Попробуйте через минуту.
picture-problem-ceiling-user = На сегодня ваш дневной предел исчерпан. Описание сохранено: попробуйте после полуночи по UTC.
picture-problem-ceiling-chat = На сегодня дневной предел этого чата исчерпан. Описание сохранено: попробуйте после полуночи по UTC.
picture-problem-ceiling-house = На сегодня у бота кончился запас на внешние сервисы. Это не ваша вина. Описание сохранено: попробуйте после полуночи по UTC.
picture-problem-fault = Что-то сломалось у меня. Сбой записан; попробуйте ещё раз.

drawing = 🖌 <b>Рисую { $name }</b>, картинок: { $count }
drawing-nobody = 🖌 <b>Рисую</b>, картинок: { $count }
drawing-upscale = 🔍 <b>Увеличиваю</b>
drawing-free = 🎁 Это подарок: монеты не спишутся.
drawing-soon = Обычно это меньше минуты.
drawing-queued = В очереди, впереди { $position }.
drawing-long = Прошло { $minutes } мин — дольше обычного. Я слежу и сообщу, чем кончится.
drawing-fetching = Готово. Забираю…
drawing-stop = 🛑 Остановить
drawing-stopped = 🛑 Остановлено.
drawing-failed = ⚠️ <b>Нарисовать не получилось</b>
picture-nothing-taken = Монеты не списаны.
drawing-failure-fal-balance = У бота закончились средства на сервисе рисования. Это не ваша вина, владелец уже знает.
drawing-failure-fal-key = Сервис рисования у бота настроен неверно. Это не ваша вина, владелец уже знает.
drawing-failure-fal-down = Сервис рисования не отвечает. Попробуйте позже.
drawing-failure-fal-refused = Сервис рисования не принял заказ. Измените описание и попробуйте снова.
drawing-failure-fal-content = Сервис рисования отклонил описание по своим правилам о содержимом. Измените его и попробуйте снова.
drawing-failure-fal-broken = У сервиса рисования произошёл сбой. Это не ваша вина, попробуйте ещё раз.
drawing-failure-fal-late = Сервис рисования так и не закончил в срок. Попробуйте ещё раз.
drawing-failure-fal-lost = Сервис рисования потерял заказ. Попробуйте ещё раз.
drawing-failure-nsfw = Фильтр безопасности закрасил всё чёрным: сцена показалась ему откровенной. Измените описание.
drawing-failure-avatar-gone = Этого аватара больше нет. Выберите другого.
drawing-failure-weights-gone = Обученная модель этого аватара пропала из хранилища. Обучите его ещё раз.
drawing-failure-picture-gone = Исходной картинки больше нет в хранилище.
drawing-failure-storage-down = Хранилище бота не отвечает. Попробуйте позже.
drawing-failure-ceiling-user = На сегодня ваш дневной предел исчерпан. Попробуйте после полуночи по UTC.
drawing-failure-ceiling-chat = На сегодня дневной предел этого чата исчерпан. Попробуйте после полуночи по UTC.
drawing-failure-ceiling-house = На сегодня у бота кончился запас на внешние сервисы. Это не ваша вина. Попробуйте после полуночи по UTC.
drawing-failure-fault = Что-то сломалось у меня. Сбой записан; попробуйте ещё раз.

picture-ready = ✅ <b>{ $name }</b>
picture-ready-nobody = ✅ Готово
picture-ready-first = 🎁 <b>{ $name }</b>: первые картинки в подарок
picture-what-next = Что дальше?
picture-signs = Под номером картинки: 🎲 похожая, 🔍 увеличить, ⭐ в избранное.
picture-missing = { $missing ->
    [one] 🚫 Ещё { $missing } картинку закрасил фильтр безопасности или она не дошла. За неё монеты не списаны.
    [few] 🚫 Ещё { $missing } картинки закрасил фильтр безопасности или они не дошли. За них монеты не списаны.
   *[many] 🚫 Ещё { $missing } картинок закрасил фильтр безопасности или они не дошли. За них монеты не списаны.
 }
picture-taken = Списано: { $coins }.
picture-again = 🔁 Ещё раз
picture-vary = 🎲 Похожую
picture-up = 🔍 Увеличить
picture-star = ⭐ В избранное
picture-files = 📄 В полном качестве
picture-original = 📄 { $width }×{ $height }
picture-starred = ⭐ В избранном
picture-unstarred = Убрано из избранного
picture-repeating = Принято
picture-not-yours = Этой картинки нет
picture-stop-late = Останавливать уже нечего
`;
