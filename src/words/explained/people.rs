//! People, groups, units and ids.

use super::Explained;

pub(super) fn defined_twice() -> Explained {
    Explained::of(
        "同一个编号定义了两次，不知道以哪个为准。",
        "One id is defined twice, and which of them counts is unclear.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n\n[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n\n[[task]]\nid = \"A-2\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn renamed() -> Explained {
    Explained::of(
        "台账按任务编号、节点编号和阶段名记录发过什么：改了名，发过的就不认得了，会从头再发。",
        "The ledger knows what was told by the task's id, the milestone's id and the stage's name: under another name it is told once more.",
    )
}

pub(super) fn same_id() -> Explained {
    Explained::of(
        "一个编号既是人员又是小组，写在 owner 里就分不清了。",
        "An id is that of a person and of a group; in `owner` they could not be told apart.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\n[groups.li]\nmembers = [\"zhang\"]\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\n[groups.team]\nmembers = [\"zhang\"]\n",
    )
}

pub(super) fn wrong_reference() -> Explained {
    Explained::of(
        "这里要写一个人，写的却是小组。",
        "One person is wanted here, and this is a group.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-12-01, until = 2026-12-05, delegate = \"board\" }]\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-12-01, until = 2026-12-05, delegate = \"zhang\" }]\n",
    )
}

pub(super) fn unknown_reference() -> Explained {
    Explained::of("写了一个没有定义过的编号。", "The id is not defined anywhere.").example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhagn\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\n",
    )
}

pub(super) fn no_address() -> Explained {
    Explained::of(
        "人员的邮箱地址还空着，是导入清单时留下的：寄给他们的函件没有去处，所以补齐之前配置不生效，什么也不发。duban plan 照样能看，没有地址的人有标记。补法：填在引号里；或在清单里加一列“邮箱”，再导入一次。",
        "The addresses of people are empty, as `import` leaves them where a list has none: letters to them would have nowhere to go, so the files are not in force until then, and nothing is sent. `duban plan` shows what will be sent all the same, and marks whom it cannot reach. Write the addresses between the quotes; or add a column `email` to the list and import it again.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"\"\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\n",
    )
}

pub(super) fn away_reversed() -> Explained {
    Explained::of(
        "不在岗的结束日期早于开始日期。",
        "The absence ends before it begins.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-12-10, until = 2026-12-01 }]\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-12-01, until = 2026-12-10 }]\n",
    )
}

pub(super) fn delegate_cycle() -> Explained {
    Explained::of(
        "几个人同一天都不在岗，互相代收，函件没有人收。",
        "People who are away on one day stand in for each other, so that nobody gets the letter.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-12-01, until = 2026-12-10, delegate = \"li\" }]\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-12-01, until = 2026-12-10, delegate = \"zhang\" }]\n",
    )
}

pub(super) fn empty_group() -> Explained {
    Explained::of(
        "小组没有成员，发给它的函件没有人收。",
        "The group has no members, and letters to it would reach nobody.",
    )
    .example("[groups.team]\nmembers = []\n", "[groups.team]\nmembers = [\"zhang\"]\n")
}

pub(super) fn group_cycle() -> Explained {
    Explained::of(
        "小组互相包含，成员数不清。",
        "Groups hold each other, so that their members cannot be told.",
    )
    .example(
        "[groups.a]\nmembers = [\"b\"]\n[groups.b]\nmembers = [\"a\"]\n",
        "[groups.a]\nmembers = [\"b\"]\n[groups.b]\nmembers = [\"zhang\"]\n",
    )
}

pub(super) fn unit_cycle() -> Explained {
    Explained::of(
        "单位互为上级，找不到最上级。",
        "Units lie above each other, and none is the highest.",
    )
    .example(
        "[units.a]\nname = \"甲局\"\nparent = \"b\"\n[units.b]\nname = \"乙局\"\nparent = \"a\"\n",
        "[units.a]\nname = \"甲局\"\nparent = \"b\"\n[units.b]\nname = \"乙局\"\n",
    )
}

pub(super) fn overlapping_absences() -> Explained {
    Explained::of(
        "同一个人两段不在岗的日子重叠，重叠的几天以先写的为准。",
        "Two absences of one person overlap; on the days they share the first counts.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [\n  { from = 2026-12-01, until = 2026-12-10, delegate = \"zhang\" },\n  { from = 2026-12-08, until = 2026-12-15, delegate = \"wang\" },\n]\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [\n  { from = 2026-12-01, until = 2026-12-10, delegate = \"zhang\" },\n  { from = 2026-12-11, until = 2026-12-15, delegate = \"wang\" },\n]\n",
    )
}

pub(super) fn everybody_away() -> Explained {
    Explained::of(
        "期限当天责任人都不在岗，又没有人代收。",
        "Everybody who owns the task is away on its deadline, and nobody stands in.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-11-25, until = 2026-12-05 }]\n[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"li\"\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-11-25, until = 2026-12-05, delegate = \"zhang\" }]\n[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"li\"\n",
    )
}

pub(super) fn nobody_there() -> Explained {
    Explained::of(
        "将要发出的函件，收件人都不在岗，又没有人代收。",
        "A coming letter reaches only people who are away, and nobody stands in.",
    )
}

pub(super) fn bounced() -> Explained {
    Explained::of(
        "发往这个地址的函件被退回。改正地址，或请对方邮箱管理员处理；其后的函件五天内没有退回，就不再提示。",
        "Letters to this address come back. Correct it, or have its mailbox mended; once a later letter has not come back for five days, nothing is said any more.",
    )
}

pub(super) fn leave_over() -> Explained {
    Explained::of(
        "请假的日子已经过去。年份写错了，请假就没有起作用。",
        "The absence is over. If its year is a slip, it has not counted.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2025-12-01, until = 2025-12-10 }]\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\naway = [{ from = 2026-12-01, until = 2026-12-10, delegate = \"zhang\" }]\n",
    )
}

pub(super) fn same_name() -> Explained {
    Explained::of(
        "两个人或两个单位同名。函件和命令里按名称就分不清。",
        "Two people or units bear one name, and cannot be told apart by it in letters and commands.",
    )
    .example(
        "[units.b]\nname = \"A 市局\"\n",
        "[units.b]\nname = \"B 市局\"\n",
    )
}

pub(super) fn same_address() -> Explained {
    Explained::of(
        "两个人用同一个邮箱地址，各自的函件会寄到一处。",
        "Two people have one address, and the letters of both go there.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"zhang@example.org\"\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\n",
    )
}

pub(super) fn owner_verifies() -> Explained {
    Explained::of(
        "责任人和督导方是同一个人：自己办，自己核验。",
        "Who owns a task is to verify it, too.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\nsupervisor = \"zhang\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\nsupervisor = \"wang\"\n",
    )
}

pub(super) fn alike_ids() -> Explained {
    Explained::of(
        "两个编号看上去一样，其实不是一个：大小写、全角半角、看不见的字符或另一种文字的字母不同。人会把它们当成一个。",
        "Two ids look alike and are not one: they differ in capitals, width, signs that do not show or letters of another script. People take them for one.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n\n[[task]]\nid = \"Ａ-1\"\ntitle = \"修订办法\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n\n[[task]]\nid = \"A-2\"\ntitle = \"修订办法\"\ndue = 2026-11-30\n",
    )
}
