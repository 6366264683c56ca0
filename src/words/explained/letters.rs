//! Settings of single kinds of letters.

use super::Explained;

pub(super) fn unknown_letter() -> Explained {
    Explained::of(
        "没有这种函。[letters.函种] 里写的是内置的函种，或某个阶段的 letter 所写的名称。",
        "There is no such letter. [letters.KIND] names a letter that is built in, or what the `letter` of a stage names.",
    )
    .example(
        "[letters.supervison]\nnumber = \"督办〔{year}〕{n}号\"\n",
        "[letters.supervision]\nnumber = \"督办〔{year}〕{n}号\"\n",
    )
}

pub(super) fn bad_number() -> Explained {
    Explained::of(
        "文号写得不对。{n} 必须有，而且只能有一次；另可写 {year}，或写 {n:03} 补足位数。",
        "The pattern cannot be read. It has {n} once, and may have {year}; {n:03} fills the count up with zeros.",
    )
    .example(
        "[letters.supervision]\nnumber = \"督办〔{year}〕{x}号\"\n",
        "[letters.supervision]\nnumber = \"督办〔{year}〕{n}号\"\n",
    )
}

pub(super) fn number_without_year() -> Explained {
    Explained::of(
        "文号里没有年份。每年都从 1 号数起，没有年份，明年的文号就与今年的重复。",
        "The number has no year. Each year counts from 1, so that next year's numbers would be this year's again.",
    )
    .example(
        "[letters.supervision]\nnumber = \"督办第{n}号\"\n",
        "[letters.supervision]\nnumber = \"督办〔{year}〕{n}号\"\n",
    )
}

pub(super) fn like_of_built_in() -> Explained {
    Explained::of(
        "内置的函种自身完整，不用别的函代替。`like` 只用于自拟的函种。",
        "A built-in letter lacks nothing. `like` is for letters of one's own.",
    )
    .example(
        "[letters.supervision]\nlike = \"circular\"\n",
        "[letters.supervision]\nnumber = \"督办〔{year}〕{n}号\"\n",
    )
}

pub(super) fn missing_parts() -> Explained {
    Explained::of(
        "自拟的函种在模板文件夹里缺几个文件。缺的部分用内置的函代替，同一封函的文字和网页就可能说法不一。",
        "A letter of one's own lacks files in the templates' folder. A built-in letter stands in for them, so that the text and the page of one letter may differ.",
    )
}
