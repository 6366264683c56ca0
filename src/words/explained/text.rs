//! The text is no TOML.

use super::Explained;

pub(super) fn syntax() -> Explained {
    Explained::of(
        "这里不符合 TOML 的写法，解析器读不下去；后面的内容也就靠不住。",
        "The text is not TOML here, and what follows cannot be relied upon.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = yes\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-20\n",
    )
}

pub(super) fn full_width() -> Explained {
    Explained::of(
        "输入法打出了全角的引号、等号、逗号或数字，TOML 只认半角的。引号里的文字不受影响。",
        "An input method wrote quotes, equals signs, commas or digits in full width; TOML knows only half-width ones. Text within quotes may hold any sign.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nseverity ＝ “high”\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nseverity = \"high\"\n",
    )
}

pub(super) fn blank_in_key() -> Explained {
    Explained::of(
        "键名里有空格、制表符或全角空格；键名是一个词，用连字符相连。",
        "A key holds a blank, a tab or a full-width blank; a key is one word, its parts joined by hyphens.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1mo\"\ndone through = 2026-10-31\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1mo\"\ndone-through = 2026-10-31\n",
    )
}

pub(super) fn bad_date() -> Explained {
    Explained::of(
        "没有这一天，或日期的写法 TOML 不认。日期写成 年-月-日，不加引号。",
        "There is no such day, or it is not written as TOML has it: year-month-day, without quotes.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026/11/30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn unclosed_quote() -> Explained {
    Explained::of(
        "文字开了引号却没有收尾；单行文字要在同一行收尾。",
        "A text is opened by a quote and not closed in its line.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndetail = \"落实整改\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndetail = \"落实整改\"\n",
    )
}

pub(super) fn unclosed_bracket() -> Explained {
    Explained::of(
        "开了方括号或花括号却没有收尾，后面的内容都会被当成它里面的。",
        "A bracket is opened and never closed; all that follows would be read as part of it.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nmilestones = [\n  { id = \"draft\", title = \"草案\", due = 2026-11-16 },\n\n[[task]]\nid = \"A-2\"\ntitle = \"修订办法\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nmilestones = [\n  { id = \"draft\", title = \"草案\", due = 2026-11-16 },\n]\n\n[[task]]\nid = \"A-2\"\ntitle = \"修订办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn quotes_in_text() -> Explained {
    Explained::of(
        "双引号里的文字又有双引号，到第二个就算结束了。外面改用单引号，里面的双引号就不受影响。",
        "Double quotes within a text in double quotes end it too early. Put the text in single quotes.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndetail = \"落实\"三重一大\"制度\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndetail = '落实\"三重一大\"制度'\n",
    )
}

pub(super) fn unquoted_text() -> Explained {
    Explained::of(
        "文字没有写在引号里。数、日期、true、false 不加引号，其他都要加。",
        "A text stands without quotes. Only numbers, dates, true and false are written without.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndetail = 落实整改\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndetail = \"落实整改\"\n",
    )
}

pub(super) fn missing_value() -> Explained {
    Explained::of(
        "`=` 后面没有值。没有的就不写这一行。",
        "There is no value after `=`. What there is not has no line.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner =\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\n",
    )
}

pub(super) fn missing_comma() -> Explained {
    Explained::of(
        "数组或花括号里的两项之间少了逗号。",
        "Two members of an array or a table in braces stand without a comma between them.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nwith = [\"zhang\" \"wang\"]\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nwith = [\"zhang\", \"wang\"]\n",
    )
}

pub(super) fn extra_comma() -> Explained {
    Explained::of(
        "数组或花括号里多了一个逗号。",
        "There is a comma too many in an array or a table in braces.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nwith = [\"zhang\",, \"wang\"]\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nwith = [\"zhang\", \"wang\"]\n",
    )
}

pub(super) fn trailing_sign() -> Explained {
    Explained::of(
        "行末有逗号、分号或句号。TOML 一行一个键，行末不加标点。",
        "A line ends with a comma, a semicolon or a full stop; TOML wants nothing there.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\",\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\n",
    )
}

pub(super) fn no_equals() -> Explained {
    Explained::of("键和值之间不是 `=`。", "What stands between key and value is not `=`.").example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue: 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn no_pair() -> Explained {
    Explained::of(
        "这一行既不是“键 = 值”，也不是表头。说明文字前面加 #。",
        "The line is neither a key with a value nor a header. A note begins with #.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n以下为二期\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n# 以下为二期\n",
    )
}

pub(super) fn comment_sign() -> Explained {
    Explained::of(
        "说明文字以 # 开头；别的记号 TOML 不认。",
        "A note begins with #; TOML knows no other sign for it.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n// 以下为二期\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n# 以下为二期\n",
    )
}

pub(super) fn bare_key() -> Explained {
    Explained::of(
        "键名或表头里有中文等字符，不加引号 TOML 不认。任务自定的栏目写在 fields 里。",
        "A key or a header holds letters that TOML takes only in quotes. A task's own columns belong into fields.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n整改措施 = \"建章立制\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nfields.\"整改措施\" = \"建章立制\"\n",
    )
}

pub(super) fn wrong_header() -> Explained {
    Explained::of(
        "表头的方括号不对：任务每项一个 [[task]]，人员、单位等是 [people.编号]。",
        "A header has the wrong brackets: each task begins with [[task]], a person or a unit with [people.ID].",
    )
    .example(
        "[task]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn missing_header() -> Explained {
    Explained::of(
        "两项之间少了表头，后一项的键成了前一项的。",
        "The header between two items is missing, so that the keys of the second belong to the first.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nid = \"A-2\"\ntitle = \"修订办法\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n\n[[task]]\nid = \"A-2\"\ntitle = \"修订办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn duplicate_key() -> Explained {
    Explained::of(
        "同一项里一个键写了两次，不知道以哪个为准。期限延了，另写在 extended 里。",
        "One key stands twice in an item, and which of them counts is unclear. A later deadline is listed in `extended`.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndue = 2026-12-31\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nextended = [{ on = 2026-11-20, to = 2026-12-31 }]\n",
    )
}

pub(super) fn too_deep() -> Explained {
    Explained::of(
        "数组、表一层套一层太多，或小组、上级单位、代收人一环接一环太长，多半是写错了。",
        "Arrays and tables within each other, or groups, units and delegates in a chain, go too deep: surely a mistake.",
    )
}
