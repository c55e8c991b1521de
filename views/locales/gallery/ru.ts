/** Русские тексты о галерее и стилях. */
export const ru = `
menu-gallery = 🖼 Галерея
command-gallery = Мои картинки
command-styles = Готовые стили для картинок
gallery-open = 🖼 В галерею
gallery-picture = 🖼 <b>{ $number } из { $all }</b> { $star }
    { $name } · { $date } · { $size }
gallery-prompt = <i>{ $prompt }</i>
gallery-full-prompt =
    📝 <b>Описание</b> (нажмите, чтобы скопировать)

    <code>{ $prompt }</code>

    Зерно: <code>{ $seed }</code>
gallery-empty = 🖼 Здесь будут ваши картинки. Пока ничего не нарисовано.
gallery-nothing = 🔎 С такими условиями ничего не нашлось.
gallery-newer = ◀ Новее
gallery-older = Старше ▶
gallery-star = ☆ В избранное
gallery-unstar = ⭐ Убрать из избранного
gallery-file = 📄 Файлом
gallery-text = 📝 Описание
gallery-delete = 🗑 Удалить
gallery-ten = ▦ По десять
gallery-sift = 🔎 Отбор
gallery-sifted = 🔎 Отбор включён
gallery-sum = 📊 Статистика
gallery-filters = 🔎 <b>Что показать?</b>
gallery-favourites = ⭐ Избранное
gallery-type-all = Все
gallery-type-words = ✍️ Словами
gallery-type-photo = 📷 По фото
gallery-type-voice = 🎙 Голосом
gallery-type-style = 🎭 Стили
gallery-type-upscale = 🔍 Увеличенные
gallery-type-repeat = 🔁 Повторы
gallery-type-first = 🎁 Первые
gallery-days-0 = За всё время
gallery-days-1 = Сутки
gallery-days-7 = Неделя
gallery-days-30 = Месяц
gallery-days-365 = Год
gallery-everybody = Все аватары
gallery-show = 🖼 Показать: { $pictures }
gallery-delete-question = Удалить эту картинку?
gallery-delete-yes = 🗑 Да, удалить
gallery-back = ‹ Назад
gallery-deleted = 🗑 Удалено. В течение 10 минут картинку можно вернуть, потом файл сотрётся из хранилища. Сообщения с ней в чате останутся.
gallery-undo = ↩ Вернуть
gallery-go-on = 🖼 По одной
gallery-overview = 🖼 Картинок здесь: { $pictures }
gallery-next = Дальше?
gallery-older-ten = ▦ Старше ▶
gallery-figures =
    📊 <b>Ваши картинки</b>

    Хранится: { $pictures }
    Заказов выполнено: { $orders }
    В избранном: { $favourites }
    Потрачено: { $coins }
gallery-figure = 🎭 { $name }: { $pictures }

menu-styles = ✨ Стили
styles =
    ✨ <b>Готовые стили</b>

    Выберите сцену — описание уже написано, останется нажать «Нарисовать».
styles-business = 👔 Деловой портрет
styles-cinema = 🎬 Кино
styles-art = 🎨 Искусство
styles-fantasy = 🧝 Фэнтези
styles-travel = ✈️ Путешествия
styles-seasons = 🍁 Времена года
styles-kazakh = 🐎 Казахские мотивы
styles-sport = 🏅 Спорт
styles-popular = 🔥 Популярные
styles-liked = ⭐ Избранные
styles-choose = Нажмите, чтобы посмотреть.
styles-none = Пока пусто.
styles-back = ‹ К стилям
styles-to-category = ‹ Раздел
style-draw = 🖌 К заказу
style-like = ☆ В избранное
style-unlike = ⭐ Убрать из избранного
style-own-picture = Сверху — ваша последняя картинка в этом стиле.
style-no-picture = Примера пока нет: им станет ваша первая картинка в этом стиле.
style-gone = Этого стиля нет.
`;
